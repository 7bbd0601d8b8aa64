"""Parents scored for all agencies: sums, the best of alternatives, the one branch in force, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.batch.adding import counted_by_parent, extra_points, summed
from minhchung.rubric.batch.leaves import Leaves
from minhchung.rubric.batch.masks import any_of, both, highest_state, is_state, spread_flags, spread_states
from minhchung.rubric.batch.quick_sums import added_quickly
from minhchung.rubric.batch.rows import Rows
from minhchung.rubric.exact import Flags, Value
from minhchung.rubric.leaf_outcomes import (
    EXCLUDED,
    MISSING,
    NO_POLICY,
    NOT_APPLICABLE,
    POLICIES,
    SCORED,
    UNDECIDED,
    ZERO,
    Mostly,
    Scored,
    merged,
)
from minhchung.rubric.leaf_wrapping import coefficient, wrapped
from minhchung.rubric.model import Node


class Parents:
    """The parents of one scoring, before their own gates and conditions.

    Whoever scores is handed in with each question, never kept: kept, the two would hold each other, and a scoring's columns
    would stay in memory until the collector comes round. aside: by parent, the rows in which one of its alternatives is taken. quickly: the
    parents below which nothing was shared out or rescaled.
    """

    def __init__(self, rows: Rows, leaves: Leaves) -> None:
        self._rows, self._leaves = rows, leaves
        self._count = rows.count
        self.aside: dict[str, Flags] = {}
        self.quickly: set[str] = set()
        self._full: dict[str, Value] = {}

    def scored(self, node: Node, child_scored: Callable[[Node], Scored]) -> Scored:
        """A parent made of its children, for every agency."""
        done = self._added(node)
        if done is None:
            done = self._combined(node, [child_scored(child) for child in node.children])
        self._full[node.code] = done.full
        return done

    def most(self, node: Node) -> Value:
        """The most that a parent already scored can give."""
        return self._full[node.code]

    def _added(self, node: Node) -> Scored | None:
        """Plain leaves added the quick way, where that can be."""
        if node.code not in self._rows.prepared.simple:
            return None
        leaves: list[Mostly] = []
        for one in [self._leaves.quick(child) for child in node.children]:
            if one is None:
                return None
            leaves.append(one)
        added = added_quickly(leaves, self._count)
        if added is None:
            return None
        self.quickly.add(node.code)
        return self._wrapped(node, added)

    def _combined(self, node: Node, found: list[Scored]) -> Scored:
        match node.combine:
            case "sum":
                return self._sum(node, found)
            case "best_of":
                return self._best(node, found)
            case "one_of":
                return self._one(node, found)
            case "all_of":
                return self._all(node, found)

    def _sum(self, node: Node, found: list[Scored]) -> Scored:
        state = highest_state([one.state for one in found], self._count)
        pairs = list(zip(node.children, found, strict=True))
        full = exact.total([one.full for child, one in pairs if child.block == "normal"])
        dropped = exact.total([one.dropped for one in found])
        points, known, most = summed([counted_by_parent(child, one) for child, one in pairs], self._count)
        points = exact.add(points, extra_points(node.children, found))
        done = self._wrapped(node, Scored(state, points, known, most, True, full, dropped))
        nothing = is_state(state, NOT_APPLICABLE)
        if nothing is False:
            return done
        return merged(nothing, _all_without(found, full, dropped, self._count), done, self._count)

    def _best(self, node: Node, found: list[Scored]) -> Scored:
        most = found[0].full
        for one in found[1:]:
            most = exact.highest(most, one.full)
        answered = [spread_states(one.state, self._count) for one in found]
        taken = [(state != MISSING) & (state != EXCLUDED) for state in answered]
        some = np.any(taken, axis=0)
        state = np.max(
            [np.where(one, own, EXCLUDED) for one, own in zip(taken, answered, strict=True)], axis=0
        )
        state = np.where(some, state, np.max(answered, axis=0)).astype(np.int8)
        points: Value = ZERO
        known = np.zeros(self._count, dtype=bool)
        for one, here in zip(found, taken, strict=True):
            counts = here & spread_flags(one.known, self._count)
            better = counts & (~known | spread_flags(exact.less(points, one.points), self._count))
            points = exact.choose(better, one.points, points)
            known |= counts
        self.aside[node.code] = some
        return self._wrapped(node, Scored(state, points, known, most, True, most))

    def _one(self, node: Node, found: list[Scored]) -> Scored:
        in_force = [spread_states(one.state, self._count) != EXCLUDED for one in found]
        count = np.sum(in_force, axis=0, dtype=np.int64)
        own = node.max or ZERO
        none = Scored(UNDECIDED, ZERO, False, own, node.max is not None, own)
        done = none
        for one, here in zip(found, in_force, strict=True):
            done = merged(here & (count == 1), one, done, self._count)
        policy = done.policy
        done = self._wrapped(node, done)
        return merged(count == 1, replace(done, policy=policy), none, self._count)

    def _all(self, node: Node, found: list[Scored]) -> Scored:
        state = highest_state([one.state for one in found], self._count)
        most = node.max or ZERO
        scored = spread_flags(is_state(state, SCORED), self._count)
        lacking = np.zeros(self._count, dtype=bool)
        for one in found:
            counts = both(is_state(one.state, SCORED), one.bounded)
            lacking |= spread_flags(both(counts, exact.less(one.points, one.most)), self._count)
        points = exact.choose(scored & ~lacking, most, ZERO)
        return self._wrapped(node, Scored(state, points, scored, most, True, most))

    def _wrapped(self, node: Node, done: Scored) -> Scored:
        """Coefficient, floor, cap and rounding of a parent; what its max becomes under its cap."""
        if node.multipliers or node.floor is not None or node.cap is not None or node.rounding is not None:
            kind, kinds = self._rows.kinds_by(test.trait for one in node.multipliers for test in one.when)
            for place, context in enumerate(kinds):
                if coefficient(node, context) is not None:
                    continue
                if kind is None:
                    self._rows.score_all_whole()
                else:
                    self._rows.score_whole_where(kind == place)
            points = wrapped(self._rows.rubric, node, done.points, kinds, kind)
            done = replace(done, points=exact.choose(done.known, points, ZERO))
        if node.cap is None:
            return done
        return replace(
            done,
            most=exact.choose(done.bounded, exact.lowest(done.most, node.cap), done.most),
            full=exact.choose(done.bounded, exact.lowest(done.full, node.cap), done.full),
        )


def _all_without(found: Sequence[Scored], full: Value, dropped: Value, rows: int) -> Scored:
    """Nothing below applies."""
    policy = np.full(rows, NO_POLICY, dtype=np.int8)
    for one in found:
        if one.policy is not None:
            policy = np.where(policy == NO_POLICY, one.policy, policy)
    policy = np.where(policy == NO_POLICY, POLICIES.index("not_scored"), policy)
    points = exact.total([one.points for one in found])
    most = exact.total([one.most for one in found])
    known = any_of([one.known for one in found])
    return Scored(NOT_APPLICABLE, points, known, most, True, full, dropped, policy)
