"""Traits that an agency's own answers say: who answers a leaf that is in force for one kind of agency only is of that kind.

A table need not repeat in a column what it already says by which branch is filled in (S0: 6.4.1 or 6.4.2). A trait that
is given stands; answers that contradict each other, or leave more than one value open, say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from minhchung.rubric.answers import ABSENT, Answer
from minhchung.rubric.context import Context
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.traits import holds


def with_implied_traits(rubric: Rubric, answers: Mapping[str, Answer], context: Context) -> Context:
    """The context, with every unknown trait that the answers leave one value for."""
    answered = [code for code, answer in answers.items() if answer != ABSENT]
    nodes = [node for code in answered for node in rubric.upwards(code)]
    implied: dict[str, str] = {}
    for trait in rubric.traits:
        if trait.name in context.traits:
            continue
        asked = [node for node in nodes if _asks(node, trait.name)]
        fitting = [value for value in trait.values if all(_fits(node, trait.name, value) for node in asked)]
        if asked and len(fitting) == 1:
            implied[trait.name] = fitting[0]
    return replace(context, traits={**implied, **context.traits}) if implied else context


def _asks(node: Node, trait: str) -> bool:
    tests = node.when + (node.not_applicable.when if node.not_applicable is not None else ())
    return any(test.trait == trait for test in tests)


def _fits(node: Node, trait: str, value: str) -> bool:
    """Whether the node would be in force, and apply, for an agency with this value of the trait."""
    known = {trait: value}
    if holds(node.when, known) is False:
        return False
    exempt = node.not_applicable.when if node.not_applicable is not None else ()
    return not (exempt and holds(exempt, known))
