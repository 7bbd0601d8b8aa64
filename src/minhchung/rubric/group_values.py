"""The first pass over a group: the figure of every agency on each leaf that is scored against the others (F19, F20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from minhchung.rubric.answers import ABSENT, Absent, Answer, NoneDone, NotApplicable, Parts
from minhchung.rubric.context import Context, GroupValues
from minhchung.rubric.evaluate import place_of
from minhchung.rubric.kinds.base import At
from minhchung.rubric.kinds.measuring import Figure, figure
from minhchung.rubric.kinds.relative import GROUP_WORDS
from minhchung.rubric.model import (
    BestOfRule,
    ByAgencyRule,
    FallbackRule,
    Measure,
    Node,
    RankRule,
    RelativeRule,
    Rubric,
    Rule,
    SumOfRule,
    YearsRule,
)
from minhchung.rubric.traits import holds

Entries = Mapping[str, Mapping[str, Answer]]


def asks_group(rubric: Rubric) -> bool:
    """Whether any rule looks at the whole group."""
    return any(_looks_around(leaf) for leaf in rubric.leaves())


def group_values(rubric: Rubric, entries: Entries, contexts: Mapping[str, Context]) -> dict[str, GroupValues]:
    """By leaf code, the figures of the agencies it applies to.

    entries: answers of each agency, by leaf code. A leaf is complete once every agency that it applies to has answered;
    one that answered *không có*, or whose denominator is 0, is in but adds no figure.
    """
    return {
        leaf.code: _values_of(rubric, leaf, entries, contexts)
        for leaf in rubric.leaves()
        if _looks_around(leaf)
    }


def _values_of(rubric: Rubric, leaf: Node, entries: Entries, contexts: Mapping[str, Context]) -> GroupValues:
    values: list[Fraction] = []
    complete = True
    for agency, answers in entries.items():
        context = contexts[agency]
        if not _applies(rubric, leaf, context):
            continue
        answer = answers.get(leaf.code, ABSENT)
        if isinstance(answer, NotApplicable) and answer.accepted:
            continue
        assert leaf.rule is not None
        found = _figures(leaf.rule, answer, place_of(rubric, leaf, context))
        if found is None:
            complete = False
        else:
            values += found
    return GroupValues(tuple(values), complete)


def _applies(rubric: Rubric, leaf: Node, context: Context) -> bool:
    """Whether the leaf and all above it are in force and apply; what hangs on an unknown trait counts as applying."""
    node: Node | None = leaf
    while node is not None:
        exempt = node.not_applicable.when if node.not_applicable is not None else ()
        out = (
            holds(node.when, context.traits) is False
            or (exempt and holds(exempt, context.traits))
            or node.code in context.exempt
            or node.id in context.exempt
        )
        if out:
            return False
        node = rubric.parent(node.code)
    return True


def _figures(rule: Rule, answer: Answer, at: At) -> list[Fraction] | None:
    """What one answer adds to the group: one figure, none, or None while it is not in yet."""
    if isinstance(answer, NoneDone):
        return []
    measured = list(_measured(rule, answer, at))
    found: list[Fraction] = []
    for measure, part in measured:
        if isinstance(part, (Absent, NotApplicable)):
            return None
        if isinstance(part, NoneDone):
            continue
        value = figure(measure, part, at)
        if isinstance(value, Figure):
            found.append(value.value)
        elif value.state == "pending":
            return None
    return found


def _measured(rule: Rule, answer: Answer, at: At) -> Iterator[tuple[Measure, Answer]]:
    """The measures compared with the group that this answer reaches, each with its part of the answer."""
    gated = isinstance(answer, Parts) and {name for name, _ in answer.parts} <= {"gate", "value"}
    if gated and isinstance(answer, Parts):
        if any(name == "value" for name, _ in answer.parts):
            yield from _measured(rule, answer.get("value"), at)
        return
    match rule:
        case RankRule(measure=Measure() as measure):
            yield measure, answer
        case RelativeRule(measure=measure, to=to) if to in GROUP_WORDS:
            yield measure, answer
        case SumOfRule(parts) | BestOfRule(parts):
            for part in parts:
                inner = answer.get(part.name) if isinstance(answer, Parts) else answer
                yield from _measured(part.rule, inner, at)
        case FallbackRule(datum, otherwise):
            if isinstance(answer, Parts) and answer.get("otherwise") != ABSENT:
                yield from _measured(otherwise, answer.get("otherwise"), at)
            else:
                inner = answer.get("datum") if isinstance(answer, Parts) else answer
                yield from _measured(datum, inner, at)
        case ByAgencyRule(cases):
            for case in cases:
                if holds(case.when, at.context.traits):
                    yield from _measured(case.rule, answer, at)


def _looks_around(leaf: Node) -> bool:
    return leaf.rule is not None and _rule_looks_around(leaf.rule)


def _rule_looks_around(rule: Rule) -> bool:
    match rule:
        case RankRule(measure=measure):
            return measure is not None
        case RelativeRule(to=to):
            return to in GROUP_WORDS
        case SumOfRule(parts) | BestOfRule(parts):
            return any(_rule_looks_around(part.rule) for part in parts)
        case FallbackRule(datum, otherwise):
            return _rule_looks_around(datum) or _rule_looks_around(otherwise)
        case ByAgencyRule(cases):
            return any(_rule_looks_around(case.rule) for case in cases)
        case YearsRule(inner):
            return _rule_looks_around(inner)
        case _:
            return False
