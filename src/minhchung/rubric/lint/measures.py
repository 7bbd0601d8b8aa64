"""The figures that rules look at."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.lint.subject import rules_of
from minhchung.rubric.model import (
    BandsRule,
    ConditionsRule,
    FormulaRule,
    LinearRule,
    Measure,
    Node,
    ProductRule,
    RelativeRule,
    StepsRule,
)


def measures_of(node: Node) -> Iterator[Measure]:
    """Every figure of the node's rules, named inputs included."""
    for rule in rules_of(node):
        match rule:
            case BandsRule(measure) | LinearRule(measure) | StepsRule(measure) | RelativeRule(measure):
                yield measure
            case ProductRule(named) | FormulaRule(named) | ConditionsRule(named):
                yield from (each.measure for each in named)
            case _:
                pass
