"""Nodes as the score trees show them: what stands above a node may shut it, set it aside, or hide it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.batch.masks import HIDDEN, spread_flags, spread_states
from minhchung.rubric.batch.scoring import OUT, UNSEEN, Scoring
from minhchung.rubric.columns import Ints
from minhchung.rubric.exact import Mask, Value
from minhchung.rubric.leaf_outcomes import EXCLUDED, MISSING, STATES, ZERO, Scored
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.score import Score

ASIDE = 3
"""An alternative that is not taken; beside OUT and UNSEEN."""


@dataclass(slots=True)
class Seen:
    """A node as it stands in each agency's score tree; state HIDDEN where it does not."""

    state: int | Ints
    points: Value
    known: Mask
    most: Value
    bounded: Mask


def as_scored(scored: Scored) -> Seen:
    """A node that nothing above bears on."""
    return Seen(scored.state, scored.points, scored.known, scored.most, scored.bounded)


class Covers:
    """What the nodes above make of each node, worked out from the top down, once."""

    def __init__(self, rubric: Rubric, scoring: Scoring, count: int) -> None:
        self._rubric, self._scoring, self._count = rubric, scoring, count
        self._cover: dict[str, Ints | None] = {}

    def seen(self, node: Node) -> Seen:
        """A node as the trees show it, once what stands above it is looked at."""
        found = as_scored(self._scoring.shown(node))
        cover = self.cover_of(node)
        if cover is None:
            return found
        state = spread_states(found.state, self._count).copy()
        state[(cover == ASIDE) & (state == MISSING)] = EXCLUDED
        out, hidden = cover == OUT, cover == UNSEEN
        state[out], state[hidden] = EXCLUDED, HIDDEN
        shut = out | hidden
        return Seen(
            state,
            exact.choose(shut, ZERO, found.points),
            found.known & ~shut,
            exact.choose(shut, ZERO, found.most),
            np.where(out, True, found.bounded & ~hidden),
        )

    def cover_of(self, node: Node) -> Ints | None:
        """What the nodes above make of this one: nothing, out of force, out of the tree, or an alternative not taken."""
        if node.code in self._cover:
            return self._cover[node.code]
        above = self._rubric.parent(node.code)
        cover = None if above is None else self._below(above)
        self._cover[node.code] = cover
        return cover

    def _below(self, above: Node) -> Ints | None:
        inherited = self.cover_of(above)
        own = self._scoring.shut.get(above.code)
        aside = self._scoring.aside.get(above.code)
        if inherited is None and own is None and aside is None:
            return None
        cover = np.zeros(self._count, dtype=np.int8)
        if inherited is not None:
            state = spread_states(self._scoring.raw(above).state, self._count)
            cover[(inherited == ASIDE) & (state == MISSING)] = ASIDE
        if aside is not None:
            cover[aside] = ASIDE
        if own is not None:
            cover = np.where(own > 0, own, cover)
        if inherited is not None:
            cover = np.where((inherited == OUT) | (inherited == UNSEEN), inherited, cover)
        return cover


def patched(seen: Seen, trees: Mapping[int, Score | None], count: int) -> Seen:
    """A node with some rows put in from score trees; None where it stands in no tree."""
    rows = np.array(list(trees), dtype=np.intp)
    nodes = list(trees.values())
    state = spread_states(seen.state, count).copy()
    state[rows] = [HIDDEN if each is None else STATES.index(each.state) for each in nodes]
    known, has_max = spread_flags(seen.known, count).copy(), spread_flags(seen.bounded, count).copy()
    known[rows] = [each is not None and each.points is not None for each in nodes]
    has_max[rows] = [each is not None and each.max is not None for each in nodes]
    points = [each.points or ZERO if each is not None else ZERO for each in nodes]
    most = [each.max or ZERO if each is not None else ZERO for each in nodes]
    return Seen(
        state,
        _put(seen.points, rows, points, count),
        known,
        _put(seen.most, rows, most, count),
        has_max,
    )


def _put(value: Value, rows: Ints, numbers: Sequence[Fraction], count: int) -> Value:
    places = np.zeros(count, dtype=np.intp)
    places[rows] = np.arange(len(rows))
    here = np.zeros(count, dtype=bool)
    here[rows] = True
    return exact.choose(here, exact.take(exact.column(numbers), places), value)
