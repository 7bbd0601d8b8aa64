"""Labels of siblings, and whether one follows another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minhchung.rubric.model import Node, Rubric

_ROMAN = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
)
_LETTERS = ("abcdđeghiklmnopqrstuvxy", "abcdefghijklmnopqrstuvwxyz", "aăâbcdđeêghiklmnoôơpqrstuưvxy")
_LAST = re.compile(r"[^.\s)]+")


def sibling_groups(rubric: Rubric) -> Iterator[Sequence[Node]]:
    """Nodes that are numbered in one row: those of one parent; of all sections where numbers run on."""
    yield rubric.nodes
    if rubric.numbering == "runs_on":
        yield [child for section in rubric.nodes for child in section.children]
    below = [
        n for n in rubric.walk() if rubric.numbering != "runs_on" or not any(n is s for s in rubric.nodes)
    ]
    for node in below:
        if node.children:
            yield node.children


def follows(before: str, after: str) -> bool | None:
    """Whether a label is the next after another; None where the two are not of one kind."""
    one, two = _LAST.findall(before)[-1:], _LAST.findall(after)[-1:]
    if not one or not two:
        return None
    first, second = one[0], two[0]
    if first.isdigit() and second.isdigit():
        return int(second) == int(first) + 1
    if first in _ROMAN and second in _ROMAN:
        return _ROMAN.index(second) == _ROMAN.index(first) + 1
    low, high = first.casefold(), second.casefold()
    if len(low) == len(high) == 1 and low.isalpha() and high.isalpha():
        return any(low + high in letters for letters in _LETTERS)
    return None
