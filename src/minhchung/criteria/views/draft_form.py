"""The form of one node of a draft, or of its head: its flat fields, its parts, its words."""

from __future__ import annotations

from collections.abc import Mapping

from minhchung.criteria.domain.editing import HEAD, item_of
from minhchung.criteria.interfaces.node_form.faults import FormWords, words_of_form
from minhchung.criteria.interfaces.node_form.limits import Flat, Posted
from minhchung.criteria.interfaces.node_form.node import HEAD as HEAD_FORM
from minhchung.criteria.interfaces.node_form.node import HEAD_PARTS, LEAF_ONLY, NODE, NODE_PARTS, PARENT_ONLY
from minhchung.criteria.interfaces.node_form.showing import PartView, parts_of
from minhchung.criteria.interfaces.node_form.values import node_fields
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.model import Node
from minhchung.rubric.outline import Item, Outline


def flat_of(item: Item, key: str) -> Flat:
    """The fields of a node, or of the head, as its form sends them."""
    if key == HEAD:
        return node_fields(HEAD_FORM, _head_fields(item))
    return node_fields(NODE, {name: value for name, value in item.fields.items() if name != "examples"})


def _head_fields(item: Item) -> dict[str, Plain]:
    """The head without what is edited elsewhere: ties as text, the decision when it is issued."""
    return {name: value for name, value in item.fields.items() if name != "tie_break"}


def node_parts(
    item: Item, key: str, flat: Posted, errors: Mapping[str, list[str]], leaf: Node | None = None
) -> tuple[PartView, ...]:
    """The parts of the form, each with its controls and what is wrong at them."""
    if key == HEAD:
        return parts_of(HEAD_PARTS, HEAD_FORM, flat, errors, frozenset())
    leave = (LEAF_ONLY if item.children else PARENT_ONLY) - set(item.fields)
    return parts_of(NODE_PARTS, NODE, flat, errors, leave, leaf)


def form_words(outline: Outline, key: str) -> FormWords:
    """What the form of a node calls its fields. Raises UnknownNode."""
    key = key or HEAD
    item = item_of(outline, key)
    return words_of_form(node_parts(item, key, flat_of(item, key), {}))
