"""The agency tree on a day, and one agency with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from minhchung.agencies.domain.people import hands_over_for, manages_all, sees_people
from minhchung.agencies.domain.tree import Level, level, names_on, search
from minhchung.agencies.domain.verb_words import VERB_WORDS
from minhchung.agencies.interfaces.fields import DateField
from minhchung.agencies.models import Agency, AgencyIdentifier, Handover, Holding, PastName, Post, Succession
from minhchung.agencies.requests import acting_of
from minhchung.ledger.models import LedgerEntry
from minhchung.ui.requests import whole
from minhchung.viet.dates import format_date

Crumb = dict[str, str]


@dataclass(frozen=True)
class TreePage:
    """words: what was searched for. within: the parent whose children are shown, None for the top."""

    day: date
    day_text: str
    day_error: str
    words: str
    within: Agency | None
    level: Level
    query: str
    manages: bool


def tree(request: HttpRequest) -> HttpResponse:
    """One level of the tree, or what a search finds, on a chosen day (today when none is chosen)."""
    day_text = request.GET.get("ngay", "").strip()
    day, day_error = _chosen_day(day_text)
    words = request.GET.get("tim", "").strip()[:200]
    within = _within(request.GET.get("trong", ""))
    number = request.GET.get("trang")
    kept = {"ngay": day_text, "tim": words, "trong": str(within.pk) if within else ""}
    page = TreePage(
        day=day,
        day_text=day_text or format_date(day),
        day_error=day_error,
        words=words,
        within=within,
        level=search(words, day, number) if words else level(within, day, number),
        query=urlencode({name: value for name, value in kept.items() if value}),
        manages=manages_all(acting_of(request)),
    )
    status = 422 if day_error else 200
    return render(
        request, "agencies/tree.html", {"page": page, "breadcrumbs": _crumbs(within)}, status=status
    )


def _chosen_day(text: str) -> tuple[date, str]:
    today = timezone.localdate()
    field = DateField(required=False)
    try:
        return field.clean(text) or today, ""
    except ValidationError as problem:
        return today, " ".join(problem.messages)


def _within(text: str) -> Agency | None:
    if not text:
        return None
    found = _with_ancestors().filter(pk=whole(text)).first()
    if found is None:
        raise Http404
    return found


def _with_ancestors() -> QuerySet[Agency]:
    return Agency.objects.select_related("kind", "parent__parent__parent__parent")


def _crumbs(agency: Agency | None) -> list[Crumb]:
    """From the top of the tree down to the agency (itself without a link)."""
    top = {"href": reverse("agencies:tree"), "label": pgettext("list", "Cơ quan")}
    if agency is None:
        return []
    above: list[Crumb] = []
    parent = agency.parent
    while parent is not None:
        above.insert(0, {"href": f"{reverse('agencies:tree')}?trong={parent.pk}", "label": parent.name})
        parent = parent.parent
    return [top, *above, {"href": "", "label": agency.name}]


@dataclass(frozen=True)
class PostRow:
    """A post with who holds it today (None when vacant), and who will."""

    post: Post
    holding: Holding | None
    coming: Holding | None
    ended: bool


@dataclass(frozen=True)
class Change:
    """One recorded act on the agency, in words."""

    seq: int
    words: str
    at: datetime


@dataclass(frozen=True)
class AgencyPage:
    agency: Agency
    today: date
    name_today: str
    ended: bool
    identifiers: tuple[AgencyIdentifier, ...]
    past_names: tuple[PastName, ...]
    before: tuple[Succession, ...]
    after: tuple[Succession, ...]
    posts: tuple[PostRow, ...]
    handovers: tuple[Handover, ...]
    changes: tuple[Change, ...]
    children: int
    manages: bool
    sees_people: bool
    hands_over: bool


def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """One agency: codes, dates, names, predecessors and successors; its people for those who may see them."""
    found = _with_ancestors().filter(pk=pk).first()
    if found is None:
        raise Http404
    acting, today = acting_of(request), timezone.localdate()
    people = sees_people(acting, found.pk)
    manages = manages_all(acting)
    page = AgencyPage(
        agency=found,
        today=today,
        name_today=names_on([found], today).get(found.pk, found.name),
        ended=found.valid_to is not None and found.valid_to <= today,
        identifiers=tuple(found.identifiers.order_by("scheme", "pk")),
        past_names=tuple(found.past_names.order_by("-until_on")),
        before=tuple(found.predecessions.select_related("predecessor")),
        after=tuple(found.successions.select_related("successor")),
        posts=_posts(found, today) if people else (),
        handovers=_handovers(found) if people else (),
        changes=_changes(found) if manages else (),
        children=found.children.filter(valid_to__isnull=True).count(),
        manages=manages,
        sees_people=people,
        hands_over=hands_over_for(acting, found.pk),
    )
    return render(request, "agencies/agency.html", {"page": page, "breadcrumbs": _crumbs(found)})


def _posts(agency: Agency, today: date) -> tuple[PostRow, ...]:
    holdings = Holding.objects.select_related("user").order_by("from_on", "pk")
    rows = []
    for post in agency.posts.prefetch_related(Prefetch("holdings", queryset=holdings)):
        held = [holding for holding in post.holdings.all() if holding.is_open_on(today)]
        coming = [holding for holding in post.holdings.all() if holding.from_on > today]
        ended = post.valid_to is not None and post.valid_to <= today
        rows.append(PostRow(post, held[-1] if held else None, coming[0] if coming else None, ended))
    return tuple(rows)


def _handovers(agency: Agency) -> tuple[Handover, ...]:
    rows = Handover.objects.filter(post__agency=agency).select_related("post", "from_user", "to_user")
    return tuple(rows[:50])


def _changes(agency: Agency) -> tuple[Change, ...]:
    entries = LedgerEntry.objects.filter(subject=f"agencies.agency:{agency.pk}").order_by("-seq")[:50]
    return tuple(Change(row.seq, str(VERB_WORDS.get(row.verb, row.verb)), row.at) for row in entries)
