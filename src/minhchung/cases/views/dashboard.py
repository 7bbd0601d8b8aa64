"""Figures of an agency and all beneath it; every number opens the list behind it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.agencies.models import Agency
from minhchung.agencies.requests import acting_of, today_of
from minhchung.cases.domain.access import READERS, agencies_for, agency_for
from minhchung.cases.domain.completeness import completeness
from minhchung.cases.domain.counts import (
    Pinned,
    counted,
    pinned,
)
from minhchung.cases.domain.reach import reported_by
from minhchung.cases.interfaces.charts import Drawn, across_agencies, over_months
from minhchung.cases.interfaces.count_words import COUNT_WORDS, RATE_WORDS, list_href
from minhchung.cases.interfaces.coverage_words import Reach, month_note, notes_by_agency, reach_of
from minhchung.cases.interfaces.windows import Window, default_period, presets, window_from
from minhchung.cases.models import CaseSystem
from minhchung.stats.counts import Counts, Rate, contested_rate, in_time_rate
from minhchung.stats.periods import Period, months
from minhchung.viet.dates import format_date
from minhchung.viet.numbers import format_number, format_percent

FEWEST = 10
"""Below so many cases judged, a rate is not said: one case more or less would move it by ten points."""
MOST_FIELDS = 30
MOST_AGENCIES = 30
"""Of more agencies beneath, those with the most cases late and overdue are shown, and all when asked for."""


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
    note: str = ""


@dataclass(frozen=True)
class Children:
    """The agencies right beneath: how many, how many of them without a case, and where all are shown, "" where they are."""

    count: int
    without: int
    all_href: str


@dataclass(frozen=True)
class DashboardPage:
    agency: Agency
    window: Window
    above: Agency | None
    top: tuple[Number, ...]
    outcome: tuple[Number, ...]
    pending: tuple[Number, ...]
    channels: tuple[Number, ...]
    papers: tuple[Number, ...]
    rates: tuple[RateLine, ...]
    contested: tuple[RateLine, ...]
    differ: bool
    balance: str
    agencies: tuple[GroupLine, ...]
    children: Children
    fields: tuple[GroupLine, ...]
    more_fields: int
    months: tuple[GroupLine, ...]
    over_months: Drawn
    across_agencies: Drawn | None
    sources: tuple[str, ...]
    manifest: int
    tree_on: date
    has_cases: bool
    reach: Reach
    presets: tuple[tuple[str, str], ...]
    computed: Number | None
    key: uuid.UUID
    fewest: int = FEWEST


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """To the figures of the agency in which the person serves."""
    acting = acting_of(request)
    for post in acting.posts:
        if post.role in READERS:
            return redirect("cases:dashboard", pk=post.agency_id)
    raise Http404


@require_GET
def dashboard(request: HttpRequest, pk: int) -> HttpResponse:
    acting = acting_of(request)
    agency = agency_for(acting, pk)
    today = today_of(request)
    reporting = reported_by(agency)
    window = window_from(request.GET, reporting, today)
    default = default_period(reporting, today)
    every = request.GET.get("co_quan") == EVERY_AGENCY
    page = _dashboard_page(acting, agency, window, default, pinned(today), _sources(reporting), every)
    return render(request, "cases/dashboard.html", {"page": page}, status=422 if window.fault else 200)


def _dashboard_page(
    acting: Any,
    agency: Agency,
    window: Window,
    default: Period,
    pin: Pinned,
    sources: tuple[str, ...],
    every: bool,
) -> DashboardPage:
    children = list(agencies_for(acting).filter(parent=agency))
    ids = [agency.pk, *(child.pk for child in children)]
    by_agency = {row.agency: row.counts for row in counted(ids, [window.period], pin)}
    whole_counts = by_agency.get(agency.pk, Counts())
    fields = counted([agency.pk], [window.period], pin, ("agency", "field"))
    monthly = counted([agency.pk], _months(window.period), pin)
    covered = completeness(ids, window.period, pin)
    whole_reach = covered[agency.pk]
    notes = notes_by_agency(covered, whole_reach)
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
            "early",
            "on_time",
            "in_time_by_extension",
            "late",
            "late_contested",
            "late_apologised",
            "resolved_undated",
            "returned",
            "withdrawn",
        ),
        pending=numbers("pending_within", "pending_overdue", "pending_undated"),
        channels=numbers(*_with_unsaid(_CHANNELS, values)),
        papers=numbers(*_with_unsaid(_PAPERS, values)),
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
                note=notes.get(child.pk, ""),
            )
            for child in _shown(children, by_agency, every)
        ),
        children=_children(agency, children, by_agency, window, every),
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
            _group_line(
                f"{row.period.start:%m/%Y}",
                "",
                agency.pk,
                row.counts,
                _window_of(row.period),
                note=month_note(row.period, whole_reach.gaps),
            )
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
        reach=reach_of(whole_reach, [(child.name, covered[child.pk]) for child in children]),
        presets=presets(default.end, reverse("cases:dashboard", args=[agency.pk])),
        computed=numbers("due_computed")[0] if whole_counts.due_computed else None,
        key=uuid.uuid4(),
    )


EVERY_AGENCY = "tat-ca"


def _shown(children: list[Agency], by_agency: Mapping[int | None, Counts], every: bool) -> list[Agency]:
    """Few agencies in their official order; of many those with the most cases late and overdue, most first."""
    if every or len(children) <= MOST_AGENCIES:
        return children

    def trouble(child: Agency) -> int:
        counts = by_agency.get(child.pk, Counts())
        return -(counts.late + counts.pending_overdue)

    return sorted(children, key=trouble)[:MOST_AGENCIES]


def _children(
    agency: Agency,
    children: list[Agency],
    by_agency: Mapping[int | None, Counts],
    window: Window,
    every: bool,
) -> Children:
    is_cut = len(children) > MOST_AGENCIES and not every
    address = f"{reverse('cases:dashboard', args=[agency.pk])}?{window.encoded}&co_quan={EVERY_AGENCY}"
    return Children(
        count=len(children),
        without=sum(not by_agency.get(child.pk, Counts()).workload for child in children),
        all_href=f"{address}#theo-co-quan" if is_cut else "",
    )


_CHANNELS = ("received_direct", "received_online", "received_postal", "channel_unsaid")
_PAPERS = (
    "fee_cases",
    "fee_paid_online",
    "fee_payment_unsaid",
    "fee_unsaid",
    "digitised",
    "digitised_unsaid",
    "written_results",
    "electronic_results",
    "electronic_unsaid",
    "written_unsaid",
)


def _with_unsaid(names: tuple[str, ...], values: dict[str, int]) -> tuple[str, ...]:
    """Each count, and those of cases that do not say where there are such: nothing said is not 0."""
    return tuple(each for each in names if values[each] or not each.endswith("_unsaid"))


def _sources(reporting: set[int]) -> tuple[str, ...]:
    """The one-stop systems of these agencies, whose cases these may be."""
    systems = CaseSystem.objects.filter(agency__in=reporting).order_by("name")
    return tuple(systems.values_list("name", flat=True)[:10])


def _months(period: Period) -> tuple[Period, ...]:
    """The calendar months of a period, the first and last cut to it."""
    parts = months(period.start, period.end)
    return (Period(period.start, parts[0].end), *parts[1:])


def _window_of(period: Period) -> Window:
    return Window(period, format_date(period.start), format_date(period.end))


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
    label: str,
    href: str,
    agency_id: int,
    counts: Counts,
    window: Window,
    extra: dict[str, str] | None = None,
    note: str = "",
) -> GroupLine:
    values = asdict(counts)
    cells = tuple(
        Number(str(COUNT_WORDS[each]), values[each], list_href(agency_id, each, window, extra))
        for each in ("received", "carried_over", "early", "on_time", "late", "pending_overdue", "pending")
    )
    first = next(iter(RATE_WORDS))
    return GroupLine(label, href, cells, rate_text(in_time_rate(counts, first)), note)
