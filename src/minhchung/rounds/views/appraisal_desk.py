"""The appraiser's desk: what is left, by criterion and by agency, filtered; several leaves accepted at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.ledger.domain.idempotency import idempotent
from minhchung.rounds.domain.access import bodies_of, round_for
from minhchung.rounds.domain.appraisal import Shown, StaleItems, accept_many
from minhchung.rounds.domain.desk import FILTERS, Desk, Line, Tally, desk_for, lines_of, tally
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.models import Entry, Phase, Round
from minhchung.rounds.views.appraisal_leaf import line_state
from minhchung.rounds.views.appraisal_words import answer_words, href_of, round_crumbs, state_words
from minhchung.rounds.views.entry_words import title_of
from minhchung.ui.requests import whole

PER_PAGE: Final = 50
FILTER_WORDS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("chua-tham-dinh", gettext_lazy("Chưa thẩm định")),
    ("co-thay-doi", gettext_lazy("Có thay đổi")),
    ("thieu-minh-chung", gettext_lazy("Thiếu minh chứng")),
    ("cho-giai-trinh", gettext_lazy("Chờ giải trình")),
    ("cham-lai", gettext_lazy("Phải chấm lại")),
)


@dataclass(frozen=True)
class GroupRow:
    """One criterion over all agencies, or one agency over all criteria."""

    href: str
    label: str
    text: str
    tally: Tally


@dataclass(frozen=True)
class LineRow:
    """One leaf of one agency in a filtered list. item: what accepting it sends; empty when it cannot be accepted here."""

    href: str
    agency: str
    code: str
    title: str
    own_words: str
    own_state: str
    own_points: Fraction | None
    points: Fraction | None
    state: str
    tone: str
    files: int
    lacks_file: bool
    item: str


@dataclass(frozen=True)
class DeskPage:
    round: Round
    phase: Phase | None
    tally: Tally
    views: tuple[dict[str, object], ...]
    filters: tuple[dict[str, object], ...]
    heading: str
    rows: tuple[GroupRow, ...]
    lines: tuple[LineRow, ...]
    paging: Page[Line] | None
    query: str
    by_agency: bool
    filtered: str
    sorted_left: bool
    sort_href: str
    here: str
    breadcrumbs: list[dict[str, str]]

    @property
    def may_pick(self) -> bool:
        """Whether any line shown may be accepted together with others."""
        return any(line.item for line in self.lines)


@require_GET
def appraisal(request: HttpRequest, pk: int) -> HttpResponse:
    """/dot/12/tham-dinh/?theo=co-quan&loc=chua-tham-dinh&xep=con-lai: nine queries at any size."""
    acting = acting_of(request)
    desk = desk_for(acting, round_for(acting, pk))
    if not acting.agency_ids() or not (desk.accesses or _has_body(request, desk.round)):
        raise Http404
    page = _page(request, desk)
    return render(request, "rounds/appraisal/desk.html", {"page": page, "breadcrumbs": page.breadcrumbs})


def _has_body(request: HttpRequest, round: Round) -> bool:
    """Whether the person appraises in this round at all, even if nothing is submitted yet."""
    acting = acting_of(request)
    return (
        bool(bodies_of(acting, round))
        or round.substitutes.filter(substitute_id__in=acting.agency_ids()).exists()
    )


def _page(request: HttpRequest, desk: Desk) -> DeskPage:
    lines = lines_of(desk)
    chosen = request.GET.get("loc", "")
    keep = FILTERS.get(chosen)
    by_agency = request.GET.get("theo", "") == "co-quan"
    sorted_left = request.GET.get("xep", "") == "con-lai"
    here = href_of("appraisal", desk.round.pk)
    shown = [line for line in lines if keep(line)] if keep else []
    if keep and not by_agency:
        order = {leaf.id: place for place, leaf in enumerate(desk.rubric.leaves())}
        shown.sort(key=lambda line: order[line.leaf.id])
    paging = Paginator(shown, PER_PAGE).get_page(request.GET.get("trang")) if keep else None
    rows = _by_agency(lines) if by_agency else _by_criterion(desk, lines)
    if sorted_left:
        rows.sort(key=lambda row: -row.tally.left)
    way = "co-quan" if by_agency else "tieu-chi"
    return DeskPage(
        round=desk.round,
        phase=desk.phase,
        tally=tally(lines),
        views=tuple(_views(here, way, chosen)),
        filters=tuple(_filters(here, way, chosen, lines)),
        heading=next((str(words) for name, words in FILTER_WORDS if name == chosen), ""),
        rows=tuple(rows) if not keep else (),
        lines=tuple(line_row(line) for line in paging) if paging is not None else (),
        paging=paging,
        query=urlencode({"theo": way, "loc": chosen}),
        by_agency=by_agency,
        filtered=chosen if keep else "",
        sorted_left=sorted_left,
        sort_href=f"{here}?{urlencode({'theo': way} if sorted_left else {'theo': way, 'xep': 'con-lai'})}",
        here=request.get_full_path(),
        breadcrumbs=round_crumbs(desk.round, ("", _("Thẩm định"))),
    )


def _views(here: str, way: str, chosen: str) -> Iterable[dict[str, object]]:
    for name, label in (("tieu-chi", _("Theo tiêu chí")), ("co-quan", _("Theo cơ quan"))):
        query = {"theo": name} | ({"loc": chosen} if chosen else {})
        yield {"href": f"{here}?{urlencode(query)}", "label": label, "current": name == way}


def _filters(here: str, way: str, chosen: str, lines: tuple[Line, ...]) -> Iterable[dict[str, object]]:
    yield {"href": f"{here}?theo={way}", "label": _("Tất cả"), "current": not chosen, "count": len(lines)}
    for name, label in FILTER_WORDS:
        keep: Callable[[Line], bool] = FILTERS[name]
        count = sum(1 for line in lines if keep(line))
        href = f"{here}?{urlencode({'theo': way, 'loc': name})}"
        yield {"href": href, "label": label, "current": name == chosen, "count": count}


def _by_criterion(desk: Desk, lines: tuple[Line, ...]) -> list[GroupRow]:
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.leaf.id].append(line)
    prefix = href_of("appraisal_grid", desk.round.pk, "X").removesuffix("X/")
    return [
        GroupRow(f"{prefix}{quote(leaf.code, safe='')}/", leaf.code, title_of(leaf), tally(groups[leaf.id]))
        for leaf in desk.rubric.leaves()
        if leaf.id in groups
    ]


def _by_agency(lines: tuple[Line, ...]) -> list[GroupRow]:
    groups: dict[int, list[Line]] = defaultdict(list)
    entries: dict[int, Entry] = {}
    for line in lines:
        groups[line.entry.pk].append(line)
        entries[line.entry.pk] = line.entry
    return [
        GroupRow(href_of("appraise_entry", pk), str(entry.agency), entry.group, tally(groups[pk]))
        for pk, entry in entries.items()
    ]


def line_row(line: Line) -> LineRow:
    """One line; where the agency's explanation waits for an answer, its link leads to where it is answered."""
    words, tone = line_state(line)
    own, found = line.own, line.appraised
    return LineRow(
        href=href_of("explanation" if line.awaits_reply else "appraise_leaf", line.entry.pk, line.leaf.code),
        agency=str(line.entry.agency),
        code=line.leaf.code,
        title=title_of(line.leaf),
        own_words=answer_words(line.entry, line.leaf, own.answer) if own else "",
        own_state=state_words(own) if own else _("Chưa trả lời"),
        own_points=own.points if own else None,
        points=found.points if found else None,
        state=words,
        tone=tone,
        files=line.files,
        lacks_file=line.lacks_file,
        item=item_of(line) if line.is_acceptable else "",
    )


