"""One leaf scored for many agencies.

The engine itself scores each distinct answer (or one answer of each band a figure can fall in) once; rows then pick
their outcome by its place in a table. Only what is in proportion to a rate (linear, steps) is reckoned here again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any, get_args

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.answers import ABSENT, Answer, Count, Days, Number, Rate
from minhchung.rubric.asking import place_of
from minhchung.rubric.columns import (
    PLAIN_SAID,
    SAID_GIVEN,
    SAID_OTHER,
    Ints,
    LeafColumn,
    leaf_form,
)
from minhchung.rubric.combining import Done
from minhchung.rubric.context import Context
from minhchung.rubric.errors import RubricFailure
from minhchung.rubric.exact import Exact, Mask, Value
from minhchung.rubric.kinds.base import top_of
from minhchung.rubric.kinds.measuring import Figure, figure, number_parameter
from minhchung.rubric.model import (
    AgencyCase,
    BandsRule,
    BestOfRule,
    ByAgencyRule,
    FallbackRule,
    LinearRule,
    NaPolicy,
    Node,
    Rounding,
    Rubric,
    Rule,
    StepsRule,
    SumOfRule,
    YearsRule,
)
from minhchung.rubric.score import Outcome, State
from minhchung.rubric.session import Session
from minhchung.rubric.traits import holds

STATES: tuple[State, ...] = ("excluded", "not_applicable", "scored", "pending", "undecided", "absent")
"""By code; of several children the highest is the parent's."""
EXCLUDED, NOT_APPLICABLE, SCORED, PENDING, UNDECIDED, MISSING = range(6)
POLICIES: tuple[NaPolicy, ...] = get_args(NaPolicy)
NO_POLICY = -1
ZERO = Fraction(0)
WIDEST = 1 << 16
"""Most numbers that a table is kept for by their place."""


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
        self.odd = np.array([not _alike(done, self.dones[0]) for done in self.dones])
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


def _alike(done: Done, other: Done) -> bool:
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


# ── one leaf, one kind of agency ──


