"""Bring cases in: upload, columns, preview with row errors, confirm, receipt (screen 14)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.models import Agency
from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.cases.domain import drafts
from minhchung.cases.domain.access import (
    IMPORTERS,
    agencies_for,
    batches_for,
    draft_for,
    importing_post,
    system_for,
    systems_for,
)
from minhchung.cases.domain.importing import NotSound, day_of, import_draft
from minhchung.cases.domain.manifests import Overtaken
from minhchung.cases.domain.procedures import unregistered
from minhchung.cases.domain.promises import Undated, undated_in
from minhchung.cases.domain.systems import add_system
from minhchung.cases.interfaces.case_file.headings import CITIZEN
from minhchung.cases.interfaces.case_file.job import Report
from minhchung.cases.interfaces.case_file.worker import CASES
from minhchung.cases.interfaces.fault_words import ENCODING_WORDS, FaultLine, faults_csv, line_of, words_of
from minhchung.cases.interfaces.import_forms import SystemForm, choices, field_words, mapping_from
from minhchung.cases.models import CaseSystem, ImportBatch, ImportDraft
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ui.requests import whole

PER_PAGE = 20
MOST_STRETCHES = 50


@dataclass(frozen=True)
class ImportsPage:
    systems: tuple[CaseSystem, ...]
    drafts: tuple[ImportDraft, ...]
    batches: Page[ImportBatch]
    can_import: bool
    max_mb: int


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """Systems to import for, files that wait for a decision, and the receipts."""
    from django.conf import settings

    acting = acting_of(request)
    systems = tuple(systems_for(acting))
    page = ImportsPage(
        systems=systems,
        drafts=tuple(ImportDraft.objects.filter(system__in=systems).select_related("system", "by")),
        batches=Paginator(batches_for(acting), PER_PAGE).get_page(request.GET.get("trang")),
        can_import=bool(acting.agency_ids(*IMPORTERS)),
        max_mb=settings.CASE_FILE_MAX_BYTES // 1024 // 1024,
    )
    return render(request, "cases/imports.html", {"page": page})


@idempotent
def system_add(request: HttpRequest) -> HttpResponse:
    """Name a one-stop system of one of the person's agencies."""
    acting = acting_of(request)
    form = SystemForm(
        sorted(acting.agency_ids(*IMPORTERS)), request.POST if request.method == "POST" else None
    )
    if request.method != "POST" or not form.is_valid():
        return _system_page(request, form)
    agency: Agency = form.cleaned_data["agency"]
    try:
        add_system(
            agency=agency,
            name=form.cleaned_data["name"],
            actor=acting.user,
            post=importing_post(acting, agency.pk),
            now=received_at_of(request),
        )
    except Refused as refusal:
        refusal.put_on(form)
        return _system_page(request, form)
    messages.success(request, _("Đã thêm hệ thống một cửa."))
    return redirect("cases:imports")


