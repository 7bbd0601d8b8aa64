"""Consultation as S1 runs it: silence is consent, a late answer is kept and late, each opinion is answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404

from minhchung.agencies.domain.acting import acting
from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.models import Agency
from minhchung.criteria.domain import consulting, opinions
from minhchung.criteria.domain.consultations import (
    consultation_for,
    gathered,
    invitation_for,
    invitations_for,
)
from minhchung.criteria.domain.drafts import DraftClosed, edit_draft
from minhchung.criteria.models import (
    AnswerVerdict,
    Comment,
    CommentAnswer,
    Consultation,
    DraftState,
    Reply,
    RubricDraft,
)
from minhchung.ledger.models import LedgerEntry
from tests.criteria.asked import AFTER, DUE, SENT, TEXT, asked, by, comment, consulted, draft_of, reply


def meanings(consultation: Consultation, now: Any) -> dict[str, tuple[str, bool]]:
    found = gathered(consultation, now)
    return {each.invitation.agency.name: (each.position.meaning, each.position.late) for each in found.asked}


def test_the_text_sent_is_frozen_and_the_draft_waits(world: Any) -> None:
    consultation = consulted(world)

    draft = RubricDraft.objects.get()
    assert (draft.state, consultation.text) == (DraftState.CONSULTING, TEXT)
    with pytest.raises(DraftClosed):
        edit_draft(
            draft=draft, actor=world.people["soan_thao"], post=None, now=SENT, text=TEXT + "\n", summary="Sửa",
            expected=draft.row_version,
        )  # fmt: skip


def test_before_the_deadline_an_agency_is_awaited_and_after_it_silence_is_consent(world: Any) -> None:
    consultation = consulted(world)
    name = "Phòng Kinh tế và Hạ tầng"

    assert meanings(consultation, DUE)[name] == ("waiting", False)
    assert meanings(consultation, DUE + timedelta(seconds=1))[name] == ("silent", False)
    position = gathered(consultation, AFTER).asked[0].position
    assert (position.consents, position.at) == (True, DUE)


def test_an_answer_on_the_deadline_is_in_time_and_one_second_later_it_is_late(world: Any) -> None:
    consultation = consulted(world)

    reply(world, asked(consultation, world.kinh_te), "agreed", now=DUE)
    reply(world, asked(consultation, world.tu_phap), "agreed", "lanh_dao_tp", DUE + timedelta(seconds=1))

    assert meanings(consultation, AFTER) == {
        "Phòng Kinh tế và Hạ tầng": ("agreed", False),
        "Phòng Tư pháp": ("agreed", True),
    }


def test_a_late_opinion_takes_the_place_of_silence_and_says_so(world: Any) -> None:
    consultation = consulted(world)
    invitation = asked(consultation, world.kinh_te)
    comment(world, invitation, "II.1", "Thiếu mức 94,5 %", now=AFTER)
    assert meanings(consultation, AFTER)["Phòng Kinh tế và Hạ tầng"] == ("silent", False)

    reply(world, invitation, "commented", now=AFTER)

    found = gathered(consultation, AFTER)
    assert meanings(consultation, AFTER)["Phòng Kinh tế và Hạ tầng"] == ("commented", True)
    assert [(opinion.late, opinion.comment.opinion) for opinion in found.opinions] == [
        (True, "Thiếu mức 94,5 %")
    ]


def test_an_extension_moves_the_deadline_for_everybody(world: Any) -> None:
    consultation = consulted(world)
    later = DUE + timedelta(days=7)

    consulting.extend(
        consultation=consultation,
        due_at=later,
        number="1701/UBND",
        reason="Nghỉ lễ",
        by=by(world, "soan_thao"),
    )

    assert meanings(consultation, AFTER)["Phòng Tư pháp"] == ("waiting", False)
    assert gathered(consultation, AFTER).timing.due_at == later
    with pytest.raises(Refused, match="Hạn mới"):
        consulting.extend(
            consultation=consultation, due_at=later, number="", reason="", by=by(world, "soan_thao")
        )


def test_comments_are_the_agencys_word_only_when_its_head_confirms(world: Any) -> None:
    consultation = consulted(world)
    invitation = asked(consultation, world.kinh_te)

    comment(world, invitation, "", "Đề nghị rút gọn")
    assert gathered(consultation, SENT).opinions == ()
    reply(world, invitation, "commented")

    assert [topic.node for topic in gathered(consultation, SENT).topics] == [None]


def test_an_agency_says_one_thing(world: Any) -> None:
    invitation = asked(consulted(world), world.kinh_te)
    with pytest.raises(Refused, match="Chưa có ý kiến"):
        reply(world, invitation, "commented")
    said = comment(world, invitation, "I.1", "Nên bỏ")
    with pytest.raises(Refused, match="Đang có 1 ý kiến"):
        reply(world, invitation, "agreed")

    opinions.withdraw_comment(comment=said, by=by(world, "thu_ky"))
    reply(world, invitation, "agreed")

    with pytest.raises(Refused, match="đã trả lời"):
        comment(world, invitation, "I.1", "Thêm nữa")
    assert Comment.objects.count() == 2, "taken back, not erased"


@pytest.mark.parametrize("points", ["nhiều", "1/"])
def test_proposed_points_are_a_number(world: Any, points: str) -> None:
    invitation = asked(consulted(world), world.kinh_te)

    with pytest.raises(Refused, match="phải là số"):
        opinions.add_comment(
            invitation=invitation, node=None, opinion="", wording="", points=points, by=by(world, "thu_ky")
        )


def test_what_was_said_is_never_changed(world: Any) -> None:
    consultation = consulted(world)
    said = comment(world, asked(consultation, world.kinh_te), "I.1", "Nên bỏ")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        said.delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Comment.objects.update(opinion="Khác")


def test_only_agencies_within_reach_are_asked(world: Any) -> None:
    with pytest.raises(Refused, match="không thuộc phạm vi") as refused:
        consulted(world, world.kinh_te, world.other_province)

    assert refused.value.field == "agencies"
    assert (Consultation.objects.count(), RubricDraft.objects.get().state) == (0, DraftState.DRAFTING)


def test_an_agency_that_is_gone_is_not_asked(world: Any) -> None:
    Agency.objects.filter(pk=world.tu_phap.pk).update(valid_to=SENT.date())
    world.tu_phap.refresh_from_db()

    with pytest.raises(Refused, match="không hoạt động"):
        consulted(world, world.tu_phap)


@pytest.mark.parametrize(
    "text", ['rubric: a\nversion: "1"\ntitle: A\nnodes:\n  - { label: I, title: Trống }\n']
)
def test_a_text_that_does_not_read_is_not_sent(world: Any, text: str) -> None:
    with pytest.raises(Refused, match="chưa đọc được"):
        consulted(world, draft=draft_of(world, text))


def test_it_ends_when_the_deadline_has_passed_or_everybody_has_answered(world: Any) -> None:
    consultation = consulted(world)
    with pytest.raises(Refused, match="còn 2 cơ quan"):
        consulting.end(consultation=consultation, by=by(world, "soan_thao"))
    reply(world, asked(consultation, world.kinh_te), "agreed")
    reply(world, asked(consultation, world.tu_phap), "agreed", "lanh_dao_tp")

    consulting.end(consultation=consultation, by=by(world, "soan_thao"))

    assert RubricDraft.objects.get().state == DraftState.DRAFTING
    entry = LedgerEntry.objects.order_by("-seq").first()
    assert entry is not None and entry.verb == "rubric.consultation_ended"
    with pytest.raises(Refused, match="đã kết thúc"):
        consulting.end(consultation=consultation, by=by(world, "soan_thao"))


def heard(world: Any) -> tuple[Consultation, Comment]:
    """One opinion confirmed in time; the consultation ended after its deadline."""
    consultation = consulted(world)
    invitation = asked(consultation, world.kinh_te)
    said = comment(world, invitation, "II.1", "Thêm mức 94–95 %")
    reply(world, invitation, "commented")
    consulting.end(consultation=consultation, by=by(world, "soan_thao", AFTER))
    return consultation, Comment.objects.select_related("invitation__consultation__draft").get(pk=said.pk)


@pytest.mark.parametrize("verdict", ["partly", "rejected"])
def test_what_is_not_taken_in_needs_a_reason(world: Any, verdict: str) -> None:
    _consultation, said = heard(world)

    with pytest.raises(Refused, match="Ghi giải trình"):
        consulting.answer_comment(
            comment=said,
            verdict=AnswerVerdict(verdict),
            reason="",
            step=None,
            by=by(world, "soan_thao", AFTER),
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentAnswer.objects.create(comment=said, verdict=verdict, by=world.people["soan_thao"], at=AFTER)


def test_the_newest_answer_stands_and_the_table_is_sent_when_none_is_open(world: Any) -> None:
    consultation, said = heard(world)
    author = by(world, "soan_thao", AFTER)
    with pytest.raises(Refused, match="Còn 1 ý kiến"):
        consulting.publish_table(consultation=consultation, by=author)
    for verdict, reason in ((AnswerVerdict.REJECTED, "Ngoài phạm vi"), (AnswerVerdict.ACCEPTED, "")):
        step = consultation.draft.edits.first()
        consulting.answer_comment(comment=said, verdict=verdict, reason=reason, step=step, by=author)

    consulting.publish_table(consultation=consultation, by=author)

    (opinion,) = gathered(consultation, AFTER).opinions
    assert opinion.answer is not None and opinion.answer.verdict == AnswerVerdict.ACCEPTED
    with pytest.raises(Refused, match="không đổi trả lời"):
        consulting.answer_comment(
            comment=said, verdict=AnswerVerdict.ACCEPTED, reason="", step=None, by=author
        )
    with pytest.raises(Refused, match="đã xong"):
        comment(world, asked(consultation, world.tu_phap), "I.1", "Muộn quá", "thu_ky_tp", AFTER)


def test_an_agency_reaches_its_own_invitation_and_the_body_its_own_consultation(world: Any) -> None:
    consultation = consulted(world)
    own, other = asked(consultation, world.kinh_te), asked(consultation, world.tu_phap)
    secretary = acting(world.people["thu_ky"], SENT.date())

    assert invitation_for(secretary, own.pk)[0] == own
    assert list(invitations_for(secretary)) == [own]
    for refused in (other.pk, 999):
        with pytest.raises(Http404):
            invitation_for(secretary, refused)
    for person in ("thu_ky", "thuong_truc_ngoai", "quan_tri"):
        with pytest.raises(Http404):
            consultation_for(acting(world.people[person], SENT.date()), consultation.pk)
    assert consultation_for(acting(world.people["hoi_dong"], SENT.date()), consultation.pk)[0] == consultation


@pytest.mark.parametrize("size", [1, 3])
def test_gathering_takes_four_queries(world: Any, django_assert_num_queries: Any, size: int) -> None:
    agencies = [world.kinh_te, world.tu_phap, world.noi_vu][:size]
    consultation = consulted(world, *agencies)
    for agency in agencies[:1]:
        for node in ("I.1", "I.2", "II.1")[:size]:
            comment(world, asked(consultation, agency), node, "Ý kiến")
        reply(world, asked(consultation, agency), "commented")

    with django_assert_num_queries(4):
        gathered(Consultation.objects.none().model(**_plain(consultation)), AFTER)

    assert Reply.objects.count() == 1


def _plain(consultation: Consultation) -> dict[str, Any]:
    return {
        "pk": consultation.pk,
        "draft": consultation.draft,
        "text": consultation.text,
        "sha256": consultation.sha256,
        "due_at": consultation.due_at,
    }


def test_comments_that_no_head_confirmed_are_told_as_the_deadline_nears(world: Any) -> None:
    consultation = consulted(world)
    waiting = asked(consultation, world.kinh_te)
    comment(world, waiting, "II.1", "Còn khoảng trống")
    taken_back = comment(world, asked(consultation, world.tu_phap), "II.1", "Thôi", "thu_ky_tp")
    opinions.withdraw_comment(comment=taken_back, by=by(world, "thu_ky_tp"))

    def unheard(now: Any) -> list[tuple[str, int]]:
        found = gathered(consultation, now)
        return [(each.invitation.agency.name, each.unconfirmed) for each in found.unheard(now)]

    told = [("Phòng Kinh tế và Hạ tầng", 1)]
    assert unheard(DUE - timedelta(days=4)) == []
    assert unheard(DUE - timedelta(days=3)) == unheard(AFTER) == told
    reply(world, waiting, "commented", now=AFTER)
    assert unheard(AFTER) == []
