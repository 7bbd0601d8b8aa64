"""Children added up for all agencies: which count, what siblings take over from one that does not apply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.batch.masks import any_of, both, is_nothing, is_state, not_, spread_flags
from minhchung.rubric.exact import Mask, Value
from minhchung.rubric.leaf_outcomes import EXCLUDED, NO_POLICY, POLICIES, ZERO, Scored
from minhchung.rubric.model import Node

SPREAD, RESCALED = POLICIES.index("spread"), POLICIES.index("rescale_block")


def summed(counted: Sequence[Scored], rows: int) -> tuple[Value, Mask, Value]:
    """Known points added but bonuses and penalties, where any points are known, and the max of what counts; with
    what falls to the siblings."""
    points = exact.total([one.points for one in counted if not one.apart])
    known = any_of([both(one.known, not_(is_state(one.state, EXCLUDED))) for one in counted])
    most = exact.total([exact.choose(is_state(one.state, EXCLUDED), ZERO, one.most) for one in counted])
    if any(one.policy is not None for one in counted):
        points, most = _spread(points, known, most, counted, rows)
        points, most = _rescaled_block(points, known, most, counted)
    return points, known, most


def rescaled_total(points: Value, known: Mask, most: Value, counted: Sequence[Scored]) -> tuple[Value, Value]:
    """Points and max of the whole, grown to what it would be without what was dropped from it."""
    dropped = exact.total([one.dropped for one in counted])
    if is_nothing(dropped):
        return points, most
    full = exact.total([one.full for one in counted])
    here = both(known, both(not_(exact.is_zero(dropped)), exact.less(dropped, full)))
    left = exact.choose(here, exact.subtract(full, dropped), Fraction(1))
    grown = exact.divide(exact.multiply(points, full), left)
    return exact.choose(here, grown, points), exact.choose(here, full, most)


def _freed(counted: Sequence[Scored], policy: int) -> Value:
    """What went under a policy."""
    return exact.total(
        [
            exact.choose(one.policy == policy, one.full, ZERO)
            for one in counted
            if one.policy is not None and bool((one.policy == policy).any())
        ]
    )


def _spread(
    points: Value, known: Mask, most: Value, counted: Sequence[Scored], rows: int
) -> tuple[Value, Value]:
    freed = _freed(counted, SPREAD)
    if is_nothing(freed):
        return points, most
    takers = [_takes(one) for one in counted]
    count = np.sum([spread_flags(taker, rows) for taker in takers], axis=0, dtype=np.int64)
    here = both(known, both(not_(exact.is_zero(freed)), spread_flags(count > 0, rows)))
    share = exact.divide(freed, exact.exact(np.maximum(count, 1)))
    extra: Value = ZERO
    for one, taker in zip(counted, takers, strict=True):
        mine = both(taker, one.known)
        if mine is False:
            continue
        top = exact.choose(mine, one.most, Fraction(1))
        part = exact.multiply(exact.multiply(one.points, share), _inverse(top))
        extra = exact.add(extra, exact.choose(mine, part, ZERO))
    return (
        exact.choose(here, exact.add(points, extra), points),
        exact.choose(here, exact.add(most, freed), most),
    )


def _takes(one: Scored) -> Mask:
    """Whether a node takes a share of what its siblings leave."""
    applies: Mask = True if one.policy is None else one.policy == NO_POLICY
    in_force = not_(is_state(one.state, EXCLUDED))
    return both(both(applies, in_force), both(one.bounded, not_(exact.is_zero(one.most))))


def _rescaled_block(
    points: Value, known: Mask, most: Value, counted: Sequence[Scored]
) -> tuple[Value, Value]:
    gone = _freed(counted, RESCALED)
    if is_nothing(gone):
        return points, most
    here = both(known, both(not_(exact.is_zero(gone)), exact.sign_over(most)))
    whole = exact.add(most, gone)
    left = exact.choose(here, most, Fraction(1))
    grown = exact.divide(exact.multiply(points, whole), left)
    return exact.choose(here, grown, points), exact.choose(here, whole, most)


def counted_by_parent(node: Node, one: Scored) -> Scored:
    """A node as its parent counts it: a bonus or penalty brings points, but no max."""
    if node.block == "normal":
        return one
    return replace(one, most=ZERO, bounded=True, full=ZERO, dropped=ZERO, policy=None, apart=True)


def extra_points(nodes: Sequence[Node], found: Sequence[Scored]) -> Value:
    """Points of bonuses and penalties: they are added as they are, whatever is rescaled."""
    return exact.total([one.points for node, one in zip(nodes, found, strict=True) if node.block != "normal"])


def _inverse(value: Value) -> Value:
    """1 / value, of values that are not 0."""
    if isinstance(value, Fraction):
        return 1 / value
    sign = np.where(value.num < 0, -1, 1)
    wide = exact.exact(sign)
    return exact.divide(wide, exact.multiply(value, wide))
