"""The cases behind a number, as a page and as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency
from minhchung.agencies.requests import acting_of, today_of
from minhchung.cases.domain.access import listed_agency_for
from minhchung.cases.domain.counts import COUNTED_NAMES, Pinned, Wanted, all_cases, list_cases, pinned
from minhchung.cases.domain.manifests import root
from minhchung.cases.domain.reach import reported_by
from minhchung.cases.interfaces.count_words import COUNT_WORDS, list_href
from minhchung.cases.interfaces.windows import Window, window_from
from minhchung.cases.models import CaseManifest
from minhchung.docgen.csv import to_csv
from minhchung.stats.counting import DATES
from minhchung.ui.requests import whole
from minhchung.viet.dates import parse_date

PER_PAGE = 50
LIST_COLUMNS = (
    "code",
    "agency",
    "procedure",
    "field",
    "channel",
    *DATES,
    "contested",
)


@dataclass(frozen=True)
class CaseLine:
    code: str
    system: str
    agency: str
    procedure: str
    field: str
    received_on: date
    due_on: date | None
    is_computed: bool
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
    kept: CaseManifest | None
    tree_on: date
    pinned: tuple[tuple[str, str], ...]


@require_GET
def cases(request: HttpRequest, pk: int) -> HttpResponse:
    """The cases that a number counts, newest first."""
    agency, wanted, window, pin = _wanted(request, pk)
    number = max(1, whole(request.GET.get("trang", "1")) or 1)
    total, rows = list_cases(wanted, pin, first=(number - 1) * PER_PAGE, most=PER_PAGE)
    pages = max(1, -(-total // PER_PAGE))
    extra = _pin_kept(request) | ({"linh_vuc": wanted.field} if wanted.field is not None else {})
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
        may_contest=acting_of(request).post_for(agency.pk, Role.SECRETARY) is not None,
        kept=pin.manifest if "ban_ke" in request.GET else None,
        tree_on=pin.tree_on,
        pinned=tuple(_pin_kept(request).items()),
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
    agency = listed_agency_for(acting_of(request), pk)
    today = today_of(request)
    window = window_from(request.GET, reported_by(agency), today)
    name = request.GET.get("so", "received")
    if name not in COUNTED_NAMES:
        raise Http404
    wanted = Wanted(name, agency.pk, window.period, request.GET.get("linh_vuc"), request.GET.get("thu_tuc"))
    return agency, wanted, window, _pin_asked(request) or pinned(today)


def _pin_asked(request: HttpRequest) -> Pinned | None:
    """The store and the tree that a figure was counted in (`ban_ke`, `cay`); None where none is asked for. Raises Http404."""
    number, tree_on = whole(request.GET.get("ban_ke", "")), parse_date(request.GET.get("cay", ""))
    if "ban_ke" not in request.GET:
        return None
    manifest = CaseManifest.objects.filter(number=number).first() if number is not None else None
    if manifest is None or not isinstance(tree_on, date):
        raise Http404
    if not all((root() / each.name).exists() for each in manifest.manifest.files):
        raise Http404  # swept: no figure that stands rests on it
    return pinned(tree_on, manifest)


def _pin_kept(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("ban_ke", "cay") if name in request.GET}


def _case_line(row: dict[str, Any], names: dict[int, str], end: date) -> CaseLine:
    due = row["extended_to"] or row["promised_on"] or row["computed_on"]
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
        is_computed=bool(due and not (row["extended_to"] or row["promised_on"])),
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
