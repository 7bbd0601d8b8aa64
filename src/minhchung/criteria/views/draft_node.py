"""One node of a draft, or its head: shown, saved as people type, and what happens when two people meet there."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minhchung.agencies.domain.by import By
from minhchung.criteria.domain.draft_reading import (
    draft_outline,
    reading_near,
)
from minhchung.criteria.domain.drafts import DraftClosed
from minhchung.criteria.domain.editing import (
    HEAD,
    Change,
    NodeChanged,
    apply_change,
    change_fields,
    changed_at,
    seen_of,
)
from minhchung.criteria.interfaces.node_form.controls import id_of
from minhchung.criteria.interfaces.node_form.limits import Flat, Posted
from minhchung.criteria.interfaces.node_form.node import (
    HEAD as HEAD_FORM,
)
from minhchung.criteria.interfaces.node_form.node import (
    HEAD_ORDER,
    NODE,
    NODE_ORDER,
)
from minhchung.criteria.interfaces.node_form.ops import after_op
from minhchung.criteria.interfaces.node_form.showing import labels_of
from minhchung.criteria.interfaces.node_form.values import MORE, node_of
from minhchung.criteria.models import RubricDraft
from minhchung.criteria.views.draft_form import flat_of, node_parts
from minhchung.criteria.views.draft_node_page import (
    Conflict,
    first_key,
    item_or_404,
    node_lines,
    node_page,
    show_node,
)
from minhchung.criteria.views.draft_words import (
    draft_and_by,
    frame_of,
    many_href,
    node_href,
    written,
)
from minhchung.criteria.views.linting import _said
from minhchung.ledger.domain.idempotency import Write, idempotent_after
from minhchung.rubric.errors import RubricError
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.outline import Item
from minhchung.ui.present import iso_time
from minhchung.ui.requests import wants_json
from minhchung.viet.folding import nfc

NOT_FIELDS = frozenset(
    {"csrfmiddlewaretoken", "idempotency_key", "row_version", "autosave", "group", "op", "resolve", "go"}
)
SHOWN_DIFFERENCES = 12


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
        name: nfc(value)
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
        return show_node(request, draft, key)
    sent = _sent(request, key)
    resolve = request.POST.get("resolve", "")
    if resolve == "theirs":
        return HttpResponseRedirect(node_href(draft, key))
    if resolve == "manual":
        return show_node(request, draft, key, flat=sent.flat)
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
    if op.startswith("pick|"):
        return reverse("criteria:draft_indicator", args=[draft.pk, key])
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
    item = item_or_404(outline, key)
    reading = reading_near(change.text, key if key != HEAD else first_key(outline))
    lines = node_lines(after, reading, item, key)
    panel = {
        "lines": lines,
        "many_href": many_href(draft, lines, key),
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
    return show_node(request, draft, key, flat=sent.flat, errors=sent.errors, seen=sent.seen, status=422)


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
    theirs = flat_of(changed.item, key)
    differences = _differences(changed.item, key, sent.flat, theirs)
    seen = seen_of(draft_outline(draft.text), key)
    conflict = Conflict(differences, who, at, seen, sent.flat)
    if not wants_json(request):
        return show_node(request, draft, key, flat=sent.flat, conflict=conflict, status=409)
    html = render_to_string(
        "ui/components/conflict.html", {"fields": differences, "who": who, "at": at, "row_version": seen}
    )
    page = node_page(request, draft, key, errors={})
    form = render_to_string("criteria/drafts/_fields.html", {"page": page}, request=request)
    return JsonResponse(
        {"row_version": seen, "html": html, "theirs": {}, "fragments": {"cac-o": form}}, status=409
    )


def _differences(item: Item, key: str, mine: Posted, theirs: Posted) -> list[dict[str, str]]:
    """The fields that differ, by their words; what is only on one side is empty on the other."""
    words = labels_of(node_parts(item, key, mine, {})) | labels_of(node_parts(item, key, theirs, {}))
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
