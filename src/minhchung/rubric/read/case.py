"""What a rule is read from, and what a reading says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from minhchung.docread.place import Place
from minhchung.rubric.errors import Reason
from minhchung.rubric.model import GradedRule, Rule
from minhchung.rubric.read.figures import Figure
from minhchung.rubric.read.items import Words, line_of

Sure = Literal["certain", "likely", "unsure"]
_ORDER: tuple[Sure, ...] = ("certain", "likely", "unsure")


@dataclass(slots=True, eq=False)
class OptionRow:
    """A described state with its points. value None: the points could not be read."""

    text: str
    figure: Figure
    place: Place
    mark: str = ""
    evidence: list[Words] = field(default_factory=list)

    @property
    def points(self) -> Fraction:
        """Its points; a row without readable points never becomes an option."""
        return self.figure.value if self.figure.value is not None else Fraction(0)

    @property
    def line(self) -> int | None:
        """The source line."""
        return line_of(self.place)


@dataclass(frozen=True, slots=True)
class Case:
    """All that is said about one leaf. words: how points are given, where the text says it in a sentence."""

    title: str
    words: tuple[str, ...]
    rows: tuple[OptionRow, ...]
    max: Fraction | None
    low: Fraction | None = None

    @property
    def best(self) -> Fraction | None:
        """The highest points of any option."""
        return max((row.points for row in self.rows), default=None)


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule, how sure the reading is, and why it is not certain. rest: rows the rule did not take."""

    rule: Rule
    sure: Sure = "certain"
    reasons: tuple[Reason, ...] = ()
    undecided_text: str = ""

    def doubted(self, sure: Sure, *reasons: Reason) -> Judged:
        """The same, no surer than `sure`."""
        return Judged(self.rule, least(self.sure, sure), (*self.reasons, *reasons), self.undecided_text)


Recogniser = Callable[[Case], Judged | None]


def least(*levels: Sure) -> Sure:
    """The least sure of these."""
    return max(levels, key=_ORDER.index)


def undecided(case: Case, why: Reason) -> Judged:
    """No rule could be read: a mark by judgement stands in, and the words are kept for a person to decide."""
    words = "\n".join([*case.words, *(row.text for row in case.rows)])
    return Judged(GradedRule(high=case.max), "unsure", (why,), words or case.title)
