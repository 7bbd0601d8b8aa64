"""Issuing: nothing stands in the way unsaid, two people, one immutable text; a waived gap scores as it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from html import unescape
from typing import Any

import pytest
from django.db import DatabaseError, connection

from minhchung.agencies.domain.refusal import Refused
from minhchung.criteria.domain import consulting
from minhchung.criteria.domain.drafts import edit_draft, start_draft
from minhchung.criteria.domain.issuing import (
    IssueRefused,
    confirm_issue,
    live_proposal,
    obstacles,
    propose_issue,
    readiness_of,
    withdraw_proposal,
)
from minhchung.criteria.domain.library import rubric_of
from minhchung.criteria.domain.waivers import need_of, standing_waivers, take_back, waive, waivers_of
from minhchung.criteria.models import (
    AnswerVerdict,
    Comment,
    DraftState,
    IssueDecision,
    IssueProposal,
    RubricDraft,
    RubricVersion,
)
from minhchung.ledger.domain.verify import verify_ledger
from minhchung.ledger.models import LedgerEntry
from minhchung.rounds.domain.values import NewValue, save_value
from minhchung.rounds.enums import LeafState, Stage
from minhchung.rounds.models import Round
from minhchung.rubric import Rate, evaluate_leaf, parse, rubric_hash
from minhchung.rubric.lint import lint
from minhchung.rubric.shipped import shipped_text
from tests.criteria.asked import (
    AFTER,
    ISSUED_AT,
    TERMS,
    TEXT,
    asked,
    by,
    comment,
    consulted,
    draft_of,
    reply,
    settled,
)
from tests.world import make_world, open_round

GAP = Rate(Fraction(189), Fraction(200))
"""94,5 %."""


def proposed(world: Any, draft: RubricDraft) -> IssueProposal:
    return propose_issue(draft=draft, terms=TERMS, by=by(world, "soan_thao", ISSUED_AT))


def issued(world: Any, draft: RubricDraft | None = None) -> RubricVersion:
    proposal = proposed(world, settled(world, draft or draft_of(world)))
    return confirm_issue(proposal=proposal, by=by(world, "thuong_truc", ISSUED_AT))


def test_an_error_stands_in_the_way_until_it_is_mended_or_waived(world: Any) -> None:
    draft = draft_of(world)

    with pytest.raises(IssueRefused) as refused:
        proposed(world, draft)
    assert refused.value.lines == ("Còn 1 lỗi chưa sửa và chưa có lý do để lại.",)
    settled(world, draft)

    assert obstacles(readiness_of(draft, ISSUED_AT), "2") == []


def test_a_mended_draft_needs_no_waiver(world: Any) -> None:
    whole = TEXT.replace("<= 94 %", "<= 95 %").replace("Từ 81- 94%", "Từ 81- 95%")

    version = confirm_issue(
        proposal=proposed(world, draft_of(world, whole)), by=by(world, "hoi_dong", ISSUED_AT)
    )

    assert waivers_of(version) == []


def test_a_waiver_of_a_gap_states_reason_reading_and_points(world: Any) -> None:
    draft = draft_of(world)
    ready = readiness_of(draft, ISSUED_AT)
    (error,) = ready.errors
    given = {
        "draft": draft,
        "rubric": ready.rubric,
        "finding": error.finding,
        "reason": "Giữ như dự thảo",
        "reading": "Lấy mức liền dưới",
        "points": Fraction(2),
        "by": by(world, "soan_thao"),
    }

    for lacking, field in (
        ({"reason": ""}, "reason"),
        ({"reading": ""}, "reading"),
        ({"points": None}, "points"),
        ({"points": Fraction(5)}, "points"),
        ({"points": Fraction(-1)}, "points"),
    ):
        with pytest.raises(Refused) as refused:
            waive(**{**given, **lacking})
        assert refused.value.field == field
    waiver = waive(**given)

    assert waiver.rows == [
        {
            "limits": [[">", "47/50"], ["<=", "19/20"]],
            "share": True,
            "points": "2",
            "text": "Lấy mức liền dưới",
        }
    ]


def test_an_edit_of_the_leaf_ends_its_waiver(world: Any) -> None:
    draft = settled(world, draft_of(world))
    assert readiness_of(draft, ISSUED_AT).unsettled == ()

    edit_draft(
        draft=draft, actor=world.people["soan_thao"], post=None, now=ISSUED_AT, summary="Sửa",
        text=TEXT.replace("points: 2, text: Từ 81- 94%", "points: 3, text: Từ 81- 94%"),
        expected=draft.row_version,
    )  # fmt: skip

    assert [each.finding.code for each in readiness_of(draft, ISSUED_AT).unsettled] == ["L201"]


def test_a_waiver_taken_back_stands_in_the_way_again(world: Any) -> None:
    draft = settled(world, draft_of(world))
    (waived,) = standing_waivers(draft).values()

    take_back(draft=draft, waived=waived, by=by(world, "soan_thao"))

    assert len(readiness_of(draft, ISSUED_AT).unsettled) == 1


def test_some_errors_only_mending_settles() -> None:
    found = lint(parse(shipped_text("quang-dien-cchc-2023")))
    needs = {(each.code, each.node): need_of(each) for each in found if each.severity == "error"}

    assert needs["L201", "I.1.3"] == "points"
    assert needs["L307", "I.6"] == "mend"
    assert needs["L202", "I.4.1"] == "mend", "inside a sum the figure is one of several"
    assert needs["L202", "II.6.2"] == "words", "the narrower band counts"
    assert needs["L101", "II"] == "words"


def test_every_gap_of_a_real_draft_scores_as_it_is_waived(world: Any) -> None:
    draft = draft_of(world, shipped_text("quang-dien-cchc-2023"))
    ready = readiness_of(draft, ISSUED_AT)
    assert ready.rubric is not None
    gaps = [each for each in ready.errors if each.need == "points"]

    for each in gaps:
        stretch = each.finding.stretch
        assert stretch is not None
        waive(
            draft=draft, rubric=ready.rubric, finding=each.finding, reason="Thử", reading="Thử",
            points=stretch.points[-1], by=by(world, "soan_thao"),
        )  # fmt: skip

    assert len(gaps) >= 10


def test_two_people_issue(world: Any) -> None:
    proposal = proposed(world, settled(world, draft_of(world)))

    with pytest.raises(Refused, match="người thứ hai"):
        confirm_issue(proposal=proposal, by=by(world, "soan_thao", ISSUED_AT))
    with pytest.raises(Refused, match="đang chờ"):
        proposed(world, RubricDraft.objects.get())
    version = confirm_issue(proposal=proposal, by=by(world, "thuong_truc", ISSUED_AT))

    assert (version.version, version.issued_on, version.owner) == ("2", TERMS.issued_on, world.standing)
    assert (
        version.decision_number
        == "Quyết định số 2804/QĐ-UBND ngày 25 tháng 8 năm 2023 của UBND huyện Quảng Điền"
    )
    with pytest.raises(Refused, match="đã được xác nhận"):
        confirm_issue(proposal=proposal, by=by(world, "hoi_dong", ISSUED_AT))


def test_what_is_issued_is_what_was_proposed_hashed_sealed_and_in_the_ledger(world: Any) -> None:
    version = issued(world)

    decision = IssueDecision.objects.select_related("proposal").get()
    assert version.text == decision.proposal.text
    assert version.sha256 == decision.proposal.sha256 == rubric_hash(parse(version.text))
    assert RubricDraft.objects.get().state == DraftState.ISSUED
    with pytest.raises(DatabaseError, match="append-only"):
        RubricVersion.objects.update(text="")


def test_the_ledger_holds_the_hash_of_the_issued_text(world: Any) -> None:
    version = issued(world)

    entry = LedgerEntry.objects.get(verb="rubric.issued")
    assert version.sha256 in entry.body
    assert verify_ledger().faults == ()


def test_a_draft_changed_after_the_proposal_is_proposed_again(world: Any) -> None:
    draft = settled(world, draft_of(world))
    proposal = proposed(world, draft)
    draft.refresh_from_db()
    edit_draft(
        draft=draft, actor=world.people["soan_thao"], post=None, now=ISSUED_AT, summary="Sửa",
        text=TEXT.replace("Phân công người phụ trách", "Cử người phụ trách"), expected=draft.row_version,
    )  # fmt: skip

    with pytest.raises(Refused, match="đã đổi sau khi đề nghị"):
        confirm_issue(proposal=proposal, by=by(world, "thuong_truc", ISSUED_AT))
    withdraw_proposal(proposal=proposal, by=by(world, "soan_thao", ISSUED_AT))

    assert live_proposal(draft) is None
    assert proposed(world, draft).text != proposal.text


def test_a_version_label_is_used_once(world: Any) -> None:
    version = issued(world)
    later = start_draft(
        owner=world.standing, actor=world.people["soan_thao"], post=None, now=ISSUED_AT, base=version
    )

    with pytest.raises(IssueRefused, match="đã ban hành"):
        proposed(world, later)


def test_an_unanswered_opinion_stands_in_the_way_unless_a_reason_is_stated(world: Any) -> None:
    consultation = consulted(world)
    invitation = asked(consultation, world.kinh_te)
    comment(world, invitation, "II.1", "Thêm mức 94–95 %")
    reply(world, invitation, "commented")
    consulting.end(consultation=consultation, by=by(world, "soan_thao", AFTER))
    draft = settled(world, RubricDraft.objects.get())

    with pytest.raises(IssueRefused, match="Còn 1 ý kiến chưa trả lời"):
        proposed(world, draft)
    terms = replace(TERMS, open_reason="Ý kiến ngoài phạm vi, trả lời sau")
    proposal = propose_issue(draft=draft, terms=terms, by=by(world, "soan_thao", ISSUED_AT))
    withdraw_proposal(proposal=proposal, by=by(world, "soan_thao", ISSUED_AT))
    consulting.answer_comment(
        comment=Comment.objects.get(), verdict=AnswerVerdict.ACCEPTED, reason="", step=None,
        by=by(world, "soan_thao", ISSUED_AT),
    )  # fmt: skip

    assert proposed(world, draft).open_reason == ""


def test_a_late_opinion_after_the_proposal_is_not_passed_over(world: Any) -> None:
    consultation = consulted(world)
    consulting.end(consultation=consultation, by=by(world, "soan_thao", AFTER))
    proposal = proposed(world, settled(world, RubricDraft.objects.get()))
    invitation = asked(consultation, world.kinh_te)
    comment(world, invitation, "II.1", "Muộn", now=ISSUED_AT)
    reply(world, invitation, "commented", now=ISSUED_AT)

    with pytest.raises(IssueRefused, match="Còn 1 ý kiến"):
        confirm_issue(proposal=proposal, by=by(world, "thuong_truc", ISSUED_AT))


def test_a_draft_out_for_opinion_is_not_issued(world: Any) -> None:
    consulted(world)

    assert "Đang lấy ý kiến: kết thúc lấy ý kiến trước khi ban hành." in obstacles(
        readiness_of(RubricDraft.objects.get(), ISSUED_AT), "2"
    )


def test_the_day_of_issue_is_not_still_to_come(world: Any) -> None:
    terms = replace(TERMS, issued_on=(ISSUED_AT + timedelta(days=1)).date())

    with pytest.raises(Refused) as refused:
        propose_issue(
            draft=settled(world, draft_of(world)), terms=terms, by=by(world, "soan_thao", ISSUED_AT)
        )

    assert refused.value.field == "issued_on"


def test_the_waivers_reading_scores_every_agency_in_every_round_on_the_version(world: Any) -> None:
    version = issued(world)
    leaf = rubric_of(version).node("II.1")
    assert evaluate_leaf(parse(TEXT), "II.1", GAP).state == "undecided"

    open_round(world)
    Round.objects.filter(pk=world.round.pk).update(rubric=version)
    for name in ("kinh_te", "tu_phap"):
        entry = world.entries[name]
        entry.refresh_from_db()
        value = save_value(
            entry=entry, node_id=leaf.id, stage=Stage.SELF, new=NewValue(GAP), actor=None, post=None,
            at=ISSUED_AT, expected=0,
        )  # fmt: skip
        assert (value.state, value.points) == (LeafState.SCORED, Fraction(2))
        assert "Lấy mức liền dưới" in value.reasons[-1][0]


def test_the_next_version_keeps_the_waiver_while_the_leaf_is_as_it_was(world: Any) -> None:
    first = issued(world)
    draft = start_draft(
        owner=world.standing, actor=world.people["soan_thao"], post=world.post_of("soan_thao"), now=ISSUED_AT,
        base=first,
    )  # fmt: skip
    ready = readiness_of(draft, ISSUED_AT)
    assert ready.unsettled == ()
    assert [each.carried_from for each in ready.waived] == ["2"]

    terms = replace(TERMS, version="3", number="90/QĐ-UBND")
    proposal = propose_issue(draft=draft, terms=terms, by=by(world, "soan_thao", ISSUED_AT))
    second = confirm_issue(proposal=proposal, by=by(world, "thuong_truc", ISSUED_AT))

    assert second.previous == first
    assert rubric_of(second).node("II.1").readings == rubric_of(first).node("II.1").readings


def test_a_mended_leaf_loses_the_reading_of_the_earlier_version(world: Any) -> None:
    first = issued(world)
    draft = start_draft(
        owner=world.standing, actor=world.people["soan_thao"], post=None, now=ISSUED_AT, base=first
    )
    mended = draft.text.replace("<= 94 %", "<= 95 %").replace("Từ 81- 94%", "Từ 81- 95%")
    assert mended != draft.text
    edit_draft(
        draft=draft, actor=world.people["soan_thao"], post=None, now=ISSUED_AT, summary="Sửa", text=mended,
        expected=draft.row_version,
    )  # fmt: skip
    proposal = propose_issue(
        draft=draft, terms=replace(TERMS, version="3"), by=by(world, "soan_thao", ISSUED_AT)
    )

    assert parse(proposal.text).node("II.1").readings == ()


class FailAt:
    """Let n - 1 statements through and fail the nth."""

    def __init__(self, n: int) -> None:
        self.n, self.seen = n, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen += 1
        if self.seen == self.n:
            raise DatabaseError(f"statement {self.n} fails by intent")
        return execute(sql, params, many, context)


def state() -> tuple[Any, ...]:
    """Everything that issuing changes."""
    draft = RubricDraft.objects.get()
    return (
        draft.state,
        draft.row_version,
        RubricVersion.objects.count(),
        IssueDecision.objects.count(),
        LedgerEntry.objects.count(),
    )


@pytest.mark.django_db(transaction=True)
def test_issuing_is_all_or_nothing_whichever_statement_fails() -> None:
    world = make_world()
    proposed(world, settled(world, draft_of(world)))
    second = by(world, "thuong_truc", ISSUED_AT)
    before = state()
    n, failed = 0, True

    while failed:
        n += 1
        proposal = IssueProposal.objects.select_related("draft", "by").get()
        try:
            with connection.execute_wrapper(FailAt(n)):
                confirm_issue(proposal=proposal, by=second)
            failed = False
        except DatabaseError:
            assert state() == before, f"statement {n} left something behind"
            assert verify_ledger().faults == ()

    assert n > 12
    assert (state()[0], state()[2]) == (DraftState.ISSUED, 1)
    assert verify_ledger().faults == ()


def test_the_second_person_reads_what_the_text_changes_before_confirming(world: Any) -> None:
    first = issued(world)
    draft = start_draft(
        owner=world.standing, actor=world.people["soan_thao"], post=None, now=ISSUED_AT, base=first
    )
    mended = draft.text.replace("<= 94 %", "<= 95 %").replace("Từ 81- 94%", "Từ 81- 95%")
    edit_draft(
        draft=draft, actor=world.people["soan_thao"], post=None, now=ISSUED_AT, summary="Sửa", text=mended,
        expected=draft.row_version,
    )  # fmt: skip
    propose_issue(draft=draft, terms=replace(TERMS, version="3"), by=by(world, "soan_thao", ISSUED_AT))

    page = world.client("thuong_truc").get(f"/bo-tieu-chi/ban-hanh/{draft.pk}/").content.decode()

    assert "Văn bản sẽ ban hành khác phiên bản 2 ở" in page
    assert "Từ 81- 94%" in page and "Từ 81- 95%" in page and "trả lời lại" in page


def test_the_second_person_reads_the_whole_text_of_a_first_edition(world: Any) -> None:
    proposal = proposed(world, settled(world, draft_of(world)))

    page = world.client("thuong_truc").get(f"/bo-tieu-chi/ban-hanh/{proposal.draft_id}/").content.decode()

    said = unescape(page)
    assert "Đây là lần ban hành đầu tiên" in said and "Toàn văn sẽ ban hành (" in said
    for node in parse(proposal.text).walk():
        assert f"{node.code.split('#')[0]}. {node.title or node.label}" in said
        assert all(document in said for document in node.evidence)


def test_a_draft_that_does_not_read_says_where_to_mend_it(world: Any) -> None:
    draft = draft_of(world)
    broken = draft.text.replace("points: 0", "points: hai", 1)
    edit_draft(
        draft=draft, actor=world.people["soan_thao"], post=None, now=ISSUED_AT, summary="Sửa", text=broken,
        expected=draft.row_version,
    )  # fmt: skip

    answer = world.client("soan_thao").get(f"/bo-tieu-chi/ban-hanh/{draft.pk}/")

    (fault,) = answer.context["page"].errors
    assert answer.context["page"].unsettled == 1
    assert fault.must_mend and fault.mend_href.startswith(f"/bo-tieu-chi/ban-thao/{draft.pk}/muc/")
    assert "“hai” không phải là số." in fault.message
    assert "R111" not in " ".join(answer.context["page"].obstacles)
