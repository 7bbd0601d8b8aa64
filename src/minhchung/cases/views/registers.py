"""The register of procedures, and the calendar of working days."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency
from minhchung.agencies.requests import acting_of, received_at_of, today_of
from minhchung.cases.domain.access import IMPORTERS, agencies_for, importing_post, listed_agency_for
from minhchung.cases.domain.calendar_days import set_day
from minhchung.cases.domain.procedures import Coverage, coverage, import_list, versions_on
from minhchung.cases.domain.recomputing import VERB
from minhchung.cases.domain.workdays import calendar_of
from minhchung.cases.interfaces.holiday_words import holiday_words
from minhchung.cases.interfaces.procedure_list import read_list
from minhchung.cases.models import CalendarDay, Procedure, ProcedureVersion
from minhchung.cases.models.workday import DayKind
from minhchung.evidence.interfaces.forms import VietnameseDateField
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.ledger.models import LedgerEntry
from minhchung.ui.present import in_vietnam
from minhchung.ui.requests import whole
from minhchung.viet.dates import parse_date
from minhchung.viet.folding import search_key

PER_PAGE = 50
MOST_FAULTS_SHOWN = 100


class ListForm(forms.Form):
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Danh mục của cơ quan"), queryset=Agency.objects.none(), empty_label=None
    )
    decision_number = forms.CharField(
        label=gettext_lazy("Quyết định công bố"), max_length=80, help_text=gettext_lazy("Ví dụ: 2804/QĐ-UBND")
    )
    valid_from = VietnameseDateField(
        label=gettext_lazy("Có hiệu lực từ"), help_text=gettext_lazy("Ví dụ: 01/07/2025")
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp danh mục"),
        help_text=gettext_lazy(
            "XLSX hoặc CSV có cột Mã TTHC, Tên thủ tục; nếu có: Lĩnh vực, Mức độ, Lệ phí, Thời hạn, HTQLCL, Bãi bỏ"
        ),
    )

    def __init__(self, agencies: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=agencies)  # type: ignore[attr-defined]


class DayForm(forms.Form):
    day = VietnameseDateField(label=gettext_lazy("Ngày"), help_text=gettext_lazy("Ví dụ: 02/01/2027"))
    kind = forms.ChoiceField(label=gettext_lazy("Là ngày"), choices=DayKind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=200)
    decision_number = forms.CharField(label=gettext_lazy("Văn bản"), max_length=80)


@dataclass(frozen=True)
class ProceduresPage:
    agency: Agency
    lists: tuple[Agency, ...]
    rows: Page[ProcedureVersion]
    coverage: Coverage
    query: str
    day: date
    is_today: bool
    can_import: bool


@require_GET
def procedures(request: HttpRequest, pk: int) -> HttpResponse:
    """The procedures in force in the list of one agency, today or on the day of a figure (`?ngay=31/12/2023`)."""
    acting = acting_of(request)
    agency = listed_agency_for(acting, pk)
    asked = parse_date(request.GET.get("ngay", "")[:20])
    today = today_of(request)
    day = asked if isinstance(asked, date) else today
    query = request.GET.get("tim", "").strip()
    rows = versions_on(agency, day).select_related("procedure").order_by("procedure__number")
    for word in search_key(query).split():
        rows = rows.filter(search_text__contains=word)
    page = ProceduresPage(
        agency=agency,
        lists=tuple(
            agencies_for(acting).filter(pk__in=Procedure.objects.values("agency")).exclude(pk=agency.pk)
        ),
        rows=Paginator(rows, PER_PAGE).get_page(request.GET.get("trang")),
        coverage=coverage(agency, day),
        query=query,
        day=day,
        is_today=day == today,
        can_import=acting.post_for(agency.pk, *IMPORTERS) is not None,
    )
    return render(request, "cases/procedures.html", {"page": page})


@idempotent
def procedures_import(request: HttpRequest) -> HttpResponse:
    """Take in a list issued by a decision: whole, or not at all."""
    acting = acting_of(request)
    is_post = request.method == "POST"
    form = ListForm(
        sorted(acting.agency_ids(*IMPORTERS)),
        request.POST if is_post else None,
        request.FILES if is_post else None,
    )
    faults: tuple[str, ...] = ()
    if is_post and form.is_valid():
        upload, agency = form.cleaned_data["file"], form.cleaned_data["agency"]
        read = read_list(upload.read(), upload.name or "")
        faults = read.faults
        if not faults:
            done = import_list(
                agency=agency,
                listed=read.procedures,
                decision_number=form.cleaned_data["decision_number"],
                valid_from=form.cleaned_data["valid_from"],
                actor=acting.user,
                post=importing_post(acting, agency.pk),
                now=received_at_of(request),
            )
            messages.success(
                request,
                _("Thủ tục mới: %(new)d; có phiên bản mới: %(changed)d; không đổi: %(same)d.")
                % {"new": done.new, "changed": done.changed, "same": done.unchanged},
            )
            return redirect("cases:procedures", pk=agency.pk)
    context = {
        "form": form,
        "faults": faults[:MOST_FAULTS_SHOWN],
        "fault_count": len(faults),
        "key": uuid.uuid4(),
    }
    return render(request, "cases/procedures_import.html", context, status=422 if is_post else 200)


@dataclass(frozen=True)
class DayLine:
    day: date
    kind: str
    reason: str


@dataclass(frozen=True)
class Recomputed:
    """When dates that the product computes last followed the calendar or a register, and how many cases got another."""

    at: datetime
    cases: int


def _last_recomputed() -> Recomputed | None:
    entry = LedgerEntry.objects.filter(verb=VERB).order_by("-seq").first()
    if entry is None:
        return None
    told = json.loads(entry.body)
    return Recomputed(datetime.fromisoformat(told["at"]), told["detail"]["replaced"])


@dataclass(frozen=True)
class CalendarPage:
    year: int
    lines: tuple[DayLine, ...]
    citation: str
    announced: bool
    added: tuple[CalendarDay, ...]
    recomputed: Recomputed | None
    can_add: bool


@idempotent
def calendar(request: HttpRequest) -> HttpResponse:
    """The days off and the days worked of a year, each with its reason; the administrator adds what decisions say."""
    acting = acting_of(request)
    now = received_at_of(request)
    can_add = Role.ADMIN in acting.roles
    form = DayForm(request.POST if request.method == "POST" and can_add else None)
    if form.is_bound and form.is_valid():
        row = set_day(
            day=form.cleaned_data["day"],
            kind=DayKind(form.cleaned_data["kind"]),
            reason=form.cleaned_data["reason"],
            decision_number=form.cleaned_data["decision_number"],
            actor=acting.user,
            post=next((each for each in acting.posts if each.role == Role.ADMIN), None),
            now=now,
        )
        messages.success(request, _("Đã ghi ngày %(day)s.") % {"day": f"{row.day:%d/%m/%Y}"})
        return redirect(f"{request.path}?nam={row.day.year}")
    asked = whole(request.GET.get("nam", "")) or in_vietnam(now).year
    year = asked if 2000 <= asked <= 2100 else in_vietnam(now).year
    days = calendar_of(year)
    lines = [DayLine(day, str(DayKind.OFF.label), holiday_words(why)) for day, why in days.days_off.items()]
    lines += [
        DayLine(day, str(DayKind.WORKED.label), holiday_words(why)) for day, why in days.working_days.items()
    ]
    page = CalendarPage(
        year=year,
        lines=tuple(sorted(lines, key=lambda each: each.day)),
        citation=days.citations[year],
        announced=year not in days.unannounced,
        added=tuple(CalendarDay.objects.filter(day__year=year).select_related("by").order_by("-pk")),
        recomputed=_last_recomputed(),
        can_add=can_add,
    )
    context = {"page": page, "form": form, "key": uuid.uuid4()}
    return render(request, "cases/calendar.html", context, status=422 if form.is_bound else 200)
