"""One node of a draft, or its head: the form of its kind, what is wrong with it, and a trial answer, as people type."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minhchung.agencies.domain.by import By
from minhchung.criteria.domain.draft_reading import (
    DraftReading,
    Sum,
    draft_outline,
    points_said,
    reading_near,
    sum_of,
)
from minhchung.criteria.domain.drafts import DraftClosed
from minhchung.criteria.domain.editing import (
    HEAD,
    Change,
    NodeChanged,
    apply_change,
    change_fields,
    changed_at,
    item_of,
    last_edit_of,
    seen_of,
)
from minhchung.criteria.interfaces.node_form.node import (
    HEAD as HEAD_FORM,
)
from minhchung.criteria.interfaces.node_form.node import (
    HEAD_ORDER,
    HEAD_PARTS,
    LEAF_ONLY,
    NODE,
    NODE_ORDER,
    NODE_PARTS,
    PARENT_ONLY,
)
from minhchung.criteria.interfaces.node_form.ops import after_op
from minhchung.criteria.interfaces.node_form.showing import PartView, id_of, labels_of, parts_of
from minhchung.criteria.interfaces.node_form.values import MORE, Flat, Posted, node_fields, node_of
from minhchung.criteria.interfaces.trial import Trial, trial_of
from minhchung.criteria.models import RubricDraft
from minhchung.criteria.views.draft_words import (
    DraftFinding,
    Frame,
    draft_and_by,
    finding_lines,
    frame_of,
    node_href,
    written,
)
from minhchung.criteria.views.linting import _said
from minhchung.ledger.domain.idempotency import Write, idempotent_after
from minhchung.rubric.errors import RubricError, UnknownNode
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.outline import Item, Outline, print_item
from minhchung.ui.present import in_vietnam, iso_time
from minhchung.ui.requests import wants_json

NOT_FIELDS = frozenset(
    {"csrfmiddlewaretoken", "idempotency_key", "row_version", "autosave", "group", "op", "resolve", "go"}
)
SHOWN_DIFFERENCES = 12


@dataclass(frozen=True)
class Conflict:
    """Somebody saved in between: both values, who, when; `hidden` is what I typed, to be sent again."""

    fields: list[dict[str, str]]
    who: str
    at: datetime
    row_version: str
    hidden: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NodePage:
    frame: Frame
    key: str
    code: str
    title: str
    above: tuple[tuple[str, str], ...]
    is_head: bool
    is_leaf: bool
    children: tuple[tuple[str, str, str], ...]
    sum: Sum | None
    parts: tuple[PartView, ...]
    lines: tuple[DraftFinding, ...]
    trial: Trial | None
    seen: str
    idempotency_key: str
    saved_at: datetime | None
    saved_by: str
    errors: tuple[tuple[str, str], ...]
    conflict: Conflict | None
    href: str
    previous_href: str
    next_href: str


# ── showing ──


def _show(
    request: HttpRequest,
    draft: RubricDraft,
    key: str,
    *,
    flat: Flat | None = None,
    errors: Mapping[str, list[str]] | None = None,
    conflict: Conflict | None = None,
    seen: str = "",
    status: int = 200,
) -> HttpResponse:
    page = _page_of(request, draft, key, flat=flat, errors=errors or {}, conflict=conflict, seen=seen)
    return render(request, "criteria/drafts/node.html", {"page": page}, status=status)


def _page_of(
    request: HttpRequest,
    draft: RubricDraft,
    key: str,
    *,
    flat: Flat | None = None,
    errors: Mapping[str, list[str]],
    conflict: Conflict | None = None,
    seen: str = "",
) -> NodePage:
    outline = draft_outline(draft.text)
    item = _item(outline, key)
    reading = reading_near(draft.text, key) if key != HEAD else reading_near(draft.text, _first_key(outline))
    lines = _lines(draft, reading, item, key)
    told = dict(errors)
    for line in lines:
        if line.field and not told.get(line.field) and line.place:
            told[line.field] = [line.message]
    edit = last_edit_of(draft, key)
    around = [each.key for each in outline.walk()]
    at = around.index(key) if key in around else -1
    return NodePage(
        frame=frame_of(draft, "draft_head" if key == HEAD else "draft"),
        key=key,
        code=item.code,
        title=item.said("title"),
        above=() if key == HEAD else _above(draft, outline, key),
        is_head=key == HEAD,
        is_leaf=key != HEAD and not item.children,
        children=tuple(
            (node_href(draft, each.key), f"{each.label or each.code} {each.said('title')}", each.said("max"))
            for each in item.children
        ),
        sum=sum_of(points_said(item), item.children, item.said("combine")),
        parts=_parts(item, key, flat if flat is not None else _flat_of(item, key), told),
        lines=lines,
        trial=_trial(request, reading, item, key),
        seen=seen or seen_of(outline, key),
        idempotency_key=str(uuid.uuid4()),
        saved_at=edit.at if edit is not None else None,
        saved_by=edit.by.full_name if edit is not None else "",
        errors=tuple((f"#{id_of(name)}", text) for name, texts in errors.items() for text in texts),
        conflict=conflict,
        href=node_href(draft, key),
        previous_href=node_href(draft, around[at - 1]) if at > 0 else "",
        next_href=node_href(draft, around[at + 1]) if 0 <= at < len(around) - 1 else "",
    )


def _first_key(outline: Outline) -> str:
    return outline.nodes[0].key if outline.nodes else ""


def _item(outline: Outline, key: str) -> Item:
    try:
        return item_of(outline, key)
    except UnknownNode:
        raise Http404 from None


def _above(draft: RubricDraft, outline: Outline, key: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    item = outline.parent_of(key)
    while item is not None:
        found.insert(0, (node_href(draft, item.key), f"{item.label} {item.said('title')}".strip()))
        item = outline.parent_of(item.key)
    return tuple(found)


def _flat_of(item: Item, key: str) -> Flat:
    if key == HEAD:
        return node_fields(HEAD_FORM, _head_fields(item))
    return node_fields(NODE, item.fields)


def _head_fields(item: Item) -> dict[str, Plain]:
    """The head without what is edited elsewhere: classes and ties as text, the decision when it is issued."""
    return {name: value for name, value in item.fields.items() if name not in ("classes", "tie_break")}


def _parts(item: Item, key: str, flat: Posted, errors: Mapping[str, list[str]]) -> tuple[PartView, ...]:
    if key == HEAD:
        return parts_of(HEAD_PARTS, HEAD_FORM, flat, errors, frozenset())
    leave = LEAF_ONLY if item.children else PARENT_ONLY
    return parts_of(NODE_PARTS, NODE, flat, errors, leave)


def _lines(draft: RubricDraft, reading: DraftReading, item: Item, key: str) -> tuple[DraftFinding, ...]:
    known = {each.code: each.key for each in reading.read.outline.walk()}
    mine = "" if key == HEAD else known.get(item.code, key)
    found = [(key if key != HEAD else "", each) for each in reading.by_key.get(mine, ())]
    return finding_lines(
        draft, draft_outline(draft.text), reading.text, found, here="" if key == HEAD else key
    )


def _trial(request: HttpRequest, reading: DraftReading, item: Item, key: str) -> Trial | None:
    rubric = reading.read.rubric
    if key == HEAD or item.children or rubric is None or not rubric.has_node(item.code):
        return None
    node = rubric.node(item.code)
    if node.rule is None or any(each == key for each in reading.read.set_aside):
        return None
    sent = {name: request.GET.getlist(name) for name in request.GET}
    return trial_of(rubric, node, print_item(item), sent, in_vietnam(request.received_at).year)  # type: ignore[attr-defined]


# ── saving ──


@dataclass(frozen=True)
class Sent:
    """What the form said. fields: the node's lines; errors: why they cannot be made, by field."""

    flat: Flat
    seen: str
    fields: dict[str, Plain]
    errors: dict[str, list[str]]


