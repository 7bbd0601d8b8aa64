"""Codes of nodes: from labels, one a node, and whether numbers run on from one section to the next."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from minhchung.rubric.model import Node, Numbering
from minhchung.rubric.parse import coded
from minhchung.rubric.read.labels import ordinal, parse_label
from minhchung.rubric.read.tree import Draft


def numbering_of(roots: list[Draft]) -> Numbering:
    """Whether the numbers run on from one section to the next (II begins with 11 where I ended at 10)."""
    sections = [root for root in roots if root.children and _is_section(root.label)]
    if len(sections) < 2:
        return "restarts"
    for former, later in itertools.pairwise(sections):
        last, first = _number(former.children[-1].label), _number(later.children[0].label)
        if first is not None and last is not None and first == last + 1 and first > 1:
            return "runs_on"
    return "restarts"


def own_code(text: str) -> str:
    """A label that says its section's letter itself, as `A1.2`, is its own code; "" for others."""
    label = parse_label(text)
    return text if label is not None and label.kind.startswith("lettered") else ""


def _is_section(text: str) -> bool:
    label = parse_label(text)
    return label is not None and label.kind in ("roman", "upper")


def _number(text: str) -> int | None:
    label = parse_label(text)
    return ordinal(label.path[-1]) if label is not None and label.kind == "arabic1" else None


def uniquely_coded(nodes: tuple[Node, ...], numbering: Numbering) -> tuple[Node, ...]:
    """Codes from labels; where the text uses a label twice, the later one gets a code of its own."""
    for _ in range(4):
        found = coded(nodes, numbering)
        taken: set[str] = set()
        repeated = False
        for node in walk_nodes(found):
            repeated = repeated or node.code in taken
            taken.add(node.code)
        if not repeated:
            return found
        counter: dict[str, int] = {}
        nodes = tuple(_renamed(plain, made, counter, taken) for plain, made in zip(nodes, found, strict=True))
    return coded(tuple(_numbered(node, str(index)) for index, node in enumerate(nodes, start=1)), numbering)


def _renamed(plain: Node, made: Node, counter: dict[str, int], taken: set[str]) -> Node:
    counter[made.code] = counter.get(made.code, 0) + 1
    code = plain.code
    if counter[made.code] > 1:
        code = f"{made.code}~{counter[made.code]}"
        while code in taken:
            counter[made.code] += 1
            code = f"{made.code}~{counter[made.code]}"
        taken.add(code)
    children = tuple(
        _renamed(one, two, counter, taken) for one, two in zip(plain.children, made.children, strict=True)
    )
    return replace(plain, code=code, children=children)


def _numbered(node: Node, path: str) -> Node:
    children = tuple(
        _numbered(child, f"{path}.{index}") for index, child in enumerate(node.children, start=1)
    )
    return replace(node, code=f"n{path}", children=children)


def walk_nodes(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every node, parents first."""
    for node in nodes:
        yield from node.walk()
