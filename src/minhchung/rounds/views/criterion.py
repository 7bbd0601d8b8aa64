"""One criterion a page: the rule in words, the input that fits it, points at once, evidence, who changed what."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from minhchung.agencies.enums import Role
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rounds.domain.access import EntryAccess, own_entry_for, readable_entry_for
from minhchung.rounds.domain.autofill import FILLED_BY, refresh_entry
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.entries import NotNow, filling_refusal, self_phase
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.domain.self_scoring import keep_draft, last_year_value, leaf_for, save_answer
from minhchung.rounds.enums import Stage, Verdict
from minhchung.rounds.interfaces.leaf_form import (
    DECLARE,
    NA_REASON,
    NOT_APPLICABLE,
    NOTE,
    NOTE_MOST,
    OVERRULES,
    FieldView,
    Reading,
    asked_of,
    claimable,
    fields_of,
    first_text,
    in_words,
    place_of,
    read,
    typed,
)
from minhchung.rounds.models import Entry, LeafValue, Phase
from minhchung.rounds.views.data_words import DataPanel, data_panel, held_against_data
from minhchung.rounds.views.entry_words import crumbs, leaf_href, title_of, who_answers
from minhchung.rounds.views.evidence_words import EvidencePanel, file_views
from minhchung.rounds.views.standing import (
    Change,
    Result,
    history_of,
    kept_draft_at,
    last_year_words,
    result_of,
    standing_texts,
)
from minhchung.rubric import Input, Node, Rubric, leaf_in_words
from minhchung.ui.language import in_language
from minhchung.ui.present import iso_time
from minhchung.ui.requests import wants_json, whole

LOCKED = 423


@dataclass(frozen=True)
class Conflict:
    """Somebody saved in between: both values, who, when; `hidden` is what I typed, to be sent again."""

    fields: list[dict[str, str]]
    who: str
    at: datetime
    row_version: int
    theirs: Mapping[str, list[str]] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CriterionPage:
    entry: Entry
    leaf: Node
    title: str
    above: tuple[str, ...]
    words: tuple[str, ...]
    evidence_asked: tuple[str, ...]
    fields: tuple[FieldView, ...]
    declared: str
    na_reason: str
    claimable: bool
    has_ticks: bool
    note: str
    note_most: int
    errors: tuple[tuple[str, str], ...]
    error_of: Mapping[str, list[str]]
    result: Result
    row_version: int
    saved_at: datetime | None
    draft_at: datetime | None
    is_unsaved: bool
    key: str
    can_write: bool
    refusal: str
    answered_by: str
    phase: Phase | None
    panel: EvidencePanel
    max_mb: int
    history: tuple[Change, ...]
    last_year: str
    last_year_points: Fraction | None
    last_year_number: int
    remark: str
    previous_href: str
    next_href: str
    place: int
    count: int
    conflict: Conflict | None
    data: DataPanel | None
    overrules: str
    href: str
    breadcrumbs: list[dict[str, str]]


def criterion(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """GET shows, POST saves; reached through `autosave`, which holds the transaction of a POST."""
    if request.method == "POST":
        return _save(request, pk, code)
    access = readable_entry_for(acting_of(request), pk)
    leaf = leaf_for(access.entry, code)
    if leaf.bind and access.may_fill:
        refresh_entry(access.entry, received_at_of(request), frozenset({leaf.id}))
    return _show(request, access, leaf)


def _show(
    request: HttpRequest,
    access: EntryAccess,
    leaf: Node,
    *,
    reading: Reading | None = None,
    conflict: Conflict | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    now = received_at_of(request)
    page = criterion_page(access, leaf, now, reading=reading, conflict=conflict, refusal=refusal)
    context = {"page": page, "breadcrumbs": page.breadcrumbs}
    return render(request, "rounds/entry/criterion.html", context, status=status)


# ── saving ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Group:
    """One field group as it came in: a whole page, or a row of a sheet, whose names carry `prefix`."""

    asked: tuple[Input, ...]
    prefix: str
    reading: Reading
    expected: int

    def prefixed(self, by_name: Mapping[str, Any]) -> dict[str, Any]:
        return {(self.prefix + name if name else name): value for name, value in by_name.items()}


def group_of(rubric: Rubric, entry: Entry, leaf: Node, request: HttpRequest) -> Group:
    """The fields of this leaf in the request, read. A named group (`group=II.1`) is a row of a sheet."""
    named = request.POST.get("group", "")
    prefix = f"{named}:" if named else ""
    asked = asked_of(rubric, leaf, place_of(entry))
    texts = typed(request.POST, asked, prefix)
    if request.POST.get("go") == "clear":
        texts = {NOTE: texts.get(NOTE, [])}
    if named and texts.get(DECLARE) == [NOT_APPLICABLE] and NA_REASON not in texts:
        texts[NA_REASON] = [_claimed_reason(entry, leaf)]
    return Group(
        asked,
        prefix,
        held_against_data(entry, leaf, read(rubric, leaf, asked, texts, place_of(entry)), is_row=bool(named)),
        whole(request.POST.get("row_version", "")) or 0,
    )


def _claimed_reason(entry: Entry, leaf: Node) -> str:
    """The reason of the claim that stands: a row of a sheet shows the claim without it."""
    value = LeafValue.objects.filter(entry=entry, node_id=leaf.id, stage=Stage.SELF).first()
    return first_text(standing_texts(entry, leaf, value), NA_REASON)


def _save(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    access = own_entry_for(acting_of(request), pk, Role.SECRETARY, lock=True)
    leaf = leaf_for(access.entry, code)
    rubric = rubric_of(access.entry.round.rubric)
    group = group_of(rubric, access.entry, leaf, request)
    if request.POST.get("resolve") == "theirs":
        return HttpResponseRedirect(leaf_href(pk, code))
    by_hand = request.POST.get("resolve") == "manual"
    try:
        if by_hand:
            return _show(request, access, leaf, reading=group.reading)
        value = _keep(request, access, leaf, group)
    except NotNow as fault:
        return _refused(request, access, leaf, group, fault.words)
    except StaleRow as stale:
        return _conflict(request, access, leaf, group, stale.current)
    if group.reading.errors:
        return _invalid(request, access, leaf, group, value)
    return saved(request, access, leaf, value)


def _keep(request: HttpRequest, access: EntryAccess, leaf: Node, group: Group) -> LeafValue:
    assert access.own is not None
    common: dict[str, Any] = {
        "entry": access.entry,
        "leaf": leaf,
        "expected": group.expected,
        "actor": request.user,
        "post": access.own,
        "now": received_at_of(request),
    }
    if group.reading.errors:
        return keep_draft(fields=group.reading.texts, **common)
    reason = first_text(group.reading.texts, OVERRULES)
    return save_answer(answer=group.reading.answer, note=group.reading.note, reason=reason, **common)


def saved(request: HttpRequest, access: EntryAccess, leaf: Node, value: LeafValue) -> HttpResponse:
    """The answer to a save: the version, the time and the points for our own modules, else the next page."""
    if wants_json(request):
        result = result_of(access.entry, leaf, value)
        box = render_to_string("rounds/entry/_result.html", {"result": result})
        chip = render_to_string("rounds/entry/_sheet_points.html", {"code": leaf.code, "result": result})
        named = bool(request.POST.get("group"))
        fragments = {f"diem-{leaf.code}": chip} if named else {"ket-qua": box}
        return JsonResponse(
            {"row_version": value.row_version, "saved_at": iso_time(value.at), "fragments": fragments}
        )
    messages.success(request, _("Đã lưu %(code)s.") % {"code": leaf.code})
    following = neighbours(access.entry, leaf)[1] if request.POST.get("go") == "next" else None
    return HttpResponseRedirect(leaf_href(access.entry.pk, following.code if following else leaf.code))


def _invalid(
    request: HttpRequest, access: EntryAccess, leaf: Node, group: Group, value: LeafValue
) -> HttpResponse:
    """Nothing typed is lost: the draft is kept with the row, and is not the answer."""
    if wants_json(request):
        return JsonResponse(
            {
                "errors": group.prefixed(group.reading.errors),
                "draft": True,
                "row_version": value.row_version,
                "saved_at": iso_time(received_at_of(request)),
            },
            status=422,
        )
    return _show(request, access, leaf, reading=group.reading, status=422)


def _refused(request: HttpRequest, access: EntryAccess, leaf: Node, group: Group, words: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"message": words}, status=LOCKED)
    return _show(request, access, leaf, reading=group.reading, refusal=words, status=LOCKED)


def _conflict(
    request: HttpRequest, access: EntryAccess, leaf: Node, group: Group, current: LeafValue
) -> HttpResponse:
    conflict = conflict_of(access.entry, leaf, group, current)
    if wants_json(request):
        shown = {"fields": conflict.fields, "who": conflict.who, "at": conflict.at}
        html = render_to_string(
            "rounds/entry/_conflict.html", {"conflict": {**shown, "row_version": conflict.row_version}}
        )
        body = {"row_version": conflict.row_version, "html": html, "theirs": group.prefixed(conflict.theirs)}
        return JsonResponse(body, status=409)
    return _show(request, access, leaf, reading=group.reading, conflict=conflict, status=409)


def conflict_of(entry: Entry, leaf: Node, group: Group, current: LeafValue) -> Conflict:
    """Both values in words, who, when; a draft that stands there counts as theirs."""
    theirs = standing_texts(entry, leaf, current)
    mine = group.reading.texts
    fields = [
        {
            "label": _("Trả lời"),
            "mine": in_words(group.asked, mine),
            "theirs": in_words(group.asked, theirs),
        },
        {"label": _("Ghi chú"), "mine": first_text(mine, NOTE), "theirs": first_text(theirs, NOTE)},
    ]
    blank: dict[str, list[str]] = {each.name: [] for each in group.asked} | {
        DECLARE: [""],
        NA_REASON: [],
        NOTE: [],
    }
    return Conflict(
        fields=[each for each in fields if each["mine"] != each["theirs"]] or fields[:1],
        who=current.by.full_name if current.by else _("Hệ thống"),
        at=current.at,
        row_version=current.row_version,
        theirs=blank | theirs,
        hidden={name: "; ".join(values) for name, values in mine.items()},
    )


# ── showing ───────────────────────────────────────────────────────────────────────────────────────────────────────


def neighbours(entry: Entry, leaf: Node) -> tuple[Node | None, Node | None, int, int]:
    """The agency's leaves before and after this one, its place among them from 1, and how many there are."""
    every = own_leaves(rubric_of(entry.round.rubric), entry.traits).every
    place = next(index for index, each in enumerate(every) if each.id == leaf.id)
    before = every[place - 1] if place else None
    after = every[place + 1] if place + 1 < len(every) else None
    return before, after, place + 1, len(every)


