"""Figures of an agency and all beneath it; every number opens the list behind it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency
from minhchung.cases.domain.access import READERS, agencies_for, agency_for
from minhchung.cases.domain.counts import (
    COUNTED_NAMES,
    Pinned,
    Wanted,
    all_cases,
    counted,
    list_cases,
    pinned,
)
from minhchung.cases.domain.reach import beneath
from minhchung.cases.interfaces.charts import Drawn, across_agencies, over_months
from minhchung.cases.interfaces.count_words import COUNT_WORDS, RATE_WORDS
from minhchung.cases.interfaces.windows import Window, window_from
from minhchung.cases.models import CaseSystem
from minhchung.docgen.csv import to_csv
from minhchung.stats.counts import Counts, Rate, contested_rate, in_time_rate
from minhchung.stats.periods import Period, months
from minhchung.ui.present import in_vietnam
from minhchung.ui.requests import whole
from minhchung.viet.dates import format_date
from minhchung.viet.numbers import format_number, format_percent

FEWEST = 10
"""Below so many cases judged, a rate is not said: one case more or less would move it by ten points."""
MOST_FIELDS = 30
PER_PAGE = 50
LIST_COLUMNS = (
    "code",
    "agency",
    "procedure",
    "field",
    "channel",
    "received_on",
    "promised_on",
    "extended_to",
    "finished_on",
    "returned_on",
    "withdrawn_on",
    "contested",
)


@dataclass(frozen=True)
class Number:
    """One count with the list behind it."""

    label: str
    value: int
    href: str


@dataclass(frozen=True)
class RateLine:
    """One rate with its denominator named. text is empty where there are too few to say."""

    label: str
    num: int
    den: int
    of_num: str
    of_den: str
    text: str


@dataclass(frozen=True)
class GroupLine:
    """One row of a table by agency, field or month."""

    label: str
    href: str
    cells: tuple[Number, ...]
    text: str


@dataclass(frozen=True)
class DashboardPage:
    agency: Agency
    window: Window
    above: Agency | None
    top: tuple[Number, ...]
    outcome: tuple[Number, ...]
    pending: tuple[Number, ...]
    other: tuple[Number, ...]
    rates: tuple[RateLine, ...]
    contested: tuple[RateLine, ...]
    differ: bool
    balance: str
    agencies: tuple[GroupLine, ...]
    fields: tuple[GroupLine, ...]
    more_fields: int
    months: tuple[GroupLine, ...]
    over_months: Drawn
    across_agencies: Drawn | None
    sources: tuple[str, ...]
    manifest: int
    tree_on: date
    has_cases: bool
    key: uuid.UUID
    fewest: int = FEWEST


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """To the figures of the agency in which the person serves."""
    acting = request.acting  # type: ignore[attr-defined]
    for post in acting.posts:
        if post.role in READERS:
            return redirect("cases:dashboard", pk=post.agency_id)
    raise Http404


@require_GET
def dashboard(request: HttpRequest, pk: int) -> HttpResponse:
    acting = request.acting  # type: ignore[attr-defined]
    agency = agency_for(acting, pk)
    today = in_vietnam(request.received_at).date()  # type: ignore[attr-defined]
    reporting = reported_by(agency)
    window = window_from(request.GET, reporting, today)
    page = _dashboard_page(acting, agency, window, pinned(today), _sources(reporting))
    return render(request, "cases/dashboard.html", {"page": page}, status=422 if window.fault else 200)


def _dashboard_page(
    acting: Any, agency: Agency, window: Window, pin: Pinned, sources: tuple[str, ...]
) -> DashboardPage:
    children = list(agencies_for(acting).filter(parent=agency))
    ids = [agency.pk, *(child.pk for child in children)]
    by_agency = {row.agency: row.counts for row in counted(ids, [window.period], pin)}
    whole_counts = by_agency.get(agency.pk, Counts())
    fields = counted([agency.pk], [window.period], pin, ("agency", "field"))
    monthly = counted([agency.pk], _months(window.period), pin)
    values = asdict(whole_counts)

    def numbers(*names: str) -> tuple[Number, ...]:
        return tuple(
            Number(str(COUNT_WORDS[each]), values[each], list_href(agency.pk, each, window)) for each in names
        )

    rates = tuple(_rate_line(whole_counts, of) for of in RATE_WORDS)
    fields.sort(key=lambda row: -row.counts.workload)
    return DashboardPage(
        agency=agency,
        window=window,
        above=agencies_for(acting).filter(pk=agency.parent_id).first() if agency.parent_id else None,
        top=numbers("received", "carried_over", "resolved", "pending"),
        outcome=numbers(
            "early", "on_time", "late", "late_contested", "resolved_undated", "returned", "withdrawn"
        ),
        pending=numbers("pending_within", "pending_overdue", "pending_undated"),
        other=numbers(
            "received_direct",
            "received_online",
            "received_postal",
            "fee_cases",
            "fee_paid_online",
            "digitised",
            "written_results",
            "electronic_results",
            "late_apologised",
            "in_time_by_extension",
        ),
        rates=rates,
        contested=_contested_lines(whole_counts),
        differ=len({(each.num, each.den) for each in rates if each.den}) > 1,
        balance=_balance(whole_counts),
        agencies=tuple(
            _group_line(
                child.name,
                reverse("cases:dashboard", args=[child.pk]) + f"?{window.encoded}",
                child.pk,
                by_agency.get(child.pk, Counts()),
                window,
            )
            for child in children
        ),
        fields=tuple(
            _group_line(
                row.field or _("(không ghi lĩnh vực)"),
                "",
                agency.pk,
                row.counts,
                window,
                {"linh_vuc": row.field or ""},
            )
            for row in fields[:MOST_FIELDS]
        ),
        more_fields=max(0, len(fields) - MOST_FIELDS),
        months=tuple(
            _group_line(f"{row.period.start:%m/%Y}", "", agency.pk, row.counts, _window_of(row.period))
            for row in monthly
        ),
        over_months=over_months([(f"{row.period.start:%m/%Y}", row.counts) for row in monthly]),
        across_agencies=across_agencies(
            [(child.name, by_agency.get(child.pk, Counts())) for child in children]
        )
        if children
        else None,
        sources=sources,
        manifest=pin.manifest.number if pin.manifest else 0,
        tree_on=pin.tree_on,
        has_cases=whole_counts.workload > 0,
        key=uuid.uuid4(),
    )


def _sources(reporting: set[int]) -> tuple[str, ...]:
    """The one-stop systems of these agencies, whose cases these may be."""
    systems = CaseSystem.objects.filter(agency__in=reporting).order_by("name")
    return tuple(systems.values_list("name", flat=True)[:10])


def reported_by(agency: Agency) -> set[int]:
    """Agencies whose systems may report for this one: itself, those beneath, the one above."""
    return {*beneath(agency), *([agency.parent_id] if agency.parent_id else [])}


def _months(period: Period) -> tuple[Period, ...]:
    """The calendar months of a period, the first and last cut to it."""
    parts = months(period.start, period.end)
    return (Period(period.start, parts[0].end), *parts[1:])


def _window_of(period: Period) -> Window:
    return Window(period, format_date(period.start), format_date(period.end))


def list_href(agency_id: int, name: str, window: Window, extra: dict[str, str] | None = None) -> str:
    query = urlencode({"so": name, **(extra or {})})
    return f"{reverse('cases:cases', args=[agency_id])}?{query}&{window.encoded}"


def rate_text(rate: Rate) -> str:
    """The rate, or nothing where there are too few cases to say one."""
    return format_percent(rate.num, rate.den) if rate.den >= FEWEST else ""


def _rate_line(counts: Counts, of: Any) -> RateLine:
    rate = in_time_rate(counts, of)
    label, of_num, of_den = RATE_WORDS[of]
    return RateLine(str(label), rate.num, rate.den, str(of_num), str(of_den), rate_text(rate))


def _contested_lines(counts: Counts) -> tuple[RateLine, ...]:
    if not counts.late_contested:
        return ()
    both = contested_rate(counts)
    return tuple(
        RateLine(label, rate.num, rate.den, of_num, _("đã giải quyết, có hạn để đối chiếu"), rate_text(rate))
        for label, of_num, rate in (
            (_("Như hệ thống ghi"), _("giải quyết đúng hạn và trước hạn"), both.recorded),
            (
                _("Nếu bỏ cờ trễ hạn bị phản đối"),
                _("cộng số trễ hạn cơ quan phản đối có minh chứng"),
                both.uncontested,
            ),
        )
    )


def _balance(counts: Counts) -> str:
    return _(
        "%(received)s tiếp nhận + %(carried)s tồn kỳ trước = %(all)s phải giải quyết = %(resolved)s đã giải quyết + %(returned)s trả lại"
        " + %(withdrawn)s rút + %(pending)s đang xử lý"
    ) % {
        "received": format_number(counts.received),
        "carried": format_number(counts.carried_over),
        "all": format_number(counts.workload),
        "resolved": format_number(counts.resolved),
        "returned": format_number(counts.returned),
        "withdrawn": format_number(counts.withdrawn),
        "pending": format_number(counts.pending),
    }


def _group_line(
    label: str, href: str, agency_id: int, counts: Counts, window: Window, extra: dict[str, str] | None = None
) -> GroupLine:
    values = asdict(counts)
    cells = tuple(
        Number(str(COUNT_WORDS[each]), values[each], list_href(agency_id, each, window, extra))
        for each in ("received", "carried_over", "early", "on_time", "late", "pending_overdue", "pending")
    )
    first = next(iter(RATE_WORDS))
    return GroupLine(label, href, cells, rate_text(in_time_rate(counts, first)))


# ── the list behind a number ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class CaseLine:
    code: str
    system: str
    agency: str
    procedure: str
    field: str
    received_on: date
    due_on: date | None
    closed_on: date | None
    state: str
    days_late: int
    contested: bool
    contest_href: str


@dataclass(frozen=True)
class CasesPage:
    agency: Agency
    window: Window
    name: str
    words: str
    field: str | None
    choices: tuple[tuple[str, str], ...]
    total: int
    lines: tuple[CaseLine, ...]
    number: int
    pages: int
    previous: str
    following: str
    csv_href: str
    may_contest: bool


@require_GET
def cases(request: HttpRequest, pk: int) -> HttpResponse:
    """The cases that a number counts, newest first."""
    agency, wanted, window, pin = _wanted(request, pk)
    number = max(1, whole(request.GET.get("trang", "1")) or 1)
    total, rows = list_cases(wanted, pin, first=(number - 1) * PER_PAGE, most=PER_PAGE)
    pages = max(1, -(-total // PER_PAGE))
    extra = {"linh_vuc": wanted.field} if wanted.field is not None else {}
    base = list_href(agency.pk, wanted.name, window, extra)
    names = dict(Agency.objects.filter(pk__in={row["agency"] for row in rows}).values_list("pk", "name"))
    page = CasesPage(
        agency=agency,
        window=window,
        name=wanted.name,
        words=str(COUNT_WORDS[wanted.name]),
        field=wanted.field,
        choices=tuple((name, str(words)) for name, words in COUNT_WORDS.items()),
        total=total,
        lines=tuple(_case_line(row, names, window.period.end) for row in rows),
        number=number,
        pages=pages,
        previous=f"{base}&trang={number - 1}" if number > 1 else "",
        following=f"{base}&trang={number + 1}" if number < pages else "",
        csv_href=base.replace(reverse("cases:cases", args=[pk]), reverse("cases:cases_csv", args=[pk]), 1),
        may_contest=request.acting.post_for(agency.pk, Role.SECRETARY) is not None,  # type: ignore[attr-defined]
    )
    return render(request, "cases/cases.html", {"page": page})


@require_GET
def cases_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The same list whole, as CSV."""
    agency, wanted, _window, pin = _wanted(request, pk)
    names = dict(Agency.objects.values_list("pk", "name"))
    answer = StreamingHttpResponse(
        _csv_lines(all_cases(wanted, pin), names), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="ho-so-{agency.pk}-{wanted.name}.csv"'
    return answer


def _csv_lines(rows: Iterable[dict[str, Any]], names: dict[int, str]) -> Iterator[bytes]:
    yield to_csv([LIST_COLUMNS])
    for row in rows:
        cells = [names.get(row[name], row[name]) if name == "agency" else row[name] for name in LIST_COLUMNS]
        yield to_csv([cells]).removeprefix(b"\xef\xbb\xbf")


def _wanted(request: HttpRequest, pk: int) -> tuple[Agency, Wanted, Window, Pinned]:
    agency = agency_for(request.acting, pk)  # type: ignore[attr-defined]
    today = in_vietnam(request.received_at).date()  # type: ignore[attr-defined]
    window = window_from(request.GET, reported_by(agency), today)
    name = request.GET.get("so", "received")
    if name not in COUNTED_NAMES:
        raise Http404
    wanted = Wanted(name, agency.pk, window.period, request.GET.get("linh_vuc"), request.GET.get("thu_tuc"))
    return agency, wanted, window, pinned(today)


def _case_line(row: dict[str, Any], names: dict[int, str], end: date) -> CaseLine:
    due = row["extended_to"] or row["promised_on"]
    closed = row["finished_on"] or row["returned_on"] or row["withdrawn_on"]
    late = (
        (min(row["finished_on"] or end, end) - due).days
        if due and not (row["returned_on"] or row["withdrawn_on"])
        else 0
    )
    is_late = bool(due and row["finished_on"] and row["finished_on"] > due and row["contested"] is None)
    query = urlencode({"he_thong": row["system"], "ma": row["code"]})
    return CaseLine(
        code=row["code"],
        system=row["system"],
        agency=names.get(row["agency"], ""),
        procedure=row["procedure"],
        field=row["field"],
        received_on=row["received_on"],
        due_on=due,
        closed_on=closed,
        state=_state(row),
        days_late=max(0, late),
        contested=row["contested"] is not None,
        contest_href=f"{reverse('cases:contest_add')}?{query}" if is_late else "",
    )


def _state(row: dict[str, Any]) -> str:
    if row["finished_on"]:
        return _("đã giải quyết")
    if row["returned_on"]:
        return _("trả lại")
    return _("đã rút") if row["withdrawn_on"] else _("đang xử lý")
