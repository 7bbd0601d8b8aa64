"""A rubric's text as a head and a tree of nodes, whatever their rules say: what an editor moves about.

`outline_of` takes any YAML apart that has this shape, also where `parse` still finds faults in a rule; `print_outline`
puts it together again. Codes are made from labels as `parse` makes them. Ids are kept through every change here, so
that last year's answer is found; the text carries an `id` only where it is not the code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import is_

from minhchung.rubric.composing import compose_again
from minhchung.rubric.errors import Diagnostic, Reason, RubricError, Span, UnknownNode
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.parse import code_of
from minhchung.rubric.printing import print_plain, print_section
from minhchung.rubric.source import Mapping, Scalar, Source
from minhchung.rubric.source import Sequence as SourceList

Fields = dict[str, Plain]
_AFTER_NODES = ("classes", "tie_break")
_EMPTY = frozenset({"", "~", "null"})


@dataclass(frozen=True, slots=True)
class Item:
    """One node of an outline.

    key: how the editor names it: its id, with “@2” where the text has an id twice. code: from labels, or as the text
    says. fields: everything the text says of it but its id and children. span: its place in the text it was read from.
    """

    key: str
    id: str
    code: str
    fields: Fields
    children: tuple[Item, ...] = ()
    span: Span | None = None

    @property
    def label(self) -> str:
        """The label as the text has it, "" where it has none."""
        return self.said("label")

    def said(self, name: str) -> str:
        """A field that is a single value; "" where it is missing or something else."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""

    def walk(self) -> Iterator[Item]:
        """This item and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """head: the lines before and after the nodes, in the order of the text."""

    head: Fields
    nodes: tuple[Item, ...]

    @property
    def numbering(self) -> str:
        """restarts or runs_on."""
        return "runs_on" if self.head.get("numbering") == "runs_on" else "restarts"

    def walk(self) -> Iterator[Item]:
        """Every item, in the order of the text."""
        for node in self.nodes:
            yield from node.walk()

    def find(self, key: str) -> Item:
        """The item with this key. Raises UnknownNode."""
        for item in self.walk():
            if item.key == key:
                return item
        raise UnknownNode(key, str(self.head.get("rubric", "")), tuple(item.key for item in self.walk()))

    def parent_of(self, key: str) -> Item | None:
        """The item above, None for a section. Raises UnknownNode."""
        found = self.find(key)
        return next((item for item in self.walk() if found in item.children), None)

    def siblings_of(self, key: str) -> tuple[Item, ...]:
        """The item among those beside it. Raises UnknownNode."""
        parent = self.parent_of(key)
        return self.nodes if parent is None else parent.children

    def resolve(self, name: str) -> Item | None:
        """The item that a reference means: by code, else by id."""
        return _names(self).get(name)


# ── reading and printing ──


def outline_of(text: str, name: str = "rubric.yaml") -> Outline:
    """Take a text apart. Raises RubricError unless it is YAML with a head and lists of nodes."""
    source = compose_again(text, name)
    if not isinstance(source, Mapping):
        raise _not_a(source, "Bộ tiêu chí phải gồm các dòng tên: giá trị.", "A rubric must be a mapping.")
    head = {
        key.text: plain_of(value) for key, value in source.pairs if key.text != "nodes" and _is_said(value)
    }
    nodes = next((value for key, value in source.pairs if key.text == "nodes"), None)
    return coded(Outline(head, _items(nodes, "nodes")))


def plain_of(source: Source) -> Plain:
    """A composed source as text, lists and mappings; keys left empty are dropped."""
    if isinstance(source, Scalar):
        return source.text
    if isinstance(source, Mapping):
        return {key.text: plain_of(value) for key, value in source.pairs if _is_said(value)}
    return [plain_of(item) for item in source.items]


def print_outline(outline: Outline) -> str:
    """The text, in the layout of `print_rubric`."""
    before = {key: value for key, value in outline.head.items() if key not in _AFTER_NODES}
    after = {key: value for key, value in outline.head.items() if key in _AFTER_NODES}
    nodes = "".join(["nodes:\n", *map(_section_text, outline.nodes)]) if outline.nodes else "nodes: []\n"
    for old in [*_PRINTED][:-_KEPT]:
        _PRINTED.pop(old, None)
    return "".join((print_plain(before), nodes, print_plain(after)))


_KEPT = 400
_PRINTED: dict[int, tuple[Item, str]] = {}
"""A section, by identity, and its lines: after an edit only the section edited is printed anew."""


def _section_text(item: Item) -> str:
    kept = _PRINTED.pop(id(item), None)
    if kept is None or kept[0] is not item:
        kept = (item, print_section(_dumped(item)))
    _PRINTED[id(item)] = kept
    return kept[1]


def print_item(item: Item) -> str:
    """One item's own lines, without its id and what is below it: what an editor shows as its YAML."""
    return print_plain(item.fields) if item.fields else ""


