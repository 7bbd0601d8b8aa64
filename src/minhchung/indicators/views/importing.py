"""Many figures at once: the workbook that goes out, the file that comes back shown first, then taken in whole or not."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minhchung.agencies.models import Agency, Post
from minhchung.agencies.requests import acting_of, received_at_of, today_of, user_of
from minhchung.evidence.domain.intake import Taken, add_file
from minhchung.evidence.models import EvidenceFile
from minhchung.indicators.domain.access import HOLDING_ROLES, concerned, holders_for
from minhchung.indicators.domain.figures import BadFigure, Said, say_all
from minhchung.indicators.domain.periods import Days, last_ended
from minhchung.indicators.interfaces.figure_table import RowFault, RowSaid, read_figures, workbook
from minhchung.indicators.interfaces.words import figure_words, period_words
from minhchung.indicators.models import Figure, FigureHolder
from minhchung.indicators.views.shared import (
    asked_days,
    days_query,
    register_crumbs,
    register_indicator,
)
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rubric.indicators import Described
from minhchung.ui.language import in_language

MOST_BYTES: Final = 5_000_000
SALT: Final = "indicators.import"
SECONDS: Final = 3600


@dataclass(frozen=True)
class Target:
    """What is imported: an indicator for a period, through the body that holds it."""

    described: Described
    days: Days
    holder: FigureHolder
    post: Post

    @property
    def query(self) -> str:
        return f"chi-so={self.described.code}&{days_query(self.days)}"

    def agencies(self) -> list[Agency]:
        return list(concerned(self.holder))

    def standing(self) -> dict[int, Figure]:
        """Agency id → the figure of this period, withdrawn ones included."""
        rows = Figure.objects.filter(indicator=self.described.code, start=self.days.start, end=self.days.end)
        return {figure.agency_id: figure for figure in rows}


@dataclass(frozen=True)
class PreviewLine:
    agency: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class ImportPage:
    title: str
    period: str
    faults: tuple[RowFault, ...]
    lines: tuple[PreviewLine, ...]
    token: str
    key: str
    is_read: bool
    href: str
    confirm_href: str
    template_href: str
    period_href: str


def _target(request: HttpRequest) -> Target:
    """The indicator and days in the address, for a body of this person that holds them. Raises Http404."""
    described, acting = register_indicator(request.GET.get("chi-so", "")), acting_of(request)
    for holder in holders_for(acting).filter(indicator=described.code):
        post = acting.post_for(holder.holder_id, *HOLDING_ROLES)
        if post is not None:
            days = asked_days(request, last_ended(holder.rhythm, today_of(request)))
            return Target(described, days, holder, post)
    raise Http404


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """/chi-so/so-lieu/mau.xlsx?chi-so=…: the table to fill in, with what stands there now."""
    target = _target(request)
    data = workbook(
        target.described, target.days.start, target.days.end, target.agencies(), target.standing()
    )
    answer = HttpResponse(
        data, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    name = f"so-lieu-{target.described.code}-{target.days.start:%Y%m%d}-{target.days.end:%Y%m%d}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "POST"])
def import_figures(request: HttpRequest) -> HttpResponse:
    """/chi-so/so-lieu/tai-len/?chi-so=…: choose the file; then what it would change, and what stands in the way."""
    target = _target(request)
    if request.method == "GET":
        return _render(request, target, (), (), "", is_read=False)
    upload = request.FILES.get("file")
    if upload is None or (upload.size or 0) > MOST_BYTES:
        messages.error(request, _("Chọn tệp XLSX hoặc CSV, không quá 5 MB."))
        return _render(request, target, (), (), "", is_read=False, status=422)
    data, standing = upload.read(), target.standing()
    said = read_figures(target.described, data, upload.name or "", target.agencies(), standing)
    if said.faults:
        return _render(request, target, said.faults, (), "", is_read=True, status=422)
    lines = tuple(_line(row, standing.get(row.agency.pk)) for row in said.rows)
    source = _kept(request, target, data, upload.name or "") if said.rows else None
    token = _token(target, said.rows, source) if said.rows else ""
    return _render(request, target, (), lines, token, is_read=True)


def _kept(request: HttpRequest, target: Target, data: bytes, name: str) -> EvidenceFile | None:
    """The file itself, as the evidence of what it says; None for a kind that is not kept (CSV)."""
    taken = add_file(
        agency=target.holder.holder,
        chunks=[data],
        name=name,
        actor=user_of(request),
        post=target.post,
        now=received_at_of(request),
    )
    return taken.file if isinstance(taken, Taken) else None


def _line(row: RowSaid, figure: Figure | None) -> PreviewLine:
    before = figure_words(figure.numerator, figure.denominator) if figure is not None else ""
    return PreviewLine(row.agency.name, before, figure_words(row.numerator, row.denominator), row.reason)


def _token(target: Target, rows: tuple[RowSaid, ...], source: EvidenceFile | None) -> str:
    """The rows shown, signed, so that what is confirmed is what was shown."""
    told = [
        [
            row.agency.pk,
            row.numerator,
            row.denominator,
            row.excluded,
            row.exclusions,
            row.note,
            row.reason,
            row.expected,
        ]
        for row in rows
    ]
    data = {
        "code": target.described.code,
        "start": target.days.start.isoformat(),
        "end": target.days.end.isoformat(),
        "holder": target.holder.holder_id,
        "source": source.pk if source else None,
        "rows": told,
    }
    return signing.dumps(data, salt=SALT, compress=True)


@require_POST
@idempotent
def import_confirm(request: HttpRequest) -> HttpResponse:
    """Take the rows shown in, all or nothing; a figure saved in between stops all of them (409)."""
    target = _target(request)
    here = f"{reverse('indicators:import')}?{target.query}"
    rows = _confirmed(request, target)
    if rows is None:
        messages.error(request, _("Bản xem trước đã hết hạn hoặc không hợp lệ. Hãy chọn lại tệp."))
        return HttpResponseRedirect(here)
    try:
        kept = say_all(
            described=target.described,
            rows=rows,
            holder=target.holder.holder,
            actor=user_of(request),
            post=target.post,
            now=received_at_of(request),
        )
    except BadFigure as bad:
        messages.error(request, bad.words)
        return HttpResponseRedirect(here)
    except StaleRow as stale:
        current = stale.current
        words = _("%(agency)s vừa được %(who)s sửa thành %(words)s. Chưa nhận dòng nào; tải lại mẫu.") % {
            "agency": current.agency.name,
            "who": current.by.full_name,
            "words": figure_words(current.numerator, current.denominator),
        }
        messages.error(request, words)
        return _render(request, target, (), (), "", is_read=False, status=409)
    messages.success(request, _("Đã nhận số liệu của %(n)d cơ quan.") % {"n": len(kept)})
    return HttpResponseRedirect(
        f"{reverse('indicators:period', args=[target.described.code])}?{days_query(target.days)}"
    )


def _confirmed(request: HttpRequest, target: Target) -> list[Said] | None:
    """The rows of a preview that this installation signed for this body, indicator and period; else None."""
    try:
        data: dict[str, Any] = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    days = Days(date.fromisoformat(data["start"]), date.fromisoformat(data["end"]))
    if (data["code"], days, data["holder"]) != (
        target.described.code,
        target.days,
        target.holder.holder_id,
    ):
        return None
    source = EvidenceFile.objects.filter(pk=data["source"]).first() if data["source"] else None
    by_id = {agency.pk: agency for agency in target.agencies()}
    return [
        Said(
            by_id[row[0]],
            days.start,
            days.end,
            row[1],
            row[2],
            row[3],
            row[4],
            source,
            row[5],
            row[6],
            row[7],
        )
        for row in data["rows"]
        if row[0] in by_id
    ]


def _render(
    request: HttpRequest,
    target: Target,
    faults: tuple[RowFault, ...],
    lines: tuple[PreviewLine, ...],
    token: str,
    *,
    is_read: bool,
    status: int = 200,
) -> HttpResponse:
    period_href = f"{reverse('indicators:period', args=[target.described.code])}?{days_query(target.days)}"
    page = ImportPage(
        title=in_language(target.described.title),
        period=period_words(target.days.start, target.days.end),
        faults=faults,
        lines=lines,
        token=token,
        key=str(uuid.uuid4()),
        is_read=is_read,
        href=f"{reverse('indicators:import')}?{target.query}",
        confirm_href=f"{reverse('indicators:import_confirm')}?{target.query}",
        template_href=f"{reverse('indicators:template')}?{target.query}",
        period_href=period_href,
    )
    crumbs = register_crumbs((period_href, page.title), ("", _("Tải lên")))
    return render(request, "indicators/import.html", {"page": page, "breadcrumbs": crumbs}, status=status)
