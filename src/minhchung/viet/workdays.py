"""Working days, with public holidays and swapped days as data.

The days themselves are in `data/vietnam_workdays.json`, one entry a year with its citation; an installation
adds or corrects days with `Calendar.overridden_by`. Years outside the file are computed from the law by the
`holidays` package and marked as not announced.

Counting follows Bộ luật Dân sự 2015, Điều 147–148: the day a term starts is not counted, its last day is.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import TypedDict, cast

_SATURDAY = 5
_COMPUTED = "Bộ luật Lao động 2019, Điều 112 (tính theo luật, chưa có thông báo nghỉ của năm)"


class YearData(TypedDict):
    """One year as the data file holds it; the day maps go from ISO date to the reason."""

    announced: bool
    citation: str
    days_off: dict[str, str]
    working_days: dict[str, str]


class UnknownYear(LookupError):
    """A calendar was asked about a year it has no data for."""


@dataclass(frozen=True)
class Calendar:
    """Which days are worked, Monday to Friday unless an exception says otherwise.

    years: the years covered; unannounced: those whose yearly notice is not in yet.
    days_off: weekdays not worked; working_days: weekend days worked; both sorted, each day with its reason.
    """

    years: frozenset[int]
    unannounced: frozenset[int]
    days_off: Mapping[date, str]
    working_days: Mapping[date, str]
    citations: Mapping[int, str]

    @classmethod
    def from_data(cls, years: Mapping[int, YearData]) -> Calendar:
        """Build a calendar from year entries.

        Raises ValueError for a day off at a weekend, a working day on a weekday, or a day of another year.
        """
        return cls(
            years=frozenset(years),
            unannounced=frozenset(year for year, entry in years.items() if not entry["announced"]),
            days_off=_days(years, "days_off"),
            working_days=_days(years, "working_days"),
            citations={year: entry["citation"] for year, entry in years.items()},
        )

    def overridden_by(
        self, *, days_off: Mapping[date, str] | None = None, working_days: Mapping[date, str] | None = None
    ) -> Calendar:
        """Add an installation's own days off and days worked; the newer word on a day wins."""
        off, worked = days_off or {}, working_days or {}
        return Calendar(
            years=self.years,
            unannounced=self.unannounced,
            days_off=_sorted(
                {d: r for d, r in {**self.days_off, **off}.items() if d not in worked and _is_weekday(d)}
            ),
            working_days=_sorted(
                {
                    d: r
                    for d, r in {**self.working_days, **worked}.items()
                    if d not in off and not _is_weekday(d)
                }
            ),
            citations=self.citations,
        )

    def is_working_day(self, day: date) -> bool:
        """Say whether offices work that day. Raises UnknownYear."""
        self.require(day)
        return day in self.working_days or (_is_weekday(day) and day not in self.days_off)

    def reason(self, day: date) -> str | None:
        """Say why a day is off or is worked against the week's habit; None for an ordinary day."""
        return self.days_off.get(day) or self.working_days.get(day)

    def require(self, day: date) -> None:
        """Raise UnknownYear unless the day's year is covered."""
        if day.year not in self.years:
            covered = f"{min(self.years)}–{max(self.years)}" if self.years else "no year"
            raise UnknownYear(f"no working-day data for {day.year}; the calendar covers {covered}")


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Count the working days after start up to and including end; negative when end comes first.

    Friday to the next Monday is 1. `add_working_days(start, n)` is n working days after start.
    Raises UnknownYear when either end, or a year between, is not covered.
    """
    if end < start:
        return -working_days_between(end, start, calendar)
    for year in range(start.year, end.year + 1):
        calendar.require(date(year, 1, 1))
    off, worked = _exceptions(calendar)
    return _weekdays_between(start, end) - _count_in(off, start, end) + _count_in(worked, start, end)


def add_working_days(start: date, days: int, calendar: Calendar) -> date:
    """Give the day that is `days` working days after start (before it when negative).

    Zero gives start itself, worked or not. Raises UnknownYear on leaving the calendar.
    """
    step = timedelta(days=1 if days > 0 else -1)
    day, left = start, abs(days)
    while left:
        day += step
        left -= calendar.is_working_day(day)
    return day


def vietnam_calendar(years: Iterable[int]) -> Calendar:
    """Give the calendar of Vietnam's state agencies for these years."""
    known = _packaged_years()
    return Calendar.from_data({year: known.get(year) or _computed_year(year) for year in sorted(set(years))})


@lru_cache(maxsize=1)
def _packaged_years() -> dict[int, YearData]:
    text = files("minhchung.viet").joinpath("data/vietnam_workdays.json").read_text(encoding="utf-8")
    return {int(year): cast(YearData, entry) for year, entry in json.loads(text)["years"].items()}


def _computed_year(year: int) -> YearData:
    """Work out a year from the law alone; swapped days come only with the yearly notice."""
    import holidays  # slow to load, and needed only outside the packaged years

    found = holidays.country_holidays("VN", years=year, language="vi")
    return YearData(
        announced=False,
        citation=_COMPUTED,
        days_off={day.isoformat(): name for day, name in sorted(found.items()) if _is_weekday(day)},
        working_days={},
    )


def _days(years: Mapping[int, YearData], kind: str) -> dict[date, str]:
    found: dict[date, str] = {}
    for year, entry in years.items():
        for text, reason in (entry["days_off"] if kind == "days_off" else entry["working_days"]).items():
            day = date.fromisoformat(text)
            if day.year != year:
                raise ValueError(f"{text} is listed under {year}")
            if _is_weekday(day) != (kind == "days_off"):
                raise ValueError(f"{text} cannot be among the {kind} of {year}: check its day of the week")
            found[day] = reason
    return _sorted(found)


def _sorted(days: Mapping[date, str]) -> dict[date, str]:
    return dict(sorted(days.items()))


def _exceptions(calendar: Calendar) -> tuple[list[date], list[date]]:
    return list(calendar.days_off), list(calendar.working_days)


def _count_in(days: list[date], start: date, end: date) -> int:
    """Count the days after start up to and including end."""
    return bisect_right(days, end) - bisect_left(days, start + timedelta(days=1))


def _weekdays_between(start: date, end: date) -> int:
    """Count Mondays to Fridays after start up to and including end."""
    weeks, rest = divmod((end - start).days, 7)
    return weeks * 5 + sum(_is_weekday(start + timedelta(days=offset)) for offset in range(1, rest + 1))


def _is_weekday(day: date) -> bool:
    return day.weekday() < _SATURDAY