def _system_page(request: HttpRequest, form: SystemForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "cases/system_add.html", {"form": form, "key": uuid.uuid4()}, status=status)


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file aside and read it. Nothing is imported yet."""
    acting = acting_of(request)
    system = system_for(acting, whole(request.POST.get("system", "")) or 0)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Chưa chọn tệp nào. Chọn tệp rồi bấm “Đọc tệp”."))
        return redirect("cases:imports")
    try:
        draft = drafts.add_draft(
            system=system,
            chunks=file.chunks(),
            name=file.name or "",
            actor=acting.user,
            post=importing_post(acting, system.agency_id),
            now=received_at_of(request),
        )
    except drafts.TooLarge:
        messages.error(request, _("Tệp quá lớn. Hãy chia theo tháng rồi nhập từng phần."))
        return redirect("cases:imports")
    except drafts.AlreadyImported as known:
        _say_known(request, known.batch)
        return redirect("cases:receipt", pk=known.batch.pk)
    report = drafts.report_of(draft)
    return redirect("cases:columns" if _needs_columns(draft, report) else "cases:preview", pk=draft.pk)


def _say_known(request: HttpRequest, batch: ImportBatch) -> None:
    messages.info(
        request,
        _("Tệp này đã nhập, biên nhận %(number)s. Không có gì thay đổi.") % {"number": batch.number},
    )


def _needs_columns(draft: ImportDraft, report: Report) -> bool:
    """A first file, or a heading nobody has confirmed, is shown column by column before its rows."""
    known = draft.system.profile
    return not report.refused and (
        bool(report.missing) or any(each.folded and each.folded not in known for each in report.columns)
    )


@dataclass(frozen=True)
class ColumnsPage:
    draft: ImportDraft
    report: Report
    choices: list[tuple[str, str]]
    missing: tuple[str, ...]
    faults: tuple[str, ...]
    agencies: tuple[Agency, ...]


def columns(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say which column is which; then the file is read again by that."""
    acting = acting_of(request)
    draft = draft_for(acting, pk)
    try:
        report = drafts.report_of(draft)
    except OSError:
        return _gone(request, draft)
    faults: list[str] = []
    if request.method == "POST":
        mapping, faults = mapping_from(request.POST, report.columns)
        agency = agencies_for(acting).filter(pk=whole(request.POST.get("co_quan", "")) or 0).first()
        if not faults:
            draft.mapping, draft.default_agency = mapping, agency
            draft.free_codes = request.POST.get("ma_rieng") == "1"
            draft.save(update_fields=["mapping", "default_agency", "free_codes"])
            report = drafts.read(draft, received_at_of(request))
            if not report.missing:
                return redirect("cases:preview", pk=draft.pk)
    page = ColumnsPage(
        draft=draft,
        report=report,
        choices=choices(),
        missing=tuple(field_words(name) for name in report.missing),
        faults=tuple(faults),
        agencies=tuple(agencies_for(acting).filter(pk__in=drafts.beneath(draft.system.agency))),
    )
    return render(request, "cases/columns.html", {"page": page}, status=422 if faults else 200)


@dataclass(frozen=True)
class EncodingLine:
    words: str
    cells: int
    samples: tuple[tuple[str, str], ...]
    is_legacy: bool


@dataclass(frozen=True)
class RuleLine:
    code: str
    words: str
    count: int


@dataclass(frozen=True)
class AsideLine:
    """Rows of a sheet that are no cases, by number: "6, 14, 18–20"."""

    sheet: str
    rows: str


@dataclass(frozen=True)
class PreviewPage:
    draft: ImportDraft
    report: Report
    refused: str
    columns: tuple[tuple[str, str, str], ...]
    dropped: tuple[str, ...]
    encodings: tuple[EncodingLine, ...]
    rules: tuple[RuleLine, ...]
    faults: tuple[FaultLine, ...]
    agencies: tuple[tuple[str, int], ...]
    aside: tuple[AsideLine, ...]
    unread: tuple[str, ...]
    unknown_procedures: int
    can_confirm: bool
    undated: Undated
    first_received: date | None
    last_received: date | None


