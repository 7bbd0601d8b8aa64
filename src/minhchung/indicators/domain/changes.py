"""Who wants to know that figures changed: a room above listens, a room that keeps records tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from minhchung.agencies.models import User

Listener = Callable[[frozenset[str], frozenset[int], date, date, datetime, User | None], None]
"""(indicator codes, agency ids, first day, last day, now, who): called inside the transaction of the change."""
_LISTENERS: list[Listener] = []


def listen(listener: Listener) -> None:
    """Be told of every change; called from AppConfig.ready()."""
    _LISTENERS.append(listener)


def figures_changed(
    *,
    codes: Iterable[str],
    agency_ids: Iterable[int],
    start: date,
    end: date,
    now: datetime,
    actor: User | None = None,
) -> None:
    """Say that these indicators may have other values for these agencies on these days (a batch came in, a figure too)."""
    for listener in _LISTENERS:
        listener(frozenset(codes), frozenset(agency_ids), start, end, now, actor)
