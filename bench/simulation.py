"""Rank intervals of 130 agencies × 100 leaves, 10,000 draws, against the same draws in a plain loop."""

from __future__ import annotations

import random
from fractions import Fraction
from statistics import median

import numpy as np

from bench.measure import seconds
from minhchung.rubric.simulate import PointTable, Uncertainty, rank_intervals

AGENCIES, LEAVES, DRAWS = 130, 100, 10_000
PLAIN_DRAWS = 20
UNCERTAINTY = Uncertainty(slip=Fraction(1, 10), weights=Fraction(1, 10))


def intervals() -> dict[str, float | int]:
    """Seconds for all draws. The plain loop is timed on some draws and reckoned up to all of them."""
    table = _table()
    ours = median(seconds(lambda: rank_intervals(table, UNCERTAINTY, DRAWS)) for _ in range(3))
    some = seconds(lambda: plainly(table, UNCERTAINTY, PLAIN_DRAWS))
    exact = rank_intervals(table, Uncertainty(Fraction(0)), 100)
    assert [each.low for each in exact] == [each.rank for each in exact]
    plain = some * DRAWS / PLAIN_DRAWS
    return {"draws": DRAWS, "seconds": ours, "plain_s": plain, "times_faster": plain / ours}


def plainly(table: PointTable, uncertainty: Uncertainty, draws: int) -> list[list[int]]:
    """What somebody would write who counts agency by agency: the ranks of every draw."""
    chance, share = float(uncertainty.slip), float(uncertainty.weights)
    points, down, up = table.points.tolist(), table.down.tolist(), table.up.tolist()
    source = random.Random(1)  # noqa: S311
    ranks = []
    for _ in range(draws):
        weights = [source.uniform(1 - share, 1 + share) for _leaf in table.leaves]
        totals = []
        for row, value in enumerate(points):
            total = 0.0
            for place, weight in enumerate(weights):
                drawn, moved = source.random(), 0
                if drawn < chance / 2:
                    moved = down[row][place]
                elif drawn >= 1 - chance / 2:
                    moved = up[row][place]
                total += weight * (value[place] + moved)
            totals.append(total)
        falling = sorted(totals, reverse=True)
        ranks.append([falling.index(total) + 1 for total in totals])
    return ranks


def _table() -> PointTable:
    drawn = np.random.default_rng(766).integers(0, 5, size=(AGENCIES, LEAVES)) * 10
    points = drawn[np.argsort(-drawn.sum(axis=1), kind="stable")].astype(np.int64)
    codes = tuple(str(place + 1) for place in range(LEAVES))
    return PointTable(
        agencies=tuple(f"CQ{row + 1}" for row in range(AGENCIES)),
        leaves=codes,
        titles=codes,
        scale=10,
        points=points,
        down=np.where(points > 0, -10, 0),
        up=np.where(points < 40, 10, 0),
        maxima=np.full(LEAVES, 40),
        totals=points.sum(axis=1),
        unranked=(),
    )