def criterion_page(
    access: EntryAccess,
    leaf: Node,
    now: datetime,
    *,
    reading: Reading | None = None,
    conflict: Conflict | None = None,
    refusal: str = "",
) -> CriterionPage:
    """Everything the page shows; with `reading`, the fields as typed and their errors."""
    entry = access.entry
    rubric = rubric_of(entry.round.rubric)
    asked = asked_of(rubric, leaf, place_of(entry))
    stage = FILLED_BY.get(leaf.answered_by, Stage.SELF)
    value = LeafValue.objects.filter(entry=entry, node_id=leaf.id, stage=stage).select_related("by").first()
    phase = self_phase(entry)
    closed = refusal or filling_refusal(entry, phase, now)
    texts = reading.texts if reading else standing_texts(entry, leaf, value)
    errors = reading.errors if reading else _draft_errors(entry, leaf, asked, value)
    before, after, place, count = neighbours(entry, leaf)
    earlier = last_year_value(entry, leaf.id)
    fields = fields_of(asked, texts, errors)
    draft_at = kept_draft_at(value, reading.texts if reading else None)
    can_write = access.may_fill and not closed and leaf.answered_by == "agency"
    return CriterionPage(
        entry=entry,
        leaf=leaf,
        title=title_of(leaf),
        above=tuple(_above(rubric, leaf)),
        words=tuple(in_language(line) for line in leaf_in_words(rubric, leaf.code, place_of(entry))),
        evidence_asked=rubric.evidence_for(leaf.code),
        fields=fields,
        declared=first_text(texts, DECLARE),
        na_reason=first_text(texts, NA_REASON),
        claimable=claimable(rubric, leaf),
        has_ticks=any(each.kind == "ticks" for each in asked),
        note=first_text(texts, NOTE),
        note_most=NOTE_MOST,
        errors=tuple(_summary(errors, fields)),
        error_of=errors,
        result=result_of(entry, leaf, value, is_older=reading is not None),
        row_version=value.row_version if value else 0,
        saved_at=value.at if value and value.draft is None and reading is None else None,
        draft_at=draft_at,
        is_unsaved=reading is not None and draft_at is None,
        key=str(uuid.uuid4()),
        can_write=can_write,
        refusal=closed if access.may_fill else "",
        answered_by=who_answers(leaf),
        phase=phase,
        panel=EvidencePanel(
            file_views(entry, leaf), can_write, leaf_href(entry.pk, leaf.code) + "minh-chung/"
        ),
        max_mb=settings.UPLOAD_MAX_BYTES // 1024 // 1024,
        history=tuple(history_of(entry, leaf, asked, value)),
        last_year=last_year_words(earlier, leaf) if earlier else "",
        last_year_points=earlier.points if earlier else None,
        last_year_number=entry.round.year - 1,
        remark=entry.return_remarks.get(leaf.id, ""),
        previous_href=leaf_href(entry.pk, before.code) if before else "",
        next_href=leaf_href(entry.pk, after.code) if after else "",
        place=place,
        count=count,
        conflict=conflict,
        data=data_panel(entry, leaf, value, may_write=can_write),
        overrules=first_text(texts, OVERRULES)
        or (value.reason if value is not None and value.verdict == Verdict.CHANGED else ""),
        href=leaf_href(entry.pk, leaf.code),
        breadcrumbs=crumbs(entry, ("", leaf.code)),
    )


