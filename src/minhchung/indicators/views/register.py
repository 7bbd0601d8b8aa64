"""The register of figures: what is due and from whom, and one indicator in one period with who has not given theirs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.models import Agency
from minhchung.agencies.requests import acting_of, today_of
from minhchung.indicators.domain.access import (
    HOLDING_ROLES,
    concerned,
    figures_for,
    owned_posts,
    readable_agencies,
)
from minhchung.indicators.domain.periods import Days, last_ended, recent
from minhchung.indicators.interfaces.words import figure_words, period_words
from minhchung.indicators.models import Figure, FigureHolder, Rhythm
from minhchung.indicators.views.shared import (
    asked_days,
    days_query,
    register_crumbs,
    register_indicator,
)
from minhchung.rubric.indicators import catalogue
from minhchung.ui.language import in_language

PERIODS_SHOWN = 6


@dataclass(frozen=True)
class DueLine:
    """One indicator for one period: given of expected; overdue when the day has passed and some are missing."""

    code: str
    title: str
    holder: str
    period: str
    due_on: date
    given: int
    expected: int
    is_overdue: bool
    is_mine: bool
    href: str


@dataclass(frozen=True)
class OwnLine:
    title: str
    agency: str
    period: str
    words: str
    holder: str
    href: str


@dataclass(frozen=True)
class RegisterPage:
    due: tuple[DueLine, ...]
    own: tuple[OwnLine, ...]
    may_name: bool
    holders_href: str


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """/chi-so/so-lieu/: the calendar of what the person's bodies hold or run, and the figures of their own agencies."""
    acting, today = acting_of(request), today_of(request)
    page = RegisterPage(
        due=tuple(_due(acting, today)),
        own=tuple(_own(acting)),
        may_name=bool(owned_posts(acting)),
        holders_href=reverse("indicators:holders"),
    )
    return render(
        request, "indicators/register.html", {"page": page, "breadcrumbs": [{"label": _("Sổ số liệu")}]}
    )


def _due(acting: Acting, today: date) -> list[DueLine]:
    """The latest period of each indicator the person holds, or whose holder the person names; three queries each."""
    mine = acting.agency_ids(*HOLDING_ROLES)
    owned = {post.agency_id for post in owned_posts(acting)}
    rows = FigureHolder.objects.filter(holder_id__in=mine) | FigureHolder.objects.filter(owner_id__in=owned)
    found = []
    for row in rows.select_related("owner", "holder").prefetch_related("kinds").distinct():
        described = catalogue().get(row.indicator)
        if described is None:
            continue
        days = last_ended(row.rhythm, today)
        agencies = concerned(row).filter(valid_from__lte=days.end).order_by()
        given = Figure.objects.filter(
            indicator=row.indicator,
            start=days.start,
            end=days.end,
            is_withdrawn=False,
            agency__in=agencies,
        ).count()
        expected = agencies.count()
        due_on = days.due_on(row.due_days)
        found.append(
            DueLine(
                code=row.indicator,
                title=in_language(described.title),
                holder=row.holder.name,
                period=period_words(days.start, days.end),
                due_on=due_on,
                given=given,
                expected=expected,
                is_overdue=today > due_on and given < expected,
                is_mine=row.holder_id in mine,
                href=reverse("indicators:period", args=[row.indicator]) + "?" + days_query(days),
            )
        )
    return sorted(found, key=lambda line: (not line.is_overdue, line.given == line.expected, line.due_on))


def _own(acting: Acting) -> list[OwnLine]:
    """The latest figures about the person's own agencies; one query."""
    ids = acting.agency_ids()
    figures = figures_for(acting).filter(agency_id__in=ids, is_withdrawn=False).order_by("-end", "indicator")
    return [
        OwnLine(
            title=in_language(catalogue()[figure.indicator].title),
            agency=figure.agency.name,
            period=period_words(figure.start, figure.end),
            words=figure_words(figure.numerator, figure.denominator),
            holder=figure.holder.name,
            href=reverse("indicators:figure", args=[figure.pk]),
        )
        for figure in figures[:50]
        if figure.indicator in catalogue()
    ]


@dataclass(frozen=True)
class AgencyLine:
    """One agency: its figure, or that there is none. href: the figure, or the form that gives it."""

    agency: str
    words: str
    is_given: bool
    excluded: str
    has_source: bool
    holder: str
    href: str
    give_href: str