def fields_of_text(text: str, name: str = "mục") -> Fields:
    """The fields in an item's own lines. Raises RubricError unless they are lines of name: value."""
    if not text.strip():
        return {}
    source = compose_again(text, name)
    if not isinstance(source, Mapping):
        raise _not_a(source, "Một mục phải gồm các dòng tên: giá trị.", "A node must be a mapping.")
    found = plain_of(source)
    assert isinstance(found, dict)
    if "children" in found:
        where = next(key for key, _ in source.pairs if key.text == "children")
        raise _not_a(where, "Mục con được sửa ở cây, không ghi ở đây.", "Children are edited in the tree.")
    return found


def item_hash(item: Item) -> str:
    """What stands at an item itself, as 16 hexadecimal digits: it changes when the item's own lines do."""
    return hashlib.sha256(print_item(item).encode()).hexdigest()[:16]


def branch_hash(item: Item) -> str:
    """What stands at an item and below it."""
    whole = "\n".join(f"{each.key} {item_hash(each)}" for each in item.walk())
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def place_hash(outline: Outline, key: str) -> str:
    """Where an item stands: its parent and the order of those beside it. Raises UnknownNode."""
    parent = outline.parent_of(key)
    order = [parent.key if parent else "", *(each.key for each in outline.siblings_of(key))]
    return hashlib.sha256("\n".join(order).encode()).hexdigest()[:16]


def item_at(outline: Outline, line: int, column: int = 1) -> Item | None:
    """The innermost item whose lines hold a place of the text it was read from."""
    found: Item | None = None
    for item in outline.walk():
        span = item.span
        if span is None or (line, column) >= (span.end_line, span.end_column):
            continue
        if span.line <= line:
            found = item
    return found


def _is_said(value: Source) -> bool:
    return not (isinstance(value, Scalar) and value.plain and value.text in _EMPTY)


def _items(source: Source | None, name: str) -> tuple[Item, ...]:
    if source is None or not _is_said(source):
        return ()
    if not isinstance(source, SourceList):
        raise _not_a(source, f"“{name}” phải là danh sách các mục.", f"`{name}` must be a list of nodes.")
    return tuple(_item(each, name) for each in source.items)


def _item(source: Source, name: str) -> Item:
    if not isinstance(source, Mapping):
        raise _not_a(
            source, f"Mỗi mục của “{name}” phải gồm các dòng tên: giá trị.", "A node must be a mapping."
        )
    said = {key.text: value for key, value in source.pairs if _is_said(value)}
    children = _items(said.pop("children", None), "children")
    given = said.pop("id", None)
    fields = {key: plain_of(value) for key, value in said.items()}
    return Item(
        "", given.text.strip() if isinstance(given, Scalar) else "", "", fields, children, source.span
    )


def _dumped(item: Item) -> Plain:
    """The item as fields, with its id after its code where the code is not the same."""
    first = {key: item.fields[key] for key in ("label", "code") if key in item.fields}
    fields: Fields = first | ({"id": item.id} if item.id and item.id != item.code else {}) | item.fields
    if item.children:
        fields = {**fields, "children": [_dumped(child) for child in item.children]}
    return fields


