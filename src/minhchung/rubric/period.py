"""The context that a published period gives to every agency, read from plain data (a round's row, or a snapshot)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from minhchung.rubric.context import Context, ParameterValue, Ruling
from minhchung.viet.workdays import Calendar, vietnam_calendar, working_days_between


@dataclass(frozen=True)
class WorkingDays:
    """Vietnam's working days as rules ask for them."""

    calendar: Calendar

    def working_days(self, after: date, until: date) -> int:
        """Working days after the first day, up to and including the second."""
        return working_days_between(after, until, self.calendar)


@lru_cache(maxsize=16)
def period_calendar(year: int) -> WorkingDays:
    """The calendar for a period of this year: the year before to the year after."""
    return WorkingDays(vietnam_calendar(range(year - 1, year + 2)))


def read_parameters(data: Mapping[str, Mapping[str, Any]]) -> dict[str, ParameterValue]:
    """Typed parameters from {"name": {"kind": "date", "value": "2023-01-20"}}; kinds date, number ("5/2"), yes_no."""
    return {name: _typed(item["kind"], item["value"]) for name, item in data.items()}


def _typed(kind: str, value: Any) -> ParameterValue:
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "number":
        return Fraction(value)
    return bool(value)


def read_ruling(code: str, data: Mapping[str, Any], words: str) -> Ruling:
    """A ruling from its plain form: points and limits as exact text, ends open or closed, or a pattern."""
    return Ruling(
        code=code,
        points=Fraction(data["points"]),
        reason=words,
        lower=_fraction(data.get("lower")),
        lower_closed=data.get("lower_closed", True),
        upper=_fraction(data.get("upper")),
        upper_closed=data.get("upper_closed", True),
        pattern=data.get("pattern"),
    )


def _fraction(text: str | None) -> Fraction | None:
    return None if text in (None, "") else Fraction(str(text))


def period_context(
    year: int,
    parameters: Mapping[str, Mapping[str, Any]],
    rulings: Iterable[Ruling],
    traits: Mapping[str, str | bool] | None = None,
) -> Context:
    """What all agencies of a period share; traits when it is one agency's own context."""
    return Context(
        year=year,
        traits=dict(traits or {}),
        parameters=read_parameters(parameters),
        rulings=tuple(rulings),
        calendar=period_calendar(year),
    )
