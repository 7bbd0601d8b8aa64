"""Periods to count by: whole days, both ends included."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From a day to a day, both included. What is pending is what was pending when `end` closed.

    For a period still running the caller ends it at the day the data reach, so that nothing is judged by a day to come.
    Raises ValueError when it ends before it starts.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period from {self.start} cannot end on {self.end}")


def month(year: int, number: int) -> Period:
    """One calendar month, 1 to 12."""
    return _months_long(year, number, 1)


def quarter(year: int, number: int) -> Period:
    """One quarter, 1 to 4."""
    return _months_long(year, 3 * number - 2, 3)


def half(year: int, number: int) -> Period:
    """One half of a year, 1 or 2."""
    return _months_long(year, 6 * number - 5, 6)


def year(number: int) -> Period:
    """One calendar year."""
    return _months_long(number, 1, 12)


def months(first: date, last: date) -> tuple[Period, ...]:
    """Every calendar month from the one that holds `first` to the one that holds `last`, the last cut at `last`.

    Raises ValueError when `last` comes before `first`.
    """
    if last < first:
        raise ValueError(f"from {first} to {last} there is no month")
    counted = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    whole = [month(each // 12, each % 12 + 1) for each in counted]
    return (*whole[:-1], Period(whole[-1].start, min(whole[-1].end, last)))


def edges(periods: Sequence[Period]) -> tuple[date, ...]:
    """The first day of each period and the day after the last. Raises ValueError unless each follows the one before."""
    if not periods:
        raise ValueError("nothing to count by: no period")
    for before, after in pairwise(periods):
        if after.start != before.end + timedelta(days=1):
            raise ValueError(f"{after.start} does not follow {before.end}")
    return (*(each.start for each in periods), periods[-1].end + timedelta(days=1))


def _months_long(year: int, first: int, length: int) -> Period:
    last = first + length - 1
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
