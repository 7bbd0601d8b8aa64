"""What `evaluate` gives: a tree of points, states and reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from minhchung.rubric.answers import Answer
from minhchung.rubric.errors import Reason

State = Literal["scored", "not_applicable", "absent", "pending", "undecided", "excluded"]
"""excluded: the node is not in force for this kind of agency. A parent is `absent`, `undecided` or `pending` when
something below is (in that order); only `scored` and `not_applicable` are final."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule says of one answer. value: the figure that was compared, for rulings."""

    state: State
    points: Fraction | None = None
    reasons: tuple[Reason, ...] = ()
    value: Fraction | None = None


@dataclass(frozen=True, slots=True)
class LeafScore:
    """One leaf scored on its own, without the tree around it: gates on other leaves are pending."""

    code: str
    points: Fraction | None
    max: Fraction | None
    state: State
    reasons: tuple[Reason, ...]
    value: Fraction | None = None
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """One node scored. The root has code "" and the rubric's title.

    points: for a parent, the sum of what is known (None when nothing is). max: what could be reached by this agency,
    branches resolved and items that do not apply taken out. declared_max: what the text says.
    """

    code: str
    title: str
    points: Fraction | None
    max: Fraction | None
    declared_max: Fraction | None
    state: State
    reasons: tuple[Reason, ...] = ()
    children: tuple[Score, ...] = ()
    answer: Answer | None = None
    value: Fraction | None = None
    ruled: bool = False

    def walk(self) -> Iterator[Score]:
        """This score and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Score]:
        """The scores of leaves."""
        return (score for score in self.walk() if not score.children and score.code)

    def find(self, code: str) -> Score:
        """The score of a node by code. Raises KeyError."""
        for score in self.walk():
            if score.code == code:
                return score
        raise KeyError(code)

    @property
    def total(self) -> Fraction | None:
        """The root's points, rounded as the rubric says; what is known so far while incomplete."""
        return self.points

    def _codes(self, state: State) -> tuple[str, ...]:
        """Where the state arises: nodes that have it while nothing below them has."""
        return tuple(
            score.code
            for score in self.walk()
            if score.code and score.state == state and all(child.state != state for child in score.children)
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of leaves without an answer."""
        return self._codes("absent")

    @property
    def undecided(self) -> tuple[str, ...]:
        """Codes of leaves that wait for a ruling."""
        return self._codes("undecided")

    @property
    def pending(self) -> tuple[str, ...]:
        """Codes of leaves that wait for something else: acceptance, a due date, the group's values."""
        return self._codes("pending")

    @property
    def is_complete(self) -> bool:
        """Whether nothing is absent, undecided or pending: only then may it be ranked."""
        return self.state in ("scored", "not_applicable")
