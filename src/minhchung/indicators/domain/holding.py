"""The standing body names who holds the figures of an indicator, and when they are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from minhchung.agencies.models import Agency, AgencyKind, Post, User
from minhchung.indicators.models import FigureHolder
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.versions import StaleRow, save_version
from minhchung.rubric.indicators import Described


def name_holder(
    *,
    described: Described,
    owner: Agency,
    holder: Agency,
    kinds: Iterable[AgencyKind],
    rhythm: str,
    due_days: int,
    expected: int,
    actor: User,
    post: Post,
    now: datetime,
) -> FigureHolder:
    """Name, or change, who gives an indicator's figures in the owner's reach; one ledger entry.

    expected: row version seen, 0 when nobody was named. Raises StaleRow.
    """
    chosen = list(kinds)
    told = {"holder": holder, "rhythm": rhythm, "due_days": due_days, "by": actor, "post": post, "at": now}
    with transaction.atomic():
        if expected:
            named = FigureHolder.objects.get(indicator=described.code, owner=owner)
            save_version(named, expected=expected, **told)
        else:
            named = _create(described, owner, told)
        named.kinds.set(chosen)
        record(
            verb="figures.holder_named",
            subject=f"indicators.holder:{named.pk}",
            at=now,
            actor_id=actor.pk,
            agency_id=owner.pk,
            post_id=post.pk,
            detail={
                "indicator": described.code,
                "holder": holder.pk,
                "rhythm": rhythm,
                "due_days": due_days,
                "kinds": sorted(kind.code for kind in chosen),
            },
        )
    return named


def _create(described: Described, owner: Agency, told: dict[str, object]) -> FigureHolder:
    try:
        with transaction.atomic():
            return FigureHolder.objects.create(indicator=described.code, owner=owner, **told)
    except IntegrityError:
        raise StaleRow(FigureHolder.objects.get(indicator=described.code, owner=owner)) from None
