"""Which leaves of a rubric an agency answers itself, which others answer for it, and which are not in force for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from minhchung.rubric import Node, Rubric

Traits = Mapping[str, str | bool]


@dataclass(frozen=True, slots=True)
class OwnLeaves:
    """The leaves in force for one kind of agency, in the order of the text.

    asked: those the agency answers. given: those a body, a survey or data answer. sections: code → section of a leaf.
    """

    asked: tuple[Node, ...]
    given: tuple[Node, ...]
    section_codes: Mapping[str, str]

    @property
    def every(self) -> tuple[Node, ...]:
        return tuple(sorted((*self.asked, *self.given), key=lambda node: self._order[node.id]))

    @property
    def _order(self) -> Mapping[str, int]:
        return {node_id: place for place, node_id in enumerate(self.section_codes)}


def own_leaves(rubric: Rubric, traits: Traits) -> OwnLeaves:
    """The leaves in force for an agency with these traits; kept per rubric and traits for the process."""
    return _own_leaves(rubric, tuple(sorted(traits.items())))


class _ById:
    """A rubric as a cache key: by what it is, not by hashing its whole tree."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric

    def __hash__(self) -> int:
        return id(self.rubric)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and self.rubric is other.rubric


def _own_leaves(rubric: Rubric, traits: tuple[tuple[str, str | bool], ...]) -> OwnLeaves:
    return _cached(_ById(rubric), traits)


@lru_cache(maxsize=128)
def _cached(key: _ById, traits: tuple[tuple[str, str | bool], ...]) -> OwnLeaves:
    known = dict(traits)
    asked: list[Node] = []
    given: list[Node] = []
    section_codes: dict[str, str] = {}
    for section in key.rubric.sections():
        for node in _in_force(section, known):
            section_codes[node.id] = section.code
            (asked if node.answered_by == "agency" else given).append(node)
    return OwnLeaves(tuple(asked), tuple(given), section_codes)


def _in_force(node: Node, traits: Traits) -> list[Node]:
    """The leaves at or below this node, those left out that the rubric does not ask of these agencies."""
    if not all(_holds(test.values, traits.get(test.trait), test.negated) for test in node.when):
        return []
    if node.is_leaf:
        return [node]
    return [leaf for child in node.children for leaf in _in_force(child, traits)]


def _holds(values: tuple[str, ...], value: str | bool | None, negated: bool) -> bool:
    said = {True: "có", False: "không"}.get(value, value) if isinstance(value, bool) else value
    return (said in values) != negated
