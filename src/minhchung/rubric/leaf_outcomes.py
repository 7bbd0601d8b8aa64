"""What one leaf comes to for many agencies: its distinct outcomes in a table, and each row's place in it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, get_args

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.columns import (
    Ints,
)
from minhchung.rubric.combining import Done
from minhchung.rubric.exact import Exact, Mask, Value
from minhchung.rubric.model import (
    NaPolicy,
)
from minhchung.rubric.score import State

STATES: tuple[State, ...] = ("excluded", "not_applicable", "scored", "pending", "undecided", "absent")
"""By code; of several children the highest is the parent's."""
EXCLUDED, NOT_APPLICABLE, SCORED, PENDING, UNDECIDED, MISSING = range(6)
POLICIES: tuple[NaPolicy, ...] = get_args(NaPolicy)
NO_POLICY = -1
ZERO = Fraction(0)


@dataclass(slots=True)
class Scored:
    """A node scored for every agency, as `evaluate` scores it for one.

    state: a code of STATES, for all rows or a row each. points: 0 where not known. most: the max, 0 where not bounded.
    policy: of rows not applicable, a place in POLICIES or NO_POLICY; None when no row has one.
    apart: a bonus or penalty, as its parent counts it.
    """

    state: int | Ints
    points: Value
    known: Mask
    most: Value
    bounded: Mask
    full: Value
    dropped: Value = ZERO
    policy: Ints | None = None
    apart: bool = False


@dataclass(slots=True)
class Mostly:
    """A leaf that is scored in most rows: points in whole units of one denominator, 0 where not known.

    rows: where the outcome is anything but points under the leaf's own max; places: their outcomes in the table.
    """

    points: Exact
    most: Fraction | None
    rows: Ints
    places: Ints
    table: Table

    def whole(self) -> Scored:
        """The same, every row said."""
        top = self.most or ZERO
        if not self.rows.size:
            return Scored(SCORED, self.points, True, top, self.most is not None, top)
        count = len(self.points.num)
        here = np.zeros(count, dtype=bool)
        here[self.rows] = True
        index = np.zeros(count, dtype=np.intp)
        index[self.rows] = self.places
        some = Scored(SCORED, self.points, True, top, self.most is not None, top)
        return merged(here, self.table.scored(index), some, count)


class Unscorable(Exception):
    """Rows that the engine must score whole, and may refuse."""

    def __init__(self, rows: Ints) -> None:
        super().__init__()
        self.rows = rows


class Table:
    """The distinct outcomes of one leaf, and arrays of what they hold."""

    def __init__(self) -> None:
        self.dones: list[Done] = []
        self.version = 0
        self._gaps: tuple[int, tuple[Ints, int] | None] | None = None
        self._fresh = False

    def keep(self, done: Done) -> int:
        """The place of one more outcome."""
        self.dones.append(done)
        self.version += 1
        self._fresh = False
        return len(self.dones) - 1

    def freshen(self) -> None:
        """Bring the arrays up to date."""
        if self._fresh:
            return
        scores = [done.score for done in self.dones]
        self.states = np.array([STATES.index(score.state) for score in scores], dtype=np.int8)
        self.points = exact.column([score.points or ZERO for score in scores])
        self.known = np.array([score.points is not None for score in scores])
        self.most = exact.column([score.max or ZERO for score in scores])
        self.bounded = np.array([score.max is not None for score in scores])
        self.full = exact.column([done.full_max for done in self.dones])
        self.dropped = exact.column([done.dropped for done in self.dones])
        codes = [NO_POLICY if done.policy is None else POLICIES.index(done.policy) for done in self.dones]
        self.policy = np.array(codes, dtype=np.int8)
        self.odd = np.array([not alike(done, self.dones[0]) for done in self.dones])
        self.any_odd = bool(self.odd.any())
        self.all_scored = bool((self.states == SCORED).all())
        self._fresh = True

    def regular(self, most: Fraction | None) -> Ints:
        """Which outcomes are plain points under this max."""
        full = most or ZERO
        return np.array(
            [
                done.score.state == "scored"
                and (done.score.max, done.full_max, done.dropped, done.policy) == (most, full, ZERO, None)
                for done in self.dones
            ],
            dtype=bool,
        )

    def gaps(self, most: Fraction | None) -> tuple[Ints, int] | None:
        """By outcome: by how much its max, its full max and what it drops differ from a plain outcome's, over one
        denominator; None when nothing does. The three stand below one another."""
        self.freshen()
        if self._gaps is None or self._gaps[0] != self.version:
            top = most or ZERO
            numbers = [(done.score.max or ZERO) - top for done in self.dones]
            numbers += [done.full_max - top for done in self.dones] + [done.dropped for done in self.dones]
            found = exact.column(numbers)
            assert isinstance(found.den, int)
            shaped = (found.num.reshape(3, len(self.dones)), found.den) if found.num.any() else None
            self._gaps = (self.version, shaped)
        return self._gaps[1]

    def scored(self, index: Ints) -> Scored:
        """The outcome of each row."""
        self.freshen()
        points = exact.take(self.points, index)
        state = SCORED if self.all_scored else _uniform(self.states.take(index))
        known: Mask = True if isinstance(state, int) and state == SCORED else self.known.take(index)
        if not self.any_odd or not bool(self.odd.take(index).any()):
            first = self.dones[0]
            most = first.score.max
            return Scored(state, points, known, most or ZERO, most is not None, first.full_max)
        policy = self.policy.take(index)
        return Scored(
            state,
            points,
            known,
            exact.take(self.most, index),
            self.bounded.take(index),
            exact.take(self.full, index),
            exact.take(self.dropped, index),
            policy if bool((policy != NO_POLICY).any()) else None,
        )


def alike(done: Done, other: Done) -> bool:
    """Whether two outcomes differ in nothing but state and points."""
    return (done.score.max, done.full_max, done.dropped, done.policy) == (
        other.score.max,
        other.full_max,
        other.dropped,
        other.policy,
    )


def _uniform(states: Ints) -> int | Ints:
    if not states.size:
        return SCORED
    first = int(states[0])
    return first if bool((states == first).all()) else states


def merged(first: Any, a: Scored, b: Scored, rows: int) -> Scored:
    """a where `first` holds, b elsewhere."""
    policy = None
    if a.policy is not None or b.policy is not None:
        none = np.full(rows, NO_POLICY, dtype=np.int8)
        policy = np.where(
            first, none if a.policy is None else a.policy, none if b.policy is None else b.policy
        )
    return Scored(
        np.where(first, a.state, b.state).astype(np.int8),
        exact.choose(first, a.points, b.points),
        np.where(first, a.known, b.known),
        exact.choose(first, a.most, b.most),
        np.where(first, a.bounded, b.bounded),
        exact.choose(first, a.full, b.full),
        exact.choose(first, a.dropped, b.dropped),
        policy,
    )
