"""A section as a sheet: keys down the column, paste from a spreadsheet; the workbook out, filled in, and back in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minhchung.agencies.enums import Role
from minhchung.agencies.requests import acting_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rounds.domain.access import EntryAccess, own_entry_for, readable_entry_for
from minhchung.rounds.domain.engine import context_of, rubric_of
from minhchung.rounds.domain.entries import NotNow, filling_refusal, require, self_phase
from minhchung.rounds.domain.self_scoring import keep_draft, save_answer, self_values
from minhchung.rounds.domain.sheet import RowEdit, StaleRows, save_rows
from minhchung.rounds.domain.values import score_leaf
from minhchung.rounds.interfaces.leaf_form import (
    DECLARE,
    NONE,
    NOT_APPLICABLE,
    NOTE,
    NOTHING_TICKED,
    Reading,
    Texts,
    in_words,
    label_of,
    place_of,
    read,
    typed,
)
from minhchung.rounds.interfaces.section_sheet import (
    MOST_CELLS,
    CellFault,
    RowIn,
    SectionRow,
    cells_in_words,
    read_workbook,
    section_rows,
    width_of,
    workbook,
)
from minhchung.rounds.models import Entry, LeafValue, Phase
from minhchung.rounds.views.criterion import LOCKED, standing_texts
from minhchung.rounds.views.entry_words import crumbs, leaf_href, title_of
from minhchung.rubric import Input
from minhchung.ui.requests import whole
from minhchung.viet.numbers import format_points

CONFIRM_SALT: Final = "minhchung.rounds.workbook"
CONFIRM_SECONDS: Final = 3600
MOST_BYTES: Final = 5_000_000
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class CellView:
    name: str
    label: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...]
    error: str


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
    points: Any
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
    return _show(request, access, section)


def _show(
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
    refusal = filling_refusal(entry, phase, request.received_at)  # type: ignore[attr-defined]
    values = self_values(entry)
    width = min(width_of(rows), MOST_CELLS)
    page = SheetPage(
        entry=entry,
        section=section,
        title=title_of(rubric.node(section)),
        lines=tuple(
            _line(entry, row, values.get(row.leaf.id), (typed_in or {}).get(row.leaf.code), width)
            for row in rows
        ),
        columns=tuple(_("Ô %(place)d") % {"place": place} for place in range(1, width + 1)),
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
    entry: Entry, row: SectionRow, value: LeafValue | None, typed_in: Reading | None, width: int
) -> LineView:
    leaf = row.leaf
    texts = typed_in.texts if typed_in else standing_texts(entry, leaf, value)
    errors = typed_in.errors if typed_in else _draft_errors(entry, row, value, texts)
    is_wide = len(row.asked) > width
    prefix = f"{leaf.code}:"
    cells = () if is_wide else tuple(_cell(each, leaf.code, texts, errors) for each in row.asked)
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
        how=cells_in_words(row.asked),
        href=leaf_href(entry.pk, leaf.code),
        row_version=value.row_version if value else 0,
        cells=cells,
        blanks=range(width - len(cells)),
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
        points=value.points if value else None,
        is_wide=is_wide,
    )


def _draft_errors(
    entry: Entry, row: SectionRow, value: LeafValue | None, texts: Texts
) -> Mapping[str, list[str]]:
    if value is None or value.draft is None:
        return {}
    return read(rubric_of(entry.round.rubric), row.leaf, row.asked, texts, place_of(entry)).errors


def _cell(asked: Input, code: str, texts: Texts, errors: Mapping[str, list[str]]) -> CellView:
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
    )


def _offer_words(offer: Any) -> str:
    words = offer.text or offer.id
    return f"{words} ({format_points(offer.points)})" if offer.points is not None else words


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
        if _same({**_hidden(standing, texts), **texts}, standing):
            continue
        reading = read(rubric, row.leaf, row.asked, {**_hidden(standing, texts), **texts}, place_of(entry))
        version = whole(request.POST.get(f"{row.leaf.code}:row_version", "")) or 0
        problem = _save_row(request, access, row, reading, version)
        saved += not problem
        if problem:
            kept[row.leaf.code] = reading
            problems.append(RowProblem(row.leaf.code, leaf_href(pk, row.leaf.code), problem))
    if problems:
        return _show(request, access, section, typed_in=kept, problems=problems, status=422)
    messages.success(request, _("Đã lưu %(n)d dòng.") % {"n": saved})
    return HttpResponseRedirect(reverse("rounds:sheet", args=[pk, section]))


def _hidden(standing: Texts, given: Texts) -> Texts:
    """What the row does not show (the reason of a claim) stays as it stands."""
    return {name: values for name, values in standing.items() if name not in given}


def _same(one: Texts, other: Texts) -> bool:
    def full(texts: Texts) -> dict[str, list[str]]:
        return {
            name: kept for name, values in texts.items() if (kept := [value for value in values if value])
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
        "now": request.received_at,  # type: ignore[attr-defined]
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


# ── the workbook ──────────────────────────────────────────────────────────────────────────────────────────────────


@require_GET
def sheet_workbook(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """The section as XLSX, with the version of each row."""
    access = readable_entry_for(acting_of(request), pk)
    entry = access.entry
    rows = section_rows(entry, section)
    if not rows:
        raise Http404
    values = self_values(entry)
    texts = {row.leaf.code: standing_texts(entry, row.leaf, values.get(row.leaf.id)) for row in rows}
    facts = {row.leaf.code: _facts(values.get(row.leaf.id)) for row in rows}
    answer = HttpResponse(workbook(entry, section, rows, texts, facts), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="ho-so-{pk}-muc-{section}.xlsx"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _facts(value: LeafValue | None) -> tuple[int, str]:
    if value is None:
        return 0, ""
    return value.row_version, "" if value.points is None else format_points(value.points)


@dataclass(frozen=True)
class ChangeView:
    code: str
    title: str
    row: int
    before: str
    after: str
    points_before: Any
    points_after: Any
    state: str


@dataclass(frozen=True)
class ImportPage:
    entry: Entry
    section: str
    title: str
    changes: tuple[ChangeView, ...]
    conflicts: tuple[ChangeView, ...]
    faults: tuple[CellFault, ...]
    token: str
    key: str
    confirm_href: str
    back_href: str
    breadcrumbs: list[dict[str, str]]


@require_POST
def sheet_import(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """What a returned workbook would change, and what stands in the way. Nothing is written yet."""
    access = own_entry_for(acting_of(request), pk, Role.SECRETARY)
    back = reverse("rounds:sheet", args=[pk, section])
    upload = request.FILES.get("file")
    if upload is None or (upload.size or 0) > MOST_BYTES:
        messages.error(request, _("Chọn tệp Excel do hệ thống xuất ra, không quá 5 MB."))
        return HttpResponseRedirect(back)
    if not section_rows(access.entry, section):
        raise Http404
    found = read_workbook(access.entry, section, upload.read(), upload.name or "")
    return _preview(request, access.entry, section, found.rows, found.faults)


def _preview(
    request: HttpRequest, entry: Entry, section: str, rows: Iterable[RowIn], faults: tuple[CellFault, ...]
) -> HttpResponse:
    rubric = rubric_of(entry.round.rubric)
    values = self_values(entry)
    context = context_of(entry, entry.round.rulings.all())  # type: ignore[attr-defined]
    changed, stale, tokens = [], [], []
    for each in rows:
        leaf, value = each.row.leaf, values.get(each.row.leaf.id)
        standing = standing_texts(entry, leaf, value)
        if each.reading.errors or _same(each.texts, standing):
            continue
        score = score_leaf(rubric, leaf.id, each.reading.answer, context)
        view = ChangeView(
            code=leaf.code,
            title=title_of(leaf),
            row=each.number,
            before=in_words(each.row.asked, standing),
            after=in_words(each.row.asked, each.texts),
            points_before=value.points if value else None,
            points_after=score.points,
            state=score.state,
        )
        if each.expected != (value.row_version if value else 0):
            stale.append(view)
        else:
            changed.append(view)
            tokens.append({"code": leaf.code, "texts": each.texts, "version": each.expected})
    page = ImportPage(
        entry=entry,
        section=section,
        title=title_of(rubric.node(section)),
        changes=tuple(changed),
        conflicts=tuple(stale),
        faults=faults,
        token=_token(entry, section, tokens) if tokens and not faults and not stale else "",
        key=str(uuid.uuid4()),
        confirm_href=reverse("rounds:sheet_import_confirm", args=[entry.pk, section]),
        back_href=reverse("rounds:sheet", args=[entry.pk, section]),
        breadcrumbs=crumbs(
            entry, (reverse("rounds:sheet", args=[entry.pk, section]), section), ("", _("Nhập Excel"))
        ),
    )
    status = 409 if stale else 422 if faults else 200
    return render(
        request, "rounds/entry/import.html", {"page": page, "breadcrumbs": page.breadcrumbs}, status=status
    )


def _token(entry: Entry, section: str, rows: list[dict[str, Any]]) -> str:
    """The previewed rows, signed, so that what is confirmed is what was shown."""
    return signing.dumps(
        {"entry": entry.pk, "section": section, "rows": rows}, salt=CONFIRM_SALT, compress=True
    )


@require_POST
@idempotent
def sheet_import_confirm(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Take the previewed rows in, all or nothing; a row saved in between stops all of them."""
    access = own_entry_for(acting_of(request), pk, Role.SECRETARY, lock=True)
    back = HttpResponseRedirect(reverse("rounds:sheet", args=[pk, section]))
    rows = _confirmed(request, access.entry, section)
    if rows is None:
        messages.error(request, _("Bản xem trước đã hết hạn hoặc không hợp lệ. Hãy chọn lại tệp."))
        return back
    assert access.own is not None
    now = request.received_at  # type: ignore[attr-defined]
    user: Any = request.user
    edits = [RowEdit(each.row.leaf, each.reading.answer, each.reading.note, each.expected) for each in rows]
    try:
        require(filling_refusal(access.entry, self_phase(access.entry), now))
        kept = save_rows(entry=access.entry, edits=edits, actor=user, post=access.own, now=now)
    except NotNow as fault:
        messages.error(request, fault.words)
        return render_locked(request, access, section)
    except StaleRows:
        return _preview(request, access.entry, section, rows, ())
    messages.success(request, _("Đã nhận %(n)d dòng từ Excel.") % {"n": len(kept)})
    return back


def render_locked(request: HttpRequest, access: EntryAccess, section: str) -> HttpResponse:
    return _show(request, access, section, status=LOCKED)


def _confirmed(request: HttpRequest, entry: Entry, section: str) -> list[RowIn] | None:
    """The rows of a preview that this installation signed for this section; None for anything else."""
    try:
        data = signing.loads(request.POST.get("token", ""), salt=CONFIRM_SALT, max_age=CONFIRM_SECONDS)
    except signing.BadSignature:
        return None
    if data["entry"] != entry.pk or data["section"] != section:
        return None
    rubric = rubric_of(entry.round.rubric)
    known = {row.leaf.code: row for row in section_rows(entry, section)}
    rows = []
    for each in data["rows"]:
        if each["code"] in known:
            row, texts = known[each["code"]], each["texts"]
            reading = read(rubric, row.leaf, row.asked, texts, place_of(entry))
            rows.append(RowIn(0, row, texts, reading, each["version"]))
    return None if any(row.reading.errors for row in rows) else rows
