"""What waits for a trait that nobody has said: those leaves are no missing answers, for which of them is asked is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from minhchung.rubric.model import Rubric
from minhchung.rubric.traits import holds, unknown_traits

Traits = Mapping[str, str | bool]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Codes of what keeps an agency from a total.

    missing: absent, and surely asked for. undecided: waits for a ruling. by_trait: for each trait that is not known, the
    leaves that hang on it, in the order of the text; they stand in neither of the other two.
    """

    missing: tuple[str, ...]
    undecided: tuple[str, ...]
    by_trait: Mapping[str, tuple[str, ...]]


def set_apart(rubric: Rubric, traits: Traits, missing: Iterable[str], undecided: Iterable[str]) -> Waiting:
    """Absent and undecided codes of one agency's score, with what hangs on an unknown trait set apart."""
    asked = {code: open_traits_of(rubric, code, traits) for code in (*missing, *undecided)}
    names = dict.fromkeys(name for found in asked.values() for name in found)
    hanging = {name: {code for code, found in asked.items() if name in found} for name in names}
    return Waiting(
        tuple(code for code in missing if not asked[code]),
        tuple(code for code in undecided if not asked[code]),
        {name: _leaves(rubric, codes) for name, codes in hanging.items()},
    )


def open_traits_of(rubric: Rubric, code: str, traits: Traits) -> tuple[str, ...]:
    """The unknown traits on which it hangs whether a node is in force, or applies, for the agency."""
    found: dict[str, None] = {}
    for node in rubric.upwards(code):
        exempt = node.not_applicable.when if node.not_applicable is not None else ()
        for when in (node.when, exempt):
            if when and holds(when, traits) is None:
                found |= dict.fromkeys(unknown_traits(when, traits))
    return tuple(found)


def trait_in_words(rubric: Rubric, name: str) -> str:
    """`tthc_bat_buoc (Có TTHC bắt buộc)`; the bare name where the rubric gives it no title."""
    title = next((trait.title for trait in rubric.traits if trait.name == name), "")
    return f"{name} ({title})" if title and title != name else name


def _leaves(rubric: Rubric, codes: Iterable[str]) -> tuple[str, ...]:
    """The leaves of these nodes, a heading taken for all below it."""
    below = {leaf.code for code in codes for leaf in rubric.node(code).walk() if leaf.is_leaf}
    return tuple(leaf.code for leaf in rubric.leaves() if leaf.code in below)