def _sent(request: HttpRequest, key: str) -> Sent:
    flat = {
        name: value
        for name, value in request.POST.items()
        if name not in NOT_FIELDS and isinstance(value, str)
    }
    op = request.POST.get("op", "")
    try:
        flat = after_op(flat, op) if op else flat
        form, order = (HEAD_FORM, HEAD_ORDER) if key == HEAD else (NODE, NODE_ORDER)
        fields = node_of(form, flat, order)
    except RubricError as error:
        return Sent(flat, request.POST.get("row_version", ""), {}, _yaml_errors(flat, error))
    return Sent(flat, request.POST.get("row_version", ""), fields, {})


def _yaml_errors(flat: Flat, error: RubricError) -> dict[str, list[str]]:
    """Faults of YAML typed into a box, at that box, with line and column."""
    said = [
        _fault_in_words(each.span.line, each.span.column, _said(each.message.vi, each.message.en))
        for each in error.diagnostics
        if each.span
    ]
    boxes = [name for name in flat if name.endswith(".yaml")]
    name = (
        MORE
        if error.diagnostics[0].span and "phần" in error.diagnostics[0].span.file
        else (boxes[0] if boxes else MORE)
    )
    return {name: said}


def _fault_in_words(line: int, column: int, message: str) -> str:
    return _("Dòng %(line)s, cột %(column)s: %(message)s") % {
        "line": line,
        "column": column,
        "message": message,
    }


