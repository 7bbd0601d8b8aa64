"""A leaf of bands as cells: the limits that part one outcome from the next, found by scoring a figure of each."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.answers import Answer, Count, Days, Number, Rate
from minhchung.rubric.columns import (
    Ints,
    LeafColumn,
)
from minhchung.rubric.kinds.measuring import Figure, figure, number_parameter
from minhchung.rubric.leaf_outcomes import (
    ZERO,
    alike,
)
from minhchung.rubric.model import (
    BandsRule,
)
from minhchung.rubric.score import Outcome

if TYPE_CHECKING:
    from minhchung.rubric.leaf_columns import LeafScorer


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


def cells_of(leaf: LeafScorer) -> Cells | None:
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
    return (a.score.state, a.score.points) == (b.score.state, b.score.points) and alike(a, b)
