"""A text read again and again while it is edited: sections that stand where they stood are not read a second time."""

from __future__ import annotations

from minhchung.rubric.composing import compose_again
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.parse import read_node, rubric_from
from minhchung.rubric.reader import Fields
from minhchung.rubric.source import Mapping

_KEPT = 400
_READ: dict[int, tuple[Mapping, Node]] = {}
"""A composed section, by identity, and the node that was read from it without a fault."""


def parse_again(text: str, name: str) -> Rubric:
    """`parse`, with the sections of texts read before kept. Raises RubricError as `parse` does."""
    rubric = rubric_from(compose_again(text, name), _section)
    for old in [*_READ][:-_KEPT]:
        _READ.pop(old, None)
    return rubric


def _section(fields: Fields, index: int) -> Node:
    source = fields.source
    kept = _READ.pop(id(source), None)
    if kept is None or kept[0] is not source:
        before = len(fields.findings.items)
        kept = (source, read_node(fields, index))
        fields.done()
        if len(fields.findings.items) == before:
            _READ[id(source)] = kept
    else:
        _READ[id(source)] = kept
    fields.take_all()
    return kept[1]
