"""Many leaves that nobody appraised are concluded together: as chosen by kind, all of them or none, never by silence."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.http import Http404

from minhchung.agencies.domain.acting import acting
from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.domain.access import COUNCIL_BODY
from minhchung.rounds.domain.acts import Decision, taking_part
from minhchung.rounds.domain.concluding import (
    Hindrance,
    Kind,
    Outcome,
    Pick,
    PilesChanged,
    Way,
    conclude_many,
    open_leaves,
    outcomes_digest,
    outcomes_of,
)
from minhchung.rounds.domain.council import board_of
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.enums import DecisionKind, EntryState, LeafState, Stage, Verdict
from minhchung.rounds.models import Entry, LeafRevision, LeafValue, RoundDecision, Substitute
from tests.rounds.appraisal.conftest import Field
from tests.rounds.appraisal.test_council import ACCEPT, said_by
from tests.rounds.appraisal.test_pages import grow
from tests.world import make_agency

TAKE_ALL = {Kind.ANSWERED: Way.TAKE, Kind.UNANSWERED: Way.NONE, Kind.NOT_ENTERED: Way.LEAVE}
MINUTES = Decision("05/BB-HĐ", date(2023, 12, 20))


def outcomes(field: Field, pick: Pick) -> dict[tuple[str, str], Outcome]:
    """What the pick would do, by agency and leaf code."""
    entries = taking_part(field.round).select_related("agency", "round__rubric")
    found = outcomes_of(field.round, open_leaves(field.round, entries), pick)
    return {(each.open.entry.agency.name, each.open.leaf.code): each for each in found}


def conclude(field: Field, pick: Pick, seen: str | None = None, person: str = "hoi_dong") -> int:
    shown = outcomes_digest(outcomes(field, pick).values()) if seen is None else seen
    who = acting(field.world.people[person], field.now.date())
    written = conclude_many(
        round=field.round,
        acting=who,
        pick=pick,
        seen=shown,
        reason="Hết hạn thẩm định",
        decision=MINUTES,
        now=field.now,
    )
    return len(written)


@pytest.fixture
def left(field: Field) -> Field:
    """With the council: I.1 of Kinh tế appraised, everything else as the agencies left it."""
    said_by(field, "tham_dinh_nv", "kinh_te", "I.1", ACCEPT)
    field.to_council()
    return field


def test_what_nobody_appraised_is_told_by_what_is_there(left: Field) -> None:
    found = outcomes(left, Pick())

    assert ("Phòng Kinh tế và Hạ tầng", "I.1") not in found
    assert found["Phòng Kinh tế và Hạ tầng", "I.2"].open.kind == Kind.ANSWERED
    assert found["Phòng Tư pháp", "I.2"].open.kind == Kind.UNANSWERED
    assert found["Phòng Tư pháp", "II.2"].open.kind == Kind.NOT_ENTERED
    assert found["Phòng Tư pháp", "II.1"].open.hindrance == Hindrance.UNDECIDED
    assert {each.way for each in found.values()} == {None}


def test_a_kind_that_nobody_chose_for_stays_as_it_is(left: Field) -> None:
    conclude(left, Pick(ways={Kind.ANSWERED: Way.TAKE}))

    assert left.value("tu_phap", "I.2", Stage.FINAL) is None
    assert left.value("tu_phap", "II.2", Stage.FINAL) is None
    taken = left.value("kinh_te", "I.2", Stage.FINAL)
    own = left.value("kinh_te", "I.2")
    assert taken is not None
    assert own is not None
    assert (taken.points, taken.answer, taken.verdict) == (own.points, own.answer, Verdict.ACCEPTED)
    assert taken.reasons == own.reasons


def test_what_was_shown_is_what_is_written(left: Field) -> None:
    pick = Pick(ways=TAKE_ALL)
    shown = outcomes(left, pick)

    conclude(left, pick)

    finals = {
        (value.entry.agency.name, value.node_id): (value.points, value.state)
        for value in LeafValue.objects.filter(stage=Stage.FINAL).select_related("entry__agency")
    }
    assert finals == {
        (each.open.entry.agency.name, each.open.leaf.id): (each.points, each.state)
        for each in shown.values()
        if each.is_written
    }
    assert finals["Phòng Tư pháp", left.leaf("I.2").id] == (Fraction(0), LeafState.SCORED)


def test_the_reason_and_its_document_stand_at_every_leaf_and_in_the_round(left: Field) -> None:
    count = conclude(left, Pick(ways=TAKE_ALL))

    values = list(LeafValue.objects.filter(stage=Stage.FINAL))
    assert len(values) == count > 3
    assert {value.reason for value in values} == {"Hết hạn thẩm định (05/BB-HĐ, 20/12/2023)"}
    assert LeafRevision.objects.filter(value__stage=Stage.FINAL).count() == count
    made = RoundDecision.objects.get(kind=DecisionKind.CONCLUDE)
    assert (made.number, made.text) == ("05/BB-HĐ", "Hết hạn thẩm định")
    assert made.payload["taken"] + made.payload["none"] == count
    assert LedgerEntry.objects.filter(verb="round.conclude").count() == 1


def test_an_undecided_value_and_one_that_was_not_sent_are_left(left: Field) -> None:
    left.say("noi_vu", "I.1", "15/01/2023")
    shown = outcomes(left, Pick(ways=TAKE_ALL))

    assert shown["Phòng Nội vụ", "I.1"].open.hindrance == Hindrance.NOT_SENT
    conclude(left, Pick(ways=TAKE_ALL))

    assert left.value("tu_phap", "II.1", Stage.FINAL) is None
    assert left.value("noi_vu", "I.1", Stage.FINAL) is None


def test_none_may_be_put_over_what_an_agency_said_but_only_when_chosen(left: Field) -> None:
    conclude(left, Pick(entry=left.entry("tu_phap").pk, ways={Kind.ANSWERED: Way.NONE}))

    final = left.value("tu_phap", "I.1", Stage.FINAL)
    assert final is not None
    assert (final.points, final.verdict) == (Fraction(0), Verdict.CHANGED)
    assert left.value("kinh_te", "I.2", Stage.FINAL) is None


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"section": "I"}, {"I.1", "I.2"}),
        ({"body": "Văn phòng"}, {"II.1"}),
        ({}, {"I.1", "I.2", "II.1", "II.2"}),
    ],
)
def test_a_pick_holds_a_section_a_body_or_all(left: Field, asked: dict[str, str], codes: set[str]) -> None:
    found = outcomes(left, Pick(entry=left.entry("tu_phap").pk, **asked))

    assert {code for _agency, code in found} >= codes if asked else {c for _a, c in found} == codes
    assert all(each.open.entry.agency.name == "Phòng Tư pháp" for each in found.values())


def test_a_claim_of_not_applicable_counts_once_it_is_taken(left: Field) -> None:
    left.say("tu_phap", "I.2", {"khong_ap_dung": "Không phát sinh"})

    conclude(left, Pick(ways={Kind.ANSWERED: Way.TAKE}))

    final = left.value("tu_phap", "I.2", Stage.FINAL)
    assert final is not None
    assert final.state == outcomes_state(left)
    assert board_of(left.round, [left.entry("tu_phap")]).final >= 1


def outcomes_state(field: Field) -> str:
    """What an accepted claim is at I.2, as the single conclusion would have it."""
    from minhchung.rounds.domain.engine import context_of, rubric_of
    from minhchung.rounds.domain.values import score_leaf
    from minhchung.rubric import NotApplicable

    claim = NotApplicable("Không phát sinh", accepted=True)
    return score_leaf(
        rubric_of(field.round.rubric), field.leaf("I.2").id, claim, context_of(field.entry("tu_phap"), ())
    ).state


def test_what_moved_after_it_was_shown_stops_everything(left: Field) -> None:
    pick = Pick(ways=TAKE_ALL)
    seen = outcomes_digest(outcomes(left, pick).values())
    left.say("kinh_te", "II.1", "300/319")

    with pytest.raises(PilesChanged):
        conclude(left, pick, seen)

    assert not LeafValue.objects.filter(stage=Stage.FINAL).exists()
    assert not RoundDecision.objects.filter(kind=DecisionKind.CONCLUDE).exists()


def test_nothing_chosen_or_before_the_council_writes_nothing(field: Field) -> None:
    with pytest.raises(NotNow):
        conclude(field, Pick(ways=TAKE_ALL))
    field.to_council()
    with pytest.raises(NotNow):
        conclude(field, Pick())

    assert not LeafValue.objects.filter(stage=Stage.FINAL).exists()


@pytest.mark.parametrize("person", ["thu_ky", "tham_dinh_nv", "thuong_truc_ngoai"])
def test_who_does_not_decide_concludes_nothing(left: Field, person: str) -> None:
    with pytest.raises(Http404):
        conclude(left, Pick(ways=TAKE_ALL), person=person)


def test_nobody_concludes_for_an_agency_of_their_own(left: Field) -> None:
    """The standing body's own entry is not among those its people conclude."""
    own = Entry.objects.create(
        round=left.round,
        agency=left.world.standing,
        group="x",
        state=EntryState.SUBMITTED,
        received_at=left.now,
        late_seconds=0,
    )
    shown = outcomes(left, Pick(ways=TAKE_ALL))
    mine = {key: each for key, each in shown.items() if each.open.entry.pk != own.pk}

    conclude(left, Pick(ways=TAKE_ALL), outcomes_digest(mine.values()))

    assert not LeafValue.objects.filter(entry=own, stage=Stage.FINAL).exists()


