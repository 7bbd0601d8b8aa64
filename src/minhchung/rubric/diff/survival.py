"""Which answers stand when a later version takes the place of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from minhchung.rubric.evaluate import may_claim_not_applicable, not_applicable_policy
from minhchung.rubric.model import Node, Rubric

UNHEEDED = frozenset(
    {
        *("id", "code", "label", "title", "title_en", "text", "line", "place", "notes", "examples"),
        *("evidence", "appraised_by", "appraisers", "re_score_over", "bind", "combine", "block", "children"),
    }
)
"""Where a leaf stands, words about it, who appraises it and what may fill it in: no reason to answer again."""
_TAKEN_WITH_DEFAULTS = frozenset({"zero_denominator", "window", "not_applicable"})
_WORDS = frozenset({"line", "place", "notes", "examples", "title_en"})
"""Inside a rule: only where it stands. The words of an option say what was picked, so they are heeded."""


@dataclass(frozen=True)
class Survival:
    """What a later version changes, leaf by leaf: by id, and the leaves themselves for the page."""

    same: tuple[Node, ...]
    changed: tuple[tuple[Node, Node], ...]
    added: tuple[Node, ...]
    removed: tuple[Node, ...]

    @property
    def changed_ids(self) -> frozenset[str]:
        """Ids of leaves that mean or give something else now."""
        return frozenset(new.id for _old, new in self.changed)

    @property
    def to_answer(self) -> frozenset[str]:
        """Ids that need an answer again, or for the first time."""
        return self.changed_ids | frozenset(leaf.id for leaf in self.added)


def answers_survive(old: Rubric, new: Rubric) -> Survival:
    """Hold two versions against each other, by leaf id: answers to `same` leaves stand."""
    before = {leaf.id: leaf for leaf in old.leaves()}
    after = {leaf.id: leaf for leaf in new.leaves()}
    both = [(before[id], leaf) for id, leaf in after.items() if id in before]
    unlike = {leaf.id for was, leaf in both if signature(old, was) != signature(new, leaf)}
    return Survival(
        same=tuple(leaf for _was, leaf in both if leaf.id not in unlike),
        changed=tuple((was, leaf) for was, leaf in both if leaf.id in unlike),
        added=tuple(leaf for id, leaf in after.items() if id not in before),
        removed=tuple(leaf for id, leaf in before.items() if id not in after),
    )


def signature(rubric: Rubric, leaf: Node) -> tuple[Any, ...]:
    """Everything that decides what a leaf's answer means and what it is worth, the rubric's own defaults included."""
    passed_over = UNHEEDED | _TAKEN_WITH_DEFAULTS
    names = [each.name for each in fields(leaf) if each.name not in passed_over]
    own = tuple((name, _plain(getattr(leaf, name))) for name in names)
    zero = rubric.zero_denominator if leaf.zero_denominator is None else leaf.zero_denominator
    at_leaf = rubric.rounding if rubric.rounding is not None and rubric.rounding.at == "leaf" else None
    may_claim = may_claim_not_applicable(rubric, leaf.code)
    policy = not_applicable_policy(rubric, leaf) if may_claim or leaf.not_applicable is not None else None
    exempt = _plain(leaf.not_applicable.when) if leaf.not_applicable is not None else ()
    around = (zero, _plain(at_leaf), _plain(rubric.window_for(leaf.code)), rubric.step)
    return (*own, *around, may_claim, policy, exempt)


def _plain(value: Any) -> Any:
    """A frozen value without what is not heeded, comparable."""
    if is_dataclass(value) and not isinstance(value, type):
        named = [
            (each.name, _plain(getattr(value, each.name)))
            for each in fields(value)
            if each.name not in _WORDS
        ]
        return (type(value).__name__, *named)
    return tuple(_plain(each) for each in value) if isinstance(value, tuple) else value