def _not_a(source: Source, vi: str, en: str) -> RubricError:
    hint = Reason("Xem docs/rubric-format.md.", "See docs/rubric-format.md.")
    return RubricError((Diagnostic("R107", "error", source.span, Reason(vi, en), hint),))


# ── codes, ids, references ──


def coded(outline: Outline) -> Outline:
    """Items with the codes their labels make now; ids and keys stay, and are made where there are none."""
    runs_on = outline.numbering == "runs_on"
    found: list[Item] = []
    unlabelled = 0
    for item in outline.nodes:
        unlabelled += 0 if item.label else 1
        code = item.said("code") or item.label or f"#{unlabelled}"
        found.append(_coded(item, code, "" if runs_on else code))
    return _keyed(replace(outline, nodes=tuple(found)))


def _coded(item: Item, code: str, path: str) -> Item:
    children: list[Item] = []
    unlabelled = 0
    for child in item.children:
        unlabelled += 0 if child.label else 1
        made = child.said("code") or code_of(child.label, code, path, unlabelled)
        children.append(_coded(child, made, made))
    if item.code == code and item.id and _same(children, item.children):
        return item
    return replace(item, code=code, id=item.id or code, children=tuple(children))


def _same(new: Sequence[Item], old: Sequence[Item]) -> bool:
    """Whether these are the very items of before: what stands as it stood is not made anew, nor printed again."""
    return len(new) == len(old) and all(map(is_, new, old))


def _keyed(outline: Outline) -> Outline:
    """Every item with a key of its own: the key it has, else its id, numbered where that is taken."""
    taken = {item.key for item in outline.walk() if item.key}

    def keyed(item: Item) -> Item:
        key = item.key
        if not key:
            key, number = item.id, 2
            while key in taken:
                key, number = f"{item.id}@{number}", number + 1
            taken.add(key)
        children = tuple(keyed(child) for child in item.children)
        if key == item.key and _same(children, item.children):
            return item
        return replace(item, key=key, children=children)

    return replace(outline, nodes=tuple(keyed(item) for item in outline.nodes))


def settled(before: Outline, after: Outline) -> Outline:
    """The outline after a change of labels or places: new codes, the ids of before, and references that follow."""
    made = coded(after)
    codes = {item.key: item.code for item in made.walk()}
    renamed = {name: codes[item.key] for name, item in _names(before).items() if item.key in codes}
    renamed = {name: code for name, code in renamed.items() if name != code}
    if not renamed:
        return made
    nodes = tuple(_renamed(item, renamed) for item in made.nodes)
    head = {
        key: _renamed_in(value, renamed) if key in _AFTER_NODES else value for key, value in made.head.items()
    }
    return Outline(head, nodes)


def _names(outline: Outline) -> dict[str, Item]:
    """What each code and id means; a code wins over another item's id."""
    by_id = {item.id: item for item in outline.walk()}
    return by_id | {item.code: item for item in outline.walk()}


def _renamed(item: Item, renamed: dict[str, str]) -> Item:
    children = tuple(_renamed(child, renamed) for child in item.children)
    gate = item.fields.get("gate")
    fields = {**item.fields, "gate": _renamed_in(gate, renamed)} if isinstance(gate, dict) else item.fields
    return replace(item, fields=fields, children=children)


def _renamed_in(value: Plain, renamed: dict[str, str]) -> Plain:
    """The value with every node it names under its new code."""
    if isinstance(value, list):
        return [_renamed_in(item, renamed) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _renamed_reference(key, inner, renamed) for key, inner in value.items()}


def _renamed_reference(key: str, value: Plain, renamed: dict[str, str]) -> Plain:
    if key in ("node", "section") and isinstance(value, str):
        return renamed.get(value, value)
    if key == "no_zero":
        if isinstance(value, str):
            return renamed.get(value, value)
        if isinstance(value, list):
            return [renamed.get(each, each) if isinstance(each, str) else each for each in value]
    return _renamed_in(value, renamed)