def ready_to_save(request: HttpRequest, pk: int, key: str = HEAD) -> Write | None:
    """An autosave worked out and answered before anybody is kept waiting; None for whatever is not plainly in order."""
    if not wants_json(request) or "resolve" in request.POST or "op" in request.POST:
        return None
    draft, by = draft_and_by(request, pk)
    sent = _sent(request, key)
    if sent.errors:
        return None
    try:
        change = change_fields(draft, key, sent.seen, sent.fields)
    except NodeChanged:
        return None
    if not frame_of(draft, "draft").can_write:
        return None
    answer = _saved(request, draft, change, key, by)

    def write() -> HttpResponse:
        apply_change(draft, change, by)
        return answer

    return write


@require_http_methods(["GET", "POST"])
@idempotent_after(ready_to_save)
def node(request: HttpRequest, pk: int, key: str = HEAD) -> HttpResponse:
    """GET shows the node (and a trial answer in the address), POST saves it."""
    draft, by = draft_and_by(request, pk)
    if request.method == "GET":
        return _show(request, draft, key)
    sent = _sent(request, key)
    resolve = request.POST.get("resolve", "")
    if resolve == "theirs":
        return HttpResponseRedirect(node_href(draft, key))
    if resolve == "manual":
        return _show(request, draft, key, flat=sent.flat)
    if sent.errors:
        return _refused(request, draft, key, sent)
    try:
        written(draft, by, lambda now: change_fields(now, key, sent.seen, sent.fields))
    except NodeChanged as changed:
        draft.refresh_from_db()
        return _conflicting(request, draft, key, sent, changed)
    except DraftClosed:
        return _closed(request, draft, key)
    if wants_json(request):
        change = Change(draft.text, "", key, draft.row_version)
        return _saved(request, draft, change, key, by)
    return HttpResponseRedirect(_after(request, draft, key))


def _after(request: HttpRequest, draft: RubricDraft, key: str) -> str:
    """Where a plain save goes: the row that was changed, the next node, or the same page."""
    op = request.POST.get("op", "")
    if op:
        name = op.partition("|")[2]
        parent = name if op.startswith(("add|", "kind|")) else name.rpartition(".")[0]
        return f"{node_href(draft, key)}#{id_of(parent)}"
    if request.POST.get("go") == "next":
        around = [each.key for each in draft_outline(draft.text).walk()]
        at = around.index(key) + 1 if key in around else 0
        if 0 < at < len(around):
            return node_href(draft, around[at])
    if request.POST.get("go") == "tree":
        return reverse("criteria:draft", args=[draft.pk])
    return node_href(draft, key)


