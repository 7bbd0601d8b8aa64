"""A rubric that is being written: what of it can be read already, and what is wrong where.

`parse` refuses a text with any fault. Here a node with a fault of its own is set aside, so that lint still says
everything about the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from minhchung.rubric.errors import Diagnostic, Reason, RubricError
from minhchung.rubric.lint import Finding, lint_again
from minhchung.rubric.model import Rubric
from minhchung.rubric.outline import Fields, Item, Outline, coded, item_at, outline_of, print_outline
from minhchung.rubric.parse_again import parse_again
from minhchung.rubric.reader import exact_number

_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Unfinished:
    """outline: the text taken apart. rubric: what can be read; None when not even the head can. text: what it was read
    from, without the rules that are set aside.

    faults: (key of the node, fault); "" is the head, or a place that belongs to no node. set_aside: keys of the nodes
    that stand in `rubric` without their own rules.
    """

    outline: Outline
    rubric: Rubric | None
    faults: tuple[tuple[str, Diagnostic], ...]
    set_aside: frozenset[str]
    text: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the text is a rubric as it stands."""
        return not self.faults


def read_unfinished(text: str, name: str = "bản thảo", known: Outline | None = None) -> Unfinished:
    """Read a draft's text. Raises RubricError when it cannot even be taken apart (see `outline_of`).

    known: its outline where it is at hand; its places are not used.
    """
    try:
        rubric = parse_again(text, name)
        return Unfinished(known or outline_of(text, name), rubric, (), frozenset(), text)
    except RubricError as error:
        outline = outline_of(text, name)
        faults = tuple((_key_at(outline, fault), fault) for fault in error.diagnostics)
    aside: frozenset[str] = frozenset(key for key, _ in faults if key)
    readable = outline
    for _ in range(_ROUNDS):
        readable = _without_rules(outline, aside)
        again = print_outline(readable)
        try:
            return Unfinished(outline, parse_again(again, name), faults, aside, again)
        except RubricError as error:
            placed = outline_of(again, name)
            more = frozenset(_key_at(placed, fault) for fault in error.diagnostics) - {""}
            if not more - aside:
                break
            aside |= more
    return Unfinished(outline, None, faults, aside)


def lint_unfinished(read: Unfinished) -> tuple[Finding, ...]:
    """What lint says of the part that can be read, nothing of nodes that are set aside."""
    if read.rubric is None:
        return ()
    aside = {item.code for item in read.outline.walk() if item.key in read.set_aside}
    return tuple(finding for finding in lint_again(read.rubric, read.text) if finding.node not in aside)


def _key_at(outline: Outline, fault: Diagnostic) -> str:
    if fault.span is None:
        return ""
    item = item_at(outline, fault.span.line, fault.span.column)
    return item.key if item is not None else ""


def _without_rules(outline: Outline, keys: Iterable[str]) -> Outline:
    """The outline in which these nodes say only their labels, titles and points."""
    wanted = frozenset(keys)
    return coded(replace(outline, nodes=tuple(_bare(item, wanted) for item in outline.nodes)))


def _bare(item: Item, keys: frozenset[str]) -> Item:
    children = tuple(_bare(child, keys) for child in item.children)
    if item.key not in keys:
        return replace(item, children=children)
    fields: Fields = {name: item.fields[name] for name in ("label", "code", "title") if item.said(name)}
    if not isinstance(exact_number(item.said("max")), Reason):
        fields["max"] = item.fields["max"]
    if not children:
        fields["rule"] = {"kind": "graded", "high": "0"}
    return replace(item, fields=fields, children=children)


def near(outline: Outline, key: str) -> Outline:
    """The outline with only what a node's own findings hang on: the head, the way down to it, its siblings without rules.

    Raises UnknownNode.
    """
    item = outline.find(key)
    gone = {name: value for name, value in item.fields.items() if name != "gate"}
    kept = (replace(item, fields=gone, children=tuple(_stub(child) for child in item.children)),)
    below, siblings = key, outline.siblings_of(key)
    while True:
        level = tuple(kept[0] if each.key == below else _stub(each) for each in siblings)
        parent = outline.parent_of(below)
        if parent is None:
            break
        kept, below, siblings = (
            (replace(parent, children=level),),
            parent.key,
            outline.siblings_of(parent.key),
        )
    head = {name: value for name, value in outline.head.items() if name not in ("classes", "tie_break")}
    return Outline(head, level)


def _stub(item: Item) -> Item:
    """The item as a leaf worth its points, whatever it holds."""
    return _bare(replace(item, children=()), frozenset({item.key}))
