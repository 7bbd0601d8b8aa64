"""The agency tree as it stood on a day: one level at a time, and searched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from minhchung.agencies.models import Agency, AgencyIdentifier, PastName
from minhchung.viet.folding import search_key

PER_PAGE: Final = 50
CHILDREN_SHOWN: Final = 10


@dataclass(frozen=True)
class Row:
    """One agency on a day. name: as it was called then. below: how many agencies stood under it then."""

    pk: int
    name: str
    kind: str
    identifiers: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    parent: str = ""
    below: int = 0
    children: tuple[Row, ...] = ()

    @property
    def more(self) -> int:
        return self.below - len(self.children)


@dataclass(frozen=True)
class Level:
    """One page of rows, with the paginator's page they came from."""

    rows: tuple[Row, ...]
    page: Page[Agency]


def on(day: date) -> Q:
    """Agencies that are there on this day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def level(parent: Agency | None, day: date, page_number: object) -> Level:
    """One level below a parent (or the top), each row with its first children; five queries at any size.

    The top also holds agencies whose parent is not there on the day, so that none is out of sight.
    """
    rows = Agency.objects.filter(on(day)).select_related("kind")
    if parent is not None:
        rows = rows.filter(parent=parent)
    else:
        rows = rows.filter(Q(parent=None) | Q(parent__valid_to__lte=day) | Q(parent__valid_from__gt=day))
    page = Paginator(rows, PER_PAGE).get_page(page_number)
    shown = list(page.object_list)
    children, below = _children(shown, day)
    named = _Named([*shown, *(child for group in children.values() for child in group)], day)
    return Level(
        tuple(
            named.row(
                agency, below=below[agency.pk], children=[named.row(child) for child in children[agency.pk]]
            )
            for agency in shown
        ),
        page,
    )


def search(words: str, day: date, page_number: object) -> Level:
    """Agencies there on the day whose name, earlier name or identifier holds these words; four queries."""
    key = search_key(words)
    found = (
        Agency.objects.filter(on(day))
        .filter(
            Q(name_key__contains=key)
            | Q(pk__in=PastName.objects.filter(name_key__contains=key).values("agency"))
            | Q(pk__in=AgencyIdentifier.objects.filter(value__icontains=words.strip()).values("agency"))
        )
        .select_related("kind", "parent")
    )
    page = Paginator(found, PER_PAGE).get_page(page_number)
    shown = list(page.object_list)
    named = _Named(shown, day)
    return Level(tuple(named.row(agency, parent=agency.parent) for agency in shown), page)


def _children(parents: Iterable[Agency], day: date) -> tuple[dict[int, list[Agency]], dict[int, int]]:
    """The first children of each parent on the day, and how many there are; one query."""
    ranked: QuerySet[Agency] = (
        Agency.objects.filter(on(day), parent__in=list(parents))
        .select_related("kind")
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=F("parent_id"),
                order_by=[F("order_no").asc(), F("sort_key").asc(), F("pk").asc()],
            ),
            among=Window(Count("pk"), partition_by=F("parent_id")),
        )
        .filter(place__lte=CHILDREN_SHOWN)
    )
    children: dict[int, list[Agency]] = defaultdict(list)
    below: dict[int, int] = defaultdict(int)
    for child in ranked:
        children[child.parent_id].append(child)  # type: ignore[index]
        below[child.parent_id] = child.among  # type: ignore[index,attr-defined]
    return children, below


class _Named:
    """Names on a day and identifiers of a set of agencies; two queries."""

    def __init__(self, agencies: list[Agency], day: date) -> None:
        self.names = names_on(agencies, day)
        self.identifiers: dict[int, list[str]] = defaultdict(list)
        for agency_id, value in (
            AgencyIdentifier.objects.filter(agency__in=agencies)
            .order_by("pk")
            .values_list("agency_id", "value")
        ):
            self.identifiers[agency_id].append(value)

    def row(
        self, agency: Agency, *, parent: Agency | None = None, below: int = 0, children: Iterable[Row] = ()
    ) -> Row:
        return Row(
            pk=agency.pk,
            name=self.names.get(agency.pk, agency.name),
            kind=agency.kind.name,
            identifiers=tuple(self.identifiers[agency.pk]),
            valid_from=agency.valid_from,
            valid_to=agency.valid_to,
            parent=parent.name if parent else "",
            below=below,
            children=tuple(children),
        )


def names_on(agencies: Iterable[Agency], day: date) -> dict[int, str]:
    """Agency id → the name it carried on the day, for those that have since been renamed; one query."""
    past = PastName.objects.filter(agency__in=list(agencies), until_on__gt=day).order_by("-until_on")
    return dict(past.values_list("agency_id", "name"))