@require_GET
def preview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the file holds and what is wrong with it; nothing is imported yet."""
    draft = draft_for(acting_of(request), pk)
    return _preview_page(request, draft)


def _preview_page(request: HttpRequest, draft: ImportDraft, status: int = 200) -> HttpResponse:
    from django.utils.translation import get_language

    try:
        report = drafts.report_of(draft)
    except OSError:
        return _gone(request, draft)
    english = (get_language() or "vi").startswith("en")
    names = dict(Agency.objects.filter(pk__in=list(map(int, report.agencies))).values_list("pk", "name"))
    can_confirm = not (report.refused or report.missing or report.fault_count) and report.cases > 0
    page = PreviewPage(
        draft=draft,
        report=report,
        refused=report.refused[1 if english else 0] if report.refused else "",
        columns=tuple(
            (each.letter, each.heading, field_words(each.field))
            for each in report.columns
            if each.field and each.field != CITIZEN
        ),
        dropped=tuple(
            each.heading or each.letter for each in report.columns if not each.field or each.field == CITIZEN
        ),
        encodings=_encodings(report),
        rules=tuple(
            RuleLine(code, words_of(code, {"first": "…"})[0], count) for code, count in report.rules.items()
        ),
        faults=tuple(map(line_of, report.faults)),
        agencies=tuple(
            sorted(
                ((names.get(int(pk), pk), n) for pk, n in report.agencies.items()), key=lambda each: -each[1]
            )
        ),
        aside=tuple(
            AsideLine(each["name"], row_numbers(each["aside"])) for each in report.sheets if each.get("aside")
        ),
        unread=tuple(each["name"] for each in report.sheets if not each["read"] and each["name"]),
        unknown_procedures=unregistered(report.procedures, draft.system.agency),
        can_confirm=can_confirm,
        undated=undated_in(drafts.folder_of(draft.id) / CASES) if can_confirm else Undated(0, 0),
        first_received=day_of(report.first_received),
        last_received=day_of(report.last_received),
    )
    return render(request, "cases/preview.html", {"page": page}, status=status)


def row_numbers(rows: Sequence[int]) -> str:
    """Numbers of rows, in order: "6, 14–18". A column filled down to the end of a sheet is one stretch of a million rows."""
    stretches: list[list[int]] = []
    for row in rows:
        if stretches and row == stretches[-1][1] + 1:
            stretches[-1][1] = row
        else:
            stretches.append([row, row])
    said = [str(first) if first == last else f"{first}–{last}" for first, last in stretches[:MOST_STRETCHES]]
    return ", ".join([*said, "…"] if len(stretches) > MOST_STRETCHES else said)


def _encodings(report: Report) -> tuple[EncodingLine, ...]:
    cells = report.encodings.get("cells", {})
    samples = report.encodings.get("samples", {})
    words: dict[str, Any] = ENCODING_WORDS | {"mixed": _("lẫn nhiều bảng mã"), "unknown": _("không nhận ra")}
    return tuple(
        EncodingLine(
            words=str(words[name]),
            cells=count,
            samples=tuple((before, after) for before, after in samples.get(name, ())),
            is_legacy=name not in ("ascii", "nfc"),
        )
        for name, count in cells.items()
    )


@require_POST
def confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Import the file, whole; a repeat finds the receipt that is there."""
    acting = acting_of(request)
    draft = draft_for(acting, pk)
    try:
        batch = import_draft(
            draft=draft,
            actor=acting.user,
            post=importing_post(acting, draft.system.agency_id),
            now=received_at_of(request),
        )
    except drafts.AlreadyImported as known:
        _say_known(request, known.batch)
        return redirect("cases:receipt", pk=known.batch.pk)
    except NotSound:
        return _preview_page(request, draft, status=422)
    except Overtaken:
        messages.error(
            request, _("Nhiều người đang nhập cùng lúc. Hãy bấm lại sau ít phút; tệp vẫn còn đây.")
        )
        return redirect("cases:preview", pk=pk)
    messages.success(request, _("Đã nhập %(rows)s dòng.") % {"rows": f"{batch.rows:,}".replace(",", ".")})
    return redirect("cases:receipt", pk=batch.pk)


@require_POST
def give_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Remove an upload that is not imported."""
    drafts.give_up(draft_for(acting_of(request), pk))
    messages.success(request, _("Đã bỏ tệp; không có gì được nhập."))
    return redirect("cases:imports")


def _gone(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    drafts.give_up(draft)
    messages.error(request, _("Tệp chờ quá hai ngày nên đã xóa. Hãy tải lại."))
    return redirect("cases:imports")


@require_GET
def faults(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Every row error as CSV."""
    draft = draft_for(acting_of(request), pk)
    answer = HttpResponse(faults_csv(drafts.faults_of(draft)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="loi-theo-dong.csv"'
    return answer
