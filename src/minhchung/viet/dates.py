"""Dates as offices write them, and windows that move with the year scored (15/10/N).

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Mục II.4 (a day below 10 and the months 1 and 2 get a leading zero).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from minhchung.viet.folding import nfc
from minhchung.viet.problem import Problem

_DAY_FIRST = re.compile(r"([0-9]{1,2})\s*([/.-])\s*([0-9]{1,2})\s*\2\s*([0-9]+)")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_IN_WORDS = re.compile(
    r"(?:[^,0-9]*,\s*)?(?:ngày\s+)?([0-9]{1,2})\s+tháng\s+([0-9]{1,2})\s+năm\s+([0-9]+)", re.IGNORECASE
)
_RELATIVE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/N(?:\s*([-+\u2013\u2212])\s*([0-9]{1,2}))?", re.IGNORECASE)
_LEAP_YEAR = 2024


@dataclass(frozen=True, slots=True, order=True)
class RelativeDate:
    """A day in the year scored (N), or some years before or after it."""

    years_after: int
    month: int
    day: int

    def resolve(self, year: int) -> date:
        """Give the date for N = year; 29/02 falls on 28/02 in an ordinary year."""
        target = year + self.years_after
        return date(target, self.month, min(self.day, calendar.monthrange(target, self.month)[1]))

    def __str__(self) -> str:
        shift = f"{self.years_after:+d}" if self.years_after else ""
        return f"{self.day:02d}/{self.month:02d}/N{shift}"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """From start to end, both included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> int:
        """Calendar days, both ends counted."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Window:
    """A span that moves with the year scored, such as 01/01/N – 15/10/N."""

    start: RelativeDate
    end: RelativeDate

    def resolve(self, year: int) -> DateSpan:
        return DateSpan(self.start.resolve(year), self.end.resolve(year))

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"


def format_date(day: date) -> str:
    """Write 05/01/2026: two digits, two digits, four."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_date_long(day: date) -> str:
    """Write the date line of a document: "ngày 05 tháng 01 năm 2026", "ngày 15 tháng 3 năm 2026"."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def parse_date(text: str) -> date | Problem:
    """Read 5/1/2026, 05-01-2026, 05.01.2026, 2026-01-05, or "(Hà Nội,) ngày 5 tháng 1 năm 2026".

    The day comes first; a year has four digits. Nothing is swapped or completed to make a date fit.
    """
    trimmed = " ".join(nfc(text).split())
    if match := _ISO.fullmatch(trimmed):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(trimmed):
        day, _, month, year = match.groups()
    elif match := _IN_WORDS.fullmatch(trimmed):
        day, month, year = match.groups()
    else:
        return _not_a_date(trimmed)
    if len(year) != 4 or year.startswith("0"):
        return Problem(
            "date.year",
            f"“{trimmed[:40]}”: hãy viết năm đủ bốn chữ số.",
            f"“{trimmed[:40]}”: write the year with four digits.",
        )
    return _day_problem(int(day), int(month), int(year)) or date(int(year), int(month), int(day))


def parse_relative(text: str) -> RelativeDate | Problem:
    """Read "15/10/N" or "07/12/N-1", where N is the year scored."""
    trimmed = " ".join(nfc(text).split())
    match = _RELATIVE.fullmatch(trimmed)
    if match is None:
        return Problem(
            "date.relative",
            f"“{trimmed[:40]}” không phải là ngày tương đối. Viết như 15/10/N hoặc 07/12/N-1.",
            f"“{trimmed[:40]}” is not a relative date. Write it like 15/10/N or 07/12/N-1.",
        )
    day, month, sign, years = match.groups()
    years_after = int(years or 0) * (1 if sign in (None, "+") else -1)
    return _day_problem(int(day), int(month), _LEAP_YEAR) or RelativeDate(years_after, int(month), int(day))


def resolve_relative(text: str, year: int) -> date:
    """Give the date of "15/10/N" for N = year. Raises ValueError when the text is no relative date."""
    match parse_relative(text):
        case RelativeDate() as relative:
            return relative.resolve(year)
        case problem:
            raise ValueError(problem.en)


def parse_window(start: str, end: str) -> Window | Problem:
    """Read the two ends of a window; an end before its start is a problem."""
    first, last = parse_relative(start), parse_relative(end)
    if isinstance(first, Problem):
        return first
    if isinstance(last, Problem):
        return last
    if last < first:
        return Problem(
            "date.window",
            f"Ngày kết thúc {last} đứng trước ngày bắt đầu {first}.",
            f"The end {last} comes before the start {first}.",
        )
    return Window(first, last)


def _day_problem(day: int, month: int, year: int) -> Problem | None:
    if not 1 <= month <= 12:
        return Problem(
            "date.month",
            f"Không có tháng {month}. Viết ngày trước, tháng sau: 05/01/2026.",
            f"There is no month {month}. Write the day first, then the month: 05/01/2026.",
        )
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        return Problem(
            "date.day",
            f"Không có ngày {day}: tháng {month} năm {year} có {last} ngày.",
            f"There is no day {day}: month {month} of {year} has {last} days.",
        )
    return None


def _not_a_date(text: str) -> Problem:
    return Problem(
        "date.unreadable",
        f"“{text[:40]}” không phải là ngày. Viết như 05/01/2026.",
        f"“{text[:40]}” is not a date. Write it like 05/01/2026.",
    )
