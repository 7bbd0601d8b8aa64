"""What an agency that was asked does: comment on any node, take a comment back, and answer through its head."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from minhchung.agencies.domain.by import By
from minhchung.agencies.domain.refusal import Refused
from minhchung.criteria.domain.consultations import (
    reply_of,
    standing_comments,
    timing_of,
)
from minhchung.criteria.models import Comment, DraftState, Invitation, Reply, ReplyVerdict, RubricDraft
from minhchung.ledger.domain.record import record
from minhchung.rubric import Node
from minhchung.viet.numbers import Number, parse_number

TAKING = (DraftState.CONSULTING, DraftState.DRAFTING)
"""While the draft is not issued an answer is kept, late or not."""


def add_comment(
    *, invitation: Invitation, node: Node | None, opinion: str, wording: str, points: str, by: By
) -> Comment:
    """Keep a comment on a node of the copy sent, or on the whole.

    Raises Refused: nothing said, points that are no number, an agency that has answered, a consultation that is over.
    """
    if not (opinion or wording or points):
        raise Refused("opinion", _("Ghi ý kiến, nội dung đề nghị sửa hoặc điểm đề nghị."))
    if points and not isinstance(parse_number(points), Number):
        raise Refused("points", _("Điểm đề nghị phải là số, ví dụ 1,5."))
    with transaction.atomic():
        _check_open(invitation, by.now)
        return Comment.objects.create(
            invitation=invitation,
            node=node.id if node is not None else "",
            opinion=opinion,
            wording=wording,
            points=points,
            by=by.actor,
            post=by.post,
            at=by.now,
        )


def withdraw_comment(*, comment: Comment, by: By) -> Comment:
    """Take a comment back before the head has answered; both rows are kept. Raises Refused."""
    with transaction.atomic():
        _check_open(comment.invitation, by.now)
        if comment.withdraws_id is not None or hasattr(comment, "withdrawn_by"):
            raise Refused("", _("Ý kiến này đã rút."))
        return Comment.objects.create(
            invitation=comment.invitation,
            node=comment.node,
            withdraws=comment,
            by=by.actor,
            post=by.post,
            at=by.now,
        )


def give_reply(*, invitation: Invitation, verdict: ReplyVerdict, by: By) -> Reply:
    """The head confirms the agency's answer; from then on its comments are the agency's word.

    Raises Refused: comments and "thống nhất" at once, "có ý kiến" without one, a second answer, a consultation over.
    """
    with transaction.atomic():
        _check_open(invitation, by.now)
        said = standing_comments(invitation.comments.all())
        if verdict == ReplyVerdict.AGREED and said:
            raise Refused(
                "verdict", _("Đang có %(n)d ý kiến: chọn “Có ý kiến”, hoặc rút các ý kiến."), n=len(said)
            )
        if verdict == ReplyVerdict.COMMENTED and not said:
            raise Refused("verdict", _("Chưa có ý kiến nào: ghi ý kiến trước, hoặc chọn “Thống nhất”."))
        reply = Reply.objects.create(
            invitation=invitation, verdict=verdict, by=by.actor, post=by.post, at=by.now
        )
        due_at = timing_of(invitation.consultation).due_at
        detail = {"verdict": verdict.value, "comments": [row.pk for row in said], "late": by.now > due_at}
        _tell("rubric.opinion_given", invitation, by, detail)
    return reply


def takes_answers(invitation: Invitation) -> bool:
    """Whether the agency may still comment and answer."""
    return (
        reply_of(invitation) is None
        and invitation.consultation.draft.state in TAKING
        and not timing_of(invitation.consultation).is_published
    )


def _check_open(invitation: Invitation, now: datetime) -> None:
    """Raises Refused; holds the draft's row, so that an answer and the end of the consultation follow one another."""
    consultation = invitation.consultation
    draft = RubricDraft.objects.select_for_update().get(pk=consultation.draft_id)
    if Reply.objects.filter(invitation=invitation).exists():
        raise Refused("", _("Lãnh đạo cơ quan đã trả lời; ý kiến không đổi nữa."))
    if draft.state not in TAKING or timing_of(consultation).is_published:
        raise Refused("", _("Đợt lấy ý kiến đã xong: bảng tổng hợp đã gửi hoặc bản thảo đã đóng."))


def _tell(verb: str, invitation: Invitation, by: By, detail: dict[str, Any]) -> None:
    record(
        verb=verb,
        subject=f"criteria.invitation:{invitation.pk}",
        at=by.now,
        actor_id=by.actor.pk,
        agency_id=invitation.agency_id,
        post_id=by.post.pk if by.post else None,
        detail=detail,
    )
