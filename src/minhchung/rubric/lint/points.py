"""What nodes are worth: declared points, and the least and most that rules give."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from minhchung.rubric.context import EMPTY
from minhchung.rubric.evaluate import place_of
from minhchung.rubric.kinds.base import kind_of
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.wording import en_number, vi_number

MOST_KINDS = 64
MOST_ADDENDS = 12


def rule_bounds(rubric: Rubric, node: Node) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most that the leaf's rule gives, inside the leaf's own floor and cap; None: no bound known."""
    if node.rule is None:
        return None, None
    low, high = kind_of(node.rule).bounds(node.rule, place_of(rubric, node, EMPTY))
    if node.cap is not None and (high is None or high > node.cap):
        high = node.cap
    if node.floor is not None and (low is None or low < node.floor):
        low = node.floor
    return low, high


def best_of(rubric: Rubric, node: Node) -> Fraction | None:
    """What the node is worth: as declared, else the most its rule or its children give."""
    if node.max is not None:
        return node.max
    if node.rule is not None:
        return rule_bounds(rubric, node)[1]
    values = [best_of(rubric, child) for child in node.children]
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values):
        return None
    return max(known) if node.combine in ("one_of", "best_of") else sum(known, Fraction(0))


def leaves_worth(rubric: Rubric, node: Node) -> Fraction | None:
    """What the leaves below the node are worth together, whatever the headings between them declare."""
    if not node.children:
        return best_of(rubric, node)
    values = [leaves_worth(rubric, child) for child in node.children if child.block == "normal"]
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values):
        return None
    return max(known) if node.combine in ("one_of", "best_of") else sum(known, Fraction(0))


def agency_kinds(rubric: Rubric, nodes: Sequence[Node]) -> list[dict[str, str]]:
    """Every combination of the traits that these nodes' `when` ask for; one empty where they ask for none.

    A trait that is not declared takes the values the tests name. Too many combinations: none is followed.
    """
    declared = {trait.name: trait.values for trait in rubric.traits}
    values: dict[str, list[str]] = {}
    for test in (test for node in nodes for test in node.when):
        known = values.setdefault(test.trait, list(declared.get(test.trait, ())))
        known += [value for value in test.values if value not in known]
    count = 1
    for each in values.values():
        count *= len(each)
    if count > MOST_KINDS:
        return []
    names = sorted(values)
    return [dict(zip(names, chosen, strict=True)) for chosen in product(*(values[name] for name in names))]


def addends(values: Sequence[Fraction]) -> tuple[str, str]:
    """`6 + 21 + 4 = 31` in both languages; a long list is cut, a single value stands alone."""
    shown = values if len(values) <= MOST_ADDENDS else values[: MOST_ADDENDS - 1]
    more = "" if len(shown) == len(values) else " + …"
    total = sum(values, Fraction(0))
    vi = " + ".join(vi_number(value) for value in shown) + more
    en = " + ".join(en_number(value) for value in shown) + more
    return (f"{vi} = {vi_number(total)}", f"{en} = {en_number(total)}") if len(values) > 1 else (vi, en)