@dataclass(frozen=True)
class PeriodPage:
    code: str
    title: str
    definition: str
    days: Days
    period: str
    lines: tuple[AgencyLine, ...]
    given: int
    expected: int
    tabs: tuple[dict[str, object], ...]
    may_give: bool
    import_href: str
    template_href: str
    show_href: str
    others: tuple[tuple[str, int, str], ...]


@require_GET
def period(request: HttpRequest, code: str) -> HttpResponse:
    """/chi-so/so-lieu/ky/TASKS_DONE/?tu=…&den=…: every agency concerned, who has a figure and who has none."""
    described, acting = register_indicator(code), acting_of(request)
    holder = _holder(acting, code)
    rhythm = holder.rhythm if holder is not None else Rhythm.YEAR
    days = asked_days(request, last_ended(rhythm, today_of(request)))
    agencies, may_give = _agencies(acting, holder)
    figures = {
        figure.agency_id: figure
        for figure in figures_for(acting).filter(
            indicator=code, start=days.start, end=days.end, is_withdrawn=False
        )
    }
    here = reverse("indicators:period", args=[code])
    query = days_query(days)
    lines = tuple(_agency_line(code, agency, figures.get(agency.pk), query, may_give) for agency in agencies)
    page = PeriodPage(
        code=code,
        title=in_language(described.title),
        definition=in_language(described.definition),
        days=days,
        period=period_words(days.start, days.end),
        lines=lines,
        given=sum(line.is_given for line in lines),
        expected=len(lines),
        tabs=tuple(
            {
                "href": f"{here}?{days_query(each)}",
                "label": period_words(each.start, each.end),
                "current": each == days,
            }
            for each in recent(rhythm, today_of(request), PERIODS_SHOWN)
        ),
        may_give=may_give,
        import_href=f"{reverse('indicators:import')}?chi-so={code}&{query}",
        template_href=f"{reverse('indicators:template')}?chi-so={code}&{query}",
        show_href=reverse("indicators:show", args=[code]),
        others=tuple(_other_periods(acting, code, days, here)),
    )
    return render(
        request, "indicators/period.html", {"page": page, "breadcrumbs": register_crumbs(("", page.title))}
    )


def _holder(acting: Acting, code: str) -> FigureHolder | None:
    """The naming that concerns this person: of the own body first, then of the own standing body, then any over them."""
    rows = (
        FigureHolder.objects.filter(indicator=code)
        .select_related("owner", "holder")
        .prefetch_related("kinds")
    )
    mine = acting.agency_ids(*HOLDING_ROLES)
    owned = {post.agency_id for post in owned_posts(acting)}
    return next(
        (row for row in rows if row.holder_id in mine),
        next((row for row in rows if row.owner_id in owned), None),
    )


def _agencies(acting: Acting, holder: FigureHolder | None) -> tuple[list[Agency], bool]:
    """The agencies to list, and whether the person gives their figures."""
    if holder is None:
        return list(readable_agencies(acting)), False
    may_give = acting.post_for(holder.holder_id, *HOLDING_ROLES) is not None
    return list(concerned(holder)), may_give


def _agency_line(code: str, agency: Agency, figure: Figure | None, query: str, may_give: bool) -> AgencyLine:
    give = f"{reverse('indicators:new')}?chi-so={code}&co-quan={agency.pk}&{query}" if may_give else ""
    if figure is None:
        return AgencyLine(agency.name, "", False, "", False, "", "", give)
    return AgencyLine(
        agency=agency.name,
        words=figure_words(figure.numerator, figure.denominator),
        is_given=True,
        excluded="" if figure.excluded is None else str(figure.excluded),
        has_source=figure.source_id is not None,
        holder=figure.holder.name,
        href=reverse("indicators:figure", args=[figure.pk]),
        give_href="",
    )


def _other_periods(acting: Acting, code: str, days: Days, here: str) -> list[tuple[str, int, str]]:
    """Periods of other lengths that figures were given for: (words, how many, address)."""
    rows = figures_for(acting).filter(indicator=code, is_withdrawn=False).order_by()
    counted = Counter(rows.values_list("start", "end"))
    return [
        (period_words(start, end), count, f"{here}?{days_query(Days(start, end))}")
        for (start, end), count in sorted(counted.items(), reverse=True)
        if Days(start, end) != days
    ][:12]
