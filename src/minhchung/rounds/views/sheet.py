"""A section as a sheet: keys down the column, paste from a spreadsheet; row by row, or the whole table at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minhchung.agencies.enums import Role
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rounds.domain.access import EntryAccess, own_entry_for, readable_entry_for
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.entries import NotNow, filling_refusal, self_phase
from minhchung.rounds.domain.self_scoring import keep_draft, save_answer, self_values
from minhchung.rounds.interfaces.cell_names import headings, own_words
from minhchung.rounds.interfaces.leaf_form import (
    DECLARE,
    NONE,
    NOT_APPLICABLE,
    NOTE,
    NOTHING_TICKED,
    Reading,
    Texts,
    label_of,
    place_of,
    read,
    typed,
)
from minhchung.rounds.interfaces.section_sheet import (
    MOST_CELLS,
    SectionRow,
    section_rows,
    ticks_in_words,
    width_of,
)
from minhchung.rounds.models import Entry, LeafValue, Phase
from minhchung.rounds.views.entry_words import crumbs, leaf_href, title_of
from minhchung.rounds.views.standing import Result, result_of, standing_texts
from minhchung.rubric import Input
from minhchung.ui.requests import whole
from minhchung.viet.numbers import format_points, shown_points


@dataclass(frozen=True)
class CellView:
    """heading: what goes in, where the column's own heading does not say it."""

    name: str
    label: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...]
    error: str
    heading: str = ""


@dataclass(frozen=True)
class LineView:
    """One leaf in the sheet. open_href: the leaf has too many inputs for a row and opens on its own page."""

    code: str
    title: str
    most: str
    how: str
    href: str
    row_version: int
    cells: tuple[CellView, ...]
    blanks: range
    declare: CellView
    note: CellView
    result: Result
    is_wide: bool


@dataclass(frozen=True)
class RowProblem:
    code: str
    href: str
    text: str


@dataclass(frozen=True)
class SheetPage:
    entry: Entry
    section: str
    title: str
    lines: tuple[LineView, ...]
    columns: tuple[str, ...]
    can_write: bool
    refusal: str
    phase: Phase | None
    key: str
    href: str
    problems: tuple[RowProblem, ...]
    breadcrumbs: list[dict[str, str]]


