"""A draft as a tree: every node with its points and findings, moved about by buttons, keys and dragging."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from minhchung.agencies.domain.by import By
from minhchung.criteria.domain.draft_reading import (
    DraftReading,
    Sum,
    draft_outline,
    draft_reading,
    head_sum,
    known_reading,
    sum_of,
)
from minhchung.criteria.domain.draft_reading import points_said as points_of
from minhchung.criteria.domain.drafts import DraftClosed, last_number, stacks
from minhchung.criteria.domain.editing import (
    Change,
    NodeChanged,
    apply_change,
    change_add,
    change_by_proposal,
    change_labels,
    change_place,
    change_remove,
    changed_at,
    seen_branch,
    seen_of,
    seen_outline,
    seen_place_then,
)
from minhchung.criteria.interfaces.node_form.kinds import KIND_FORMS
from minhchung.criteria.models import DraftEdit, RubricDraft
from minhchung.criteria.views.draft_words import (
    DraftFinding,
    Frame,
    draft_and_by,
    finding_lines,
    frame_of,
    many_href,
    node_href,
    written,
)
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rubric.errors import UnknownNode
from minhchung.rubric.outline import Item, Outline
from minhchung.ui.present import vn_datetime

SMALL = 30_000
SHOWN_AT_ONCE = 120
"""Findings in the panel beside the tree; further ones stand on their nodes' pages."""
MOVES = ("up", "down", "indent", "outdent", "place")


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One node as a line. sum: its points beside those of its children. count: of its faults and findings."""

    key: str
    href: str
    label: str
    title: str
    max: str
    kind: str
    sum: Sum | None
    worst: str
    count: int
    depth: int
    chosen: bool


@dataclass(frozen=True)
class TreePage:
    frame: Frame
    rows: tuple[TreeRow, ...]
    rows_html: tuple[SafeString, ...]
    total: Sum | None
    lines: tuple[DraftFinding, ...]
    many_href: str
    left_out: int
    errors: int
    warnings: int
    notes: int
    read: bool
    leaves: int
    done: DraftEdit | None
    undone: DraftEdit | None
    key: str
    step: int
    conflict: str


@require_GET
def tree(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole draft; ?soat=1 waits for lint, ?chon= marks a node."""
    draft, _by = draft_and_by(request, pk)
    return _show(request, draft)


def _show(request: HttpRequest, draft: RubricDraft, *, conflict: str = "", status: int = 200) -> HttpResponse:
    outline = draft_outline(draft.text)
    wanted = len(draft.text) <= SMALL or bool(request.GET.get("soat"))
    reading = draft_reading(draft.text) if wanted else known_reading(draft.text)
    found = (
        [] if reading is None else [(key, each) for key, items in reading.by_key.items() for each in items]
    )
    counts = {
        name: sum(1 for _key, each in found if each.severity == name) for name in ("error", "warning", "note")
    }
    order = {item.key: number for number, item in enumerate(outline.walk())}
    found.sort(key=lambda pair: (order.get(pair[0], -1), pair[1].code))
    done, undone = stacks(draft)
    frame = frame_of(draft, "draft")
    can_write = frame.can_write
    rows = tuple(_rows(draft, outline, reading, request.GET.get("chon", "")))
    lines = finding_lines(draft, outline, draft.text, found[:SHOWN_AT_ONCE])
    page = TreePage(
        frame=frame,
        rows=rows,
        rows_html=tuple(_row_html(row, can_write, get_language() or "vi") for row in rows),
        total=head_sum(outline),
        lines=lines,
        many_href=many_href(draft, lines),
        left_out=max(0, len(found) - SHOWN_AT_ONCE),
        errors=counts["error"],
        warnings=counts["warning"],
        notes=counts["note"],
        read=reading is not None,
        leaves=sum(1 for item in outline.walk() if not item.children),
        done=done[-1] if len(done) > 1 else None,
        undone=undone[-1][0] if undone else None,
        key=str(uuid.uuid4()),
        step=last_number(draft),
        conflict=conflict,
    )
    return render(request, "criteria/drafts/tree.html", {"page": page}, status=status)


def _rows(
    draft: RubricDraft, outline: Outline, reading: DraftReading | None, chosen: str
) -> Iterator[TreeRow]:
    kinds = {name: str(form.words) for name, form in KIND_FORMS.items()}
    base = reverse("criteria:draft_node", args=[draft.pk, "x"]).removesuffix("x/")

    def lines(items: tuple[Item, ...], depth: int) -> Iterator[TreeRow]:
        for item in items:
            own = () if reading is None else reading.by_key.get(item.key, ())
            yield TreeRow(
                key=item.key,
                href=f"{base}{quote(item.key)}/",
                label=item.label or item.code,
                title=item.said("title"),
                max=item.said("max"),
                kind=_kind(item, kinds),
                sum=sum_of(points_of(item), item.children, item.said("combine")),
                worst="" if reading is None else reading.worst(item.key),
                count=len(own),
                depth=depth,
                chosen=item.key == chosen,
            )
            yield from lines(item.children, depth + 1)

    return lines(outline.nodes, 1)


