"""Telling whoever computes with counts that they may be others: written down with the change, done after it, never lost.

What listens computes for every open round, which takes its time: it runs once the import is committed. Between the two a
machine may die, and what was computed before would stand there as if nothing had come in. So the change itself keeps that it
is yet to be told; the next import, the start of the server and the housekeeping of each day tell what was left.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Set
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from minhchung.agencies.models import User
from minhchung.cases.domain.reach import tree_pairs
from minhchung.cases.models import CountsChanged, ImportBatch
from minhchung.indicators.domain.changes import figures_changed
from minhchung.rubric.indicators import catalogue

LEFT_AFTER: Final = timedelta(minutes=10)
"""What is told of a change takes seconds; what is not told so long after was cut off."""
_LOG = logging.getLogger(__name__)


def tell_of_batch(batch: ImportBatch, now: datetime, actor: User | None) -> None:
    """Once the import is committed, whoever listens hears that the counts of these agencies may be others."""
    if batch.first_received is None or batch.manifest_before_id == batch.manifest_after_id:
        return
    last = max(batch.last_received or batch.first_received, now.date())
    _keep({batch.system.agency_id}, batch.first_received, last, now, actor)


def tell_of_dates(agency_ids: Set[int], first: date, now: datetime, actor: User | None) -> None:
    """The same where cases of these agencies, received from a day on, got other computed dates."""
    _keep(agency_ids, first, max(first, now.date()), now, actor)


def left_untold(now: datetime, older_than: timedelta = LEFT_AFTER) -> QuerySet[CountsChanged]:
    """What a machine that died, or a computation that failed, left untold."""
    return CountsChanged.objects.filter(at__lt=now - older_than)


def tell_what_is_left(now: datetime, older_than: timedelta = LEFT_AFTER) -> int:
    """Tell it now; return how many changes. One that fails again stays, and is logged."""
    return _tell(left_untold(now, older_than), now)


def _keep(agency_ids: Set[int], start: date, end: date, now: datetime, actor: User | None) -> None:
    kept = CountsChanged.objects.bulk_create(
        CountsChanged(agency_id=agency, start=start, end=end, by=actor, at=now)
        for agency in sorted(agency_ids)
    )
    own = [row.pk for row in kept]
    transaction.on_commit(lambda: _tell(CountsChanged.objects.filter(pk__in=own), now), robust=True)
    transaction.on_commit(lambda: tell_what_is_left(now), robust=True)


def _tell(changes: QuerySet[CountsChanged], now: datetime) -> int:
    """All changes by one person at once, and then they are no news; told twice does no harm, a figure is only computed again."""
    told = 0
    by_actor: dict[User | None, list[CountsChanged]] = {}
    for row in changes.select_related("by"):
        by_actor.setdefault(row.by, []).append(row)
    for actor, rows in by_actor.items():
        try:
            figures_changed(
                codes=[code for code, one in catalogue().items() if one.room == "cases"],
                agency_ids=_related({row.agency_id for row in rows}, now),
                start=min(row.start for row in rows),
                end=max(row.end for row in rows),
                now=now,
                actor=actor,
            )
        except Exception:
            _LOG.exception("counts changed for agencies %s: telling failed", [row.agency_id for row in rows])
            continue
        CountsChanged.objects.filter(pk__in=[row.pk for row in rows]).delete()
        told += len(rows)
    return told


def _related(agency_ids: Set[int], now: datetime) -> Iterable[int]:
    """These agencies, everything beneath them, and everything above."""
    pairs = tree_pairs(now.date())
    return {one for one, above in pairs if above in agency_ids} | {
        above for one, above in pairs if one in agency_ids
    }
