"""Worked examples of a node of a draft: a trial answer kept as one, mended, taken out."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minhchung.agencies.requests import today_of
from minhchung.criteria.domain.draft_reading import draft_outline, reading_near
from minhchung.criteria.domain.drafts import DraftClosed
from minhchung.criteria.domain.editing import Change, NodeChanged, change_examples, seen_of
from minhchung.criteria.interfaces.examples import NUMBER, example_of
from minhchung.criteria.models import RubricDraft
from minhchung.criteria.views.draft_node_page import item_or_404, leaf_as_read, year_of
from minhchung.criteria.views.draft_words import draft_and_by, frame_of, node_href, written
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.outline import Item, print_item

_NOT_SENT = frozenset({"csrfmiddlewaretoken", "row_version", "act"})


@require_POST
def keep_or_remove(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """POST act=keep makes the trial answer an example (or puts it in the place of one), act=remove takes one out."""
    draft, by = draft_and_by(request, pk)
    item = item_or_404(draft_outline(draft.text), key)
    number = _number(request.POST.get(NUMBER, ""), item)
    if request.POST.get("act") == "remove":
        made: dict[str, Plain] | tuple[str, ...] | None = None if number else ()
    else:
        made = _made(request, draft, item, key)
    if isinstance(made, tuple):
        for text in made or (_("Ví dụ này không còn."),):
            messages.error(request, text)
        return HttpResponseRedirect(f"{node_href(draft, key)}?{_as_typed(request)}#thu")
    seen = request.POST.get("row_version", "")
    try:
        written(draft, by, lambda now: _changed(now, key, seen, number, made))
        said = _("Đã bỏ ví dụ.") if made is None else _("Đã ghi ví dụ; mỗi lần sửa mục, ví dụ được chạy lại.")
        messages.success(request, said)
    except NodeChanged:
        messages.error(request, _("Mục này vừa được sửa. Xem lại rồi ghi ví dụ."))
        return HttpResponseRedirect(f"{node_href(draft, key)}?{_as_typed(request)}#thu")
    except DraftClosed:
        messages.error(request, frame_of(draft, "draft").refusal)
    return HttpResponseRedirect(f"{node_href(draft, key)}#vi-du")


def _made(
    request: HttpRequest, draft: RubricDraft, item: Item, key: str
) -> dict[str, Plain] | tuple[str, ...]:
    reading = reading_near(draft.text, key)
    node, rubric = leaf_as_read(reading, item, key), reading.read.rubric
    if node is None or rubric is None:
        return (_("Sửa các lỗi của mục này trước, rồi ghi ví dụ."),)
    sent = {name: request.POST.getlist(name) for name in request.POST}
    return example_of(rubric, node, print_item(item), sent, year_of(request), today_of(request))


def _number(text: str, item: Item) -> int:
    """The example meant, counted from 1; 0 for a new one."""
    said = item.fields.get("examples")
    count = len(said) if isinstance(said, list) else 0
    return int(text) if text.isdecimal() and len(text) < 4 and 1 <= int(text) <= count else 0


def _changed(draft: RubricDraft, key: str, seen: str, number: int, made: dict[str, Plain] | None) -> Change:
    outline = draft_outline(draft.text)
    said = outline.find(key).fields.get("examples") if seen == seen_of(outline, key) else None
    examples = [*said] if isinstance(said, list) else []
    if not number and made is not None:
        examples.append(made)
    elif 1 <= number <= len(examples):
        examples[number - 1 : number] = [made] if made is not None else []
    return change_examples(draft, key, seen, examples)


def _as_typed(request: HttpRequest) -> str:
    """What was typed, in the address, so that nothing is lost."""
    pairs = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    return urlencode([pair for pair in pairs if pair[0] not in _NOT_SENT])
