"""The council: one ruling for all, differences decided, absent leaves by name, the rest made final in bulk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.http import Http404

from minhchung.agencies.domain.acting import acting
from minhchung.agencies.enums import Role
from minhchung.home.domain.tasks import tasks_for
from minhchung.ledger.domain.versions import StaleRow
from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.domain.acts import taking_part
from minhchung.rounds.domain.appraisal import appraise
from minhchung.rounds.domain.council import board_of, decide, deciding_posts, declare_none, finalise
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.explanation import explain
from minhchung.rounds.domain.rulings import (
    EffectChanged,
    RulingDraft,
    effect_digest,
    effect_of,
    rule,
    undecided_in,
)
from minhchung.rounds.domain.said import Said, Unsaid
from minhchung.rounds.enums import DecisionKind, EntryState, RoundState, Side, Stage, Verdict
from minhchung.rounds.models import (
    Entry,
    Explanation,
    LeafRevision,
    LeafValue,
    RoundDecision,
    Ruling,
    Substitute,
)
from minhchung.rubric import NONE_DONE
from tests.rounds.appraisal.conftest import Field
from tests.world import make_person

ACCEPT = Said(Verdict.ACCEPTED)


def said_by(field: Field, person: str, name: str, code: str, said: Said) -> LeafValue:
    return appraise(
        access=field.access(person, name),
        leaf=field.leaf(code),
        said=said,
        expected=0,
        seen=None,
        actor=field.world.people[person],
        now=field.now,
    )


@pytest.fixture
def appraised(field: Field) -> Field:
    """Both agencies appraised but for I.2 of Phòng Tư pháp (absent) and II.2 of both; II.1 of Tư pháp undecided."""
    said_by(field, "tham_dinh_nv", "kinh_te", "I.1", ACCEPT)
    said_by(
        field, "tham_dinh_nv", "kinh_te", "I.2", Said(Verdict.CHANGED, field.answer("I.2", "b"), "Chưa đủ")
    )
    said_by(field, "tham_dinh_nv", "tu_phap", "I.1", ACCEPT)
    for name in ("kinh_te", "tu_phap"):
        said_by(field, "tham_dinh_vp", name, "II.1", ACCEPT)
    return field


def draft(field: Field, low: int = 94, high: int = 95, points: int = 2) -> RulingDraft:
    """Over 94 % up to 95 %: the hole in II.1."""
    return RulingDraft(
        leaf=field.leaf("II.1"),
        points=Fraction(points),
        words="Từ trên 94% đến 95% tính như 94%",
        lower=Fraction(low, 100),
        lower_closed=False,
        upper=Fraction(high, 100),
    )


def make(field: Field, made: RulingDraft, seen: str | None = None, person: str = "hoi_dong") -> Ruling:
    return rule(
        round=field.round,
        draft=made,
        decision_number="12/NQ-HĐ",
        decided_on=date(2023, 12, 20),
        seen=effect_digest(effect_of(field.round, made)) if seen is None else seen,
        actor=field.world.people[person],
        post=field.world.post_of(person),
        now=field.now,
    )


# ── rulings ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_effect_is_shown_before_anything_is_written(appraised: Field) -> None:
    effects = effect_of(appraised.round, draft(appraised))

    assert [(each.value.entry.agency, each.value.stage, each.points) for each in effects] == [
        (appraised.world.tu_phap, Stage.APPRAISED, Fraction(2)),
        (appraised.world.tu_phap, Stage.SELF, Fraction(2)),
    ]
    assert [each.leaf.code for each in undecided_in(appraised.round)] == ["II.1"]
    assert not Ruling.objects.exists()


def test_a_ruling_scores_the_values_it_takes_in_every_entry_and_no_others(appraised: Field) -> None:
    appraised.say("noi_vu", "II.1", "949/1000")
    before = appraised.value("kinh_te", "II.1")

    make(appraised, draft(appraised))

    for name in ("tu_phap", "noi_vu"):
        assert appraised.value(name, "II.1").points == Fraction(2)  # type: ignore[union-attr]
    after = appraised.value("kinh_te", "II.1")
    assert (after.points, after.row_version) == (before.points, before.row_version)  # type: ignore[union-attr]
    assert undecided_in(appraised.round) == ()


def test_a_rescored_value_keeps_whose_it_is_and_its_history(appraised: Field) -> None:
    make(appraised, draft(appraised))

    value = appraised.value("tu_phap", "II.1", Stage.APPRAISED)
    assert value is not None
    assert value.by == appraised.world.people["tham_dinh_vp"]
    assert [(row.points, row.by.username) for row in LeafRevision.objects.filter(value=value)] == [  # type: ignore[union-attr]
        (None, "tham_dinh_vp"),
        (Fraction(2), "hoi_dong"),
    ]


def test_a_ruling_is_one_decision_and_one_ledger_entry(appraised: Field) -> None:
    make(appraised, draft(appraised))

    assert RoundDecision.objects.get(kind=DecisionKind.RULE).number == "12/NQ-HĐ"
    assert LedgerEntry.objects.filter(verb="round.rule").count() == 1


def test_a_later_answer_in_the_interval_is_scored_by_the_ruling(appraised: Field) -> None:
    make(appraised, draft(appraised))

    assert appraised.say("noi_vu", "II.1", "946/1000").points == Fraction(2)


def test_what_was_shown_must_still_be_so(appraised: Field) -> None:
    made = draft(appraised)
    seen = effect_digest(effect_of(appraised.round, made))
    appraised.say("noi_vu", "II.1", "946/1000")

    with pytest.raises(EffectChanged):
        make(appraised, made, seen)

    assert not Ruling.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field_name"),
    [
        ({"words": " "}, "ly_do"),
        ({"points": Fraction(5)}, "diem"),
        ({"points": Fraction(-1)}, "diem"),
        ({"upper": Fraction(90, 100)}, "tu"),
        ({"lower": Fraction(50, 100), "upper": Fraction(60, 100)}, "tu"),
    ],
)
def test_an_impossible_ruling_is_refused_at_its_field(
    appraised: Field, changes: dict[str, Any], field_name: str
) -> None:
    with pytest.raises(Unsaid) as fault:
        make(appraised, replace(draft(appraised), **changes))

    assert fault.value.field == field_name
    assert not Ruling.objects.exists()


def test_two_rulings_do_not_take_the_same_value(appraised: Field) -> None:
    make(appraised, draft(appraised))

    with pytest.raises(Unsaid) as fault:
        make(appraised, draft(appraised, high=96))

    assert fault.value.field == "tu"


def test_nothing_is_ruled_once_published(appraised: Field) -> None:
    from minhchung.rounds.models import Round

    Round.objects.filter(pk=appraised.round.pk).update(state=RoundState.PUBLISHED)

    with pytest.raises(NotNow):
        make(appraised, draft(appraised))


# ── decisions ─────────────────────────────────────────────────────────────────────────────────────────────────────


def settle(field: Field, person: str, name: str, code: str, said: Said, expected: int = 0) -> LeafValue:
    return decide(
        access=field.access(person, name),
        leaf=field.leaf(code),
        said=said,
        expected=expected,
        actor=field.world.people[person],
        now=field.now,
    )


def test_the_council_accepts_or_changes_with_a_reason(appraised: Field) -> None:
    appraised.to_council()

    kept = settle(appraised, "hoi_dong", "kinh_te", "I.1", ACCEPT)
    changed = settle(
        appraised, "hoi_dong", "kinh_te", "I.2", Said(Verdict.CHANGED, appraised.answer("I.2", "a"), "Đủ")
    )

    assert (kept.stage, kept.points, changed.points) == (Stage.FINAL, Fraction(2), Fraction(2))
    assert LedgerEntry.objects.filter(verb="leaf.decided").count() == 2
    with pytest.raises(Unsaid):
        settle(appraised, "hoi_dong", "tu_phap", "I.1", Said(Verdict.CHANGED, NONE_DONE))


def test_a_decision_on_an_explained_leaf_joins_the_thread(appraised: Field) -> None:
    explain(
        access=appraised.access("thu_ky", "kinh_te"),
        leaf=appraised.leaf("I.2"),
        text="Đủ",
        requested=None,
        files=[],
        actor=appraised.world.people["thu_ky"],
        now=appraised.now,
    )
    appraised.to_council()

    settle(appraised, "hoi_dong", "kinh_te", "I.2", Said(Verdict.ACCEPTED, None, "Giữ"))

    assert [each.side for each in Explanation.objects.order_by("pk")] == [Side.AGENCY, Side.COUNCIL]


def test_before_the_council_nothing_is_decided(appraised: Field) -> None:
    with pytest.raises(NotNow):
        settle(appraised, "hoi_dong", "kinh_te", "I.1", ACCEPT)

    assert not LeafValue.objects.filter(stage=Stage.FINAL).exists()


def test_an_appraiser_does_not_decide(appraised: Field) -> None:
    appraised.to_council()

    with pytest.raises(Http404):
        settle(appraised, "tham_dinh_nv", "kinh_te", "I.1", ACCEPT)


def test_a_member_of_the_agency_does_not_decide_its_entry_but_its_substitute_does(appraised: Field) -> None:
    world = appraised.world
    appraised.to_council()
    from minhchung.agencies.models import Holding
    from tests.world import BORN

    Holding.objects.create(
        post=make_post(world.kinh_te, Role.AUDITOR), user=world.people["hoi_dong"], from_on=BORN
    )
    Substitute.objects.create(
        round=appraised.round, agency=world.kinh_te, body="Hội đồng", substitute=world.noi_vu
    )

    with pytest.raises(Http404):
        settle(appraised, "hoi_dong", "kinh_te", "I.1", ACCEPT)
    value = settle(appraised, "tham_dinh_nv", "kinh_te", "I.1", ACCEPT)

    assert value.post.agency == world.noi_vu  # type: ignore[union-attr]
    assert appraised.entry("kinh_te").pk not in deciding_posts(who(appraised, "hoi_dong"), appraised.round)


def make_post(agency: Any, role: Role) -> Any:
    from minhchung.agencies.models import Post
    from tests.world import BORN

    return Post.objects.create(agency=agency, role=role, title="x", valid_from=BORN)


def who(field: Field, person: str) -> Any:
    return acting(field.world.people[person], field.now.date())


def test_a_stale_decision_is_refused(appraised: Field) -> None:
    appraised.to_council()
    settle(appraised, "hoi_dong", "kinh_te", "I.1", ACCEPT)

    with pytest.raises(StaleRow):
        settle(appraised, "thuong_truc", "kinh_te", "I.1", ACCEPT)


@pytest.mark.parametrize("sent", [False, True])
def test_board_rulings_and_tasks_count_what_waits_alike(field: Field, sent: bool) -> None:
    """A value that nobody appraised waits once it is sent; a draft, and one appraised otherwise since, do not."""
    Entry.objects.filter(pk=field.entry("tu_phap").pk).update(
        state=EntryState.SUBMITTED if sent else EntryState.DRAFT
    )
    field.say("kinh_te", "II.1", "189/200")
    said = Said(Verdict.CHANGED, field.answer("II.1", "96/100"), "Theo sổ theo dõi")
    said_by(field, "tham_dinh_vp", "kinh_te", "II.1", said)

    who = acting(field.world.people["hoi_dong"], field.now.date())
    board = board_of(field.round, (entry for entry, _post in deciding_posts(who, field.round).values()))
    ruled = undecided_in(field.round)
    tasks = [task for task in tasks_for(who, field.now) if task.kind == "rule"]

    expected = [field.leaf("II.1").id] if sent else []
    assert list(board.undecided) == [each.leaf.id for each in ruled] == expected
    assert [task.count for task in tasks] == [1] * sent
    assert all(len(board.undecided[each.leaf.id]) == each.agencies == 1 for each in ruled)


# ── absent, and final ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_board_sorts_every_leaf_into_one_pile(appraised: Field) -> None:
    board = board_of(appraised.round, taking_part(appraised.round).exclude(agency=appraised.world.noi_vu))
    ids = {name: appraised.world.entries[name].pk for name in ("kinh_te", "tu_phap")}

    def codes(keys: Any) -> list[tuple[str, str]]:
        names = {pk: name for name, pk in ids.items()}
        by_id = {appraised.leaf(code).id: code for code in ("I.1", "I.2", "II.1", "II.2")}
        return [(names[pk], by_id[node]) for pk, node in keys]

    assert list(board.undecided) == [appraised.leaf("II.1").id]
    assert codes(board.disputed) == [("kinh_te", "I.2")]
    assert codes(board.absent) == [("kinh_te", "II.2"), ("tu_phap", "I.2"), ("tu_phap", "II.2")]
    assert codes(board.ready) == [("kinh_te", "I.1"), ("kinh_te", "II.1"), ("tu_phap", "I.1")]
    assert board.unappraised == ()
    assert (board.final, board.total) == (0, 8)


def test_absent_leaves_are_declared_none_by_name_with_a_reason(appraised: Field) -> None:
    appraised.to_council()
    given: dict[str, Any] = {
        "access": appraised.access("hoi_dong", "tu_phap"),
        "leaves": [appraised.leaf("I.2")],
        "actor": appraised.world.people["hoi_dong"],
        "now": appraised.now,
    }

    with pytest.raises(Unsaid):
        declare_none(reason=" ", **given)
    assert appraised.value("tu_phap", "I.2", Stage.FINAL) is None
    declare_none(reason="Không nộp, không có văn bản", **given)

    value = appraised.value("tu_phap", "I.2", Stage.FINAL)
    assert (value.points, value.reason) == (Fraction(0), "Không nộp, không có văn bản")  # type: ignore[union-attr]
    with pytest.raises(NotNow):
        declare_none(reason="Lại", **(given | {"leaves": [appraised.leaf("I.1")]}))


def test_finalising_takes_what_stands_and_leaves_the_rest_open(appraised: Field) -> None:
    appraised.to_council()
    posts = deciding_posts(who(appraised, "hoi_dong"), appraised.round)

    count = finalise(
        round=appraised.round, posts=posts, actor=appraised.world.people["hoi_dong"], now=appraised.now
    )

    assert count == 3
    final = appraised.value("kinh_te", "I.1", Stage.FINAL)
    assert (final.points, final.verdict, final.row_version) == (Fraction(2), Verdict.ACCEPTED, 1)  # type: ignore[union-attr]
    assert LeafRevision.objects.filter(value=final).count() == 1
    assert appraised.value("kinh_te", "I.2", Stage.FINAL) is None
    assert appraised.value("tu_phap", "II.1", Stage.FINAL) is None
    assert LedgerEntry.objects.filter(verb="round.finalised").count() == 1
    assert appraised.round.state == RoundState.COUNCIL


def test_an_undecided_or_absent_leaf_keeps_its_agency_unranked(appraised: Field) -> None:
    from minhchung.rounds.domain.ranking import ranked_rows

    appraised.to_council()
    posts = deciding_posts(who(appraised, "hoi_dong"), appraised.round)
    finalise(round=appraised.round, posts=posts, actor=appraised.world.people["hoi_dong"], now=appraised.now)

    rows = {int(row.agency): row for row in ranked_rows(appraised.round)}

    tu_phap = rows[appraised.world.entries["tu_phap"].pk]
    assert tu_phap.rank is None
    assert set(tu_phap.missing) >= {"I.2"} and tu_phap.undecided == ("II.1",)


def test_the_own_agencys_entry_is_left_out_of_finalising(appraised: Field) -> None:
    from minhchung.agencies.models import Holding
    from tests.world import BORN

    appraised.to_council()
    post = make_post(appraised.world.kinh_te, Role.AUDITOR)
    Holding.objects.create(post=post, user=appraised.world.people["hoi_dong"], from_on=BORN)
    posts = deciding_posts(who(appraised, "hoi_dong"), appraised.round)

    finalise(round=appraised.round, posts=posts, actor=appraised.world.people["hoi_dong"], now=appraised.now)

    assert appraised.value("kinh_te", "I.1", Stage.FINAL) is None
    assert appraised.value("tu_phap", "I.1", Stage.FINAL) is not None


def test_nobody_else_decides_in_the_round(appraised: Field) -> None:
    make_person("la", "Người Lạ", appraised.world.other_province, Role.COUNCIL)

    with pytest.raises(Http404):
        deciding_posts(who(appraised, "thuong_truc_ngoai"), appraised.round)
    with pytest.raises(Http404):
        deciding_posts(who(appraised, "tham_dinh_nv"), appraised.round)


def test_any_leaf_of_any_agency_is_opened_by_name_from_the_councils_page(appraised: Field) -> None:
    client = appraised.world.client("hoi_dong")
    page = f"/dot/{appraised.round.pk}/hoi-dong/"
    entry = appraised.entry("kinh_te").pk

    found = client.get(page, {"ho-so": entry, "tieu-chi": "I.2"})
    assert (found.status_code, found["Location"]) == (302, f"/ho-so/{entry}/hoi-dong/I.2/")
    assert client.get(found["Location"]).status_code == 200

    for asked in ({"ho-so": "999999", "tieu-chi": "I.2"}, {"ho-so": "", "tieu-chi": "I.2"}):
        assert "Chọn cơ quan." in client.get(page, asked).content.decode()
    assert (
        "Chọn một tiêu chí áp dụng" in client.get(page, {"ho-so": entry, "tieu-chi": "IX"}).content.decode()
    )
