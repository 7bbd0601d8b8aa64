"""Masks, truths and states of many agencies: one value that stands for all rows, or an array with a row each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from minhchung.rubric.columns import Ints
from minhchung.rubric.exact import Flags, Mask, Value
from minhchung.rubric.leaf_outcomes import EXCLUDED, SCORED

NO, YES, UNKNOWN = 0, 1, 2
HIDDEN = -1
"""The state of a node that stands in no score tree: what is above it could not be looked into."""
Truth = int | Ints
"""NO, YES or UNKNOWN: for all rows, or a row each."""


def scored_or(state: Ints) -> int | Ints:
    """SCORED where every row is."""
    return SCORED if bool((state == SCORED).all()) else state


def highest_state(states: Sequence[int | Ints], rows: int) -> int | Ints:
    """The state of a parent."""
    fixed = max((state for state in states if isinstance(state, int)), default=EXCLUDED)
    arrays = [state for state in states if not isinstance(state, int)]
    if not arrays:
        return fixed
    found = np.maximum(arrays[0], np.int8(fixed))
    for state in arrays[1:]:
        np.maximum(found, state, out=found)
    return found


def is_state(state: int | Ints, wanted: int) -> Mask:
    """Where a state is the one wanted; False where it is in no row."""
    if isinstance(state, int):
        return state == wanted
    here: Flags = state == wanted
    return here if bool(here.any()) else False


def spread_states(state: int | Ints, rows: int) -> Ints:
    """States, a row each."""
    return np.full(rows, state, dtype=np.int8) if isinstance(state, int) else state


def spread_truths(truth: Truth, rows: int) -> Ints:
    """Truths, a row each."""
    return np.full(rows, truth, dtype=np.int8) if isinstance(truth, int) else truth


def spread_flags(mask: object, rows: int) -> Flags:
    """A mask, a row each."""
    if isinstance(mask, np.ndarray) and mask.ndim:
        return mask.astype(bool, copy=False)
    return np.full(rows, bool(mask))


def is_at(mask: Mask, row: int) -> bool:
    """What a mask says of one row."""
    return mask if isinstance(mask, bool) else bool(mask[row])


def not_(mask: Mask) -> Mask:
    """The rows that a mask leaves out."""
    return not mask if isinstance(mask, bool) else ~mask


def both(a: Mask, b: Mask) -> Mask:
    """The rows in two masks."""
    if a is True:
        return b
    if b is True:
        return a
    return False if a is False or b is False else a & b


def any_of(masks: Sequence[Mask]) -> Mask:
    """The rows in at least one of several masks."""
    found: Mask = False
    for mask in masks:
        if mask is True:
            return True
        if mask is not False:
            found = mask if found is False else found | mask
    return found


def and_(a: Truth, b: Truth) -> Truth:
    """A conjunction: one NO decides, else one UNKNOWN leaves it open."""
    if isinstance(a, int) and isinstance(b, int):
        return NO if NO in (a, b) else max(a, b)
    no = np.equal(a, NO) | np.equal(b, NO)
    return np.where(no, NO, np.maximum(a, b)).astype(np.int8)


def is_nothing(value: Value) -> bool:
    """Whether a value is 0 in every row."""
    return value == 0 if isinstance(value, Fraction) else not value.num.any()
