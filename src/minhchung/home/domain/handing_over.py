"""Which posts a person may hand over, and what is open in one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.domain.people import hands_over_for, manages_all
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Handover, Holding, Post
from minhchung.home.domain.tasks import Task, tasks_for

GUARDED = (Role.STANDING, Role.COUNCIL, Role.ADMIN)
"""Posts that only their holder or the administrator hands over."""


def holdings_for(acting: Acting, today: date) -> QuerySet[Holding]:
    """Posts held today that this person may hand over: their own; all of the agency they head; all, for the administrator."""
    held = (
        Holding.objects.filter(from_on__lte=today)
        .filter(Q(to_on__isnull=True) | Q(to_on__gt=today))
        .filter(Q(post__valid_to__isnull=True) | Q(post__valid_to__gt=today))
        .select_related("post__agency", "user")
        .order_by("post__agency__order_no", "post__agency__sort_key", "post__role", "pk")
    )
    if manages_all(acting):
        return held
    of_the_agency = Q(post__agency__in=acting.agency_ids(Role.HEAD)) & ~Q(post__role__in=GUARDED)
    return held.filter(Q(user=acting.user) | of_the_agency)


def holding_for(acting: Acting, post_id: int, today: date) -> Holding:
    """Today's holding of a post this person may hand over. Raises Http404."""
    found = holdings_for(acting, today).filter(post=post_id).first()
    if found is None:
        raise Http404
    return found


def may_open_accounts(acting: Acting, post: Post) -> bool:
    """A receiver without an account gets one from the administrator or the agency's head, never from the leaving holder.

    For posts that publish or administer only from the administrator: a head who could open an account and seat it
    beside the own one would be both of the two people who publish.
    """
    if post.role in GUARDED:
        return manages_all(acting)
    return hands_over_for(acting, post.agency_id)


def handover_for(acting: Acting, pk: int) -> Handover:
    """A record of a handover, for the two people, who did it, the agency's head and the administrator. Raises Http404."""
    rows = Handover.objects.select_related("post__agency__parent", "from_user", "to_user", "by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    people = {found.from_user_id, found.to_user_id, found.by_id}
    if acting.user.pk not in people and not hands_over_for(acting, found.post.agency_id):
        raise Http404
    return found


def open_in(holding: Holding, now: datetime) -> list[Task]:
    """Everything open in a post, as its holder would find it among their tasks."""
    return tasks_for(Acting(user=holding.user, posts=(holding.post,)), now)


def summary_of(tasks: list[Task]) -> dict[str, Any]:
    """What was open, kept with the handover: {"items": [{title, detail, due_at}]}."""
    return {
        "items": [
            {
                "title": task.title,
                "detail": task.detail,
                "due_at": task.due_at.isoformat() if task.due_at else None,
            }
            for task in tasks
        ]
    }
