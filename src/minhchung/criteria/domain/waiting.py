"""What waits for a person in this room: an opinion to give, opinions to answer, a proposal to confirm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.criteria.domain.consultations import (
    ASKED,
    consultations_for,
    invitations_for,
    reply_of,
    timing_of,
)
from minhchung.criteria.domain.issuing import CONFIRMS
from minhchung.criteria.domain.opinions import TAKING
from minhchung.criteria.models import IssueProposal


@dataclass(frozen=True)
class Waiting:
    """One thing to do. page, pk: its URL name and what it takes. kind: opinion, answer or issue."""

    title: str
    detail: str
    page: str
    pk: int
    due_at: datetime | None
    kind: str
    count: int = 1


def waiting_for(acting: Acting, now: datetime) -> list[Waiting]:
    """Everything of this room that waits for the person; what a role does not do costs no query."""
    found: list[Waiting] = []
    if acting.roles & set(ASKED):
        found += _to_say(acting, now)
    if Role.AUTHOR in acting.roles:
        found += _to_answer(acting, now)
    if acting.roles & set(CONFIRMS):
        found += _to_confirm(acting)
    return found


def _to_say(acting: Acting, now: datetime) -> Iterator[Waiting]:
    """Drafts that the agency has not answered, while silence is not yet consent."""
    open_ones = (
        invitations_for(acting)
        .filter(reply=None, consultation__draft__state__in=TAKING)
        .prefetch_related("consultation__acts")
    )
    for invitation in open_ones:
        timing = timing_of(invitation.consultation)
        if reply_of(invitation) is not None or timing.is_published or now > timing.due_at:
            continue
        heads = acting.post_for(invitation.agency_id, Role.HEAD) is not None
        yield Waiting(
            _("Trả lời lấy ý kiến dự thảo") if heads else _("Góp ý dự thảo bộ tiêu chí"),
            _("%(title)s – %(body)s (%(number)s); không trả lời là thống nhất")
            % {
                "title": invitation.consultation.draft.title,
                "body": invitation.consultation.draft.owner.name,
                "number": invitation.consultation.number,
            },
            "criteria:asked",
            invitation.pk,
            timing.due_at,
            "opinion",
        )


def _to_answer(acting: Acting, now: datetime) -> Iterator[Waiting]:
    """Consultations to end, and opinions still without an answer."""
    given = Q(invitations__comments__withdraws=None, invitations__comments__withdrawn_by=None)
    said = given & Q(invitations__reply__isnull=False, invitations__comments__isnull=False)
    rows = (
        consultations_for(acting)
        .filter(draft__owner__in=acting.agency_ids(Role.AUTHOR), draft__state__in=TAKING)
        .prefetch_related("acts")
        .annotate(
            silent=Count("invitations", filter=Q(invitations__reply=None), distinct=True),
            unanswered=Count(
                "invitations__comments",
                filter=said & Q(invitations__comments__answers=None),
                distinct=True,
            ),
        )
    )
    for row in rows:
        timing = timing_of(row)
        if timing.is_published:
            continue
        title = row.draft.title
        if not timing.is_closed and (now > timing.due_at or not row.silent):
            yield Waiting(
                _("Kết thúc lấy ý kiến"), title, "criteria:consultation", row.pk, timing.due_at, "answer"
            )
        elif timing.is_closed and row.unanswered:
            detail = _("%(title)s: còn %(n)d ý kiến chưa trả lời") % {"title": title, "n": row.unanswered}
            yield Waiting(
                _("Tiếp thu, giải trình ý kiến"),
                detail,
                "criteria:consultation",
                row.pk,
                None,
                "answer",
                row.unanswered,
            )


def _to_confirm(acting: Acting) -> Iterator[Waiting]:
    """Proposals of somebody else that a second person confirms."""
    rows = (
        IssueProposal.objects.filter(decision=None, draft__owner__in=acting.agency_ids(*CONFIRMS))
        .exclude(by=acting.user)
        .select_related("draft")
        .order_by("at", "pk")
    )
    for row in rows:
        detail = _("%(title)s, theo %(number)s") % {"title": row.draft.title, "number": row.number}
        yield Waiting(
            _("Xác nhận ban hành bộ tiêu chí (người thứ hai)"),
            detail,
            "criteria:issue",
            row.draft_id,
            None,
            "issue",
        )
