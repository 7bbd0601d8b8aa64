"""What the page of one node (or of the head) shows: its form, its findings, a trial answer, a conflict."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from minhchung.agencies.requests import today_of
from minhchung.criteria.domain.draft_reading import (
    DraftReading,
    Sum,
    draft_outline,
    points_said,
    reading_near,
    sum_of,
)
from minhchung.criteria.domain.editing import (
    HEAD,
    item_of,
    last_edit_of,
    seen_of,
)
from minhchung.criteria.interfaces.examples import (
    DAY,
    NOTE,
    NUMBER,
    POINTS,
    SOURCE,
    ExampleLine,
    example_lines,
    sent_of,
)
from minhchung.criteria.interfaces.node_form.controls import id_of
from minhchung.criteria.interfaces.node_form.limits import Flat
from minhchung.criteria.interfaces.node_form.showing import PartView
from minhchung.criteria.interfaces.trial import Trial, trial_of
from minhchung.criteria.models import RubricDraft
from minhchung.criteria.views.draft_form import flat_of, node_parts
from minhchung.criteria.views.draft_words import (
    DraftFinding,
    Frame,
    finding_lines,
    frame_of,
    many_href,
    node_href,
)
from minhchung.rubric.errors import UnknownNode
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.outline import Item, Outline, print_item
from minhchung.rubric.wording import vi_date


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
    many_href: str
    trial: Trial | None
    examples: ExamplesView | None
    seen: str
    idempotency_key: str
    saved_at: datetime | None
    saved_by: str
    errors: tuple[tuple[str, str], ...]
    conflict: Conflict | None
    href: str
    previous_href: str
    next_href: str


def show_node(
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
    page = node_page(request, draft, key, flat=flat, errors=errors or {}, conflict=conflict, seen=seen)
    return render(request, "criteria/drafts/node.html", {"page": page}, status=status)


def node_page(
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
    item = item_or_404(outline, key)
    reading = reading_near(draft.text, key) if key != HEAD else reading_near(draft.text, first_key(outline))
    lines = node_lines(draft, reading, item, key)
    told = dict(errors)
    for line in lines:
        if line.field and not told.get(line.field) and line.is_fault:
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
        parts=node_parts(
            item,
            key,
            flat if flat is not None else flat_of(item, key),
            told,
            leaf_as_read(reading, item, key),
        ),
        lines=lines,
        many_href=many_href(draft, lines, key),
        trial=_trial(request, reading, item, key),
        examples=_examples(request, draft, reading, item, key),
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


def first_key(outline: Outline) -> str:
    return outline.nodes[0].key if outline.nodes else ""


def item_or_404(outline: Outline, key: str) -> Item:
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


def leaf_as_read(reading: DraftReading, item: Item, key: str) -> Node | None:
    """The leaf with its rule; None for a heading and while a fault of its own keeps it from being read."""
    rubric = reading.read.rubric
    if key == HEAD or item.children or rubric is None or not rubric.has_node(item.code):
        return None
    node = rubric.node(item.code)
    return None if node.rule is None or key in reading.read.set_aside else node


def node_lines(draft: RubricDraft, reading: DraftReading, item: Item, key: str) -> tuple[DraftFinding, ...]:
    known = {each.code: each.key for each in reading.read.outline.walk()}
    mine = "" if key == HEAD else known.get(item.code, key)
    found = [(key if key != HEAD else "", each) for each in reading.by_key.get(mine, ())]
    return finding_lines(
        draft, draft_outline(draft.text), reading.text, found, here="" if key == HEAD else key
    )


def _trial(request: HttpRequest, reading: DraftReading, item: Item, key: str) -> Trial | None:
    node, rubric = leaf_as_read(reading, item, key), reading.read.rubric
    if node is None or rubric is None:
        return None
    return trial_of(rubric, node, print_item(item), _sent(request, rubric, node), year_of(request))


def _sent(request: HttpRequest, rubric: Rubric, node: Node) -> dict[str, list[str]]:
    """What the trial form sent; an example opened to be mended as if it had been sent."""
    opened = request.GET.get("vi-du", "")
    if opened.isdecimal() and len(opened) < 4:
        return sent_of(rubric, node, int(opened))
    return {name: request.GET.getlist(name) for name in request.GET}


def year_of(request: HttpRequest) -> int:
    return today_of(request).year


@dataclass(frozen=True)
class ExamplesView:
    """The examples of a node, and the fields of the one that the trial form is making or mending.

    unread: examples that stand in the text while the node cannot be read, as their days.
    """

    lines: tuple[ExampleLine, ...]
    unread: tuple[str, ...]
    number: str
    on: str
    points: str
    source: str
    note: str
    href: str

    @property
    def failing(self) -> int:
        return sum(not line.holds for line in self.lines)


def _examples(
    request: HttpRequest, draft: RubricDraft, reading: DraftReading, item: Item, key: str
) -> ExamplesView | None:
    """None for the head."""
    if key == HEAD:
        return None
    rubric = reading.read.rubric
    readable = rubric is not None and rubric.has_node(item.code) and key not in reading.read.set_aside
    node = rubric.node(item.code) if rubric is not None and readable else None
    sent = _sent(request, rubric, node) if rubric is not None and node is not None else {}
    said = item.fields.get("examples")
    written = said if isinstance(said, list) and node is None else []
    first = {name: (values or [""])[-1] for name, values in sent.items()}
    return ExamplesView(
        lines=example_lines(rubric, node) if rubric is not None and node is not None else (),
        unread=tuple(str(each.get("on", "")) for each in written if isinstance(each, dict)),
        number=first.get(NUMBER, ""),
        on=first.get(DAY, "") or vi_date(today_of(request)),
        points=first.get(POINTS, ""),
        source=first.get(SOURCE, ""),
        note=first.get(NOTE, ""),
        href=reverse("criteria:draft_example", args=[draft.pk, key]),
    )
