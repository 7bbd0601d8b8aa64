"""Every indicator in words, and one with its values for the agencies the person reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.agencies.requests import acting_of, today_of
from minhchung.indicators.domain.access import readable_agencies
from minhchung.indicators.domain.contract import NoData
from minhchung.indicators.domain.periods import Days, last_ended
from minhchung.indicators.domain.registry import indicator, values_of
from minhchung.indicators.interfaces.words import found_words, period_words
from minhchung.indicators.models import Rhythm
from minhchung.indicators.views.shared import asked_days
from minhchung.rubric.indicators import ROOMS, AskedWith, Described, catalogue
from minhchung.ui.language import in_language

MOST_AGENCIES = 200


@dataclass(frozen=True)
class Line:
    code: str
    title: str
    unit: str
    holder: str
    href: str
    is_computed: bool


@dataclass(frozen=True)
class ListPage:
    groups: tuple[tuple[str, str, tuple[Line, ...]], ...]


@require_GET
def indicator_list(request: HttpRequest) -> HttpResponse:
    """/chi-so/: the catalogue, list by list; no query."""
    words = {
        "cases": _("Đếm từ hồ sơ một cửa và danh mục TTHC"),
        "register": _("Do cơ quan nắm số liệu nhập"),
    }
    groups = tuple(
        (f"nhom-{room}", words[room], tuple(_line(one) for one in catalogue().values() if one.room == room))
        for room in ROOMS
    )
    context = {"page": ListPage(groups), "breadcrumbs": [{"label": _("Chỉ số")}]}
    return render(request, "indicators/list.html", context)


def _line(one: Described) -> Line:
    return Line(
        one.code,
        in_language(one.title),
        in_language(one.unit),
        in_language(one.holder),
        reverse("indicators:show", args=[one.code]),
        indicator(one.code) is not None,
    )


@dataclass(frozen=True)
class ValueLine:
    agency: str
    words: str
    is_known: bool
    href: str
    excluded: str


@dataclass(frozen=True)
class Choice:
    name: str
    title: str
    values: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class ShowPage:
    code: str
    title: str
    facts: tuple[dict[str, str], ...]
    days: Days
    period: str
    choices: tuple[Choice, ...]
    lines: tuple[ValueLine, ...]
    more: int
    register_href: str


@require_GET
def indicator_show(request: HttpRequest, code: str) -> HttpResponse:
    """/chi-so/TASKS_DONE/?tu=…&den=…: what it is, and its value for each agency the person reads."""
    one = catalogue().get(code)
    if one is None:
        raise Http404
    days = asked_days(request, last_ended(Rhythm.YEAR, today_of(request)))
    given = {
        each.name: request.GET[each.name]
        for each in one.parameters
        if request.GET.get(each.name) in dict(each.values)
    }
    agencies = list(readable_agencies(acting_of(request)).filter(**_there_on(days.end))[: MOST_AGENCIES + 1])
    shown = agencies[:MOST_AGENCIES]
    asked, found = values_of(code, [agency.pk for agency in shown], days.start, days.end, given)
    page = ShowPage(
        code=code,
        title=in_language(one.title),
        facts=tuple(_facts(one)),
        days=days,
        period=period_words(days.start, days.end),
        choices=tuple(_choice(each, asked.parameters[each.name]) for each in one.parameters)
        if indicator(code) is not None
        else (),
        lines=tuple(
            ValueLine(
                agency.name,
                found_words(value),
                not isinstance(value, NoData),
                "" if isinstance(value, NoData) else value.href,
                "" if isinstance(value, NoData) or not value.excluded else str(value.excluded),
            )
            for agency in shown
            for value in (found[agency.pk],)
        ),
        more=len(agencies) - len(shown),
        register_href=reverse("indicators:period", args=[code]) if one.room == "register" else "",
    )
    crumbs = [{"href": reverse("indicators:list"), "label": _("Chỉ số")}, {"label": code}]
    return render(request, "indicators/show.html", {"page": page, "breadcrumbs": crumbs})


def _there_on(day: date) -> dict[str, date]:
    return {"valid_from__lte": day}


def _choice(asked: AskedWith, standing: str) -> Choice:
    values = tuple((value, in_language(words), value == standing) for value, words in asked.values)
    return Choice(asked.name, in_language(asked.title), values)


def _facts(one: Described) -> list[dict[str, str]]:
    """The definition, row by row."""
    told = [
        (_("Định nghĩa"), in_language(one.definition)),
        (_("Tử số"), in_language(one.numerator)),
        (_("Mẫu số"), in_language(one.denominator)),
        (_("Không tính"), in_language(one.excluded)),
        (_("Đơn vị"), in_language(one.unit)),
        (_("Căn cứ"), one.source),
        (_("Cơ quan nắm số liệu"), in_language(one.holder)),
        (
            _("Nhiều kỳ"),
            _("Cộng được các kỳ liền nhau") if one.sums else _("Số tại một thời điểm, không cộng các kỳ"),
        ),
    ]
    return [{"key": key, "value": value} for key, value in told if value]
