"""Who appraises what, when, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from django.http import Http404

from minhchung.agencies.domain.acting import acting
from minhchung.ledger.domain.versions import StaleRow
from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.domain.appraisal import (
    RowSaid,
    Shown,
    StaleItems,
    accept_many,
    appraise,
    appraise_rows,
    must_rescore,
    values_of,
)
from minhchung.rounds.domain.desk import desk_for, lines_of
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.overview import overview
from minhchung.rounds.domain.said import Said, Unsaid
from minhchung.rounds.enums import LeafState, Stage, Verdict
from minhchung.rounds.models import LeafRevision, LeafValue, Substitute
from minhchung.rubric import NONE_DONE, Node, NotApplicable
from tests.rounds.appraisal.conftest import Field

ACCEPT = Said(Verdict.ACCEPTED)


def do(
    field: Field, person: str, name: str, code: str, said: Said, expected: int = 0, seen: int | None = None
) -> Any:
    return appraise(
        access=field.access(person, name),
        leaf=field.leaf(code),
        said=said,
        expected=expected,
        seen=seen,
        actor=field.world.people[person],
        now=field.now,
    )


def test_an_accepted_value_is_the_agencys_own_with_its_points(field: Field) -> None:
    value = do(field, "tham_dinh_nv", "kinh_te", "I.1", ACCEPT)

    assert (value.stage, value.verdict, value.points) == (Stage.APPRAISED, Verdict.ACCEPTED, Fraction(2))
    assert value.post.agency == field.world.noi_vu
    assert LeafRevision.objects.filter(value=value).count() == 1
    assert LedgerEntry.objects.filter(verb="leaf.appraised").count() == 1


def test_a_changed_value_needs_its_reason(field: Field) -> None:
    said = Said(Verdict.CHANGED, field.answer("I.2", "b"))

    with pytest.raises(Unsaid) as fault:
        do(field, "tham_dinh_nv", "kinh_te", "I.2", said)
    value = do(field, "tham_dinh_nv", "kinh_te", "I.2", replace(said, reason="Thiếu phân công"))

    assert fault.value.field == "ly_do"
    assert (value.verdict, value.points, value.reason) == (Verdict.CHANGED, Fraction(1), "Thiếu phân công")


def test_a_change_to_the_same_value_is_an_agreement(field: Field) -> None:
    value = do(field, "tham_dinh_nv", "kinh_te", "I.2", Said(Verdict.CHANGED, field.answer("I.2", "a")))

    assert value.verdict == Verdict.ACCEPTED


def test_an_absent_answer_cannot_be_accepted_but_declared_none_with_a_reason(field: Field) -> None:
    with pytest.raises(Unsaid) as fault:
        do(field, "tham_dinh_nv", "tu_phap", "I.2", ACCEPT)
    value = do(field, "tham_dinh_nv", "tu_phap", "I.2", Said(Verdict.CHANGED, NONE_DONE, "Không có văn bản"))

    assert fault.value.field == "y_kien"
    assert (value.points, value.state) == (Fraction(0), LeafState.SCORED)
    assert field.value("tu_phap", "I.2") is None


def test_an_accepted_claim_of_not_applicable_counts(field: Field) -> None:
    field.say("kinh_te", "I.2", {"khong_ap_dung": "không có biên chế"})
    assert field.value("kinh_te", "I.2").state == LeafState.PENDING  # type: ignore[union-attr]

    value = do(field, "tham_dinh_nv", "kinh_te", "I.2", ACCEPT)

    assert value.state == LeafState.NOT_APPLICABLE
    assert field.answer("I.2", value.answer) == NotApplicable("không có biên chế", accepted=True)


def test_a_leaf_the_body_answers_itself_is_entered(field: Field) -> None:
    value = do(field, "tham_dinh_vp", "kinh_te", "II.2", Said(Verdict.CHANGED, field.answer("II.2", "1,5")))

    assert (value.verdict, value.points) == (Verdict.ENTERED, Fraction(3, 2))


def test_another_bodys_leaf_is_not_there(field: Field) -> None:
    with pytest.raises(Http404):
        do(field, "tham_dinh_vp", "kinh_te", "I.1", ACCEPT)

    assert field.value("kinh_te", "I.1", Stage.APPRAISED) is None


def test_nobody_appraises_the_entry_of_the_own_agency(field: Field) -> None:
    field.say("noi_vu", "I.1", "15/01/2023")
    field.submit("noi_vu")

    with pytest.raises(Http404):
        do(field, "tham_dinh_nv", "noi_vu", "I.1", ACCEPT)


def test_a_named_substitute_appraises_in_place_of_the_body(field: Field) -> None:
    field.say("noi_vu", "I.1", "15/01/2023")
    field.submit("noi_vu")
    Substitute.objects.create(
        round=field.round,
        agency=field.world.noi_vu,
        body="Phòng Nội vụ",
        substitute=field.world.van_phong,
    )

    value = do(field, "tham_dinh_vp", "noi_vu", "I.1", ACCEPT)

    assert value.post.agency == field.world.van_phong


@pytest.mark.parametrize("how", ["lock", "not_yet"])
def test_outside_the_phase_nothing_is_appraised(field: Field, how: str) -> None:
    getattr(field, how)("appraisal")

    with pytest.raises(NotNow):
        do(field, "tham_dinh_nv", "kinh_te", "I.1", ACCEPT)

    assert not LeafValue.objects.filter(stage=Stage.APPRAISED).exists()


def test_the_council_ends_the_appraisal(field: Field) -> None:
    field.to_council()

    with pytest.raises(NotNow):
        do(field, "tham_dinh_nv", "kinh_te", "I.1", ACCEPT)


def test_a_stale_version_is_refused_with_what_stands(field: Field) -> None:
    do(field, "tham_dinh_nv", "kinh_te", "I.1", ACCEPT)

    with pytest.raises(StaleRow) as stale:
        do(field, "tham_dinh_nv", "kinh_te", "I.1", Said(Verdict.CHANGED, NONE_DONE, "Không có"), expected=0)

    assert stale.value.current.verdict == Verdict.ACCEPTED
    assert field.value("kinh_te", "I.1", Stage.APPRAISED).row_version == 1  # type: ignore[union-attr]


def test_an_agencys_value_that_moved_since_it_was_shown_is_not_accepted(field: Field) -> None:
    field.say("kinh_te", "I.1", "25/01/2023")

    with pytest.raises(StaleRow):
        do(field, "tham_dinh_nv", "kinh_te", "I.1", ACCEPT, seen=1)


# ── two appraisers ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def double(field: Field) -> Node:
    """II.2 scored by two people, again when they differ by more than half a point."""
    from minhchung.agencies.enums import Role
    from tests.world import make_person

    world = field.world
    world.people["tham_dinh_vp_2"] = make_person(
        "tham_dinh_vp_2", "Tạ Thị Hai", world.van_phong, Role.APPRAISER
    )
    return replace(field.leaf("II.2"), appraisers=2, re_score_over=Fraction(1, 2))


def score(field: Field, leaf: Any, person: str, mark: str, expected: int = 0) -> Any:
    return appraise(
        access=field.access(person, "kinh_te"),
        leaf=leaf,
        said=Said(Verdict.CHANGED, field.answer("II.2", mark)),
        expected=expected,
        seen=None,
        actor=field.world.people[person],
        now=field.now,
    )


def test_two_appraisers_that_differ_too_much_both_score_again(field: Field, double: Any) -> None:
    first = score(field, double, "tham_dinh_vp", "2")
    second = score(field, double, "tham_dinh_vp_2", "1")
    entry = field.entry("kinh_te")
    assert (first.stage, second.stage) == (Stage.APPRAISED, Stage.SECOND)
    assert must_rescore(double, values_of(entry, double.id))

    score(field, double, "tham_dinh_vp_2", "1,5", expected=1)

    assert not must_rescore(double, values_of(entry, double.id))


def test_a_third_person_does_not_score(field: Field, double: Any) -> None:
    from minhchung.agencies.enums import Role
    from tests.world import make_person

    field.world.people["ba"] = make_person("ba", "Vũ Văn Ba", field.world.van_phong, Role.APPRAISER)
    score(field, double, "tham_dinh_vp", "2")
    score(field, double, "tham_dinh_vp_2", "2")

    with pytest.raises(NotNow):
        score(field, double, "ba", "2")


# ── several at once ───────────────────────────────────────────────────────────────────────────────────────────────


def shown(field: Field, name: str, code: str, seen: int = 1) -> Shown:
    return Shown(field.access("tham_dinh_nv", name), field.leaf(code), seen, 0)


def test_several_are_accepted_at_once_with_one_ledger_entry(field: Field) -> None:
    items = [shown(field, "kinh_te", "I.1"), shown(field, "tu_phap", "I.1"), shown(field, "kinh_te", "I.2")]

    count = accept_many(items=items, actor=field.world.people["tham_dinh_nv"], now=field.now)

    assert count == 3
    assert LedgerEntry.objects.filter(verb="leaves.accepted").count() == 1
    assert LeafValue.objects.filter(stage=Stage.APPRAISED, verdict=Verdict.ACCEPTED).count() == 3


def test_one_that_moved_keeps_all_from_being_accepted(field: Field) -> None:
    field.say("tu_phap", "I.1", "15/01/2023")
    items = [shown(field, "kinh_te", "I.1"), shown(field, "tu_phap", "I.1")]

    with pytest.raises(StaleItems) as stale:
        accept_many(items=items, actor=field.world.people["tham_dinh_nv"], now=field.now)

    assert stale.value.items == ((field.world.entries["tu_phap"].pk, field.leaf("I.1").id),)
    assert not LeafValue.objects.filter(stage=Stage.APPRAISED).exists()


def test_what_has_no_points_is_not_accepted_with_others(field: Field) -> None:
    access = field.access("tham_dinh_vp", "tu_phap")

    with pytest.raises(NotNow):
        accept_many(
            items=[Shown(access, field.leaf("II.1"), 1, 0)],
            actor=field.world.people["tham_dinh_vp"],
            now=field.now,
        )

    assert not LeafValue.objects.filter(stage=Stage.APPRAISED).exists()


def test_rows_of_a_grid_are_kept_all_or_none(field: Field) -> None:
    def row(name: str, said: Said) -> RowSaid:
        return RowSaid(field.access("tham_dinh_vp", name), field.leaf("II.1"), said, 0)

    rows = [row("kinh_te", ACCEPT), row("tu_phap", Said(Verdict.CHANGED, field.answer("II.1", "190/200")))]
    with pytest.raises(Unsaid):
        appraise_rows(rows=rows, verb="x", actor=field.world.people["tham_dinh_vp"], now=field.now)

    assert not LeafValue.objects.filter(stage=Stage.APPRAISED).exists()


@pytest.mark.parametrize(
    ("data", "more", "expected"),
    [
        ("264/319", {}, True),
        ("0/319", {}, False),
        ("none", {}, False),
        ("264/319", {"verdict": Verdict.DATA}, False),
    ],
)
def test_the_desk_and_the_agency_mean_the_same_by_missing_evidence(
    field: Field, data: str, more: dict[str, Any], expected: bool
) -> None:
    """Nothing claimed, or a value whose source stands behind it, wants no file on either side."""
    field.say("kinh_te", "II.1", data, **more)
    entry = field.entry("kinh_te")
    desk = desk_for(acting(field.world.people["tham_dinh_vp"], field.now.date()), field.round)

    listed = {row.leaf.code: row.needs_file for row in overview(entry).rows}
    shown = {line.leaf.code: line.lacks_file for line in lines_of(desk) if line.access.entry.pk == entry.pk}

    assert shown["II.1"] is expected
    assert {code: listed[code] for code in shown} == shown
