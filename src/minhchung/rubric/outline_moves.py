"""Changes of an outline: a node's lines, new nodes, moves, labels. Each takes an outline and gives a new one.

Ids are kept (`settled`); a change that is not possible gives the outline unchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from minhchung.rubric.outline import Fields, Item, Outline, settled

Siblings = tuple[Item, ...]
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_PLAIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"


# ── one node ──


def with_fields(outline: Outline, key: str, fields: Fields) -> Outline:
    """The outline with other lines for a node. An `id` among them becomes its id. Raises UnknownNode."""
    outline.find(key)
    said = dict(fields)
    given = said.pop("id", "")
    after = _mapped(
        outline,
        key,
        lambda item: (replace(item, fields=said, id=given if isinstance(given, str) and given else item.id),),
    )
    return settled(outline, after)


def with_head(outline: Outline, head: Fields) -> Outline:
    """The outline with other lines for the head; what is not named in it goes, classes and ties included."""
    return settled(outline, replace(outline, head=head))


def add(
    outline: Outline,
    fields: Fields,
    *,
    parent: str = "",
    after: str = "",
    taken: frozenset[str] = frozenset(),
) -> tuple[Outline, str]:
    """A new node, after a sibling or as the last child of a parent ("" for a section); and its key.

    taken: ids that the new node must not get, since they once meant another node. Raises UnknownNode.
    """
    new = Item("", "", "", fields)
    if after:
        outline.find(after)
        grown = _mapped(outline, after, lambda item: (item, new))
    elif parent:
        outline.find(parent)
        grown = _mapped(outline, parent, lambda item: (replace(item, children=(*item.children, new)),))
    else:
        grown = replace(outline, nodes=(*outline.nodes, new))
    return _identified(outline, grown, taken)


def _identified(before: Outline, grown: Outline, taken: frozenset[str]) -> tuple[Outline, str]:
    """The outline in which the one node without a key has an id that nobody else has, or had."""
    known = {item.key for item in before.walk()}
    made = settled(before, grown)
    new = next(item for item in made.walk() if item.key not in known)
    used = taken | {item.id for item in before.walk()} | {item.code for item in before.walk()}
    identity, number = new.code, 2
    while identity in used or identity in known:
        identity, number = f"{new.code}~{number}", number + 1
    return _mapped(made, new.key, lambda item: (replace(item, key=identity, id=identity),)), identity


def remove(outline: Outline, key: str) -> Outline:
    """The outline without a node and what is below it. Raises UnknownNode."""
    outline.find(key)
    return settled(outline, _mapped(outline, key, lambda item: ()))


# ── moves ──


def move(outline: Outline, key: str, by: int) -> Outline:
    """A node up (by=-1) or down (by=1) among its siblings. Raises UnknownNode."""
    siblings = list(outline.siblings_of(key))
    at = next(index for index, item in enumerate(siblings) if item.key == key)
    to = at + by
    if not 0 <= to < len(siblings):
        return outline
    siblings.insert(to, siblings.pop(at))
    return _with_siblings(outline, key, tuple(siblings))


def indent(outline: Outline, key: str) -> Outline:
    """A node under the sibling before it, as its last child; a leaf takes no children. Raises UnknownNode."""
    siblings = outline.siblings_of(key)
    at = next(index for index, item in enumerate(siblings) if item.key == key)
    if at == 0 or "rule" in siblings[at - 1].fields:
        return outline
    above, item = siblings[at - 1], siblings[at]
    taken_in = replace(above, children=(*above.children, item))
    return _with_siblings(outline, key, (*siblings[: at - 1], taken_in, *siblings[at + 1 :]))


def outdent(outline: Outline, key: str) -> Outline:
    """A node out of its parent, right after it. Raises UnknownNode."""
    parent = outline.parent_of(key)
    if parent is None:
        return outline
    item = outline.find(key)
    left = tuple(child for child in parent.children if child.key != key)
    return settled(outline, _mapped(outline, parent.key, lambda above: (replace(above, children=left), item)))


def place(outline: Outline, key: str, *, after: str = "", parent: str = "") -> Outline:
    """A node right after another one, or as the first child of a parent ("" and "": first of all), as by dragging.

    A node does not go into itself, nor under a leaf. Raises UnknownNode.
    """
    item = outline.find(key)
    inside = {each.key for each in item.walk()}
    if (after and after in inside) or (parent and parent in inside):
        return outline
    if parent and "rule" in outline.find(parent).fields:
        return outline
    without = _mapped(outline, key, lambda each: ())
    if after:
        without.find(after)
        moved = _mapped(without, after, lambda each: (each, item))
    elif parent:
        moved = _mapped(without, parent, lambda each: (replace(each, children=(item, *each.children)),))
    else:
        moved = replace(without, nodes=(item, *without.nodes))
    return settled(outline, moved)


# ── labels ──


def renumber(outline: Outline, parent: str = "") -> Outline:
    """Labels of a node's children ("": of the sections) in order, in the style of the first label. Raises UnknownNode.

    Unlabelled children stay unlabelled. The ids stay, so that answers are found.
    """
    children = outline.find(parent).children if parent else outline.nodes
    labelled = [item for item in children if item.label]
    if not labelled:
        return outline
    labels = iter(labels_like(labelled[0].label, len(labelled)))
    renamed = tuple(
        replace(item, fields={**item.fields, "label": next(labels)}) if item.label else item
        for item in children
    )
    if parent:
        after = _mapped(outline, parent, lambda item: (replace(item, children=renamed),))
    else:
        after = replace(outline, nodes=renamed)
    return settled(outline, after)


def renumber_all(outline: Outline) -> Outline:
    """Every level renumbered. A label that carries its parent's ("1.2" below "1") follows the parent's new one."""
    labels = {item.key: item.label for item in outline.walk()}
    found = renumber(outline)
    for item in outline.walk():
        if item.children:
            found = _follow(found, item.key, labels[item.key])
            found = renumber(found, item.key)
    return found


def _follow(outline: Outline, key: str, old: str) -> Outline:
    """Children whose labels begin with the parent's old label, beginning with its new one."""
    parent = outline.find(key)
    if not old or old == parent.label:
        return outline
    renamed = tuple(
        replace(child, fields={**child.fields, "label": parent.label + child.label[len(old) :]})
        if child.label.startswith(f"{old}.")
        else child
        for child in parent.children
    )
    after = _mapped(outline, key, lambda item: (replace(item, children=renamed),))
    return settled(outline, after)