@lru_cache(maxsize=8_000)
def _row_html(row: TreeRow, can_write: bool, language: str) -> SafeString:
    """One line of the tree. After an edit only the lines that changed are drawn anew: 1,200 of them cost too much."""
    return mark_safe(render_to_string("criteria/drafts/_row.html", {"row": row, "can_write": can_write}))  # noqa: S308


def _kind(item: Item, kinds: dict[str, str]) -> str:
    if item.children:
        return ""
    rule = item.fields.get("rule")
    name = rule.get("kind") if isinstance(rule, dict) else rule
    return kinds.get(name, name) if isinstance(name, str) else _("Chưa có cách tính")


@require_POST
@idempotent
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """A button of the tree: add, remove, move, renumber. `step` says which text the page was drawn from."""
    draft, by = draft_and_by(request, pk)
    what, key = request.POST.get("act", ""), request.POST.get("key", "")
    try:
        chosen = _acted(request, draft, by, what, key)
    except NodeChanged as changed:
        who, at = changed_at(changed.edit, draft)
        said = _(
            "%(who)s đã sửa hoặc chuyển mục này lúc %(at)s. Chưa có gì thay đổi; hãy xem lại rồi làm tiếp."
        )
        draft.refresh_from_db()
        return _show(request, draft, conflict=said % {"who": who, "at": vn_datetime(at)}, status=409)
    except DraftClosed:
        messages.error(request, frame_of(draft, "draft").refusal)
        chosen = key
    where = reverse("criteria:draft", args=[draft.pk])
    return HttpResponseRedirect(f"{where}?{urlencode({'chon': chosen})}" if chosen else where)


def _acted(request: HttpRequest, draft: RubricDraft, by: By, what: str, key: str) -> str:
    """Do it; the key of the node to mark afterwards."""
    then = seen_outline(draft, request.POST.get("step", ""))
    if what == "add_section" or (what in ("add", "add_child") and not key):
        return _added(draft, by)
    if what == "renumber_all":
        written(draft, by, change_labels)
        return key
    if not key:
        messages.error(request, _("Hãy chọn một mục trước."))
        return ""
    if what == "add":
        return _added(draft, by, after=key)
    if what == "add_child":
        return _added(draft, by, parent=key)
    if what == "renumber":
        written(draft, by, lambda now: change_labels(now, key))
    elif what == "remove":
        seen = seen_branch(then, key)
        written(draft, by, lambda now: change_remove(now, key, seen))
        return ""
    elif what in MOVES:
        seen = seen_place_then(then, key)
        after, parent = request.POST.get("after", ""), request.POST.get("parent", "")
        written(draft, by, lambda now: change_place(now, key, seen, what, after=after, parent=parent))
    return key


def _added(draft: RubricDraft, by: By, *, after: str = "", parent: str = "") -> str:
    made: list[str] = []

    def make(now: RubricDraft) -> Change:
        change, key = change_add(now, after=after, parent=parent)
        made.append(key)
        return change

    written(draft, by, make)
    return made[-1]


@require_POST
@idempotent
def apply_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal of a finding put in, from the tree or from a node's page."""
    draft, by = draft_and_by(request, pk)
    key, code = request.POST.get("key", ""), request.POST.get("code", "")
    proposal, seen = request.POST.get("proposal", ""), request.POST.get("seen", "")
    back = request.POST.get("back") == "node"
    try:
        edit = written_or_none(draft, by, key, seen, proposal, code)
    except (NodeChanged, UnknownNode):
        edit = None
    except DraftClosed:
        messages.error(request, frame_of(draft, "draft").refusal)
        edit = None
    if edit is None:
        messages.error(request, _("Mục này vừa được sửa, hoặc đề xuất phải sửa tay. Chưa có gì thay đổi."))
    else:
        messages.success(
            request, _("%(what)s. Có thể hoàn tác ở trang cây tiêu chí.") % {"what": edit.summary}
        )
    where = node_href(draft, key) if back else f"{reverse('criteria:draft', args=[draft.pk])}?soat=1"
    return HttpResponseRedirect(where)


def written_or_none(
    draft: RubricDraft, by: By, key: str, seen: str, proposal: str, code: str
) -> DraftEdit | None:
    """The step that puts the proposal in; None when it is gone or must be put in by hand."""
    seen = seen or seen_of(draft_outline(draft.text), key)
    change = change_by_proposal(draft, key, seen, proposal, code)
    return apply_change(draft, change, by) if change is not None else None
