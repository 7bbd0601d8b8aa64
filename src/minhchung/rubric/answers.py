"""The closed set of values an answer can be.

Absent is not zero; *không có* (`NoneDone`) is the lowest the rule gives; not applicable is a claim with a reason until
it is accepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


def _exactly(answer: object, *names: str) -> None:
    """Whole numbers become fractions: one whole number over another would be a float. Raises TypeError for a float."""
    for name in names:
        value = getattr(answer, name)
        if type(value) is not Fraction:
            if isinstance(value, float):
                raise TypeError(f"{name} is a float: {value!r}")
            object.__setattr__(answer, name, Fraction(value))


@dataclass(frozen=True, slots=True)
class Option:
    """The option, row or level with this id."""

    id: str


@dataclass(frozen=True, slots=True)
class Rate:
    """num of den, as counted."""

    num: Fraction
    den: Fraction

    def __post_init__(self) -> None:
        _exactly(self, "num", "den")


@dataclass(frozen=True, slots=True)
class Percent:
    """A rate given without its counts, as a fraction (82,76 % is 2069/2500)."""

    value: Fraction

    def __post_init__(self) -> None:
        _exactly(self, "value")


@dataclass(frozen=True, slots=True)
class Count:
    """How many."""

    n: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each line, as (line id, n) pairs; a line left out was not counted and is absent."""

    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A figure in the unit that the rule names."""

    value: Fraction

    def __post_init__(self) -> None:
        _exactly(self, "value")


@dataclass(frozen=True, slots=True)
class Date:
    """The day it was done; lateness comes from the due date."""

    on: date


@dataclass(frozen=True, slots=True)
class Days:
    """Days late, as already counted (negative: early)."""

    n: int


@dataclass(frozen=True, slots=True)
class Ticks:
    """The items that are present (checklist), failed (deductions) or happened (worst severity); `flawed` among them."""

    ids: tuple[str, ...]
    flawed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark by judgement."""

    value: Fraction

    def __post_init__(self) -> None:
        _exactly(self, "value")


@dataclass(frozen=True, slots=True)
class Marks:
    """One mark per case."""

    values: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """How many people gave each answer, as (level id, n) pairs."""

    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """Answers to the named parts of a compound rule, as (name, answer) pairs in the rule's order."""

    parts: tuple[tuple[str, Answer], ...]

    def get(self, name: str) -> Answer:
        """The answer to one part; `Absent` when it was not given."""
        return next((answer for key, answer in self.parts if key == name), ABSENT)


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Nothing arose to be scored; counts once the appraiser has accepted it."""

    reason: str = ""
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class NoneDone:
    """*Không có*: nothing was done, declared by name."""


@dataclass(frozen=True, slots=True)
class Absent:
    """No answer yet."""


Answer = (
    Option
    | Rate
    | Percent
    | Count
    | Counts
    | Number
    | Date
    | Days
    | Ticks
    | Mark
    | Marks
    | Survey
    | Parts
    | NotApplicable
    | NoneDone
    | Absent
)

ABSENT = Absent()
NONE_DONE = NoneDone()
