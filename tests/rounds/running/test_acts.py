"""Decisions on an open round: extend, admit, merge, withdraw, hand over, amend; each dated, recorded, refused when wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from minhchung.agencies.domain.by import By
from minhchung.agencies.domain.by import Decision as TreeDecision
from minhchung.agencies.domain.reorganise import NewAgency, merge_agencies
from minhchung.criteria.models import RubricVersion
from minhchung.ledger.domain.verify import verify_ledger
from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.domain import acts, amending
from minhchung.rounds.domain.ranking import compute_ranking
from minhchung.rounds.enums import EntryState, LeafState, PhaseKind, Stage
from minhchung.rounds.models import Entry, LeafRevision, LeafValue, Phase, Round, RoundDecision, Ruling
from minhchung.rubric import parse, rubric_hash
from minhchung.rubric.diff import answers_survive
from tests.rounds.running.build import DECISION, FIELDS, GOOD, moment, post, say, who
from tests.world import World, make_agency


def act(world: World, name: str, fields: dict[str, Any], *more: int, by: str = "thuong_truc") -> Any:
    round = Round.objects.get(pk=world.round.pk)
    given = {**FIELDS, "row_version": round.row_version, **fields}
    return post(world.client(by), reverse(f"rounds:{name}", args=[round.pk, *more]), given)


def test_an_extension_moves_the_times_later_and_is_a_dated_decision(open_world: World) -> None:
    phase = Phase.objects.get(round=open_world.round, kind=PhaseKind.SELF)

    earlier = act(open_world, "extend", {"phase": phase.pk, "due_at": moment(1), "locks_at": moment(60)})
    assert earlier.status_code == 422 and "chỉ lùi hạn về sau" in earlier.content.decode()
    assert (
        act(
            open_world, "extend", {"phase": phase.pk, "due_at": moment(40), "locks_at": moment(60)}
        ).status_code
        == 302
    )

    phase.refresh_from_db()
    assert phase.due_at - datetime.now(UTC) > timedelta(days=39)
    made = RoundDecision.objects.get()
    assert (made.kind, made.payload["phase"]) == ("extend", "self")
    assert LedgerEntry.objects.filter(verb="round.extend").count() == 1


def test_a_phase_of_another_round_is_not_extended(open_world: World) -> None:
    other = Round.objects.create(
        title="Đợt khác", rubric=open_world.rubric, owner=open_world.other_province, year=2023,
        period_from=date(2023, 1, 1), period_to=date(2023, 12, 31), reference_on=date(2023, 12, 31),
        created_by=open_world.people["thuong_truc"], created_at=datetime.now(UTC),
    )  # fmt: skip
    now = datetime.now(UTC)
    phase = Phase.objects.create(round=other, kind=PhaseKind.SELF, opens_at=now, due_at=now, locks_at=now)

    page = act(open_world, "extend", {"phase": phase.pk, "due_at": moment(40), "locks_at": moment(60)})

    phase.refresh_from_db()
    assert page.status_code == 422 and phase.due_at == now


def test_an_agency_joins_once(open_world: World) -> None:
    answer = act(open_world, "admit", {"agency": "van phong hdnd va ubnd", "group": "Nhóm hai"})
    assert answer.status_code == 302
    entry = Entry.objects.get(agency=open_world.van_phong)
    assert entry.group == "Nhóm hai" and entry.admitted_by == RoundDecision.objects.get()

    again = act(open_world, "admit", {"agency": "Văn phòng HĐND và UBND"})
    assert again.status_code == 422 and "đã có trong đợt" in again.content.decode()
    unknown = act(open_world, "admit", {"agency": "Phòng không có"})
    assert unknown.status_code == 422 and "Không có cơ quan nào" in unknown.content.decode()
    young = make_agency("Phòng mới lập", open_world.kind, open_world.standing, 50)
    young.valid_from = date(2025, 1, 1)
    young.save()
    refused = act(open_world, "admit", {"agency": "Phòng mới lập"})
    assert refused.status_code == 422 and "không tồn tại vào ngày tham chiếu" in refused.content.decode()


def merged_in_the_tree(world: World) -> Any:
    """The agency tree merges kinh_te and tu_phap into a new agency."""
    admin = By(world.people["quan_tri"], None, datetime.now(UTC))
    new = NewAgency("Phòng Kinh tế - Tư pháp", world.kind, world.standing)
    decision = TreeDecision(number="1/NQ", effective_on=date(2025, 7, 1))
    return merge_agencies(
        predecessors=[world.kinh_te, world.tu_phap], successor=new, decision=decision, by=admin
    )


def test_after_a_merge_in_the_tree_the_successor_is_offered_and_takes_over(open_world: World) -> None:
    heir = merged_in_the_tree(open_world)
    client, home = open_world.client("thuong_truc"), reverse("rounds:manage", args=[open_world.round.pk])
    assert "Bổ sung cơ quan kế tục" in client.get(home).content.decode()
    assert act(open_world, "admit", {"agency": "Phòng Kinh tế - Tư pháp"}).status_code == 302
    assert "Nhập hồ sơ" in client.get(home).content.decode()
    gone, into = open_world.entries["kinh_te"], Entry.objects.get(agency=heir)
    say(open_world, gone, GOOD, Stage.SELF)
    say(open_world, into, {"I.2": "c"}, Stage.SELF)

    assert act(open_world, "merge", {"gone": gone.pk, "into": into.pk}).status_code == 302

    gone.refresh_from_db()
    assert gone.merged_into == into
    kept = {value.node_id: value for value in into.values.all()}
    assert kept["I.2"].answer == "c" and set(kept) == set(GOOD)
    assert LeafRevision.objects.filter(value__entry=into).count() == 4
    assert gone.values.count() == 4
    again = act(open_world, "merge", {"gone": gone.pk, "into": into.pk})
    assert again.status_code == 422
    assert gone not in acts.taking_part(open_world.round)


def test_handing_over_to_the_council_says_what_nobody_has_done(open_world: World) -> None:
    page = open_world.client("thuong_truc").get(reverse("rounds:to_council", args=[open_world.round.pk]))

    assert "tiêu chí chưa ai trả lời: hội đồng phải kết luận" in page.content.decode()


def test_two_entries_of_one_kind_are_needed_to_merge(open_world: World) -> None:
    entry = open_world.entries["kinh_te"]
    same = act(open_world, "merge", {"gone": entry.pk, "into": entry.pk})
    assert same.status_code == 422 and "hai hồ sơ khác nhau" in same.content.decode()

    into = open_world.entries["tu_phap"]
    Entry.objects.filter(pk=into.pk).update(state="submitted", received_at=datetime.now(UTC), late_seconds=0)
    page = act(open_world, "merge", {"gone": entry.pk, "into": into.pk})
    assert page.status_code == 422 and "Hồ sơ kế thừa đã nộp" in page.content.decode()
    assert not RoundDecision.objects.exists()


def test_a_withdrawn_entry_is_not_ranked_and_stays_readable(open_world: World) -> None:
    for name in ("kinh_te", "tu_phap", "noi_vu"):
        say(open_world, open_world.entries[name], GOOD)
    entry = open_world.entries["kinh_te"]

    assert act(open_world, "withdraw_entry", {}, entry.pk).status_code == 302
    again = act(open_world, "withdraw_entry", {}, entry.pk)

    assert again.status_code == 422 and RoundDecision.objects.count() == 1
    round = Round.objects.get(pk=open_world.round.pk)
    assert compute_ranking(round=round, **who(open_world)).rows.count() == 2
    assert open_world.client("thu_ky").get(reverse("rounds:entry", args=[entry.pk])).status_code == 200


def test_the_council_takes_over_once(open_world: World) -> None:
    assert act(open_world, "to_council", {}).status_code == 302
    assert act(open_world, "to_council", {}).status_code == 422
    assert RoundDecision.objects.filter(kind="council").count() == 1


@pytest.mark.parametrize("name", ["open", "extend", "admit", "merge", "to_council", "amend", "progress"])
@pytest.mark.parametrize("person", ["thu_ky", "thuong_truc_ngoai", "hoi_dong", "tham_dinh_nv"])
def test_nobody_else_decides_about_a_round(open_world: World, name: str, person: str) -> None:
    before = Round.objects.get(pk=open_world.round.pk).row_version
    client = open_world.client(person)
    if name == "progress":
        allowed = person == "hoi_dong"
        href = reverse("rounds:progress_file", args=[open_world.round.pk, "csv"])
        assert client.get(href).status_code == (200 if allowed else 404)
        return

    assert client.get(reverse(f"rounds:{name}", args=[open_world.round.pk])).status_code == 404
    assert act(open_world, name, {}, by=person).status_code == 404

    assert Round.objects.get(pk=open_world.round.pk).row_version == before
    assert not RoundDecision.objects.exists()


def test_a_decision_from_an_old_page_is_refused_with_who_was_faster(open_world: World) -> None:
    old = Round.objects.get(pk=open_world.round.pk).row_version
    act(open_world, "admit", {"agency": "Văn phòng HĐND và UBND"}, by="thuong_truc_2")

    page = act(open_world, "to_council", {"row_version": old})

    text = page.content.decode()
    assert page.status_code == 409 and "Đặng Thị Hai đã sửa lúc" in text
    assert Round.objects.get(pk=open_world.round.pk).state == "open"


# ── a later version of the rubric ─────────────────────────────────────────────────────────────────────────────────


def later(world: World, *changes: tuple[str, str], version: str = "2") -> RubricVersion:
    text = world.rubric.text.replace('version: "1"', f'version: "{version}"')
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return RubricVersion.objects.create(
        code=world.rubric.code, version=version, title=world.rubric.title, text=text,
        sha256=rubric_hash(parse(text, "v2")), loaded_at=datetime(2023, 2, 1, tzinfo=UTC),
        previous=world.rubric,
    )  # fmt: skip


def test_unchanged_answers_survive_an_amendment_and_changed_ones_are_asked_again(open_world: World) -> None:
    entry, other = open_world.entries["kinh_te"], open_world.entries["tu_phap"]
    say(open_world, entry, {"I.1": GOOD["I.1"], "I.2": "a"}, Stage.SELF)
    say(open_world, entry, {"I.2": "a"}, Stage.APPRAISED)
    Entry.objects.filter(pk=entry.pk).update(state="submitted", received_at=datetime.now(UTC), late_seconds=5)
    version = later(
        open_world, ("Có phân công chưa đầy đủ }", "Phân công một phần }"), ("max: 6", "max: 6\n    line: 9")
    )
    page = open_world.client("thuong_truc").get(
        reverse("rounds:amend", args=[open_world.round.pk]), {"phien-ban": version.pk}
    )
    assert "I.2" in page.content.decode() and "3 tiêu chí không đổi" in page.content.decode()

    assert act(open_world, "amend", {"version": version.pk}).status_code == 302

    round = Round.objects.get(pk=open_world.round.pk)
    assert round.rubric == version
    kept = entry.values.get(node_id="I.1", stage=Stage.SELF)
    assert (kept.answer, kept.row_version) == (GOOD["I.1"], 1)
    for stage in (Stage.SELF, Stage.APPRAISED):
        asked = entry.values.get(node_id="I.2", stage=stage)
        assert (asked.answer, asked.points, asked.state) == (None, None, LeafState.ABSENT)
        history = list(asked.revisions.values_list("row_version", "answer"))
        assert history == [(1, "a"), (2, None)]
    entry.refresh_from_db()
    other.refresh_from_db()
    assert (entry.state, list(entry.return_remarks)) == (EntryState.RETURNED, ["I.2"])
    assert (other.state, list(other.return_remarks)) == (EntryState.DRAFT, ["I.2"])
    decision = RoundDecision.objects.get()
    assert (decision.kind, decision.payload["changed"]) == ("amend", ["I.2"])
    assert verify_ledger().faults == ()


def test_words_beside_a_rule_ask_nobody_to_answer_again(open_world: World) -> None:
    version = later(open_world, ("title: Phân công người phụ trách", "title: Phân công\n        line: 44"))

    found = answers_survive(parse(open_world.rubric.text, "a"), parse(version.text, "b"))

    assert (len(found.same), found.changed, found.added, found.removed) == (4, (), (), ())


def test_a_ruled_criterion_is_not_changed_under_the_council(open_world: World) -> None:
    Ruling.objects.create(
        round=open_world.round, node_id="I.2", data={"points": "1"}, words="Tính 1 điểm",
        by=open_world.people["hoi_dong"], at=datetime.now(UTC),
    )  # fmt: skip
    version = later(open_world, ("points: 1, text: Có phân công", "points: 1,5, text: Có phân công"))

    page = act(open_world, "amend", {"version": version.pk})

    assert page.status_code == 422 and "I.2 đã có quyết nghị" in page.content.decode()
    assert Round.objects.get(pk=open_world.round.pk).rubric == open_world.rubric


def test_a_version_that_names_a_new_body_waits_for_it(open_world: World) -> None:
    version = later(open_world, ("appraised_by: Văn phòng", "appraised_by: Phòng Tài chính"))

    with pytest.raises(acts.RoundRefused, match="Phòng Tài chính"):
        amending.amend(round=open_world.round, version=version, decision=DECISION, **who(open_world))

    assert not LeafValue.objects.exists() and not RoundDecision.objects.exists()


def test_the_home_page_counts_filters_and_gives_files(open_world: World) -> None:
    entry = open_world.entries["kinh_te"]
    say(open_world, entry, {"I.1": GOOD["I.1"], "I.2": "a"}, Stage.SELF)
    say(open_world, entry, GOOD)
    Entry.objects.filter(pk=entry.pk).update(
        state="submitted", received_at=datetime.now(UTC), late_seconds=90_000
    )
    client, pk = open_world.client("thuong_truc"), open_world.round.pk

    text = client.get(reverse("rounds:manage", args=[pk])).content.decode()
    assert "2/3" in text and "4/4" in text and "1 ngày 1 giờ" in text
    late = client.get(reverse("rounds:manage", args=[pk]), {"loc": "nop-muon"}).content.decode()
    assert "Phòng Tư pháp" not in late and "Phòng Kinh tế và Hạ tầng" in late
    csv = client.get(reverse("rounds:progress_file", args=[pk, "csv"])).content.decode("utf-8-sig")
    assert csv.splitlines()[0].startswith("Cơ quan,Nhóm,Trạng thái")
    assert any(
        line.startswith("Phòng Kinh tế và Hạ tầng") and ",2,3,4,4," in line for line in csv.splitlines()
    )
    book = client.get(reverse("rounds:progress_file", args=[pk, "xlsx"]))
    assert book.content[:2] == b"PK"
