"""Ranks under stated uncertainty: the span that holds 90 % of the draws, and which neighbours cannot be told apart.

What is drawn, each time for every agency and leaf: with chance `slip` the appraisal lies one step of the leaf away (half up,
half down; at an end it stays); and every leaf's weight is multiplied by a number between 1 − `weights` and 1 + `weights`,
then all are scaled so that their sum of maxima stays. Floats are used here only; no point of anybody comes from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from minhchung.rubric.simulate.table import PointTable

Ranks = NDArray[np.int32]
MOST_CELLS = 10_000 * 3_400 * 130
"""draws × agencies × leaves: more than this is refused instead of keeping somebody waiting for minutes."""
CELLS_AT_ONCE = 3_000_000
THREADS = 2
SURE = Fraction(95, 100)


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """slip: chance (0–1) that an appraisal lies one step away. weights: ± share (0–1) of each weight."""

    slip: Fraction = Fraction(1, 10)
    weights: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        for name, value in (("slip", self.slip), ("weights", self.weights)):
            if not 0 <= value < 1:
                raise ValueError(f"{name} must lie in [0, 1): {value}")


@dataclass(frozen=True, slots=True)
class RankInterval:
    """One agency: its published total and rank, and the ranks of 90 % of the draws (5th to 95th percentile).

    above_next: share of draws in which it stands strictly above the next in the ranking; None for the last.
    apart: whether that is at least 95 %. alike: how many agencies it cannot be told apart from (neither stands above the
    other in 95 % of the draws).
    """

    agency: str
    total: Fraction
    rank: int
    low: int
    high: int
    median: int
    above_next: Fraction | None
    apart: bool
    alike: int


def rank_intervals(
    table: PointTable, uncertainty: Uncertainty, draws: int = 10_000, seed: int = 1
) -> tuple[RankInterval, ...]:
    """Intervals of the agencies of the table, in its order. The same seed gives the same draws on every machine.

    Raises ValueError for fewer than 100 draws or more cells than MOST_CELLS.
    """
    agencies = len(table.agencies)
    if draws < 100:
        raise ValueError("at least 100 draws")
    if draws * max(agencies, 1) * max(len(table.leaves), 1) > MOST_CELLS:
        raise ValueError(f"more than {MOST_CELLS} cells to draw")
    if not agencies:
        return ()
    totals = _drawn(table, uncertainty, draws, seed)
    ranks = _ranks(totals)
    low, median, high = np.quantile(ranks, [0.05, 0.5, 0.95], axis=0, method="inverted_cdf").astype(int)
    above = _above(totals)
    published = _ranks(table.totals[None, :].astype(np.float32))[0]
    return tuple(
        RankInterval(
            agency=agency,
            total=Fraction(int(table.totals[place]), table.scale),
            rank=int(published[place]),
            low=int(low[place]),
            high=int(high[place]),
            median=int(median[place]),
            above_next=Fraction(int(above[place, place + 1]), draws) if place + 1 < agencies else None,
            apart=place + 1 < agencies and above[place, place + 1] >= SURE * draws,
            alike=_alike(above, place, draws),
        )
        for place, agency in enumerate(table.agencies)
    )


def _alike(above: NDArray[np.int64], place: int, draws: int) -> int:
    least = int(SURE * draws)
    sure = (above[place] >= least) | (above[:, place] >= least)
    return int((~sure).sum()) - 1


def _drawn(table: PointTable, uncertainty: Uncertainty, draws: int, seed: int) -> NDArray[np.float32]:
    """(draws, agencies) totals."""
    at_once = max(1, CELLS_AT_ONCE // max(table.points.size, 1))
    parts = list(_parts(draws, at_once))
    seeds = np.random.SeedSequence(seed).spawn(len(parts))
    draw = _Draw(table, uncertainty)
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(draw.totals, parts, seeds))
    return np.concatenate(found)


def _parts(draws: int, at_once: int) -> Iterator[int]:
    while draws > 0:
        yield min(draws, at_once)
        draws -= at_once


class _Draw:
    """What every part of the draws shares. Points move in whole steps; 16 random bits decide for each cell."""

    def __init__(self, table: PointTable, uncertainty: Uncertainty) -> None:
        self.table, self.uncertainty = table, uncertainty
        self.points = table.points.astype(np.float32)
        self.down, self.up = table.down.astype(np.float32), table.up.astype(np.float32)
        self.rest = table.rest.astype(np.float32)
        self.half = round(uncertainty.slip * 65_536 / 2)
        self.weight = np.maximum(table.maxima, 1).astype(np.float32)

    def totals(self, draws: int, seed: np.random.SeedSequence) -> NDArray[np.float32]:
        random = np.random.Generator(np.random.SFC64(seed))
        drawn = np.empty((draws, len(self.table.agencies)), dtype=np.float32)
        weights = self._weights(random, draws)
        for place in range(draws):
            values = self._values(random)
            moved = values.sum(axis=1) if weights is None else values @ weights[place]
            drawn[place] = moved + self.rest
        settled: NDArray[np.float32] = np.rint(drawn * np.float32(16)) / np.float32(16)
        return settled  # equal sums stay equal whatever the order of adding

    def _values(self, random: np.random.Generator) -> NDArray[np.float32]:
        if not self.half:
            return self.points
        bits = random.integers(0, 65_536, size=self.points.shape, dtype=np.uint16)
        values: NDArray[np.float32] = self.points + self.down * (bits < self.half)
        values += self.up * (bits >= 65_536 - self.half)
        return values

    def _weights(self, random: np.random.Generator, draws: int) -> NDArray[np.float32] | None:
        """(draws, leaves), or None where weights are certain."""
        share = float(self.uncertainty.weights)
        if not share:
            return None
        weights = random.uniform(1 - share, 1 + share, size=(draws, self.weight.size)).astype(np.float32)
        weights *= self.weight.sum() / (weights @ self.weight)[:, None]
        return weights


def _ranks(totals: NDArray[np.float32]) -> Ranks:
    """(draws, agencies) → ranks 1, 1, 3: one more than how many stand strictly above."""
    order = np.argsort(-totals, axis=1, kind="stable")
    falling = np.take_along_axis(totals, order, axis=1)
    places = np.arange(totals.shape[1], dtype=np.int32)[None, :]
    starts = np.ones(totals.shape, dtype=bool)
    starts[:, 1:] = falling[:, 1:] != falling[:, :-1]
    first = np.maximum.accumulate(np.where(starts, places, 0), axis=1)
    ranks = np.empty(totals.shape, dtype=np.int32)
    np.put_along_axis(ranks, order, (first + 1).astype(np.int32), axis=1)
    return ranks


def _above(totals: NDArray[np.float32]) -> NDArray[np.int64]:
    """(agencies, agencies): in how many draws the row stands strictly above the column."""
    agencies = totals.shape[1]
    by_agency = np.ascontiguousarray(totals.T)
    above = np.zeros((agencies, agencies), dtype=np.int64)
    for one in range(agencies):
        above[one] = np.count_nonzero(by_agency[one][None, :] > by_agency, axis=1)
    return above
