"""Which points a node of a rubric can give at all, computed from its rules.

`reach(rubric)` answers for every node. Branches by kind of agency are resolved where traits are given, and united over
every kind of agency where they are not. Two sets are kept: what the text lists, and what becomes possible only if a
state that no line describes counted 0 (S0:27–28 has no option for "sent nobody").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

from minhchung.rubric.model import (
    BandsRule,
    ByAgencyRule,
    ChecklistRule,
    CountsRule,
    DeductionsRule,
    FallbackRule,
    GradedRule,
    LevelsRule,
    Node,
    NotApplicableRule,
    OptionsRule,
    Rounding,
    Rubric,
    Rule,
    SumOfRule,
    When,
    YearsRule,
)
from minhchung.rubric.pointset import (
    ANYTHING,
    NOTHING,
    ZERO,
    PointSet,
    grid_between,
    hull_of,
    listed,
    sum_of,
    union_of,
)
from minhchung.rubric.reachable_rules import Given, points_of
from minhchung.rubric.rounding import round_points
from minhchung.rubric.traits import holds

MOST_KINDS = 256
"""More kinds of agency than this are not followed one by one: what depends on them may be anything."""
OTHER = "\0"
"""Stands for the values of an undeclared trait that no test names."""


@dataclass(frozen=True, slots=True)
class Reach:
    """listed: points the text can give. unlisted: those and what comes of counting an undescribed state as 0."""

    listed: PointSet
    unlisted: PointSet

    def __or__(self, other: Reach) -> Reach:
        return Reach(self.listed | other.listed, self.unlisted | other.unlisted)


NOWHERE = Reach(NOTHING, NOTHING)


class Reachable:
    """The reachable points of every node of one rubric, worked out when asked and kept."""

    def __init__(
        self,
        rubric: Rubric,
        traits: Mapping[str, str | bool] | None = None,
        parameters: Mapping[str, Fraction] | None = None,
    ) -> None:
        self._rubric = rubric
        self._traits = {name: _word(value) for name, value in (traits or {}).items()}
        self._parameters = dict(parameters or {})
        self.of = cache(self._of)

    def _of(self, code: str) -> Reach:
        """What the node with this code can give; nothing when it is not in force for these traits.

        Raises UnknownNode.
        """
        node = self._rubric.node(code)
        above = _ancestors(self._rubric, node)
        kinds = self._kinds((*above, *node.walk()))
        if kinds is None:
            return Reach(ANYTHING, ANYTHING)
        reach = NOWHERE
        for traits in kinds:
            if all(holds(each.when, traits) for each in above):
                reach = reach | self._node(node, traits)
        return _spread_within(self._rubric, node, reach)

    def _kinds(self, nodes: tuple[Node, ...]) -> list[dict[str, str]] | None:
        """Every combination of the unknown traits that these nodes ask for; None when there are too many."""
        values: dict[str, set[str]] = {}
        declared = {trait.name: trait.values for trait in self._rubric.traits}
        for when in (when for node in nodes for when in _whens(node)):
            for test in when:
                known = declared.get(test.trait, (OTHER,))
                values.setdefault(test.trait, set(known)).update(test.values)
        for name, value in self._traits.items():
            values[name] = {value}
        count = 1
        for each in values.values():
            count *= len(each)
        if count > MOST_KINDS:
            return None
        names = sorted(values)
        return [
            dict(zip(names, chosen, strict=True)) for chosen in product(*(sorted(values[n]) for n in names))
        ]

    def _node(self, node: Node, traits: Mapping[str, str]) -> Reach:
        """What it gives for one kind of agency, all wrappers applied."""
        if not holds(node.when, traits):
            return NOWHERE
        reach = self._leaf(node, traits) if node.rule is not None else self._parent(node, traits)
        rounding = self._rounding(node)
        wrapped = [_wrapped(node, one, traits, rounding) for one in (reach.listed, reach.unlisted)]
        claimed = self._not_applicable(node, traits)
        return Reach(wrapped[0] | claimed, wrapped[1] | claimed)

    def _leaf(self, node: Node, traits: Mapping[str, str]) -> Reach:
        assert node.rule is not None
        given = Given(node.max, self._rubric.step, traits, self._parameters)
        listed_points = points_of(node.rule, given)
        zero_rate = _zero_denominator(node, self._rubric) if _takes_a_rate(node.rule) else NOTHING
        return Reach(listed_points | zero_rate, listed_points | zero_rate | ZERO)

    def _parent(self, node: Node, traits: Mapping[str, str]) -> Reach:
        children = [self._node(child, traits) for child in node.children if holds(child.when, traits)]
        if self._rescales(node, traits):
            one = _rescaled(node, children)
            return Reach(one, one)
        return Reach(
            _combined(node, [child.listed for child in children]),
            _combined(node, [child.unlisted for child in children]),
        )

    def _rescales(self, node: Node, traits: Mapping[str, str]) -> bool:
        """Whether something right below may drop out and change what the rest is worth here."""
        policies = {self._policy(child) for child in node.children if self._may_not_apply(child, traits)}
        return bool(policies & {"rescale_block", "spread"})

    def _policy(self, node: Node) -> str | None:
        own = node.not_applicable.policy if node.not_applicable is not None else None
        return own if own is not None else self._rubric.not_applicable

    def _may_not_apply(self, node: Node, traits: Mapping[str, str]) -> bool:
        rule = node.not_applicable
        if rule is None:
            return self._rubric.not_applicable is not None and node.is_leaf
        return rule.claimable or _applies_not(rule, traits)

    def _not_applicable(self, node: Node, traits: Mapping[str, str]) -> PointSet:
        """What it adds to the sum when it does not apply."""
        if not self._may_not_apply(node, traits):
            return NOTHING
        if self._policy(node) == "full":
            return NOTHING if node.max is None else listed([node.max])
        return ZERO

    def _rounding(self, node: Node) -> Rounding | None:
        """The rounding done at this node, if any."""
        if node.rounding is not None:
            return node.rounding
        whole = self._rubric.rounding
        if whole is None:
            return None
        is_section = any(node is section for section in self._rubric.sections())
        at_here = (whole.at == "leaf" and node.is_leaf) or (whole.at == "section" and is_section)
        return whole if at_here else None


def reach(rubric: Rubric, code: str, traits: Mapping[str, str | bool] | None = None) -> Reach:
    """What one node can give; see `Reachable` to ask for many. Raises UnknownNode."""
    return Reachable(rubric, traits).of(code)


def _word(value: str | bool) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    return value


def _ancestors(rubric: Rubric, node: Node) -> tuple[Node, ...]:
    above: list[Node] = []
    parent = rubric.parent(node.code)
    while parent is not None:
        above.append(parent)
        parent = rubric.parent(parent.code)
    return tuple(above)


def _whens(node: Node) -> Iterator[When]:
    """Every test on traits at this node, those inside its rule included."""
    yield node.when
    if node.not_applicable is not None:
        yield node.not_applicable.when
    for multiplier in node.multipliers:
        yield multiplier.when
    if node.rule is not None:
        yield from _rule_whens(node.rule)


def _rule_whens(rule: Rule) -> Iterator[When]:
    match rule:
        case ByAgencyRule(cases):
            for case in cases:
                yield case.when
                yield from _rule_whens(case.rule)
        case FallbackRule(datum, otherwise):
            yield from _rule_whens(datum)
            yield from _rule_whens(otherwise)
        case YearsRule(inner):
            yield from _rule_whens(inner)
        case SumOfRule(parts):
            for part in parts:
                yield from _rule_whens(part.rule)


def _applies_not(rule: NotApplicableRule, traits: Mapping[str, str]) -> bool:
    return bool(rule.when) and holds(rule.when, traits) is True


def _takes_a_rate(rule: Rule) -> bool:
    """Whether 0/0 can be answered."""
    if isinstance(rule, BandsRule):
        return rule.measure.kind == "rate"
    whole = (OptionsRule, GradedRule, ChecklistRule, LevelsRule, CountsRule, DeductionsRule)
    return not isinstance(rule, whole)


def _zero_denominator(node: Node, rubric: Rubric) -> PointSet:
    """The value given for 0/0, where one is said."""
    policy = node.zero_denominator if node.zero_denominator is not None else rubric.zero_denominator
    if isinstance(policy, Fraction):
        return listed([policy])
    if policy == "full" and node.max is not None:
        return listed([node.max])
    return ZERO if policy in ("zero", "not_applicable") else NOTHING


def _combined(node: Node, children: list[PointSet]) -> PointSet:
    """The children made one, as the parent says; a set that is empty belongs to a child not in force."""
    present = [child for child in children if not child.is_empty]
    if not present:
        return NOTHING
    match node.combine:
        case "sum":
            return sum_of(present)
        case "all_of":
            return ZERO | listed([node.max if node.max is not None else Fraction(0)])
        case "best_of" | "one_of":
            return union_of(present)


def _rescaled(node: Node, children: list[Reach]) -> PointSet:
    """Anything from the least to the most: which items drop out, and so the factor, is not known."""
    together = sum_of(child.unlisted for child in children if not child.unlisted.is_empty)
    most = listed([node.max]) if node.max is not None else NOTHING
    return hull_of(together | ZERO | most)


def _wrapped(node: Node, one: PointSet, traits: Mapping[str, str], rounding: Rounding | None) -> PointSet:
    """Gate, multiplier, floor, cap and rounding around a node's own points."""
    if one.is_empty:
        return one
    by = next((each.by for each in node.multipliers if holds(each.when, traits)), Fraction(1))
    done = one.scaled(by).clamped(node.floor, node.cap)
    if rounding is not None:
        done = _rounded(done, rounding)
    return done if node.gate is None else done | listed([node.gate.otherwise])