@require_http_methods(["GET", "POST"])
@idempotent
def sheet(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """/ho-so/34/bang/II/: cells save themselves through the criterion's own address; POST saves the whole table."""
    if request.method == "POST":
        return _save_sheet(request, pk, section)
    access = readable_entry_for(acting_of(request), pk)
    return show_sheet(request, access, section)


def show_sheet(
    request: HttpRequest,
    access: EntryAccess,
    section: str,
    *,
    typed_in: Mapping[str, Reading] | None = None,
    problems: Iterable[RowProblem] = (),
    status: int = 200,
) -> HttpResponse:
    entry = access.entry
    rubric = rubric_of(entry.round.rubric)
    rows = section_rows(entry, section)
    if not rows:
        raise Http404
    phase = self_phase(entry)
    refusal = filling_refusal(entry, phase, received_at_of(request))
    values = self_values(entry)
    columns = headings(
        [row.asked for row in rows if len(row.asked) <= MOST_CELLS], min(width_of(rows), MOST_CELLS)
    )
    page = SheetPage(
        entry=entry,
        section=section,
        title=title_of(rubric.node(section)),
        lines=tuple(
            _line(entry, row, values.get(row.leaf.id), (typed_in or {}).get(row.leaf.code), columns)
            for row in rows
        ),
        columns=columns,
        can_write=access.may_fill and not refusal,
        refusal=refusal if access.may_fill else "",
        phase=phase,
        key=str(uuid.uuid4()),
        href=reverse("rounds:sheet", args=[entry.pk, section]),
        problems=tuple(problems),
        breadcrumbs=crumbs(entry, ("", _("Bảng mục %(code)s") % {"code": section})),
    )
    return render(
        request, "rounds/entry/sheet.html", {"page": page, "breadcrumbs": page.breadcrumbs}, status=status
    )


def _line(
    entry: Entry,
    row: SectionRow,
    value: LeafValue | None,
    typed_in: Reading | None,
    columns: tuple[str, ...],
) -> LineView:
    leaf = row.leaf
    texts = typed_in.texts if typed_in else standing_texts(entry, leaf, value)
    errors = typed_in.errors if typed_in else _draft_errors(entry, row, value, texts)
    is_wide = len(row.asked) > len(columns)
    prefix = f"{leaf.code}:"
    cells = (
        ()
        if is_wide
        else tuple(
            _cell(each, leaf.code, texts, errors, heading)
            for each, heading in zip(row.asked, columns, strict=False)
        )
    )
    declared = next(iter(texts.get(DECLARE, [])), "")
    choices = [(NONE, _("Không có"))]
    if any(each.kind == "ticks" for each in row.asked):
        choices.append((NOTHING_TICKED, _("Không mục nào")))
    if declared == NOT_APPLICABLE:
        choices.append((NOT_APPLICABLE, _("Không áp dụng")))
    return LineView(
        code=leaf.code,
        title=title_of(leaf),
        most="" if leaf.max is None else format_points(leaf.max),
        how=ticks_in_words(row.asked),
        href=leaf_href(entry.pk, leaf.code),
        row_version=value.row_version if value else 0,
        cells=cells,
        blanks=range(len(columns) - len(cells)),
        declare=CellView(
            prefix + DECLARE,
            _("%(code)s: khai") % {"code": leaf.code},
            "select",
            declared,
            tuple(choices),
            "",
        ),
        note=CellView(
            prefix + NOTE,
            _("%(code)s: ghi chú") % {"code": leaf.code},
            "text",
            next(iter(texts.get(NOTE, [])), ""),
            (),
            " ".join(errors.get(NOTE, [])),
        ),
        result=result_of(entry, leaf, value, is_older=typed_in is not None),
        is_wide=is_wide,
    )


def _draft_errors(
    entry: Entry, row: SectionRow, value: LeafValue | None, texts: Texts
) -> Mapping[str, list[str]]:
    if value is None or value.draft is None:
        return {}
    return read(rubric_of(entry.round.rubric), row.leaf, row.asked, texts, place_of(entry)).errors


def _cell(asked: Input, code: str, texts: Texts, errors: Mapping[str, list[str]], heading: str) -> CellView:
    kind = {"choice": "select", "yes_no": "select", "integer": "number", "decimal": "number"}.get(
        asked.kind, "text"
    )
    if asked.kind == "yes_no":
        options: tuple[tuple[str, str], ...] = (("có", _("Có")), ("không", _("Không")))
    else:
        options = tuple((offer.id, _offer_words(offer)) for offer in asked.options)
    return CellView(
        name=f"{code}:{asked.name}",
        label=f"{code}: {label_of(asked)}",
        kind=kind,
        value="; ".join(texts.get(asked.name, [])),
        options=options,
        error=" ".join(errors.get(asked.name, [])),
        heading=own_words(asked, heading),
    )


def _offer_words(offer: Any) -> str:
    words = offer.text or offer.id
    return f"{words} ({shown_points(offer.points)})" if offer.points is not None else words


# ── the whole table at once, without JavaScript ───────────────────────────────────────────────────────────────────


def _save_sheet(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Save each changed row on its own: what is good is kept, what is not is told, nothing typed is lost."""
    access = own_entry_for(acting_of(request), pk, Role.SECRETARY, lock=True)
    entry = access.entry
    rubric = rubric_of(entry.round.rubric)
    values = self_values(entry)
    saved, problems, kept = 0, [], {}
    for row in section_rows(entry, section):
        texts = typed(request.POST, row.asked, f"{row.leaf.code}:")
        if len(row.asked) > MOST_CELLS or not texts:
            continue
        value = values.get(row.leaf.id)
        standing = standing_texts(entry, row.leaf, value)
        if same_texts({**_hidden(standing, texts), **texts}, standing):
            continue
        reading = read(rubric, row.leaf, row.asked, {**_hidden(standing, texts), **texts}, place_of(entry))
        version = whole(request.POST.get(f"{row.leaf.code}:row_version", "")) or 0
        problem = _save_row(request, access, row, reading, version)
        saved += not problem
        if problem:
            kept[row.leaf.code] = reading
            problems.append(RowProblem(row.leaf.code, leaf_href(pk, row.leaf.code), problem))
    if problems:
        return show_sheet(request, access, section, typed_in=kept, problems=problems, status=422)
    messages.success(request, _("Đã lưu %(n)d dòng.") % {"n": saved})
    return HttpResponseRedirect(reverse("rounds:sheet", args=[pk, section]))


def _hidden(standing: Texts, given: Texts) -> Texts:
    """What the row does not show (the reason of a claim) stays as it stands."""
    return {name: values for name, values in standing.items() if name not in given}


def same_texts(one: Texts, other: Texts) -> bool:
    """Whether both say the same; that a page sent its ticks says nothing of which were ticked."""

    def full(texts: Texts) -> dict[str, list[str]]:
        return {
            name: kept
            for name, values in texts.items()
            if name != "ticks_sent" and (kept := [value for value in values if value])
        }

    return full(one) == full(other)


def _save_row(
    request: HttpRequest, access: EntryAccess, row: SectionRow, reading: Reading, expected: int
) -> str:
    """Empty when the row is saved, else what happened, in a sentence."""
    assert access.own is not None
    common: dict[str, Any] = {
        "entry": access.entry,
        "leaf": row.leaf,
        "expected": expected,
        "actor": request.user,
        "post": access.own,
        "now": received_at_of(request),
    }
    try:
        if reading.errors:
            keep_draft(fields=reading.texts, **common)
            lines = [line for found in reading.errors.values() for line in found]
            return _("bản nháp đã lưu, chưa tính điểm: %(lines)s") % {"lines": " ".join(lines)}
        save_answer(answer=reading.answer, note=reading.note, **common)
    except StaleRow as stale:
        who = stale.current.by.full_name if stale.current.by else ""
        return _("chưa lưu: %(who)s vừa sửa dòng này; mở tiêu chí để chọn giá trị.") % {"who": who}
    except NotNow as fault:
        return fault.words
    return ""
