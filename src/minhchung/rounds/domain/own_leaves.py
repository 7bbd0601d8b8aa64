"""Which leaves of a rubric an agency answers itself, which others answer for it, and which are not in force for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from minhchung.rubric import Node, Rubric
from minhchung.rubric.traits import holds

Traits = Mapping[str, str | bool]
TraitItems = tuple[tuple[str, str | bool], ...]


@dataclass(frozen=True, slots=True)
class OwnLeaves:
    """The leaves in force for one kind of agency, in the order of the text.

    every: all of them. asked: those the agency answers. section_codes: id of a leaf → code of its section.
    """

    every: tuple[Node, ...]
    asked: tuple[Node, ...]
    section_codes: Mapping[str, str]


class _ById:
    """A rubric as a cache key: by which object it is, not by hashing its whole tree."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric

    def __hash__(self) -> int:
        return id(self.rubric)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and self.rubric is other.rubric


def own_leaves(rubric: Rubric, traits: Traits) -> OwnLeaves:
    """The leaves in force for an agency with these traits; kept per rubric and traits for the process."""
    return _own_leaves(_ById(rubric), tuple(sorted(traits.items())))


@lru_cache(maxsize=128)
def _own_leaves(key: _ById, traits: TraitItems) -> OwnLeaves:
    every: list[Node] = []
    section_codes: dict[str, str] = {}
    for section in key.rubric.sections():
        found = _in_force(section, dict(traits))
        every += found
        section_codes |= {leaf.id: section.code for leaf in found}
    asked = tuple(leaf for leaf in every if leaf.answered_by == "agency")
    return OwnLeaves(tuple(every), asked, section_codes)


def _in_force(node: Node, traits: Traits) -> list[Node]:
    """The leaves at or below this node that the rubric asks of these agencies; a trait nobody has said leaves them in."""
    if holds(node.when, traits) is False:
        return []
    if node.is_leaf:
        return [node]
    return [leaf for child in node.children for leaf in _in_force(child, traits)]