# ── the page ──────────────────────────────────────────────────────────────────────────────────────────────────────


def address(field: Field, query: str = "") -> str:
    return f"/dot/{field.round.pk}/hoi-dong/chua-tham-dinh/{query}"


CHOSEN = {"da-tu-cham": "tu-cham", "chua-tra-loi": "khong-co", "chua-nhap": "giu-nguyen"}
TYPED = {"reason": "Hết hạn thẩm định", "decision_number": "05/BB-HĐ", "decided_on": "20/12/2023"}


def test_a_pick_is_previewed_then_written(left: Field) -> None:
    client = left.world.client("hoi_dong")

    first = client.get(address(left)).content.decode()
    assert "chưa chọn" in first
    assert 'name="reason"' not in first
    preview = client.get(address(left), CHOSEN)
    words = preview.content.decode()
    assert "vẫn vắng, không phải 0" in words
    assert "phải quyết nghị cách chấm trước" in words
    page = preview.context["page"]
    sent = CHOSEN | TYPED | {"da_xem": page.seen, "xem_luc": page.seen_at}
    refused = client.post(address(left), sent | {"reason": ""})
    assert refused.status_code == 422
    assert "05/BB-HĐ" in refused.content.decode()
    assert not LeafValue.objects.filter(stage=Stage.FINAL).exists()

    assert client.post(address(left), sent).status_code == 302

    assert LeafValue.objects.filter(stage=Stage.FINAL).count() == page.written
    assert client.post(address(left), sent).status_code == 409


