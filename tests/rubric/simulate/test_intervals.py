"""Ranks under uncertainty, held against enumeration and against a loop without NumPy's tricks."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from minhchung.rubric.simulate import PointTable, Uncertainty, rank_intervals, variance_shares


def table(points: list[list[int]], step: int = 1, top: int = 4) -> PointTable:
    """Whole points 0–`top` on every leaf; rows must stand best first, as a ranking gives them."""
    grid = np.array(points, dtype=np.int64)
    return PointTable(
        agencies=tuple(f"CQ{row}" for row in range(len(points))),
        leaves=tuple(f"{place}" for place in range(grid.shape[1])),
        titles=("",) * grid.shape[1],
        scale=1,
        points=grid,
        down=np.where(grid > 0, -step, 0),
        up=np.where(grid < top, step, 0),
        maxima=np.full(grid.shape[1], top),
        totals=grid.sum(axis=1),
        unranked=(),
    )


def test_without_uncertainty_every_rank_is_certain() -> None:
    found = rank_intervals(table([[4, 4], [3, 3], [3, 3], [0, 1]]), Uncertainty(Fraction(0)), draws=100)

    assert [(each.rank, each.low, each.median, each.high) for each in found] == [
        (1, 1, 1, 1),
        (2, 2, 2, 2),
        (2, 2, 2, 2),
        (4, 4, 4, 4),
    ]
    assert [each.apart for each in found] == [True, False, True, False]
    assert [each.alike for each in found] == [0, 1, 1, 0]


def _exact_above(one: list[int], other: list[int], slip: Fraction, top: int) -> Fraction:
    """The chance that one stands strictly above the other, by walking through every outcome."""
    chances = {-1: slip / 2, 0: 1 - slip, 1: slip / 2}
    cells = [*one, *other]
    whole = Fraction(0)
    for moves in product(chances, repeat=len(cells)):
        moved = [min(top, max(0, value + move)) for value, move in zip(cells, moves, strict=True)]
        chance = Fraction(1)
        for move in moves:
            chance *= chances[move]
        whole += chance if sum(moved[: len(one)]) > sum(moved[len(one) :]) else 0
    return whole


@pytest.mark.parametrize(
    ("one", "other"), [([2, 2], [2, 1]), ([4, 4], [4, 3]), ([1, 0], [0, 0]), ([2, 2], [2, 2])]
)
def test_chances_agree_with_enumeration(one: list[int], other: list[int]) -> None:
    slip, draws = Fraction(1, 4), 20_000

    first = rank_intervals(table([one, other]), Uncertainty(slip), draws)[0]

    exact = _exact_above(one, other, slip, 4)
    assert first.above_next is not None
    assert abs(first.above_next - exact) < Fraction(15, 1000)  # four standard errors at most


def test_weights_alone_part_only_those_who_differ_by_leaf() -> None:
    same = rank_intervals(
        table([[4, 0], [4, 0], [1, 1]]), Uncertainty(Fraction(0), Fraction(1, 2)), draws=500
    )
    crossed = rank_intervals(table([[4, 0], [0, 4]]), Uncertainty(Fraction(0), Fraction(1, 2)), draws=2000)

    assert [(each.low, each.high) for each in same] == [(1, 1), (1, 1), (3, 3)]
    assert [(each.low, each.high) for each in crossed] == [(1, 2), (1, 2)]
    assert crossed[0].above_next is not None
    assert abs(crossed[0].above_next - Fraction(1, 2)) < Fraction(1, 20)


def test_the_same_seed_gives_the_same_intervals() -> None:
    points = table([[4, 3, 2], [3, 3, 2], [3, 2, 2], [1, 1, 1]])

    again = [rank_intervals(points, Uncertainty(), draws=300, seed=7) for _ in range(2)]

    assert again[0] == again[1]
    assert again[0] != rank_intervals(points, Uncertainty(), draws=300, seed=8)


def test_what_cannot_be_drawn_is_refused() -> None:
    points = table([[4, 3], [1, 1]])

    with pytest.raises(ValueError, match="at least 100"):
        rank_intervals(points, Uncertainty(), draws=99)
    with pytest.raises(ValueError, match="cells"):
        rank_intervals(points, Uncertainty(), draws=10**10)
    with pytest.raises(ValueError, match="slip"):
        Uncertainty(slip=Fraction(3, 2))
    assert rank_intervals(table([[1]][:0] or [[1]]), Uncertainty(), draws=100)[0].above_next is None


def test_shares_of_variance_are_exact_and_whole() -> None:
    shares = variance_shares(table([[4, 2, 3], [2, 2, 1], [0, 2, 2]]))

    assert sum((each.share or Fraction(0)) for each in shares) == 1
    assert {each.code: each.share for each in shares}["1"] == 0
    assert shares[0].code == "0"
    assert [each.share for each in variance_shares(table([[1, 1], [1, 1]]))] == [None, None]