class LeafScorer:
    """Scores a leaf for agencies whose traits are alike as far as the leaf asks."""

    def __init__(self, rubric: Rubric, node: Node, context: Context) -> None:
        self.rubric, self.node, self.context = rubric, node, context
        self.at = place_of(rubric, node, context)
        self.form = leaf_form(rubric, node, self.at)
        self.table = Table()
        self._places: dict[Answer, int | None] = {}
        self._by_value: Ints = np.empty(0, dtype=np.intp)
        self._value_from = 0
        self._filled = (0, -1)
        self._plain: Ints | None = None
        self._views: dict[str, tuple[int, int, Ints, Ints, bool]] = {}
        self._top: tuple[Fraction | None] | None = None
        self._cells = _cells_of(self)
        self.proportion = _proportional(self)

    def done(self, answer: Answer) -> Done:
        """The engine's own outcome. Raises RubricFailure as it does."""
        return Session(self.rubric, {self.node.code: answer}, self.context, whole=False).leaf(self.node)

    def place(self, answer: Answer) -> int | None:
        """The outcome's place in the table; None when the engine refuses the answer."""
        if answer not in self._places:
            try:
                self._places[answer] = self.table.keep(self.done(answer))
            except RubricFailure:
                self._places[answer] = None
        return self._places[answer]

    def scored(self, column: LeafColumn, rows: int) -> Scored:
        """Every row's outcome. Raises Unscorable."""
        if column.is_given:
            if self._cells is not None and self._is_regular(column):
                return self.table.scored(self._cells.outcomes.take(self._cells.passed(column)))
            if self.proportion is not None and self._is_regular(column):
                return self._proportion(column, None)
        if self.proportion is not None:
            return self._mixed_proportion(column, rows)
        return self.table.scored(self.index(column, rows))

    def mostly(self, column: LeafColumn) -> Mostly | None:
        """The quick way: figures looked up or reckoned for all rows, then the odd rows put right.

        None where most rows have no figure, or something stands in the way that `scored` must look at.
        """
        if isinstance(column.said, int) and column.said != SAID_GIVEN:
            return None
        if 2 * column.bare_rows.size > len(column.said if not isinstance(column.said, int) else ()) > 0:
            return None
        if self.proportion is not None and column.num is not None:
            return self._mostly_in_proportion(column)
        if self._cells is not None:
            if column.num is not None and not column.has_proper_rates:
                return None
            return self._looked_up(column, self._cells.passed(column), self._cells.outcomes, "cells")
        if column.value is None or not column.value.size:
            return None
        low, high = column.value_range
        if high - low >= WIDEST:
            return None
        if not (self._filled[0] <= low and high <= self._filled[1]):
            self._widen(low, high)
            self._fill_quietly(column.value)
            if bool((self._by_value[low - self._value_from : high - self._value_from + 1] >= 0).all()):
                self._filled = (low, high)
        keys = column.value if not self._value_from else column.value - self._value_from
        return self._looked_up(column, keys, self._by_value, "values")

    def _fill_quietly(self, values: Ints) -> None:
        for value in np.unique(values):
            if self._by_value[int(value) - self._value_from] < 0:
                place = self._place_of_value(int(value))
                if place is not None:
                    self._by_value[int(value) - self._value_from] = place

    def _place_of_value(self, value: int) -> int | None:
        try:
            return self.place(self.form.answer(value))
        except IndexError:
            return None  # no such option

    def _looked_up(self, column: LeafColumn, keys: Ints, outcomes: Ints, name: str) -> Mostly | None:
        if self._plain_by_code(column.bare_codes) is None:
            return None
        num, regular, all_regular = self._view(outcomes, name)
        rows = column.bare_rows
        if not all_regular:
            odd = ~regular.take(keys)
            odd[rows] = True
            rows = np.flatnonzero(odd)
        places = self._odd_places(column, rows, outcomes.take(keys[rows]) if rows.size else rows)
        if places is None:
            return None
        table = self.table
        table.freshen()
        if num.dtype != table.points.num.dtype or self._views[name][0] != table.version:
            num, regular, all_regular = self._view(outcomes, name)
        points = num.take(keys)
        if rows.size:
            points[rows] = table.points.num.take(places)
        return Mostly(
            Exact(points, table.points.den, table.points.size, table.points.den_size),
            self.most(),
            rows,
            places,
            table,
        )

    def _odd_places(self, column: LeafColumn, rows: Ints, found: Ints) -> Ints | None:
        """The outcomes of rows: of those without a figure by what was said, of the others as looked up."""
        if not rows.size:
            return found.astype(np.intp)
        if column.bare_rows.size:
            same = rows.size == column.bare_rows.size
            said = column.bare_said if same else np.asarray(column.said)[rows]
            plain = self._plain_by_code(column.bare_codes)
            if plain is None:
                return None
            found = plain.take(said) if same else np.where(said == SAID_GIVEN, found, plain.take(said))
            if SAID_OTHER in column.bare_codes:
                other = np.flatnonzero(said == SAID_OTHER)
                try:
                    found[other] = self._other(column, rows[other])
                except Unscorable:
                    return None
        return None if found.min() < 0 else found

    def _plain_by_code(self, codes: tuple[int, ...]) -> Ints | None:
        """The outcome of each thing that can be said without a figure; None when the engine refuses one."""
        if self._plain is None:
            self._plain = np.full(SAID_OTHER + 1, -1, dtype=np.intp)
        for code in codes:
            if code < SAID_GIVEN and self._plain[code] < 0:
                place = self.place(PLAIN_SAID[code])
                if place is None:
                    return None
                self._plain[code] = place
        return self._plain

    def _view(self, outcomes: Ints, name: str) -> tuple[Ints, Ints, bool]:
        """By key: points, whether they are plain points under the leaf's max, and whether all are."""
        self.table.freshen()
        kept = self._views.get(name)
        if kept is None or kept[0] != self.table.version or kept[1] != len(outcomes):
            clean = self.table.regular(self.most())
            num = self.table.points.num.take(outcomes)
            regular = clean.take(outcomes) & (outcomes >= 0)
            kept = (self.table.version, len(outcomes), num, regular, bool(regular.all()))
            self._views[name] = kept
        return kept[2], kept[3], kept[4]

    def _mostly_in_proportion(self, column: LeafColumn) -> Mostly | None:
        if not column.has_proper_rates:
            return None
        points = self._in_proportion(column)
        rows = column.bare_rows
        places = self._odd_places(column, rows, np.full(rows.size, -1, dtype=np.intp))
        if places is None or not isinstance(points, Exact) or not isinstance(points.den, int):
            return None
        self.table.freshen() if rows.size else None
        if rows.size:
            here = exact.take(self.table.points, places)
            if not isinstance(here.den, int) or points.den % here.den or points.num.dtype == object:
                return None
            num = points.num.copy()
            num[rows] = here.num * (points.den // here.den)
            size = max(points.size, here.size * (points.den // here.den))
            points = Exact(num, points.den, size, points.den)
        return Mostly(points, self.most(), rows, places, self.table)

    def _in_proportion(self, column: LeafColumn) -> Value:
        assert self.proportion is not None and column.num is not None and column.den is not None
        _, high, _, den_high = column.rate_range
        points = self.proportion(Exact(column.num, column.den, max(high, 1), max(den_high, 1)))
        return wrapped(self.rubric, self.node, points, [self.context], None)

    def index(self, column: LeafColumn, rows: int) -> Ints:
        """Each row's place in the table. Raises Unscorable for rows that the engine refuses."""
        said = column.said
        if isinstance(said, int):
            if said < SAID_GIVEN:
                return np.full(rows, self._refused(self.place(PLAIN_SAID[said]), np.arange(rows)))
            return self._given(column, None) if said == SAID_GIVEN else self._other(column, None)
        index = self._plain_places(said).take(said)
        given, other = np.flatnonzero(said == SAID_GIVEN), np.flatnonzero(said == SAID_OTHER)
        if given.size:
            index[given] = self._given(column, given)
        if other.size:
            index[other] = self._other(column, other)
        return index

    def _plain_places(self, said: Ints) -> Ints:
        if self._plain is None:
            self._plain = np.full(SAID_OTHER + 1, -1, dtype=np.intp)
        for code in range(SAID_GIVEN):
            if self._plain[code] < 0 and bool((said == code).any()):
                self._plain[code] = self._refused(self.place(PLAIN_SAID[code]), np.flatnonzero(said == code))
        return self._plain

    def _refused(self, place: int | None, rows: Ints) -> int:
        if place is None:
            raise Unscorable(rows)
        return place

    # ── figures ──

    def _given(self, column: LeafColumn, chosen: Ints | None) -> Ints:
        if column.value is None:
            return self._rates(column, chosen)
        values = column.value if chosen is None else column.value[chosen]
        if self._cells is not None:
            return self._cells.places_of_values(values)
        if not values.size:
            return np.empty(0, dtype=np.intp)
        low, high = column.value_range if chosen is None else (int(values.min()), int(values.max()))
        if high - low >= WIDEST:
            return self._distinct([self.form.answer(int(value)) for value in values], chosen)
        self._widen(low, high)
        places = self._by_value.take(values - self._value_from)
        if places.min() < 0:
            self._fill(values, places, chosen)
            places = self._by_value.take(values - self._value_from)
        return places

    def _widen(self, low: int, high: int) -> None:
        """Make room for values from low to high."""
        size = len(self._by_value)
        if size and self._value_from <= low and high < self._value_from + size:
            return
        start = min(low, self._value_from) if size else low
        end = max(high, self._value_from + size - 1) if size else high
        if end - start >= 2 * WIDEST:
            start, end = low, high
            self._by_value, self._value_from = np.full(end - start + 1, -1, dtype=np.intp), start
            return
        wider = np.full(end - start + 1, -1, dtype=np.intp)
        if size:
            wider[self._value_from - start : self._value_from - start + size] = self._by_value
        self._by_value, self._value_from = wider, start

    def _fill(self, values: Ints, places: Ints, chosen: Ints | None) -> None:
        for value in np.unique(values[places < 0]):
            place = self.place(self.form.answer(int(value)))
            if place is None:
                rows = np.flatnonzero(values == value)
                raise Unscorable(rows if chosen is None else chosen[rows])
            self._by_value[int(value) - self._value_from] = place

    def _rates(self, column: LeafColumn, chosen: Ints | None) -> Ints:
        assert column.num is not None and column.den is not None
        num = column.num if chosen is None else column.num[chosen]
        den = column.den if chosen is None else column.den[chosen]
        if self._cells is None:
            return self._distinct(_rates(num, den), chosen)
        regular = (den > 0) & (num >= 0)
        if not self._cells.may_exceed:
            regular &= num <= den
        index = self._cells.places_of_rates(num, np.where(den > 0, den, 1))
        rest = np.flatnonzero(~regular)
        if rest.size:
            index[rest] = self._distinct(
                _rates(num[rest], den[rest]), rest if chosen is None else chosen[rest]
            )
        return index

    def _distinct(self, answers: Sequence[Answer], chosen: Ints | None) -> Ints:
        places = [self.place(answer) for answer in answers]
        if None in places:
            rows = np.array([row for row, place in enumerate(places) if place is None], dtype=np.intp)
            raise Unscorable(rows if chosen is None else chosen[rows])
        return np.array(places, dtype=np.intp)

    def _other(self, column: LeafColumn, chosen: Ints | None) -> Ints:
        assert column.which is not None
        which = column.which if chosen is None else column.which[chosen]
        found = [self.place(answer) for answer in column.others]
        places = np.array([-1 if place is None else place for place in found], dtype=np.intp)
        index = places.take(which)
        if index.size and index.min() < 0:
            rows = np.flatnonzero(index < 0)
            raise Unscorable(rows if chosen is None else chosen[rows])
        return index

    # ── in proportion to a rate ──

    def _is_regular(self, column: LeafColumn) -> bool:
        if column.num is None:
            return column.value is not None
        if column.has_proper_rates:
            return True
        low, _, den_low, _ = column.rate_range
        return _may_exceed(self.node.rule) and low >= 0 and den_low > 0

    def _proportion(self, column: LeafColumn, regular: Ints | None) -> Scored:
        assert self.proportion is not None and column.num is not None and column.den is not None
        _, high, _, den_high = column.rate_range
        num, den = column.num, column.den
        if regular is not None:
            num, den = np.where(regular, num, 0), np.where(regular, den, 1)
        points = self.proportion(Exact(num, den, max(high, 1), max(den_high, 1)))
        points = wrapped(self.rubric, self.node, points, [self.context], None)
        most = self.most()
        return Scored(SCORED, points, True, most or ZERO, most is not None, most or ZERO)

    def most(self) -> Fraction | None:
        """The most that the leaf can give."""
        if self._top is None:
            self._top = (Session(self.rubric, {}, self.context).most(self.node),)
        return self._top[0]

    def _mixed_proportion(self, column: LeafColumn, rows: int) -> Scored:
        """Rates that are regular in proportion, every other row by its own outcome."""
        if column.num is None or column.den is None:
            return self.table.scored(self.index(column, rows))
        given = column.said == SAID_GIVEN
        regular = given & (column.den > 0) & (column.num >= 0)
        if not _may_exceed(self.node.rule):
            regular = regular & (column.num <= column.den)
        rest = np.flatnonzero(~regular)
        if rest.size == rows:
            return self.table.scored(self.index(column, rows))
        some = self._proportion(column, regular)
        if not rest.size:
            return some
        index = np.full(rows, self._refused(self.place(ABSENT), rest), dtype=np.intp)
        try:
            index[rest] = self.index(_rows_of(column, rest), rest.size)
        except Unscorable as refused:
            raise Unscorable(rest[refused.rows]) from None
        return merged(regular, some, self.table.scored(index), rows)


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


def wrapped(rubric: Rubric, node: Node, points: Value, kinds: Sequence[Context], kind: Ints | None) -> Value:
    """Coefficient, floor and cap, rounding, as `evaluate` applies them; kinds: a context of each kind of agency.

    Traits that a coefficient asks for are known (rows where they are not are scored whole by the engine).
    """
    if node.multipliers:
        by = [coefficient(node, context) or ZERO for context in kinds]
        same = by[0] if len(set(by)) == 1 or kind is None else None
        points = exact.multiply(
            points, same if same is not None else exact.take(exact.column(by), _index(kind))
        )
    points = bounded(points, node.floor, node.cap)
    rounding = leaf_rounding(rubric, node) if node.is_leaf else node.rounding
    return points if rounding is None else exact.round_column(points, rounding.places, rounding.mode)


def leaf_rounding(rubric: Rubric, leaf: Node) -> Rounding | None:
    """How a leaf's points are rounded: by its own word, or by the rubric's where that is said of leaves."""
    if leaf.rounding is None and rubric.rounding is not None and rubric.rounding.at == "leaf":
        return rubric.rounding
    return leaf.rounding


def bounded(points: Value, low: Fraction | None, high: Fraction | None) -> Value:
    """Points held between two bounds; the floor is looked at first, as `evaluate` does."""
    if low is None and high is None:
        return points
    held = points
    if high is not None:
        held = exact.lowest(points, high)
    if low is not None:
        held = exact.choose(exact.less(points, low), low, held)
    return held


def coefficient(node: Node, context: Context) -> Fraction | None:
    """The first multiplier that holds; 1 when none does; None while that hangs on an unknown trait."""
    for one in node.multipliers:
        met = holds(one.when, context.traits)
        if met is None:
            return None
        if met:
            return one.by
    return Fraction(1)


def asked_traits(node: Node) -> tuple[str, ...]:
    """The traits that a leaf's points depend on, beside those that put it in force."""
    names = {test.trait for one in node.multipliers for test in one.when}
    if node.rule is not None:
        names |= {test.trait for case in _cases(node.rule) for test in case.when}
    return tuple(sorted(names))


def asks_years(rule: Rule) -> bool:
    """Whether earlier answers count."""
    return any(isinstance(one, YearsRule) for one in _rules(rule))


# ── pieces ──


def _index(kind: Ints | None) -> Ints:
    assert kind is not None
    return kind


def _rates(num: Ints, den: Ints) -> list[Answer]:
    return [Rate(Fraction(int(a)), Fraction(int(b))) for a, b in zip(num, den, strict=True)]


def _rows_of(column: LeafColumn, rows: Ints) -> LeafColumn:
    """Some rows of a column."""

    def some(array: Ints | None) -> Ints | None:
        return None if array is None else array[rows]

    said = column.said if isinstance(column.said, int) else column.said[rows]
    return LeafColumn(
        said,
        some(column.value),
        some(column.num),
        some(column.den),
        column.scale,
        column.others,
        some(column.which),
    )


def _rules(rule: Rule) -> list[Rule]:
    """A rule and those inside it."""
    inside: list[Rule] = []
    match rule:
        case SumOfRule(parts) | BestOfRule(parts):
            inside = [part.rule for part in parts]
        case FallbackRule(datum, otherwise):
            inside = [datum, otherwise]
        case ByAgencyRule(cases):
            inside = [case.rule for case in cases]
        case YearsRule(inner):
            inside = [inner]
    return [rule, *(below for one in inside for below in _rules(one))]


def _cases(rule: Rule) -> list[AgencyCase]:
    return [case for one in _rules(rule) if isinstance(one, ByAgencyRule) for case in one.cases]


def _may_exceed(rule: Rule | None) -> bool:
    return isinstance(rule, (BandsRule, LinearRule, StepsRule)) and rule.measure.may_exceed


# ── bands as cells ──


class Cells:
    """Where a figure falls: the limits that part one outcome from the next, in order.

    cuts: (limit, closed): a figure passes when it is above the limit, or on it where closed.
    """

    def __init__(self, cuts: list[tuple[Fraction, bool]], places: list[int], may_exceed: bool) -> None:
        self.may_exceed = may_exceed
        limits = exact.column([limit for limit, _ in cuts])
        assert isinstance(limits.den, int)
        self._scale = limits.den
        self._cuts = [(int(num), closed) for num, (_, closed) in zip(limits.num, cuts, strict=True)]
        self._size = max(limits.size, self._scale, 1)
        self.outcomes = np.array(places, dtype=np.intp)

    def passed(self, column: LeafColumn) -> Ints:
        """Each row's cell, for a column of figures or rates."""
        if column.value is not None:
            low, high = column.value_range
            return self._passed(column.value, None, max(high, -low))
        assert column.num is not None and column.den is not None
        _, high, _, den_high = column.rate_range
        return self._passed(column.num, column.den, max(high, den_high))

    def places_of_values(self, values: Ints) -> Ints:
        """The same for some figures."""
        size = int(np.abs(values).max()) if values.size else 0
        return self.outcomes.take(self._passed(values, None, size))

    def places_of_rates(self, num: Ints, den: Ints) -> Ints:
        """The same for some rates; den above 0."""
        size = max(int(np.abs(num).max()), int(den.max())) if num.size else 0
        return self.outcomes.take(self._passed(num, den, size))

    def _passed(self, num: Ints, den: Ints | None, size: int) -> Ints:
        if self._size * max(size, 1) >= exact.LIMIT:
            num, den = num.astype(object), None if den is None else den.astype(object)
        left = num if self._scale == 1 else num * self._scale
        passed = np.zeros(num.shape, dtype=np.int8 if len(self._cuts) < 127 else np.intp)
        for cut, closed in self._cuts:
            right: Any = cut if den is None else den * cut
            passed += (left >= right) if closed else (left > right)
        return passed


def _cells_of(leaf: LeafScorer) -> Cells | None:
    """The cells of a leaf of bands; None where its figures cannot be parted by limits alone."""
    rule = leaf.node.rule
    if not isinstance(rule, BandsRule) or leaf.form.takes not in ("rate", "count", "days"):
        return None
    worth: Fraction | Outcome = Fraction(1)
    if rule.measure.unit_value is not None and leaf.form.takes == "count":
        worth = number_parameter(rule.measure.unit_value, leaf.at)
    if isinstance(worth, Outcome) or worth <= 0:
        return None
    cuts = [limit * worth for limit in _limits_of(leaf, rule)]
    return _merged_cells(leaf, cuts, rule.measure.may_exceed)


def _limits_of(leaf: LeafScorer, rule: BandsRule) -> list[Fraction]:
    """Where one outcome may end and the next begin: the rule's limits and those of its rulings."""
    limits = {limit.value for row in rule.rows for limit in row.limits}
    limits |= {limit.value for reading in leaf.node.readings for limit in reading.limits}
    for ruling in leaf.context.rulings:
        if leaf.rubric.has_node(ruling.code) and leaf.rubric.node(ruling.code) is leaf.node:
            limits |= {limit for limit in (ruling.lower, ruling.upper) if limit is not None}
    return sorted(limits)


def _merged_cells(leaf: LeafScorer, cuts: list[Fraction], may_exceed: bool) -> Cells | None:
    kept: list[tuple[Fraction, bool]] = []
    places: list[int] = []
    for boundary, sample in _samples(cuts):
        answer = _sample_answer(leaf, sample, may_exceed)
        if answer is None:
            continue  # no figure falls there
        place = leaf.place(answer)
        if place is None:
            return None
        if places and _same(leaf, places[-1], place):
            continue
        if places:
            assert boundary is not None
            kept.append(boundary)
        places.append(place)
    return Cells(kept, places, may_exceed) if places else None


Tail = tuple[tuple[str, str], ...]
"""What a reason says after the rate itself, in both languages, and the reasons that follow."""


def worded_cells(leaf: LeafScorer) -> tuple[Cells, list[Tail]] | None:
    """The bands of a rate with their words; None for other leaves. The outcome of a cell is its place in the list."""
    rule = leaf.node.rule
    if not isinstance(rule, BandsRule) or leaf.form.takes != "rate":
        return None
    kept: list[tuple[Fraction, bool]] = []
    tails: list[Tail] = []
    for boundary, sample in _samples(_limits_of(leaf, rule)):
        answer = _sample_answer(leaf, sample, rule.measure.may_exceed)
        if answer is None:
            continue
        place, shown = leaf.place(answer), figure(rule.measure, answer, leaf.at)
        if place is None or not isinstance(shown, Figure):
            return None
        reasons = leaf.table.dones[place].score.reasons
        if not (reasons and reasons[0].vi.startswith(shown.vi) and reasons[0].en.startswith(shown.en)):
            return None
        after = (reasons[0].vi.removeprefix(shown.vi), reasons[0].en.removeprefix(shown.en))
        tail = (after, *((each.vi, each.en) for each in reasons[1:]))
        if tails and tails[-1] == tail:
            continue
        if tails:
            assert boundary is not None
            kept.append(boundary)
        tails.append(tail)
    return (Cells(kept, list(range(len(tails))), rule.measure.may_exceed), tails) if tails else None


_Sample = tuple[Fraction | None, Fraction | None]


def _samples(cuts: list[Fraction]) -> list[tuple[tuple[Fraction, bool] | None, _Sample]]:
    """Each cell from the lowest: the boundary that leads into it, and its bounds (equal for a single figure)."""
    cells: list[tuple[tuple[Fraction, bool] | None, _Sample]] = []
    below: Fraction | None = None
    for cut in cuts:
        cells.append(((below, False) if below is not None else None, (below, cut)))
        cells.append(((cut, True), (cut, cut)))
        below = cut
    cells.append(((below, False) if below is not None else None, (below, None)))
    return cells


def _sample_answer(leaf: LeafScorer, sample: _Sample, may_exceed: bool) -> Answer | None:
    """An answer whose figure falls in the cell; None when there is none."""
    low, high = sample
    match leaf.form.takes:
        case "rate":
            return _sample_rate(low, high, may_exceed)
        case "days":
            day = _whole_between(low, high)
            return None if day is None else Days(day)
        case _:
            value = _between(low, high)
            return Number(value) if value.denominator > 1 else Count(value.numerator)


def _sample_rate(low: Fraction | None, high: Fraction | None, may_exceed: bool) -> Answer | None:
    top = None if may_exceed else Fraction(1)
    if low is not None and low == high:
        inside = low >= 0 and (top is None or low <= top)
        return Rate(Fraction(low.numerator), Fraction(low.denominator)) if inside else None
    if (high is not None and high <= 0) or (low is not None and top is not None and low >= top):
        return None
    low = Fraction(-1) if low is None or low < 0 else low
    if low < 0:
        value = ZERO  # the cell holds 0 and what is above it up to its end
    else:
        end = high if top is None else top if high is None else min(high, top)
        value = low + 1 if end is None else (low + end) / 2
    return Rate(Fraction(value.numerator), Fraction(value.denominator))


def _between(low: Fraction | None, high: Fraction | None) -> Fraction:
    if low is None:
        return ZERO if high is None else high - 1
    return low + 1 if high is None else (low + high) / 2


def _whole_between(low: Fraction | None, high: Fraction | None) -> int | None:
    if low is not None and low == high:
        return low.numerator if low.denominator == 1 else None
    if low is None:
        return 0 if high is None else ceil(high) - 1
    first = floor(low) + 1
    return first if high is None or first < high else None


def _same(leaf: LeafScorer, first: int, second: int) -> bool:
    a, b = leaf.table.dones[first], leaf.table.dones[second]
    return (a.score.state, a.score.points) == (b.score.state, b.score.points) and _alike(a, b)


# ── proportions ──


def _proportional(leaf: LeafScorer) -> Any:
    """Points before coefficients and rounding, of a column of rates; None for other rules."""
    rule = leaf.node.rule
    if leaf.form.takes != "rate":
        return None
    match rule:
        case LinearRule():
            return _linear(leaf, rule)
        case StepsRule() if rule.subtract or rule.below is not None:
            return lambda rates: _steps(rule, rates)
        case _:
            return None


def _linear(leaf: LeafScorer, rule: LinearRule) -> Any:
    factor = number_parameter(rule.coefficient, leaf.at) if rule.coefficient is not None else Fraction(1)
    if isinstance(factor, Outcome) or (rule.top is None and leaf.at.top is None):
        return None
    if coefficient(leaf.node, leaf.context) is None:
        return None
    top = top_of(rule.top, leaf.at) * factor
    target = rule.target or Fraction(1)
    capped = not (rule.measure.may_exceed and rule.target is None)

    def points(rates: Exact) -> Value:
        share = exact.multiply(rates, 1 / target)
        if capped and (target < 1 or rule.measure.may_exceed):
            share = exact.lowest(share, Fraction(1))
        share = exact.subtract(Fraction(1), share) if rule.reverse else share
        return exact.multiply(share, top)

    return points


def _steps(rule: StepsRule, rates: Exact) -> Value:
    gap = exact.multiply(exact.subtract(rates, rule.base), 1 / rule.every)
    steps = exact.whole_steps(gap)
    above = exact.add(exact.multiply(steps, rule.add), rule.points)
    below: Value = rule.below if rule.below is not None else ZERO
    if rule.subtract:
        below = exact.add(exact.multiply(steps, rule.subtract), rule.points)
    points = exact.choose(exact.less(gap, ZERO), below, above)
    return bounded(points, rule.low, rule.high)