def item_of(line: Line) -> str:
    """What accepting this leaf sends: entry, leaf, version of the agency's row, version of the appraiser's."""
    own = line.own
    return f"{line.entry.pk}|{line.leaf.id}|{own.row_version if own else 0}|0"


# ── several accepted at once ──────────────────────────────────────────────────────────────────────────────────────


@require_POST
@idempotent
def accept_leaves(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the ticked leaves as the agencies scored them: all of them, or none."""
    acting = acting_of(request)
    desk = desk_for(acting, round_for(acting, pk))
    back = request.POST.get("ve", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("rounds:appraisal", args=[pk])
    items = [_shown(desk, text) for text in dict.fromkeys(request.POST.getlist("item"))]
    try:
        count = accept_many(items=items, actor=acting.user, now=received_at_of(request))
    except NotNow as fault:
        messages.error(request, fault.words)
        return HttpResponseRedirect(back)
    except StaleItems as fault:
        return _stale(request, desk, items, fault, back)
    messages.success(request, _("Đã đồng ý %(n)d tiêu chí như cơ quan tự chấm.") % {"n": count})
    return HttpResponseRedirect(back)


def _shown(desk: Desk, text: str) -> Shown:
    parts = text.split("|")
    if len(parts) != 4:
        raise Http404
    entry_id, seen, expected = whole(parts[0]), whole(parts[2]), whole(parts[3])
    if entry_id is None or seen is None or expected is None:
        raise Http404
    access = desk.access_to(entry_id)
    leaf = next((leaf for leaf in desk.leaves_in(access) if leaf.id == parts[1]), None)
    if leaf is None:
        raise Http404
    return Shown(access, leaf, seen, expected)


@dataclass(frozen=True)
class StalePage:
    rows: tuple[LineRow, ...]
    kept: int
    back: str


def _stale(
    request: HttpRequest, desk: Desk, items: list[Shown], fault: StaleItems, back: str
) -> HttpResponse:
    """409: which leaves changed after they were shown, with what stands there now; nothing was accepted."""
    changed = set(fault.items)
    rows = tuple(line_row(line) for line in lines_of(desk) if (line.entry.pk, line.leaf.id) in changed)
    page = StalePage(rows, len(items) - len(rows), back)
    return render(request, "rounds/appraisal/stale.html", {"page": page}, status=409)
