"""The periods for which figures are given: months, quarters, years, each with the day its figures are due."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from minhchung.indicators.models import Rhythm

MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.YEAR: 12}


@dataclass(frozen=True)
class Days:
    """A period of whole days, both ends included."""

    start: date
    end: date

    def due_on(self, due_days: int) -> date:
        """The last day on which its figures are in time."""
        return self.end + timedelta(days=due_days)


def period_at(rhythm: str, day: date) -> Days:
    """The period of this rhythm in which a day lies."""
    length = MONTHS[Rhythm(rhythm)]
    first = (day.month - 1) // length * length + 1
    last = first + length - 1
    return Days(date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]))


def last_ended(rhythm: str, today: date) -> Days:
    """The latest period that is over: the one whose figures are due now."""
    return period_at(rhythm, period_at(rhythm, today).start - timedelta(days=1))


def recent(rhythm: str, today: date, count: int) -> tuple[Days, ...]:
    """The latest periods that are over, newest first."""
    found = [last_ended(rhythm, today)]
    while len(found) < count:
        found.append(period_at(rhythm, found[-1].start - timedelta(days=1)))
    return tuple(found)
