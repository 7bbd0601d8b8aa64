"""The entry of an agency: every criterion by section with its status, and the rounds that lead to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.rounds.domain.access import EntryAccess, readable_entry_for
from minhchung.rounds.domain.entries import filling_refusal
from minhchung.rounds.domain.explanation import shows_appraisal
from minhchung.rounds.domain.overview import LeafRow, Overview, overview, sum_points
from minhchung.rounds.enums import EntryState, PhaseKind
from minhchung.rounds.models import Entry, Phase
from minhchung.rounds.views.entry_words import ENTRY_TONES, crumbs, leaf_prefix, status_of, title_of
from minhchung.rubric import Node
from minhchung.ui.present import vn_datetime, vn_points
from minhchung.viet.numbers import shown_points

Keep = Callable[[LeafRow], bool]
FILTERS: Final[tuple[tuple[str, str | Promise, Keep], ...]] = (
    ("", gettext_lazy("Tất cả"), lambda row: True),
    ("chua-xong", gettext_lazy("Chưa xong"), lambda row: row.is_open),
    ("thieu-minh-chung", gettext_lazy("Thiếu minh chứng"), lambda row: row.needs_file),
    ("co-gop-y", gettext_lazy("Có góp ý"), lambda row: row.has_remark),
)


class RowView(NamedTuple):
    """One line of the list, ready to print: the template engine is the cost of 1,200 of them."""

    code: str
    href: str
    title: str
    status: str
    tone: str
    flags: tuple[str, ...]
    points: str
    files: str
    editor: str
    at: str


@dataclass(frozen=True)
class SectionView:
    code: str
    title: str
    rows: tuple[RowView, ...]
    points: Fraction
    answered: int
    asked: int
    sheet_href: str


@dataclass(frozen=True)
class EntryPage:
    entry: Entry
    sections: tuple[SectionView, ...]
    answered: int
    scored: int
    asked: int
    total: Fraction
    tabs: tuple[dict[str, object], ...]
    filtered: bool
    state_words: str
    state_tone: str
    phase: Phase | None
    refusal: str
    may_fill: bool
    may_approve: bool
    shows_appraisal: bool
    is_secretary: bool
    remarks: tuple[tuple[str, str, str], ...]
    breadcrumbs: list[dict[str, str]]


@require_GET
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """/ho-so/34/"""
    access = readable_entry_for(acting_of(request), pk)
    page = entry_page(access, request.GET.get("loc", ""), received_at_of(request))
    return render(request, "rounds/entry/list.html", {"page": page, "breadcrumbs": page.breadcrumbs})


def entry_page(access: EntryAccess, chosen: str, now: datetime) -> EntryPage:
    """The list of one entry, filtered by one of FILTERS (anything else shows all); four queries."""
    entry = access.entry
    view, phases = overview(entry), _phases(entry)
    phase = phases.get(PhaseKind.SELF)
    keep = next((test for name, _label, test in FILTERS if name == chosen), FILTERS[0][2])
    refusal = filling_refusal(entry, phase, now)
    return EntryPage(
        entry=entry,
        sections=tuple(_sections(entry, view, keep, access.may_fill and not refusal)),
        answered=view.answered,
        scored=view.scored,
        asked=len(view.own),
        total=view.total,
        tabs=tuple(_tabs(entry, view, chosen)),
        filtered=bool(chosen),
        state_words=str(EntryState(entry.state).label),
        state_tone=ENTRY_TONES[EntryState(entry.state)],
        phase=phase,
        refusal=refusal,
        may_fill=access.may_fill and not refusal,
        may_approve=access.may_approve and entry.state == EntryState.WITH_HEAD,
        shows_appraisal=_shows_appraisal(access, phases.get(PhaseKind.EXPLANATION), now),
        is_secretary=access.may_fill,
        remarks=tuple(_remarks(entry, view)),
        breadcrumbs=crumbs(entry),
    )


def _phases(entry: Entry) -> dict[str, Phase]:
    """The two phases in which the agency has its say; one query."""
    kinds = (PhaseKind.SELF, PhaseKind.EXPLANATION)
    return {phase.kind: phase for phase in Phase.objects.filter(round_id=entry.round_id, kind__in=kinds)}


def _shows_appraisal(access: EntryAccess, phase: Phase | None, now: datetime) -> bool:
    """Whether there is an appraisal to read, and for this person."""
    if access.own is None and access.deciding is None:
        return False
    return access.entry.state == EntryState.SUBMITTED and shows_appraisal(access.entry, phase, now)


def _sections(entry: Entry, view: Overview, keep: Keep, sheets: bool) -> Iterable[SectionView]:
    prefix, words = leaf_prefix(entry.pk), Words()
    by_section: dict[str, list[LeafRow]] = {}
    for row in view.rows:
        by_section.setdefault(row.section, []).append(row)
    for code, rows in by_section.items():
        shown = tuple(_row_view(row, prefix, words) for row in rows if keep(row))
        if not shown:
            continue
        section: Node = view.rubric.node(code)
        own = [row for row in rows if row.is_own]
        yield SectionView(
            code=code,
            title=title_of(section),
            rows=shown,
            points=sum_points(rows),
            answered=sum(1 for row in own if row.state != "absent"),
            asked=len(own),
            sheet_href=reverse("rounds:sheet", args=[entry.pk, code]) if sheets and own else "",
        )


class Words:
    """Words that many rows share, made once for a page."""

    def __init__(self) -> None:
        self.no_file = _("Thiếu minh chứng")
        self.remarked = _("Có góp ý")
        self.from_data = _("từ dữ liệu")
        self._statuses: dict[tuple[str, bool, str, str, str | None], tuple[str, str]] = {}

    def status(self, row: LeafRow) -> tuple[str, str]:
        key = (row.state, row.has_draft, row.declared, row.by_whom, row.leaf.appraised_by)
        if key not in self._statuses:
            self._statuses[key] = status_of(row)
        return self._statuses[key]

    def flags(self, row: LeafRow) -> tuple[str, ...]:
        if not row.needs_file and not row.has_remark and not row.from_data:
            return ()
        told = (self.no_file,) * row.needs_file + (self.remarked,) * row.has_remark
        return told + (self.from_data,) * row.from_data


@lru_cache(maxsize=4096)
def _points_of(points: Fraction | None, most: Fraction | None) -> str:
    """`2 / 4`; a dash where there are none."""
    got = vn_points(points)
    return got if most is None else f"{got} / {shown_points(most)}"


# Escaped once and kept: escaping again what a page of 1,200 rows repeats is a third of its cost.
_escaped = lru_cache(maxsize=16_384)(escape)


def _row_view(row: LeafRow, prefix: str, words: Words) -> RowView:
    status, tone = words.status(row)
    leaf = row.leaf
    return RowView(
        _escaped(leaf.code),
        _escaped(prefix + leaf.code.replace("#", "%23") + "/"),
        _escaped(title_of(leaf) if leaf.title_en else leaf.title),
        _escaped(status),
        _escaped(tone),
        words.flags(row),
        _escaped(_points_of(row.points, leaf.max)),
        _escaped(str(row.files)),
        _escaped(row.editor),
        _escaped(vn_datetime(row.at) if row.at else ""),
    )


def _tabs(entry: Entry, view: Overview, chosen: str) -> Iterable[dict[str, object]]:
    here = reverse("rounds:entry", args=[entry.pk])
    for name, label, test in FILTERS:
        count = sum(1 for row in view.rows if test(row))
        href = f"{here}?loc={name}" if name else here
        yield {"href": href, "label": label, "current": name == chosen, "count": count}


def _remarks(entry: Entry, view: Overview) -> Iterable[tuple[str, str, str]]:
    """(code, address, text) of what the head remarked at the last return."""
    prefix = leaf_prefix(entry.pk)
    for node_id, text in entry.return_remarks.items():
        if view.rubric.has_node(node_id):
            code = view.rubric.node(node_id).code
            yield code, prefix + code.replace("#", "%23") + "/", text