def _draft_errors(
    entry: Entry, leaf: Node, asked: tuple[Input, ...], value: LeafValue | None
) -> Mapping[str, list[str]]:
    """A draft that stands there says again what is wrong with it."""
    if value is None or value.draft is None:
        return {}
    rubric = rubric_of(entry.round.rubric)
    reading = read(rubric, leaf, asked, standing_texts(entry, leaf, value), place_of(entry))
    return held_against_data(entry, leaf, reading).errors


def _summary(errors: Mapping[str, list[str]], fields: Iterable[FieldView]) -> Iterable[tuple[str, str]]:
    """(address, text) of each error, for the list at the top of the page."""
    anchors = {each.name: f"#{each.id}-0" if each.options else f"#{each.id}" for each in fields}
    anchors |= {
        NOTE: "#ghi-chu",
        NA_REASON: "#ly-do-khong-ap-dung",
        DECLARE: "#khai-0",
        OVERRULES: "#ly-do-khac",
    }
    for name, lines in errors.items():
        for line in lines:
            yield anchors.get(name, ""), line


def _above(rubric: Rubric, leaf: Node) -> list[str]:
    """The titles over the leaf, section first."""
    titles: list[str] = []
    node = rubric.parent(leaf.code)
    while node is not None:
        titles.insert(0, f"{node.label}. {title_of(node)}" if node.label else title_of(node))
        node = rubric.parent(node.code)
    return titles
