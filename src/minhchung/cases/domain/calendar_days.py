"""What decisions say of single days; computed dates follow at once."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from minhchung.agencies.models import Post, User
from minhchung.cases.domain.recomputing import recompute_after_commit
from minhchung.cases.models import CalendarDay
from minhchung.cases.models.workday import DayKind
from minhchung.ledger.domain.record import record


def set_day(
    *,
    day: date,
    kind: DayKind,
    reason: str,
    decision_number: str,
    actor: User,
    post: Post | None,
    now: datetime,
) -> CalendarDay:
    """Write what a decision says of a day. The row stays; a later one may say otherwise."""
    with transaction.atomic():
        row = CalendarDay.objects.create(
            day=day, kind=kind, reason=reason, decision_number=decision_number, by=actor, at=now
        )
        record(
            verb="calendar.day_set",
            subject=f"cases.day:{day.isoformat()}",
            at=now,
            actor_id=actor.pk,
            agency_id=post.agency_id if post else None,
            post_id=post.pk if post else None,
            detail={"kind": kind.value, "reason": reason, "decision": decision_number},
        )
        recompute_after_commit(actor=actor, post=post, now=now)
    return row