def test_what_somebody_saved_meanwhile_is_named(left: Field) -> None:
    client = left.world.client("hoi_dong")
    page = client.get(address(left), CHOSEN).context["page"]
    other = left.world.client("thuong_truc")
    entry = left.entry("kinh_te").pk
    agreed = {"y_kien": "dong_y", "ly_do": "Hồ sơ rõ", "row_version": "0"}
    assert other.post(f"/ho-so/{entry}/hoi-dong/I.2/", agreed).status_code == 302

    sent = CHOSEN | TYPED | {"da_xem": page.seen, "xem_luc": page.seen_at}
    answer = client.post(address(left), sent)

    assert answer.status_code == 409
    (row,) = answer.context["page"].changed
    assert (row.agency, row.code) == ("Phòng Kinh tế và Hạ tầng", "I.2")
    assert row.who == left.world.people["thuong_truc"].full_name
    assert "Hết hạn thẩm định" in answer.content.decode()
    assert LeafValue.objects.filter(stage=Stage.FINAL).count() == 1
    again = answer.context["page"]
    assert client.post(address(left), sent | {"da_xem": again.seen}).status_code == 302


@pytest.mark.parametrize("person", ["tham_dinh_nv", "thu_ky", "thuong_truc_ngoai", "nguoi_ngoai"])
def test_who_does_not_decide_finds_no_such_page(left: Field, person: str) -> None:
    assert left.world.client(person).get(address(left)).status_code == 404


