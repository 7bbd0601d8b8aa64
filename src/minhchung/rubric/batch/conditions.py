"""Whether what a gate or a veto asks of a node, of the agency or of what was declared holds, for every agency."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.answers import Answer
from minhchung.rubric.asking import declared, option_holds
from minhchung.rubric.batch.masks import NO, UNKNOWN, YES, Truth, and_, spread_flags, spread_states
from minhchung.rubric.batch.prepared import answer_at
from minhchung.rubric.batch.rows import Rows
from minhchung.rubric.exact import Mask, Value
from minhchung.rubric.leaf_outcomes import PENDING, ZERO, Scored
from minhchung.rubric.model import ClassCondition, Limit, Node, NodeTest


class Conditions:
    """The conditions of one scoring; `scored`, handed in with each, gives a node's score when it is first asked for."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def holds(self, condition: ClassCondition, scored: Callable[[Node], Scored]) -> Truth:
        """Whether every part of a condition holds."""
        met: Truth = YES
        if condition.test is not None:
            met = and_(met, self.test(condition.test, scored))
        if condition.when:
            met = and_(met, self._rows.when(condition.when))
        if condition.declared:
            said = declared(self._rows.rubric, condition.declared, self._rows.context)
            met = and_(met, UNKNOWN if said is None else YES if said else NO)
        return met

    def test(self, test: NodeTest, scored: Callable[[Node], Scored]) -> Truth:
        """Whether a test on a scored node holds, as `evaluate.node_test_holds`."""
        node, rows = self._rows.rubric.node(test.node), self._rows.count
        if test.options:
            return self._option_test(test, node)
        found = scored(node)
        state = spread_states(found.state, rows)
        open_ = (state >= PENDING) | ~spread_flags(found.known, rows)
        value = found.points
        if test.share:
            bare = spread_flags(exact.is_zero(found.most), rows) | ~spread_flags(found.bounded, rows)
            open_ |= bare
            most = exact.choose(bare, Fraction(1), found.most)
            met = np.ones(rows, dtype=bool)
            below = spread_flags(exact.less(most, ZERO), rows)
            if below.any():  # a max below 0 turns comparisons around; nothing sensible has one
                self._rows.score_whole_where(below)
                most = exact.choose(below, Fraction(1), most)
            for limit in test.limits:
                met &= spread_flags(_limit_holds(limit, value, exact.multiply(most, limit.value)), rows)
        else:
            met = np.ones(rows, dtype=bool)
            for limit in test.limits:
                met &= spread_flags(_limit_holds(limit, value, limit.value), rows)
        return np.where(open_, UNKNOWN, met.astype(np.int8)).astype(np.int8)

    def _option_test(self, test: NodeTest, node: Node) -> Truth:
        column = self._rows.columns.leaves.get(node.code)
        if column is None:
            return UNKNOWN
        rows, form = self._rows.count, self._rows.prepared.forms[node.code]
        met = np.empty(rows, dtype=np.int8)
        known: dict[Answer, bool | None] = {}
        for row in range(rows):
            answer = answer_at(form, column, row)
            if answer not in known:
                known[answer] = option_holds(test, answer)
            held = known[answer]
            met[row] = UNKNOWN if held is None else YES if held else NO
        return met


def _limit_holds(limit: Limit, value: Value, bound: Value) -> Mask:
    left, right = exact.sides(value, bound)
    match limit.op:
        case "<":
            found = left < right
        case "<=":
            found = left <= right
        case ">":
            found = left > right
        case ">=":
            found = left >= right
        case "=":
            found = left == right
    return found if isinstance(found, np.ndarray) else bool(found)