def _rounded(one: PointSet, rounding: Rounding) -> PointSet:
    grid = Fraction(1, 10**rounding.places)
    points = listed(round_points(point, rounding) for point in one.points)
    for span in one.spans:
        if span.low is None or span.high is None:
            return ANYTHING
        low, high = round_points(span.low, rounding), round_points(span.high, rounding)
        points = points | grid_between(low, high, grid)
    return points


def _spread_within(rubric: Rubric, node: Node, found: Reach) -> Reach:
    """Where a sibling may drop out and its max is spread, this node may be worth more than its own rule says."""
    parent = rubric.parent(node.code)
    if parent is None or found.listed.is_empty:
        return found
    shared = [child for child in parent.children if child is not node and _spreads(rubric, child)]
    if not shared:
        return found
    most = sum((child.max or Fraction(0) for child in shared), node.max or Fraction(0))
    widened = hull_of(found.unlisted | ZERO | listed([most]))
    return Reach(widened, widened)


def _spreads(rubric: Rubric, node: Node) -> bool:
    rule = node.not_applicable
    if rule is None:
        return rubric.not_applicable == "spread" and node.is_leaf
    policy = rule.policy if rule.policy is not None else rubric.not_applicable
    return policy == "spread" and (rule.claimable or bool(rule.when))
