"""A section as a workbook: out, filled in elsewhere, previewed, and back in whole."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from minhchung.agencies.enums import Role
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rounds.domain.access import EntryAccess, own_entry_for, readable_entry_for
from minhchung.rounds.domain.engine import context_of, rubric_of
from minhchung.rounds.domain.entries import NotNow, filling_refusal, require, self_phase
from minhchung.rounds.domain.self_scoring import self_values
from minhchung.rounds.domain.sheet import RowEdit, StaleRows, save_rows
from minhchung.rounds.domain.values import score_leaf
from minhchung.rounds.interfaces.leaf_form import (
    in_words,
    place_of,
    read,
)
from minhchung.rounds.interfaces.section_sheet import (
    CellFault,
    RowIn,
    read_workbook,
    section_rows,
    workbook,
)
from minhchung.rounds.models import Entry, LeafValue
from minhchung.rounds.views.criterion import LOCKED
from minhchung.rounds.views.entry_words import crumbs, title_of
from minhchung.rounds.views.sheet import same_texts, show_sheet
from minhchung.rounds.views.standing import standing_texts
from minhchung.viet.numbers import format_points

CONFIRM_SALT: Final = "minhchung.rounds.workbook"
CONFIRM_SECONDS: Final = 3600
MOST_BYTES: Final = 5_000_000
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
        if each.reading.errors or same_texts(each.texts, standing):
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
    now = received_at_of(request)
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
    return show_sheet(request, access, section, status=LOCKED)


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
