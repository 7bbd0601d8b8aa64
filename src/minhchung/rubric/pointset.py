"""A set of points, exact: finitely many values, and spans of values between two ends.

What `reachable` computes with. A set too large to list becomes the span that holds it, on its own grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, gcd, lcm

MOST_LISTED = 4000
"""Above so many values a set is kept as the span that holds them."""
MOST_SPANS = 64


@dataclass(frozen=True, slots=True)
class PointSpan:
    """Values from `low` to `high`, both included (None: no end); with `grid`, only low-or-high ± k × grid."""

    low: Fraction | None
    high: Fraction | None
    grid: Fraction | None = None

    def holds(self, value: Fraction) -> bool:
        """Whether the value lies in the span and on its grid."""
        if self.low is not None and value < self.low:
            return False
        if self.high is not None and value > self.high:
            return False
        anchor = self.low if self.low is not None else self.high
        return self.grid is None or ((value - (anchor or 0)) / self.grid).denominator == 1


@dataclass(frozen=True, slots=True)
class PointSet:
    """`points` and everything in `spans`."""

    points: frozenset[Fraction] = frozenset()
    spans: tuple[PointSpan, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return not self.points and not self.spans

    @property
    def low(self) -> Fraction | None:
        """The least value; None when there is none or it has no end."""
        lows = [span.low for span in self.spans]
        if None in lows:
            return None
        return min((*self.points, *(low for low in lows if low is not None)), default=None)

    @property
    def high(self) -> Fraction | None:
        """The greatest value; None when there is none or it has no end."""
        highs = [span.high for span in self.spans]
        if None in highs:
            return None
        return max((*self.points, *(high for high in highs if high is not None)), default=None)

    def holds(self, value: Fraction) -> bool:
        """Whether the value is in the set."""
        return value in self.points or any(span.holds(value) for span in self.spans)

    def nearest(self, value: Fraction) -> tuple[Fraction, ...]:
        """The listed values next below and next above, for messages; none for spans."""
        below = [point for point in self.points if point < value]
        above = [point for point in self.points if point > value]
        return (*([max(below)] if below else []), *([min(above)] if above else []))

    def __or__(self, other: PointSet) -> PointSet:
        return _tidy(self.points | other.points, (*self.spans, *other.spans))

    def __add__(self, other: PointSet) -> PointSet:
        """Every sum of one value of each."""
        if len(self.points) * len(other.points) > MOST_LISTED * 64:
            return _hull(self) + other
        if len(self.points) * len(other.spans) > MOST_SPANS:
            return _hull(self) + other
        if len(other.points) * len(self.spans) > MOST_SPANS:
            return self + _hull(other)
        points = _sums(self.points, other.points)
        spans = [_shifted(span, point) for span in self.spans for point in other.points]
        spans += [_shifted(span, point) for span in other.spans for point in self.points]
        spans += [_joined(one, two) for one in self.spans for two in other.spans]
        return _tidy(points, spans)

    def scaled(self, by: Fraction) -> PointSet:
        """Every value times `by`."""
        if by == 0:
            return PointSet() if self.is_empty else listed([Fraction(0)])
        spans = [_scaled_span(span, by) for span in self.spans]
        return PointSet(frozenset(point * by for point in self.points), tuple(spans))

    def clamped(self, low: Fraction | None, high: Fraction | None) -> PointSet:
        """Every value, those under `low` raised to it and those over `high` lowered to it."""
        points = {_clamp(point, low, high) for point in self.points}
        spans: list[PointSpan] = []
        for span in self.spans:
            cut, ends = _clamped_span(span, low, high)
            spans += cut
            points |= ends
        return _tidy(points, spans)


NOTHING = PointSet()
ZERO = PointSet(frozenset([Fraction(0)]))
ANYTHING = PointSet(spans=(PointSpan(None, None),))


def listed(points: Iterable[Fraction]) -> PointSet:
    """The set of these values."""
    return PointSet(frozenset(points))


def between(low: Fraction | None, high: Fraction | None, grid: Fraction | None = None) -> PointSet:
    """All values between two ends, in either order; one value when they are equal."""
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
        if low == high:
            return listed([low])
        if grid is not None and (high - low) / grid <= MOST_LISTED:
            return listed(_grid_points(low, high, grid))
    return PointSet(spans=(PointSpan(low, high, grid),))


def grid_between(low: Fraction, high: Fraction, grid: Fraction) -> PointSet:
    """The multiples of `grid` from low to high: what rounding to places makes of a span."""
    first, last = ceil(low / grid) * grid, floor(high / grid) * grid
    return NOTHING if first > last else between(first, last, grid)


def sum_of(sets: Iterable[PointSet]) -> PointSet:
    """Every sum of one value of each; 0 for no sets."""
    total = ZERO
    for one in sets:
        total = total + one
    return total


def union_of(sets: Iterable[PointSet]) -> PointSet:
    """Everything in any of them."""
    total = NOTHING
    for one in sets:
        total = total | one
    return total


def hull_of(one: PointSet) -> PointSet:
    """The span from the least to the greatest value, everything between taken in."""
    return NOTHING if one.is_empty else between(one.low, one.high)


def _sums(one: frozenset[Fraction], two: frozenset[Fraction]) -> set[Fraction]:
    """Sums over a common denominator: whole numbers add many times faster than fractions."""
    scale = lcm(*(value.denominator for value in one), *(value.denominator for value in two))
    left = [int(value * scale) for value in one]
    right = [int(value * scale) for value in two]
    return {Fraction(total, scale) for total in {a + b for a in left for b in right}}


def _tidy(points: Iterable[Fraction], spans: Iterable[PointSpan]) -> PointSet:
    kept = _merged(spans)
    loose = frozenset(point for point in points if not any(span.holds(point) for span in kept))
    if len(kept) > MOST_SPANS:
        return hull_of(PointSet(loose, tuple(kept)))
    if len(loose) > MOST_LISTED:
        return _hull(PointSet(loose, tuple(kept)))
    return PointSet(loose, tuple(kept))


def _merged(spans: Iterable[PointSpan]) -> list[PointSpan]:
    """Spans without a grid joined where they touch; equal ones once."""
    gridded = list(dict.fromkeys(span for span in spans if span.grid is not None))
    plain = [span for span in spans if span.grid is None]
    plain.sort(key=lambda span: (span.low is not None, span.low or Fraction(0)))
    joined: list[PointSpan] = []
    for span in plain:
        if joined and _touches(joined[-1], span):
            last = joined.pop()
            high = None if last.high is None or span.high is None else max(last.high, span.high)
            joined.append(PointSpan(last.low, high))
        else:
            joined.append(span)
    return joined + gridded


def _touches(first: PointSpan, second: PointSpan) -> bool:
    return first.high is None or second.low is None or second.low <= first.high


def _hull(one: PointSet) -> PointSet:
    """The span that holds a listed set, on the finest grid its values share."""
    if one.spans:
        return hull_of(one)
    low = min(one.points)
    steps = [point - low for point in one.points if point != low]
    return PointSet(spans=(PointSpan(low, max(one.points), _common_step(steps)),))


def _common_step(steps: list[Fraction]) -> Fraction:
    scale = lcm(*(step.denominator for step in steps))
    return Fraction(gcd(*(int(step * scale) for step in steps)), scale)


def _shifted(span: PointSpan, by: Fraction) -> PointSpan:
    low = None if span.low is None else span.low + by
    high = None if span.high is None else span.high + by
    return PointSpan(low, high, None if low is None and high is None else span.grid)


def _joined(one: PointSpan, two: PointSpan) -> PointSpan:
    low = None if one.low is None or two.low is None else one.low + two.low
    high = None if one.high is None or two.high is None else one.high + two.high
    grid = None
    if one.grid is not None and two.grid is not None and (low is not None or high is not None):
        grid = _common_step([one.grid, two.grid])
    return PointSpan(low, high, grid)


def _scaled_span(span: PointSpan, by: Fraction) -> PointSpan:
    low = None if span.low is None else span.low * by
    high = None if span.high is None else span.high * by
    if by < 0:
        low, high = high, low
    return PointSpan(low, high, None if span.grid is None else span.grid * abs(by))


def _clamp(value: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value


def _clamped_span(
    span: PointSpan, low: Fraction | None, high: Fraction | None
) -> tuple[list[PointSpan], set[Fraction]]:
    """The part of a span inside the bounds, and the bounds that something beyond them falls on."""
    ends: set[Fraction] = set()
    if low is not None and (span.low is None or span.low < low):
        ends.add(low)
    if high is not None and (span.high is None or span.high > high):
        ends.add(high)
    if not ends:
        return [span], ends
    new_low = low if low is not None and low in ends else span.low
    new_high = high if high is not None and high in ends else span.high
    if new_low is not None and new_high is not None and new_low > new_high:
        outside = low if low is not None and span.high is not None and span.high < low else high
        return [], {outside} if outside is not None else ends
    grid = span.grid if span.low is not None and new_low == span.low else None
    return [PointSpan(new_low, new_high, grid)], ends


def _grid_points(low: Fraction, high: Fraction, grid: Fraction) -> Iterator[Fraction]:
    """Values low, low + grid, …, not over high; the upper end of a graded mark is on its grid or is left out."""
    for k in range(floor((high - low) / grid) + 1):
        yield low + k * grid