def _saved(request: HttpRequest, draft: RubricDraft, change: Change, key: str, by: By) -> JsonResponse:
    """What an autosave answers: the node's new hash, and the panel of what is wrong now."""
    after = RubricDraft(pk=draft.pk, text=change.text, state=draft.state, owner_id=draft.owner_id)
    outline = draft_outline(change.text)
    item = _item(outline, key)
    reading = reading_near(change.text, key if key != HEAD else _first_key(outline))
    panel = {
        "lines": _lines(after, reading, item, key),
        "draft": draft,
        "can_write": True,
        "back": True,
    }
    html = render_to_string("criteria/drafts/_findings.html", panel, request=request)
    return JsonResponse(
        {"row_version": seen_of(outline, key), "saved_at": iso_time(by.now), "fragments": {"phat-hien": html}}
    )


def _refused(request: HttpRequest, draft: RubricDraft, key: str, sent: Sent) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"errors": sent.errors}, status=422)
    return _show(request, draft, key, flat=sent.flat, errors=sent.errors, seen=sent.seen, status=422)


def _closed(request: HttpRequest, draft: RubricDraft, key: str) -> HttpResponse:
    draft.refresh_from_db()
    refusal = frame_of(draft, "draft").refusal
    if wants_json(request):
        return JsonResponse({"message": refusal}, status=403)
    messages.error(request, refusal)
    return HttpResponseRedirect(node_href(draft, key))


def _conflicting(
    request: HttpRequest, draft: RubricDraft, key: str, sent: Sent, changed: NodeChanged
) -> HttpResponse:
    """409 with both values, who and when, and three ways on."""
    who, at = changed_at(changed.edit, draft)
    if changed.item is None:
        text = _(
            "%(who)s đã bỏ mục này. Nội dung bạn gõ còn trên trang này; có thể khôi phục mục ở thẻ “Lịch sử”."
        ) % {"who": who}
        if wants_json(request):
            return JsonResponse({"message": text}, status=410)
        messages.error(request, text)
        return HttpResponseRedirect(reverse("criteria:draft_history", args=[draft.pk]))
    theirs = _flat_of(changed.item, key)
    differences = _differences(changed.item, key, sent.flat, theirs)
    seen = seen_of(draft_outline(draft.text), key)
    conflict = Conflict(differences, who, at, seen, sent.flat)
    if not wants_json(request):
        return _show(request, draft, key, flat=sent.flat, conflict=conflict, status=409)
    html = render_to_string(
        "ui/components/conflict.html", {"fields": differences, "who": who, "at": at, "row_version": seen}
    )
    page = _page_of(request, draft, key, errors={})
    form = render_to_string("criteria/drafts/_fields.html", {"page": page}, request=request)
    return JsonResponse(
        {"row_version": seen, "html": html, "theirs": {}, "fragments": {"cac-o": form}}, status=409
    )


def _differences(item: Item, key: str, mine: Posted, theirs: Posted) -> list[dict[str, str]]:
    """The fields that differ, by their words; what is only on one side is empty on the other."""
    words = labels_of(_parts(item, key, mine, {})) | labels_of(_parts(item, key, theirs, {}))
    names = [
        name
        for name in {**mine, **theirs}
        if mine.get(name, "").replace("\r\n", "\n") != theirs.get(name, "")
    ]
    shown = [name for name in names if not name.endswith((".here", ".id", ".next", ".new_kind"))]
    return [
        {"label": words.get(name, name), "mine": mine.get(name, ""), "theirs": theirs.get(name, "")}
        for name in shown[:SHOWN_DIFFERENCES]
    ]