def labels_like(first: str, count: int) -> list[str]:
    """So many labels in the style of the first: I, II · 1, 2 · 1.1, 1.2 · a, b, (đ where the alphabet has it)."""
    before, dot, tail = first.rpartition(".")
    head = before + dot
    if tail.isdecimal():
        width = len(tail) if tail.startswith("0") else 0
        return [f"{head}{number:0{width}d}" for number in range(1, count + 1)]
    if tail and set(tail) <= set("IVXLCDM"):
        return [head + roman(number) for number in range(1, count + 1)]
    letters = _LETTERS if count <= len(_LETTERS) else _PLAIN_LETTERS
    if len(tail) == 1 and tail.lower() in _LETTERS + _PLAIN_LETTERS and count <= len(letters):
        cased = letters.upper() if tail.isupper() else letters
        return [head + cased[number] for number in range(count)]
    return [str(number) for number in range(1, count + 1)]


def next_label(siblings: Siblings, parent: Item | None) -> str:
    """The label of one more child after these."""
    labelled = [item.label for item in siblings if item.label]
    if labelled:
        return labels_like(labelled[0], len(labelled) + 1)[-1]
    if parent is None:
        return "I"
    return f"{parent.label}.1" if parent.label and parent.label[0].isdecimal() else "1"


def roman(number: int) -> str:
    """1 → I."""
    found = ""
    for value, letters in _ROMAN:
        while number >= value:
            found, number = found + letters, number - value
    return found


# ── rebuilding ──


def _mapped(outline: Outline, key: str, change: Callable[[Item], Siblings]) -> Outline:
    """The outline with one item replaced by what `change` makes of it; everything beside the way to it is shared."""
    changed = _changed(outline.nodes, key, change)
    return outline if changed is None else replace(outline, nodes=changed)


def _changed(siblings: Siblings, key: str, change: Callable[[Item], Siblings]) -> Siblings | None:
    for index, item in enumerate(siblings):
        if item.key == key:
            return (*siblings[:index], *change(item), *siblings[index + 1 :])
        below = _changed(item.children, key, change)
        if below is not None:
            return (*siblings[:index], replace(item, children=below), *siblings[index + 1 :])
    return None


def _with_siblings(outline: Outline, key: str, siblings: Siblings) -> Outline:
    """The outline with other siblings in the place of a node and those beside it."""
    parent = outline.parent_of(key)
    if parent is None:
        return settled(outline, replace(outline, nodes=siblings))
    return settled(outline, _mapped(outline, parent.key, lambda item: (replace(item, children=siblings),)))
