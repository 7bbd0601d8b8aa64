"""Whether a period's cases are all there: days on which none came in, where so many usually do that it cannot be chance.

A file that stops in the middle of a month looks like a quiet month. Nothing in it says so; the days do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir

from minhchung.stats.periods import Period

LIKELY = 15
"""Days that should have brought so many cases and brought none are missing, not quiet: by a Poisson law one chance in three
million (e to the minus 15). A hundred agencies are asked about every day of a year, some 25,000 times, and no false alarm
should come of it."""

Daily = Mapping[date, int]
"""Day → cases received; days without any are left out."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of working days without a case: first and last of them, and how many."""

    start: date
    end: date
    working_days: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a group's cases reach in a period. first, last: days of receipt; None without a case.

    usual: (cases received on working days, working days) between first and last, both included.
    """

    first: date | None
    last: date | None
    usual: tuple[int, int]
    gaps: tuple[Gap, ...]


def daily_receipts(cases: ir.Table, period: Period) -> dict[int, dict[date, int]]:
    """Agency → day → cases received on it, for the days of a period."""
    received = cases.filter((cases.received_on >= period.start) & (cases.received_on <= period.end))
    grouped = received.group_by("agency", "received_on").aggregate(n=received.count())
    found: dict[int, dict[date, int]] = defaultdict(dict)
    for row in grouped.to_pyarrow().to_pylist():
        found[row["agency"]][row["received_on"]] = row["n"]
    return dict(found)


def covered(daily: Daily, working_days: Sequence[date]) -> Coverage:
    """Find the gaps of a period. working_days: those of the period, in order; cases of other days tell only how far it reaches."""
    if not daily:
        return Coverage(None, None, (0, 0), ())
    first, last = min(daily), max(daily)
    cases = sum(daily.get(day, 0) for day in working_days)
    spanned = max(1, sum(first <= day <= last for day in working_days))
    gaps = (_gap(run) for run in _empty_runs(daily, working_days))
    return Coverage(
        first,
        last,
        (cases, spanned),
        tuple(gap for gap in gaps if gap.working_days * cases >= LIKELY * spanned),
    )


def _empty_runs(daily: Daily, working_days: Sequence[date]) -> list[list[date]]:
    runs: list[list[date]] = [[]]
    for day in working_days:
        if day in daily:
            runs.append([])
        else:
            runs[-1].append(day)
    return [run for run in runs if run]


def _gap(run: Sequence[date]) -> Gap:
    return Gap(run[0], run[-1], len(run))
