"""What a node's own words do to its points, for columns: coefficient, floor and cap, rounding; which traits it asks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from minhchung.rubric import exact
from minhchung.rubric.columns import (
    Ints,
)
from minhchung.rubric.context import Context
from minhchung.rubric.exact import Value
from minhchung.rubric.leaf_outcomes import (
    ZERO,
)
from minhchung.rubric.model import (
    AgencyCase,
    BestOfRule,
    ByAgencyRule,
    FallbackRule,
    Node,
    Rubric,
    Rule,
    SumOfRule,
    YearsRule,
)
from minhchung.rubric.node_wrapping import leaf_rounding
from minhchung.rubric.traits import holds


def wrapped(rubric: Rubric, node: Node, points: Value, kinds: Sequence[Context], kind: Ints | None) -> Value:
    """Coefficient, floor and cap, rounding, as `evaluate` applies them; kinds: a context of each kind of agency.

    Traits that a coefficient asks for are known (rows where they are not are scored whole by the engine).
    """
    if node.multipliers:
        by = [coefficient(node, context) or ZERO for context in kinds]
        same = by[0] if len(set(by)) == 1 or kind is None else None
        points = exact.multiply(
            points, same if same is not None else exact.take(exact.column(by), _index(kind))
        )
    points = bounded(points, node.floor, node.cap)
    rounding = leaf_rounding(rubric, node) if node.is_leaf else node.rounding
    return points if rounding is None else exact.round_column(points, rounding.places, rounding.mode)


def bounded(points: Value, low: Fraction | None, high: Fraction | None) -> Value:
    """Points held between two bounds; the floor is looked at first, as `evaluate` does."""
    if low is None and high is None:
        return points
    held = points
    if high is not None:
        held = exact.lowest(points, high)
    if low is not None:
        held = exact.choose(exact.less(points, low), low, held)
    return held


def coefficient(node: Node, context: Context) -> Fraction | None:
    """The first multiplier that holds; 1 when none does; None while that hangs on an unknown trait."""
    for one in node.multipliers:
        met = holds(one.when, context.traits)
        if met is None:
            return None
        if met:
            return one.by
    return Fraction(1)


def asked_traits(node: Node) -> tuple[str, ...]:
    """The traits that a leaf's points depend on, beside those that put it in force."""
    names = {test.trait for one in node.multipliers for test in one.when}
    if node.rule is not None:
        names |= {test.trait for case in _cases(node.rule) for test in case.when}
    return tuple(sorted(names))


def asks_years(rule: Rule) -> bool:
    """Whether earlier answers count."""
    return any(isinstance(one, YearsRule) for one in _rules(rule))


def _index(kind: Ints | None) -> Ints:
    assert kind is not None
    return kind


def _rules(rule: Rule) -> list[Rule]:
    """A rule and those inside it."""
    inside: list[Rule] = []
    match rule:
        case SumOfRule(parts) | BestOfRule(parts):
            inside = [part.rule for part in parts]
        case FallbackRule(datum, otherwise):
            inside = [datum, otherwise]
        case ByAgencyRule(cases):
            inside = [case.rule for case in cases]
        case YearsRule(inner):
            inside = [inner]
    return [rule, *(below for one in inside for below in _rules(one))]


def _cases(rule: Rule) -> list[AgencyCase]:
    return [case for one in _rules(rule) if isinstance(one, ByAgencyRule) for case in one.cases]
