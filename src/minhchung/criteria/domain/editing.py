"""Edits of a draft node by node: people who work at different nodes do not meet; at the same node nobody is overwritten.

Each edit names what its author saw: the hash of the node's lines, of its branch, or of its place. If that has changed
since, nothing is written and `NodeChanged` says what stands there, who put it there and when.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from minhchung.agencies.domain.by import By
from minhchung.criteria.domain.draft_reading import draft_outline, draft_reading, remember_outline
from minhchung.criteria.domain.drafts import edit_draft, newest_edit
from minhchung.criteria.models import DraftEdit, RubricDraft
from minhchung.rubric.errors import UnknownNode
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.mending import mended
from minhchung.rubric.outline import (
    Fields,
    Item,
    Outline,
    branch_hash,
    coded,
    item_hash,
    outline_of,
    place_hash,
    print_outline,
)
from minhchung.rubric.outline_moves import (
    add,
    indent,
    move,
    next_label,
    outdent,
    place,
    remove,
    renumber,
    renumber_all,
    with_fields,
    with_head,
)

HEAD = "_"
"""The key by which forms name the head."""


class NodeChanged(Exception):
    """What the author saw is no longer there. item: what stands now (None: removed); edit: the step that changed it."""

    def __init__(self, item: Item | None, edit: DraftEdit | None) -> None:
        super().__init__(item.key if item else "removed")
        self.item = item
        self.edit = edit


@dataclass(frozen=True)
class Change:
    """A new whole text for a draft as it stood at `expected`; nothing is written yet. node: the key it is about."""

    text: str
    summary: str
    node: str
    expected: int


# ── what is seen ──


def seen_of(outline: Outline, key: str) -> str:
    """What a form shows when it loads a node, or the head: sent back with the edit."""
    return item_hash(_head_item(outline)) if key == HEAD else item_hash(outline.find(key))


def seen_place(outline: Outline, key: str) -> str:
    """What a button that moves a node was drawn upon: its own lines, its parent, the order beside it."""
    return f"{item_hash(outline.find(key))}.{place_hash(outline, key)}"


def seen_outline(draft: RubricDraft, step: str) -> Outline:
    """The outline that a page was drawn from: after the step it names; the present one for any other word."""
    if not step.isascii() or not step.isdecimal() or len(step) > 9:
        return draft_outline(draft.text)
    found = draft.edits.filter(number=int(step)).first()
    return draft_outline(found.text) if found is not None else draft_outline(draft.text)


def seen_place_then(then: Outline, key: str) -> str:
    """`seen_place` of a node as a page showed it; "" when the page did not show it."""
    try:
        return seen_place(then, key)
    except UnknownNode:
        return ""


def seen_branch(then: Outline, key: str) -> str:
    """The hash of a node and all below it as a page showed them; "" when it did not."""
    try:
        return branch_hash(then.find(key))
    except UnknownNode:
        return ""


def _head_item(outline: Outline) -> Item:
    return Item(HEAD, HEAD, "", outline.head)


def item_of(outline: Outline, key: str) -> Item:
    """The node, or the head as if it were one. Raises UnknownNode."""
    return _head_item(outline) if key == HEAD else outline.find(key)


# ── one node ──


def change_fields(draft: RubricDraft, key: str, seen: str, fields: Fields) -> Change:
    """A node's (or the head's) lines in the place of those that were seen. Raises NodeChanged.

    Examples and ties that `fields` says nothing of stay: forms do not show them.
    """
    outline = draft_outline(draft.text)
    try:
        now = seen_of(outline, key)
    except UnknownNode:
        raise NodeChanged(None, last_edit_of(draft, key)) from None
    if now != seen:
        raise NodeChanged(item_of(outline, key), last_edit_of(draft, key))
    if key == HEAD:
        kept = {name: outline.head[name] for name in ("tie_break",) if name in outline.head}
        return _changed(draft, with_head(outline, {**kept, **fields}), _("Sửa phần chung"), HEAD)
    item = outline.find(key)
    said = _("Sửa mục %(code)s") % {"code": item.code}
    kept = item.fields.get("examples") if "examples" not in fields else None
    return _changed(draft, with_fields(outline, key, _with_examples(fields, kept)), said, key)


def change_examples(draft: RubricDraft, key: str, seen: str, examples: list[Plain]) -> Change:
    """The worked examples of a node in the place of those that were seen. Raises NodeChanged."""
    outline = draft_outline(draft.text)
    item = _found(draft, outline, key)
    if item_hash(item) != seen:
        raise NodeChanged(item, last_edit_of(draft, key))
    own = {name: value for name, value in item.fields.items() if name != "examples"}
    said = _("Sửa ví dụ của mục %(code)s") % {"code": item.code}
    return _changed(draft, with_fields(outline, key, _with_examples(own, examples or None)), said, key)


def _with_examples(fields: Fields, examples: Plain | None) -> Fields:
    """A node's lines with its examples where they are printed: before readings and the rule."""
    if examples is None:
        return fields
    last = ("readings", "rule")
    ahead = {name: value for name, value in fields.items() if name not in last}
    return {**ahead, "examples": examples, **{name: fields[name] for name in last if name in fields}}


