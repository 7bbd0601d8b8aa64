"""What the body that asks does: send a draft for opinion, extend the deadline, end it, answer, send the table back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from minhchung.agencies.domain.by import By
from minhchung.agencies.domain.jurisdiction import within_reach
from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.models import Agency
from minhchung.criteria.domain.consultations import Gathered, gathered, timing_of
from minhchung.criteria.models import (
    ActKind,
    AnswerVerdict,
    Comment,
    CommentAnswer,
    Consultation,
    ConsultationAct,
    DraftEdit,
    DraftState,
    Invitation,
    RubricDraft,
)
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.versions import save_version
from minhchung.rubric import RubricError, parse, rubric_hash


def send_for_opinion(
    *,
    draft: RubricDraft,
    agencies: Iterable[Agency],
    number: str,
    letter: str,
    due_at: datetime,
    by: By,
) -> Consultation:
    """Freeze the draft's text and ask these agencies; the draft is not edited until the consultation is ended.

    Raises Refused: a deadline that has passed, nobody asked, an agency out of reach or not there today, a text that
    does not read yet, a draft that is not being written.
    """
    asked = list({agency.pk: agency for agency in agencies}.values())
    _check_asked(draft, asked, by.now)
    if due_at <= by.now:
        raise Refused("due_at", _("Hạn trả lời phải sau thời điểm gửi."))
    with transaction.atomic():
        kept = RubricDraft.objects.select_for_update().get(pk=draft.pk)
        if kept.state != DraftState.DRAFTING:
            raise Refused("", _("Bản thảo không ở trạng thái đang soạn."))
        consultation = Consultation.objects.create(
            draft=kept,
            number=number,
            letter=letter,
            text=kept.text,
            sha256=_hash_of(kept),
            due_at=due_at,
            sent_by=by.actor,
            post=by.post,
            sent_at=by.now,
        )
        Invitation.objects.bulk_create(
            [Invitation(consultation=consultation, agency=agency) for agency in asked]
        )
        save_version(kept, expected=kept.row_version, state=DraftState.CONSULTING)
        detail = {
            "number": number,
            "text": consultation.sha256,
            "agencies": sorted(agency.pk for agency in asked),
            "due_at": due_at.isoformat(),
        }
        _tell("rubric.consulted", consultation, by, detail)
    return consultation


def _hash_of(draft: RubricDraft) -> str:
    try:
        return rubric_hash(parse(draft.text, draft.code))
    except RubricError as error:
        raise Refused(
            "", _("Bản thảo còn chỗ chưa đọc được: %(first)s"), first=error.diagnostics[0]
        ) from None


def _check_asked(draft: RubricDraft, asked: list[Agency], now: datetime) -> None:
    if not asked:
        raise Refused("agencies", _("Chọn ít nhất một cơ quan để lấy ý kiến."))
    reached = set(
        Agency.objects.filter(within_reach(draft.owner), pk__in=[agency.pk for agency in asked]).values_list(
            "pk", flat=True
        )
    )
    for agency in asked:
        if agency.pk not in reached:
            raise Refused("agencies", _("%(agency)s không thuộc phạm vi của cơ quan soạn."), agency=agency)
        if not agency.is_valid_on(now.date()):
            raise Refused("agencies", _("%(agency)s hiện không hoạt động."), agency=agency)


def extend(
    *, consultation: Consultation, due_at: datetime, number: str, reason: str, by: By
) -> ConsultationAct:
    """Move the deadline later. Raises Refused once the consultation is ended, or for a deadline that is not later."""
    with transaction.atomic():
        timing = timing_of(_held(consultation))
        if timing.is_closed:
            raise Refused("", _("Đợt lấy ý kiến đã kết thúc."))
        if due_at <= timing.due_at or due_at <= by.now:
            raise Refused("due_at", _("Hạn mới phải sau hạn đang có và sau bây giờ."))
        act = _act(consultation, ActKind.EXTEND, by, due_at=due_at, number=number, reason=reason)
        detail = {"from": timing.due_at.isoformat(), "to": due_at.isoformat(), "number": number}
        _tell("rubric.consultation_extended", consultation, by, detail)
    return act


def end(*, consultation: Consultation, by: By) -> Gathered:
    """Take the draft up again to work the opinions in; what still comes is kept, and late.

    Raises Refused while the deadline runs and somebody has not answered.
    """
    with transaction.atomic():
        _held(consultation)
        found = gathered(consultation, by.now)
        if found.timing.is_closed:
            raise Refused("", _("Đợt lấy ý kiến đã kết thúc."))
        if found.count("waiting"):
            raise Refused("", _("Chưa hết hạn và còn %(n)d cơ quan chưa trả lời."), n=found.count("waiting"))
        _act(consultation, ActKind.CLOSE, by)
        draft = RubricDraft.objects.select_for_update().get(pk=consultation.draft_id)
        if draft.state == DraftState.CONSULTING:
            save_version(draft, expected=draft.row_version, state=DraftState.DRAFTING)
        detail = {meaning: found.count(meaning) for meaning in ("agreed", "commented", "silent")} | {
            "late": found.late_count
        }
        _tell("rubric.consultation_ended", consultation, by, detail)
    return found


def answer_comment(
    *, comment: Comment, verdict: AnswerVerdict, reason: str, step: DraftEdit | None, by: By
) -> CommentAnswer:
    """Say what becomes of a comment; a later answer takes the place of an earlier one, both are kept.

    Raises Refused: no reason where it is not taken in, a step of another draft, a comment that is not the agency's
    word (taken back, or not confirmed), a draft that is issued or a table that is sent.
    """
    consultation = comment.invitation.consultation
    with transaction.atomic():
        _held(consultation)
        if timing_of(consultation).is_published or consultation.draft.state in (
            DraftState.ISSUED,
            DraftState.DROPPED,
        ):
            raise Refused("", _("Bảng tổng hợp đã gửi hoặc bản thảo đã đóng: không đổi trả lời nữa."))
        if not hasattr(comment.invitation, "reply") or hasattr(comment, "withdrawn_by"):
            raise Refused("", _("Ý kiến này chưa được cơ quan xác nhận, hoặc đã rút."))
        if verdict != AnswerVerdict.ACCEPTED and not reason:
            raise Refused("reason", _("Ghi giải trình: ý kiến không được tiếp thu toàn bộ."))
        if step is not None and step.draft_id != consultation.draft_id:
            raise Refused("step", _("Bước sửa này của bản thảo khác."))
        answer = CommentAnswer.objects.create(
            comment=comment,
            verdict=verdict,
            reason=reason,
            step=step,
            by=by.actor,
            post=by.post,
            at=by.now,
        )
        detail: dict[str, Any] = {"comment": comment.pk, "verdict": verdict.value, "answer": answer.pk}
        _tell("rubric.comment_answered", consultation, by, detail)
    return answer


def publish_table(*, consultation: Consultation, by: By) -> ConsultationAct:
    """Show the table of opinions and answers to every agency that was asked. Raises Refused while one is unanswered."""
    with transaction.atomic():
        _held(consultation)
        found = gathered(consultation, by.now)
        if found.timing.is_published:
            raise Refused("", _("Bảng tổng hợp đã gửi."))
        if not found.timing.is_closed:
            raise Refused("", _("Kết thúc lấy ý kiến trước khi gửi bảng tổng hợp."))
        if found.open_count:
            raise Refused("", _("Còn %(n)d ý kiến chưa trả lời."), n=found.open_count)
        act = _act(consultation, ActKind.PUBLISH, by)
        _tell("rubric.consultation_published", consultation, by, {"opinions": len(found.opinions)})
    return act


def _held(consultation: Consultation) -> Consultation:
    """Acts on one consultation come one after the other: its draft's row is held."""
    RubricDraft.objects.select_for_update().get(pk=consultation.draft_id)
    return consultation


def _act(consultation: Consultation, kind: ActKind, by: By, **given: Any) -> ConsultationAct:
    return ConsultationAct.objects.create(
        consultation=consultation, kind=kind, by=by.actor, post=by.post, at=by.now, **given
    )


def _tell(verb: str, consultation: Consultation, by: By, detail: dict[str, Any]) -> None:
    record(
        verb=verb,
        subject=f"criteria.consultation:{consultation.pk}",
        at=by.now,
        actor_id=by.actor.pk,
        agency_id=consultation.draft.owner_id,
        post_id=by.post.pk if by.post else None,
        detail=detail,
    )
