"""One leaf scored for many agencies.

The engine itself scores each distinct answer (or one answer of each band a figure can fall in) once; rows then pick
their outcome by its place in a table. Only what is in proportion to a rate (linear, steps) is reckoned here again.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.answers import ABSENT, Answer, Rate
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
from minhchung.rubric.exact import Exact, Value
from minhchung.rubric.leaf_bands import (
    cells_of,
)
from minhchung.rubric.leaf_outcomes import (
    SCORED,
    ZERO,
    Mostly,
    Scored,
    Table,
    Unscorable,
    merged,
)
from minhchung.rubric.leaf_proportions import (
    proportional,
)
from minhchung.rubric.leaf_scoring import Leaves
from minhchung.rubric.leaf_wrapping import (
    wrapped,
)
from minhchung.rubric.model import (
    BandsRule,
    LinearRule,
    Node,
    Rubric,
    Rule,
    StepsRule,
)

WIDEST = 1 << 16
"""Most numbers that a table is kept for by their place."""


class LeafScorer:
    """Scores a leaf for agencies whose traits are alike as far as the leaf asks."""

    def __init__(self, rubric: Rubric, node: Node, context: Context) -> None:
        self.rubric, self.node, self.context = rubric, node, context
        self.at = place_of(rubric, node, context)
        self.form = leaf_form(rubric, node, self.at)
        self.table = Table()
        self._places: dict[Answer, int | None] = {}
        self._done: dict[Answer, Done] = {}
        self._by_value: Ints = np.empty(0, dtype=np.intp)
        self._value_from = 0
        self._filled = (0, -1)
        self._plain: Ints | None = None
        self._views: dict[str, tuple[int, int, Ints, Ints, bool]] = {}
        self._top: tuple[Fraction | None] | None = None
        self._cells = cells_of(self)
        self.proportion = proportional(self)

    def done(self, answer: Answer) -> Done:
        """The engine's own outcome, asked for once: points and words both look here. Raises RubricFailure as it does."""
        found = self._done.get(answer)
        if found is None:
            found = Leaves(self.rubric, {self.node.code: answer}, self.context).scored(self.node)
            self._done[answer] = found
        return found

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
            self._top = (Leaves(self.rubric, {}, self.context).most(self.node),)
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


# ── pieces ──


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


def _may_exceed(rule: Rule | None) -> bool:
    return isinstance(rule, (BandsRule, LinearRule, StepsRule)) and rule.measure.may_exceed
