"""Leaves that are plain points in most rows added as whole columns; only the odd rows are put right."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.batch.adding import RESCALED, SPREAD
from minhchung.rubric.batch.masks import scored_or
from minhchung.rubric.exact import Value
from minhchung.rubric.leaf_outcomes import SCORED, ZERO, Mostly, Scored


def added_quickly(leaves: Sequence[Mostly], count: int) -> Scored | None:
    """The sum of leaves in `count` rows; None where a row has no scored leaf or siblings take over what one leaves."""
    rows = np.concatenate([one.rows for one in leaves])
    whole = sum((one.most or ZERO for one in leaves), ZERO)
    points = exact.total([one.points for one in leaves])
    if not rows.size:
        return Scored(SCORED, points, True, whole, True, whole)
    bare = np.bincount(rows, minlength=count) == len(leaves)
    states = np.concatenate([one.table.states.take(one.places) for one in leaves])
    policies = np.concatenate([one.table.policy.take(one.places) for one in leaves])
    if bool(bare.any()) or bool(((policies == SPREAD) | (policies == RESCALED)).any()):
        return None
    state = np.full(count, SCORED, dtype=np.int8)
    np.maximum.at(state, rows, states)
    most, full, dropped = _corrected(whole, leaves, count)
    return Scored(scored_or(state), points, True, most, True, full, dropped)


def _corrected(whole: Fraction, leaves: Sequence[Mostly], count: int) -> tuple[Value, Value, Value]:
    """The max, the full max and what is dropped, of a sum that is `whole` in all rows but the odd ones."""
    gaps = [(one, gap) for one in leaves if one.rows.size and (gap := one.table.gaps(one.most)) is not None]
    if not gaps:
        return whole, whole, ZERO
    den = lcm(whole.denominator, *(gap[1] for _, gap in gaps))
    rows = np.concatenate([one.rows for one, _ in gaps])
    apart = np.concatenate([gap[0].take(one.places, axis=1) * (den // gap[1]) for one, gap in gaps], axis=1)
    found: list[Value] = []
    for usual, gap in zip((whole, whole, ZERO), apart, strict=True):
        if gap.any():
            number = np.full(count, usual.numerator * (den // usual.denominator), dtype=gap.dtype)
            np.add.at(number, rows, gap)
            found.append(exact.exact(number, den))
        else:
            found.append(usual)
    return found[0], found[1], found[2]