def test_an_entry_of_another_round_is_not_found(left: Field) -> None:
    assert left.world.client("hoi_dong").get(address(left, "?ho-so=999999")).status_code == 404


@pytest.fixture
def stood_in(left: Field) -> Any:
    """Whoever stands in for the council at Phòng Nội vụ alone, whose entry was filled in and not sent."""
    world = left.world
    Substitute.objects.create(
        round=left.round, agency=world.noi_vu, body=COUNCIL_BODY, substitute=world.van_phong
    )
    left.say("noi_vu", "I.1", "15/01/2023")
    return world.client("tham_dinh_vp")


def test_who_stands_in_at_one_agency_is_told_of_no_other(left: Field, stood_in: Any) -> None:
    stale = CHOSEN | TYPED | {"da_xem": "x", "xem_luc": "2000-01-01T00:00:00+00:00"}

    answer = stood_in.post(address(left), stale)

    assert answer.status_code == 409
    assert {row.agency for row in answer.context["page"].changed} == {"Phòng Nội vụ"}
    told = answer.content.decode()
    assert "Phòng Tư pháp" not in told and "Phòng Kinh tế" not in told


def test_who_stands_in_does_not_read_what_was_not_sent(left: Field, stood_in: Any) -> None:
    page = stood_in.get(address(left)).context["page"]

    (row,) = (row for row in page.rows if row.code == "I.1")
    assert row.answer == "" and "điểm" not in row.now
    (seen,) = (
        row
        for row in left.world.client("hoi_dong").get(address(left)).context["page"].rows
        if (row.agency, row.code) == ("Phòng Nội vụ", "I.1")
    )
    assert "15/01/2023" in seen.answer and seen.now == "2 điểm"


@pytest.mark.parametrize(
    "at",
    ["", "hôm qua", "2023-13-45T00:00:00+00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"],
)
def test_a_time_that_no_page_gave_is_no_error(left: Field, at: str) -> None:
    stale = CHOSEN | TYPED | {"da_xem": "x", "xem_luc": at}

    assert left.world.client("hoi_dong").post(address(left), stale).status_code == 409


@pytest.mark.parametrize("grown", [False, True])
def test_the_page_and_the_act_ask_a_fixed_number_of_queries(
    left: Field, grown: bool, django_assert_num_queries: Any
) -> None:
    if grown:
        grow(left)
        make_agency("Phòng không tham gia", left.world.kind, left.world.standing, 30)
    client = left.world.client("hoi_dong")
    client.get(address(left), CHOSEN)

    with django_assert_num_queries(10):
        page = client.get(address(left), CHOSEN).context["page"]

    assert re.fullmatch("[0-9a-f]{64}", page.seen)
    sent = CHOSEN | TYPED | {"da_xem": page.seen, "xem_luc": page.seen_at}
    with django_assert_num_queries(24):
        assert client.post(address(left), sent).status_code == 302


def test_the_round_says_what_was_concluded_together(left: Field) -> None:
    conclude(left, Pick(ways=TAKE_ALL))

    words = left.world.client("thuong_truc").get(f"/dot/{left.round.pk}/dieu-hanh/").content.decode()

    assert "Kết luận nhiều tiêu chí chưa thẩm định" in words
    assert f'href="/dot/{left.round.pk}/hoi-dong/"' in words
    assert "7 tiêu chí của 3 cơ quan: 3 lấy giá trị đang có, 4 ghi “không có”" in words
