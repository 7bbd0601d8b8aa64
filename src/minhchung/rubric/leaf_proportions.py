"""Points in proportion to a rate (linear, steps) for a column of rates: the one thing that is reckoned here again."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from minhchung.rubric import exact
from minhchung.rubric.exact import Exact, Value
from minhchung.rubric.kinds.base import top_of
from minhchung.rubric.kinds.measuring import number_parameter
from minhchung.rubric.leaf_outcomes import (
    ZERO,
)
from minhchung.rubric.leaf_wrapping import (
    bounded,
    coefficient,
)
from minhchung.rubric.model import (
    LinearRule,
    StepsRule,
)
from minhchung.rubric.score import Outcome

if TYPE_CHECKING:
    from minhchung.rubric.leaf_columns import LeafScorer


def proportional(leaf: LeafScorer) -> Any:
    """Points before coefficients and rounding, of a column of rates; None for other rules."""
    rule = leaf.node.rule
    if leaf.form.takes != "rate":
        return None
    match rule:
        case LinearRule():
            return _linear(leaf, rule)
        case StepsRule() if rule.subtract or rule.below is not None:
            return lambda rates: _steps(rule, rates)
        case _:
            return None


def _linear(leaf: LeafScorer, rule: LinearRule) -> Any:
    factor = number_parameter(rule.coefficient, leaf.at) if rule.coefficient is not None else Fraction(1)
    if isinstance(factor, Outcome) or (rule.top is None and leaf.at.top is None):
        return None
    if coefficient(leaf.node, leaf.context) is None:
        return None
    top = top_of(rule.top, leaf.at) * factor
    target = rule.target or Fraction(1)
    capped = not (rule.measure.may_exceed and rule.target is None)

    def points(rates: Exact) -> Value:
        share = exact.multiply(rates, 1 / target)
        if capped and (target < 1 or rule.measure.may_exceed):
            share = exact.lowest(share, Fraction(1))
        share = exact.subtract(Fraction(1), share) if rule.reverse else share
        return exact.multiply(share, top)

    return points


def _steps(rule: StepsRule, rates: Exact) -> Value:
    gap = exact.multiply(exact.subtract(rates, rule.base), 1 / rule.every)
    steps = exact.whole_steps(gap)
    above = exact.add(exact.multiply(steps, rule.add), rule.points)
    below: Value = rule.below if rule.below is not None else ZERO
    if rule.subtract:
        below = exact.add(exact.multiply(steps, rule.subtract), rule.points)
    points = exact.choose(exact.less(gap, ZERO), below, above)
    return bounded(points, rule.low, rule.high)
