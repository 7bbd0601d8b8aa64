"""What a score depends on besides the rubric and the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Protocol

from minhchung.rubric.answers import Answer

ParameterValue = date | Fraction | int | str | bool


class Calendar(Protocol):
    """Counts working days."""

    def working_days(self, after: date, until: date) -> int:
        """Working days after the first day, up to and including the second; negative when `until` is earlier."""
        ...


@dataclass(frozen=True, slots=True)
class GroupValues:
    """The values of the whole group on one leaf, this agency's among them; complete once all are in.

    values: rates as fractions, as the rule's measure gives them.
    """

    values: tuple[Fraction, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision on a value that no option takes, for every agency.

    It takes the values between `lower` and `upper` (a rate as a fraction: 94,5 % is 189/200), or the answer whose plain
    form equals `pattern`; with neither, every undecided answer of the node.
    """

    code: str
    points: Fraction
    reason: str
    lower: Fraction | None = None
    lower_closed: bool = True
    upper: Fraction | None = None
    upper_closed: bool = True
    pattern: str | None = None

    def takes(self, value: Fraction | None, pattern: str | None) -> bool:
        """Whether the ruling covers this value, or this answer in its plain form."""
        if self.pattern is not None:
            return pattern == self.pattern
        if self.lower is None and self.upper is None:
            return True
        if value is None:
            return False
        above = self.lower is None or value > self.lower or (self.lower_closed and value == self.lower)
        below = self.upper is None or value < self.upper or (self.upper_closed and value == self.upper)
        return above and below


@dataclass(frozen=True, slots=True)
class Context:
    """year: N, the period's year. traits: the agency's; `True`/`False` read as có/không.

    earlier: answers of earlier years, by year, then node id or code. group: by leaf code. exempt: codes (or ids) that
    do not apply to this agency by the round's decision.
    """

    year: int = 0
    traits: Mapping[str, str | bool] = field(default_factory=dict)
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    earlier: Mapping[int, Mapping[str, Answer]] = field(default_factory=dict)
    group: Mapping[str, GroupValues] = field(default_factory=dict)
    rulings: tuple[Ruling, ...] = ()
    calendar: Calendar | None = None
    exempt: frozenset[str] = frozenset()


EMPTY = Context()