def change_by_proposal(draft: RubricDraft, key: str, seen: str, proposal: str, code: str) -> Change | None:
    """A finding's proposal put into its node; None when the finding is gone or its place is not plain.

    Raises NodeChanged.
    """
    reading = draft_reading(draft.text)
    outline = reading.read.outline
    if seen_of(outline, key) != seen:
        raise NodeChanged(item_of(outline, key), last_edit_of(draft, key))
    found = reading.by_key.get("" if key == HEAD else key, ())
    finding = next((each for each in found if each.code == code and each.proposal == proposal), None)
    after = mended(outline, finding) if finding is not None else None
    if finding is None or after is None:
        return None
    said = _("Áp dụng đề xuất %(rule)s ở mục %(code)s") % {
        "rule": code,
        "code": item_of(outline, key).code or "–",
    }
    return _changed(draft, after, said, key)


# ── the tree ──


def change_add(draft: RubricDraft, *, parent: str = "", after: str = "") -> tuple[Change, str]:
    """A new, empty node; and its key. Raises NodeChanged when the node beside or above it is gone."""
    outline = draft_outline(draft.text)
    try:
        above = outline.parent_of(after) if after else outline.find(parent) if parent else None
        beside = outline.siblings_of(after) if after else above.children if above else outline.nodes
    except UnknownNode:
        raise NodeChanged(None, last_edit_of(draft, after or parent)) from None
    fields: Fields = {"label": next_label(beside, above), "title": _("Mục mới")}
    grown, key = add(outline, fields, parent=parent, after=after, taken=ids_ever(draft))
    said = _("Thêm mục %(code)s") % {"code": grown.find(key).code}
    return _changed(draft, grown, said, key), key


def change_remove(draft: RubricDraft, key: str, seen: str) -> Change:
    """A node and all below it taken out, unless something of it has changed since it was seen. Raises NodeChanged."""
    outline = draft_outline(draft.text)
    item = _found(draft, outline, key)
    if branch_hash(item) != seen:
        raise NodeChanged(item, _newest_below(draft, item))
    return _changed(draft, remove(outline, key), _("Bỏ mục %(code)s") % {"code": item.code}, key)


def change_place(
    draft: RubricDraft, key: str, seen: str, how: str, *, after: str = "", parent: str = ""
) -> Change:
    """A node moved: up, down, indent, outdent, or place (after a node, or first under a parent).

    Raises NodeChanged when its lines, its parent or the order beside it have changed since they were seen.
    """
    outline = draft_outline(draft.text)
    item = _found(draft, outline, key)
    if seen_place(outline, key) != seen:
        raise NodeChanged(item, last_edit_of(draft, key) or newest_edit(draft))
    moves: dict[str, Callable[[], Outline]] = {
        "up": lambda: move(outline, key, -1),
        "down": lambda: move(outline, key, 1),
        "indent": lambda: indent(outline, key),
        "outdent": lambda: outdent(outline, key),
        "place": lambda: place(outline, key, after=after, parent=parent),
    }
    try:
        moved = moves[how]()
    except UnknownNode:
        raise NodeChanged(None, newest_edit(draft)) from None
    return _changed(draft, moved, _("Chuyển mục %(code)s") % {"code": item.code}, key)


def change_labels(draft: RubricDraft, key: str = "") -> Change:
    """Children of a node renumbered, or with no key every label. Ids stay, so that answers are found."""
    outline = draft_outline(draft.text)
    if key:
        item = _found(draft, outline, key)
        said = _("Đánh số lại mục con của %(code)s") % {"code": item.code}
        return _changed(draft, renumber(outline, key), said, key)
    return _changed(draft, renumber_all(outline), _("Đánh số lại toàn bộ"), "")


def _found(draft: RubricDraft, outline: Outline, key: str) -> Item:
    try:
        return outline.find(key)
    except UnknownNode:
        raise NodeChanged(None, last_edit_of(draft, key)) from None


# ── writing ──


def apply_change(draft: RubricDraft, change: Change, by: By) -> DraftEdit | None:
    """Write a change as a step; None when it changes nothing.

    Raises StaleRow when the draft has moved on since the change was worked out (work it out again), DraftClosed.
    """
    return edit_draft(
        draft=draft,
        actor=by.actor,
        post=by.post,
        now=by.now,
        text=change.text,
        summary=change.summary,
        expected=change.expected,
        node=change.node,
    )


def _changed(draft: RubricDraft, after: Outline, summary: str, node: str) -> Change:
    settled_now = coded(after)
    text = print_outline(settled_now)
    remember_outline(text, settled_now)
    return Change(text, summary, node, draft.row_version)


# ── who did what ──


def last_edit_of(draft: RubricDraft, key: str) -> DraftEdit | None:
    """The newest step about a node, without its text."""
    return draft.edits.filter(node=key[:120]).defer("packed").select_related("by").order_by("-number").first()


def _newest_below(draft: RubricDraft, item: Item) -> DraftEdit | None:
    keys = [each.key[:120] for each in item.walk()]
    return draft.edits.filter(node__in=keys).defer("packed").select_related("by").order_by("-number").first()


def changed_at(edit: DraftEdit | None, draft: RubricDraft) -> tuple[str, datetime]:
    """Who changed it, and when."""
    return (
        (edit.by.full_name, edit.at) if edit is not None else (draft.changed_by.full_name, draft.changed_at)
    )


def ids_ever(draft: RubricDraft) -> frozenset[str]:
    """Ids that nodes of this draft, or of the version it started from, have had: a new node takes none of them."""
    found = {item.id for item in draft_outline(draft.text).walk()}
    if draft.base_id is not None and draft.base is not None:
        found |= {item.id for item in outline_of(draft.base.text).walk()}
    found |= set(draft.edits.exclude(node="").values_list("node", flat=True).distinct())
    return frozenset(found)
