"""Points of many agencies on many leaves, exact, with the step up and down that each could have been."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from minhchung.rubric.batch import Batch
from minhchung.rubric.batch_ranking import rank_batch
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.reachable import Reachable
from minhchung.rubric.reachable_rules import Given, points_of

ZERO = Fraction(0)
MOST_SCALE = 10**6
"""Points are kept as whole numbers of 1/scale; a rubric that needs a finer grid than this is refused."""


@dataclass(frozen=True)
class PointTable:
    """agencies × leaves, in whole numbers of 1/`scale` points, ranked agencies only, best first.

    points: int64 (agencies, leaves); a leaf that does not apply to an agency holds 0 and moves nowhere.
    down, up: the next value below (≤ 0) and above (≥ 0) that the leaf can give, as differences.
    maxima: (leaves,) declared maxima; the highest value seen where the rubric declares none.
    totals: the published totals; `rest` of them is what the leaves do not add up to (roundings, caps, shared-out points).
    """

    agencies: tuple[str, ...]
    leaves: tuple[str, ...]
    titles: tuple[str, ...]
    scale: int
    points: NDArray[np.int64]
    down: NDArray[np.int64]
    up: NDArray[np.int64]
    maxima: NDArray[np.int64]
    totals: NDArray[np.int64]
    unranked: tuple[str, ...]

    @property
    def rest(self) -> NDArray[np.int64]:
        """(agencies,) what stands between the leaves' sum and the total."""
        rest: NDArray[np.int64] = self.totals - self.points.sum(axis=1)
        return rest


def table_of(batch: Batch, spread: Fraction = Fraction(1, 20)) -> PointTable:
    """The ranked agencies of a batch.

    spread: how far a leaf without listed steps (a rate, a mark) moves each way, as a share of its max, within what it can
    give. Raises ValueError when the points need a grid finer than 1/1,000,000.
    """
    everyone = rank_batch(batch)
    rows = [row for row in everyone if row.total is not None]
    unranked = tuple(row.agency for row in everyone if row.total is None)
    leaves = batch.rubric.leaves()
    points = [[batch.points_at(row.row, leaf.code) for leaf in leaves] for row in rows]
    steps = _Steps(batch.rubric, leaves, spread)
    moves = [[steps.around(leaf, value) for leaf, value in zip(leaves, line, strict=True)] for line in points]
    totals = [row.total or ZERO for row in rows]
    scale = _scale([*totals, *(value or ZERO for line in points for value in line), *steps.seen()])
    whole = _Whole(scale, (len(rows), len(leaves)))
    return PointTable(
        agencies=tuple(row.agency for row in rows),
        leaves=tuple(leaf.code for leaf in leaves),
        titles=tuple(leaf.title for leaf in leaves),
        scale=scale,
        points=whole.grid([[value or ZERO for value in line] for line in points]),
        down=whole.grid([[down for down, _up in line] for line in moves]),
        up=whole.grid([[up for _down, up in line] for line in moves]),
        maxima=_maxima(leaves, points, scale),
        totals=np.array([int(total * scale) for total in totals], dtype=np.int64),
        unranked=unranked,
    )


def _maxima(
    leaves: Sequence[Node], points: Sequence[Sequence[Fraction | None]], scale: int
) -> NDArray[np.int64]:
    seen = [max((line[place] or ZERO for line in points), default=ZERO) for place in range(len(leaves))]
    known = [most if leaf.max is None else leaf.max for leaf, most in zip(leaves, seen, strict=True)]
    return np.array([int(value * scale) for value in known], dtype=np.int64)


class _Whole:
    """Fractions as whole numbers of 1/scale."""

    def __init__(self, scale: int, shape: tuple[int, int]) -> None:
        self.scale, self.shape = scale, shape

    def grid(self, rows: Sequence[Sequence[Fraction]]) -> NDArray[np.int64]:
        whole = [[int(value * self.scale) for value in row] for row in rows]
        return np.array(whole, dtype=np.int64).reshape(self.shape)


def _scale(values: Sequence[Fraction]) -> int:
    scale = 1
    for value in set(values):
        scale = lcm(scale, value.denominator)
        if scale > MOST_SCALE:
            raise ValueError(f"points such as {value} need a grid finer than 1/{MOST_SCALE}")
    return scale


def _is_a_figure(rubric: Rubric, leaf: Node) -> bool:
    """Whether the rule itself gives any value of a span: rounding makes a grid of it, not steps that one is taken for."""
    if leaf.rule is None:
        return False
    return bool(points_of(leaf.rule, Given(leaf.max, rubric.step, {}, {})).spans)


class _Steps:
    """The neighbours of a value on a leaf, each worked out once."""

    def __init__(self, rubric: Rubric, leaves: Sequence[Node], spread: Fraction) -> None:
        reachable = Reachable(rubric)
        self._spread = spread
        self._sets = {leaf.code: reachable.of(leaf.code).listed for leaf in leaves}
        self._figures = {leaf.code for leaf in leaves if _is_a_figure(rubric, leaf)}
        self._known: dict[tuple[str, Fraction], tuple[Fraction, Fraction]] = {}

    def around(self, leaf: Node, value: Fraction | None) -> tuple[Fraction, Fraction]:
        """(down ≤ 0, up ≥ 0); no movement where the leaf gave no points."""
        if value is None:
            return ZERO, ZERO
        key = (leaf.code, value)
        if key not in self._known:
            self._known[key] = self._find(leaf, value)
        return self._known[key]

    def seen(self) -> Mapping[Fraction, None]:
        """Every difference found so far."""
        return {value: None for pair in self._known.values() for value in pair}

    def _find(self, leaf: Node, value: Fraction) -> tuple[Fraction, Fraction]:
        can = self._sets[leaf.code]
        if can.spans or leaf.code in self._figures:
            return self._within(leaf, value, can.low, can.high)
        below = max((point for point in can.points if point < value), default=value)
        above = min((point for point in can.points if point > value), default=value)
        return below - value, above - value

    def _within(
        self, leaf: Node, value: Fraction, low: Fraction | None, high: Fraction | None
    ) -> tuple[Fraction, Fraction]:
        reach = Fraction(round(self._spread * (leaf.max or ZERO) * 100), 100)
        low, high = ZERO if low is None else low, (leaf.max or value) if high is None else high
        return -min(reach, max(value - low, ZERO)), min(reach, max(high - value, ZERO))
