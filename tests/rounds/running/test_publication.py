"""A ranking is computed, proposed, confirmed by a second person, frozen, recomputed, revoked, corrected."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from minhchung.home.cli import main
from minhchung.ledger.domain.verify import verify_ledger
from minhchung.rounds.domain import publication, ranking, running
from minhchung.rounds.domain.acts import RoundRefused
from minhchung.rounds.enums import PublicationState, RoundState, Stage
from minhchung.rounds.models import Entry, LeafRevision, LeafValue, Phase, Publication, Ranking, Round, Ruling
from minhchung.rubric import parse, rubric_hash
from minhchung.rubric.recompute import ranking_bytes, recompute, stated_ranking
from tests.rounds.running.build import (
    DECISION,
    FAIR,
    FIELDS,
    GOOD,
    NOW,
    post,
    proposed,
    published,
    say,
    who,
    with_council,
)
from tests.world import World


def test_a_ranking_counts_only_what_the_appraising_side_said(open_world: World) -> None:
    say(open_world, open_world.entries["kinh_te"], GOOD, Stage.SELF)
    say(open_world, open_world.entries["tu_phap"], GOOD, Stage.APPRAISED)

    made = ranking.compute_ranking(round=open_world.round, **who(open_world))

    rows = {row.entry_id: row for row in made.rows.all()}
    assert rows[open_world.entries["tu_phap"].pk].rank == 1
    assert rows[open_world.entries["kinh_te"].pk].rank is None
    assert rows[open_world.entries["kinh_te"].pk].missing == ["I.1", "I.2", "II.1", "II.2"]


def test_equal_totals_share_their_rank_and_names_stand_in_the_reason(open_world: World) -> None:
    round = with_council(open_world)

    page = post(open_world.client("thuong_truc"), reverse("rounds:rank", args=[round.pk]), {}, follow=True)

    assert page.status_code == 200
    text = page.content.decode()
    assert "2=" in text and "đồng hạng 2 với Phòng Tư pháp" in text
    totals = [str(row.total) for row in ranking.latest_ranking(round).rows.all()]
    assert totals == ["10", "13/2", "13/2"]


def test_nothing_incomplete_is_proposed_and_every_obstacle_is_named(open_world: World) -> None:
    say(open_world, open_world.entries["kinh_te"], GOOD)
    round = open_world.round
    running.to_council(round=round, decision=DECISION, **who(open_world))
    ranking.compute_ranking(round=round, **who(open_world))

    with pytest.raises(RoundRefused) as refused:
        publication.propose(round=round, decision=DECISION, **who(open_world))

    assert refused.value.lines == (
        "Phòng Tư pháp còn 4 tiêu chí chưa có kết quả, chưa xếp hạng được: I.1, I.2, II.1, II.2.",
        "Phòng Nội vụ còn 4 tiêu chí chưa có kết quả, chưa xếp hạng được: I.1, I.2, II.1, II.2.",
    )
    page = open_world.client("thuong_truc").get(reverse("rounds:propose", args=[round.pk]))
    assert "Phòng Nội vụ còn 4 tiêu chí" in page.content.decode()
    assert not Publication.objects.exists()


def test_two_people_publish_and_the_first_sees_why_they_cannot(open_world: World) -> None:
    round = with_council(open_world)
    first, second = open_world.client("thuong_truc"), open_world.client("thuong_truc_2")
    post(first, reverse("rounds:rank", args=[round.pk]), {})
    asked = reverse("rounds:propose", args=[round.pk])
    version = Round.objects.get(pk=round.pk).row_version
    answer = post(first, asked, {**FIELDS, "row_version": version})
    found = Publication.objects.get()
    confirm = reverse("rounds:confirm_publication", args=[found.round_id, found.pk])
    assert answer["Location"] == confirm

    own = first.get(confirm).content.decode()
    assert "Người đề nghị không được tự xác nhận. Cần người thứ hai." in own
    assert "Xác nhận và công bố" not in own
    refused = post(first, confirm, {"row_version": found.row_version})
    assert refused.status_code == 422
    found.refresh_from_db()
    assert found.state == PublicationState.PROPOSED

    seen = second.get(confirm).content.decode()
    assert "Phòng Kinh tế và Hạ tầng" in seen and "Xuất sắc" in seen and "12/QĐ-UBND" in seen
    done = post(second, confirm, {"row_version": found.row_version})
    assert done.status_code == 302
    found.refresh_from_db()
    round.refresh_from_db()
    assert (found.state, round.state) == (PublicationState.PUBLISHED, RoundState.PUBLISHED)
    assert found.sha256 == hashlib.sha256(found.snapshot.encode()).hexdigest()
    assert verify_ledger().faults == ()


def test_a_change_after_the_proposal_keeps_it_from_being_confirmed(open_world: World) -> None:
    found = proposed(open_world)
    say(open_world, open_world.entries["tu_phap"], {"I.2": "c"}, Stage.FINAL)

    with pytest.raises(RoundRefused, match="Kết quả đã đổi sau khi đề nghị"):
        publication.confirm(publication=found, **who(open_world, "thuong_truc_2"))

    found.refresh_from_db()
    assert found.state == PublicationState.PROPOSED and found.snapshot == ""


def test_a_ruling_made_while_a_ranking_is_computed_leaves_it_overtaken(
    open_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(open_world, open_world.entries["kinh_te"], GOOD)

    class Overtaken(ranking.StandingAnswers):
        def __init__(self, *given: Any) -> None:
            Ruling.objects.create(
                round=open_world.round, node_id="I.2", data={"points": "1"}, words="Tính 1 điểm",
                by=open_world.people["hoi_dong"], at=NOW,
            )  # fmt: skip
            super().__init__(*given)

    monkeypatch.setattr(ranking, "StandingAnswers", Overtaken)
    assert open_world.round is not None
    found = ranking.compute_ranking(round=open_world.round, **who(open_world))

    assert found.input_digest != ranking.input_digest(open_world.round)


def test_a_proposal_is_withdrawn_and_another_may_follow(open_world: World) -> None:
    found = proposed(open_world)
    with pytest.raises(RoundRefused, match="đang chờ người thứ hai"):
        publication.propose(round=found.round, decision=DECISION, **who(open_world))

    href = reverse("rounds:withdraw_proposal", args=[found.round_id, found.pk])
    answer = post(open_world.client("thuong_truc_2"), href, {"row_version": found.row_version})

    assert answer.status_code == 302
    found.refresh_from_db()
    assert found.state == PublicationState.WITHDRAWN
    round = Round.objects.get(pk=found.round_id)
    publication.propose(round=round, decision=DECISION, **who(open_world))


def test_the_published_ranking_is_recomputed_byte_for_byte(open_world: World, tmp_path: Path) -> None:
    found = published(open_world)
    client = open_world.client("thuong_truc")
    answer = client.get(reverse("rounds:publication_snapshot", args=[found.round_id, found.pk]))

    snapshot = json.loads(answer.content)

    assert ranking_bytes(recompute(snapshot)) == ranking_bytes(stated_ranking(snapshot))
    file = tmp_path / "cong-bo.json"
    file.write_bytes(answer.content)
    assert main(["rubric", "recompute", str(file)]) == 0


def test_a_tampered_snapshot_does_not_come_out_the_same(open_world: World, tmp_path: Path) -> None:
    snapshot = json.loads(published(open_world).snapshot)
    entry = next(each for each in snapshot["entries"] if each["name"] == "Phòng Tư pháp")
    values = snapshot["tables"]["values"]
    values.append({**values[0], "answer": "c"})
    entry["values"]["appraised"]["value"][snapshot["leaves"].index("I.2")] = len(values) - 1

    rows = recompute(snapshot)

    assert ranking_bytes(rows) != ranking_bytes(stated_ranking(snapshot))
    file = tmp_path / "sua.json"
    file.write_text(json.dumps(snapshot))
    assert main(["rubric", "recompute", str(file)]) == 1


def test_what_is_no_snapshot_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "khac.json"
    file.write_text('{"format": "other"}')

    assert main(["rubric", "recompute", str(file)]) == 2
    assert main(["rubric", "recompute", str(tmp_path / "khong-co.json")]) == 2
    assert "minhchung-snapshot-1, minhchung-snapshot-2" in capsys.readouterr().err


def test_a_revoked_result_stays_and_its_correction_starts_from_the_same_answers(open_world: World) -> None:
    found = published(open_world)
    client = open_world.client("thuong_truc")
    fields = {**FIELDS, "decision_text": "Cộng sai mục II", "row_version": found.row_version}

    no_reason = post(
        client, reverse("rounds:revoke", args=[found.round_id, found.pk]), {**fields, "decision_text": ""}
    )
    assert no_reason.status_code == 422
    assert post(client, reverse("rounds:revoke", args=[found.round_id, found.pk]), fields).status_code == 302
    found.refresh_from_db()
    old = Round.objects.get(pk=found.round_id)
    assert (found.state, old.state, found.revoke_reason) == ("revoked", "revoked", "Cộng sai mục II")
    assert found.snapshot != ""

    answer = post(
        client, reverse("rounds:correct", args=[old.pk]), {**FIELDS, "row_version": old.row_version}
    )
    fresh = Round.objects.get(corrects=old)
    assert answer["Location"] == reverse("rounds:manage", args=[fresh.pk])
    assert (fresh.state, fresh.revision, fresh.rubric_id) == (RoundState.COUNCIL, 2, old.rubric_id)
    assert fresh.entries.count() == 3 and fresh.phases.count() == 4 and fresh.bodies.count() == 2
    values = LeafValue.objects.filter(entry__round=fresh)
    assert values.count() == 12
    assert LeafRevision.objects.filter(value__in=values).count() == 12
    again = post(
        client, reverse("rounds:correct", args=[old.pk]), {**FIELDS, "row_version": old.row_version + 1}
    )
    assert again.status_code == 422 and Round.objects.filter(corrects=old).count() == 1

    made = ranking.compute_ranking(round=fresh, **who(open_world))
    second = publication.propose(round=fresh, decision=DECISION, **who(open_world))
    publication.confirm(publication=second, **who(open_world, "thuong_truc_2"))
    told = json.loads(second.snapshot)
    assert told["publication"]["corrects"] == old.pk and told["publication"]["revision"] == 2
    assert ranking_bytes(recompute(told)) == ranking_bytes(stated_ranking(told))
    assert made.rows.count() == 3 and verify_ledger().faults == ()


def test_an_open_round_is_not_proposed(open_world: World) -> None:
    ranking.compute_ranking(round=open_world.round, **who(open_world))

    with pytest.raises(RoundRefused, match="Đang chấm"):
        publication.propose(round=open_world.round, decision=DECISION, **who(open_world))


@pytest.mark.parametrize("name", ["thu_ky", "lanh_dao", "tham_dinh_nv", "nguoi_ngoai", "thuong_truc_ngoai"])
def test_nobody_else_reaches_ranking_or_publication(open_world: World, name: str) -> None:
    found = proposed(open_world)
    client = open_world.client(name)

    for href in (
        reverse("rounds:rank", args=[found.round_id]),
        reverse("rounds:propose", args=[found.round_id]),
        reverse("rounds:confirm_publication", args=[found.round_id, found.pk]),
        reverse("rounds:withdraw_proposal", args=[found.round_id, found.pk]),
        reverse("rounds:revoke", args=[found.round_id, found.pk]),
        reverse("rounds:correct", args=[found.round_id]),
    ):
        assert client.get(href).status_code == 404
        assert post(client, href, {**FIELDS, "row_version": found.row_version}).status_code == 404
    found.refresh_from_db()
    assert found.state == PublicationState.PROPOSED and Ranking.objects.count() == 1


def test_the_council_confirms_but_does_not_propose_or_revoke(open_world: World) -> None:
    found = proposed(open_world)
    client = open_world.client("hoi_dong")

    assert client.get(reverse("rounds:propose", args=[found.round_id])).status_code == 404
    done = post(
        client,
        reverse("rounds:confirm_publication", args=[found.round_id, found.pk]),
        {"row_version": found.row_version},
    )

    assert done.status_code == 302
    found.refresh_from_db()
    assert found.state == PublicationState.PUBLISHED
    assert client.get(reverse("rounds:revoke", args=[found.round_id, found.pk])).status_code == 404


def test_confirming_from_an_old_page_is_refused(open_world: World) -> None:
    found = proposed(open_world)
    publication.withdraw_proposal(publication=found, **who(open_world))
    round = Round.objects.get(pk=found.round_id)
    fresh = publication.propose(round=round, decision=DECISION, **who(open_world))

    href = reverse("rounds:confirm_publication", args=[fresh.round_id, fresh.pk])
    answer = post(open_world.client("thuong_truc_2"), href, {"row_version": fresh.row_version + 7})

    assert answer.status_code == 409
    fresh.refresh_from_db()
    assert fresh.state == PublicationState.PROPOSED


def test_a_total_is_classed_by_the_bands_of_the_rubric(open_world: World) -> None:
    say(open_world, open_world.entries["kinh_te"], FAIR)

    made = ranking.compute_ranking(round=open_world.round, **who(open_world))

    row = made.rows.get(entry=open_world.entries["kinh_te"])
    assert (str(row.total), row.class_name) == ("13/2", "Đạt")


def test_a_rule_that_branches_by_kind_of_agency_is_ranked_and_recomputed(open_world: World) -> None:
    old = open_world.rubric
    text = old.text.replace("thu-nghiem", "re-nhanh").replace(GRADED, BRANCHED)
    text = text.replace("nodes:\n", "traits:\n  - { name: mien_nui, title: Miền núi }\nnodes:\n", 1)
    version = type(old).objects.create(
        code="re-nhanh",
        version="1",
        title="Rẽ nhánh",
        text=text,
        sha256=rubric_hash(parse(text, "x")),
        loaded_at=old.loaded_at,
    )
    Round.objects.update(rubric=version)
    Entry.objects.update(traits={"mien_nui": "không"})
    Entry.objects.filter(agency=open_world.kinh_te).update(traits={"mien_nui": "có"})
    open_world.round = Round.objects.select_related("rubric", "owner").get()
    for name, answer in (("kinh_te", "a"), ("tu_phap", "1,5"), ("noi_vu", "1,5")):
        open_world.entries[name] = Entry.objects.select_related("round__rubric").get(
            pk=open_world.entries[name].pk
        )
        entry = open_world.entries[name]
        entry.round = open_world.round
        say(open_world, entry, {**GOOD, "II.2": answer})
    running.to_council(round=open_world.round, decision=DECISION, **who(open_world))
    made = ranking.compute_ranking(round=open_world.round, **who(open_world))
    found = publication.propose(round=open_world.round, decision=DECISION, **who(open_world))
    publication.confirm(publication=found, **who(open_world, "thuong_truc_2"))

    assert [str(row.total) for row in made.rows.all()] == ["10", "19/2", "19/2"]
    snapshot = json.loads(found.snapshot)
    assert ranking_bytes(recompute(snapshot)) == ranking_bytes(stated_ranking(snapshot))


GRADED = 'rule: { kind: graded, step: "0,5" }'
BRANCHED = """rule:
          kind: by_agency
          cases:
            - when: { mien_nui: có }
              rule: { kind: options, options: [ { points: 2, text: Có }, { points: 0, text: Không } ] }
            - when: { mien_nui: không }
              rule: { kind: graded, step: '0,5' }"""


@pytest.mark.parametrize("page", ["xac-nhan/", "rut/", "thu-hoi/", "ban-luu.json"])
def test_a_public_address_names_a_round_and_decides_nothing(open_world: World, page: str) -> None:
    """`cong-bo/N` is the round's alone; the pages that decide stand under `dot/N`."""
    found = proposed(open_world)
    publication.confirm(publication=found, **who(open_world, "thuong_truc_2"))
    client = open_world.client("thuong_truc_2")

    assert client.get(f"/cong-bo/{found.round_id}/").status_code == 200
    assert client.get(f"/cong-bo/{found.pk}/{page}").status_code == 404
    assert client.get(f"/dot/{found.round_id}/cong-bo/{found.pk}/{page}").status_code == 200
    assert client.get(f"/dot/{found.round_id + 1}/cong-bo/{found.pk}/{page}").status_code == 404


def test_a_correction_is_not_late_for_the_day_of_the_round_it_corrects(open_world: World) -> None:
    found = published(open_world)
    client = open_world.client("thuong_truc")
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    Phase.objects.filter(round_id=found.round_id).update(
        opens_at=long_ago, due_at=long_ago, locks_at=long_ago
    )
    fields = {**FIELDS, "decision_text": "Cộng sai mục II", "row_version": found.row_version}
    post(client, reverse("rounds:revoke", args=[found.round_id, found.pk]), fields)
    old = Round.objects.get(pk=found.round_id)

    post(client, reverse("rounds:correct", args=[old.pk]), {**FIELDS, "row_version": old.row_version})

    fresh = Round.objects.get(corrects=old)
    assert sorted(fresh.phases.values_list("kind", flat=True)) == ["appraisal", "explanation", "self"]
    page = client.get(reverse("rounds:manage", args=[fresh.pk])).content.decode()
    assert "không nhận thêm" not in page
