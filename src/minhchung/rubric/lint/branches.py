"""Branches of which exactly one should be in force for each agency, tried on every kind of agency."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from minhchung.rubric.lint.points import MOST_KINDS
from minhchung.rubric.lint.subject import rules_of
from minhchung.rubric.model import ByAgencyRule, Node, Rubric, When
from minhchung.rubric.traits import holds

Branch = tuple[str, When]


def kinds_with(rubric: Rubric, wanted: Callable[[int], bool]) -> Iterator[tuple[Node, str, list[str]]]:
    """Node, kind of agency in words, and the branches it falls in, where their number is wanted.

    The first such kind of each node only. Traits whose values are not declared are not tried.
    """
    for node, branches in _branched(rubric):
        for traits in _kinds(rubric, [when for _, when in branches]):
            held = [name for name, when in branches if holds(when, traits) is True]
            if wanted(len(held)):
                yield node, ", ".join(f"{name} = {value}" for name, value in traits.items()), held
                break


def _branched(rubric: Rubric) -> Iterator[tuple[Node, list[Branch]]]:
    for node in rubric.walk():
        if node.combine == "one_of":
            yield node, [(child.code, child.when) for child in node.children]
        for rule in rules_of(node):
            if isinstance(rule, ByAgencyRule):
                yield node, [(case.title or str(n), case.when) for n, case in enumerate(rule.cases, 1)]


def _kinds(rubric: Rubric, whens: list[When]) -> list[dict[str, str]]:
    declared = {trait.name: trait.values for trait in rubric.traits}
    names = sorted({test.trait for when in whens for test in when})
    if not names or any(name not in declared for name in names):
        return []
    count = 1
    for name in names:
        count *= len(declared[name])
    if count > MOST_KINDS:
        return []
    return [dict(zip(names, chosen, strict=True)) for chosen in product(*(declared[name] for name in names))]
