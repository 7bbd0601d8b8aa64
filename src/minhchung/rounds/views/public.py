"""What is published, and one ranking: figures, bar, table, filters. Read from the frozen snapshot; no sign-in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from minhchung.charts.ranking import RankedBar, Ranking, ranking_chart
from minhchung.rounds.domain.public import publications
from minhchung.rounds.domain.snapshot_values import Published, RankedEntry
from minhchung.rounds.domain.stated_public import public_tables
from minhchung.rounds.enums import PublicationState
from minhchung.rounds.models import Publication, StatedTable
from minhchung.rounds.views.public_frame import (
    Choice,
    Frame,
    asked_of,
    found_by,
    frame_of,
    group_choices,
    node_name,
    of_group,
    page_of,
    query_of,
    reasons_in_language,
    show,
)
from minhchung.rubric import Node
from minhchung.ui.language import language
from minhchung.ui.present import vn_points
from minhchung.viet.numbers import shown_points

PER_PAGE = 50


# ── the list ──────────────────────────────────────────────────────────────────────────────────────────────────────


class PublicationLine(NamedTuple):
    """A publication; or, with no number, a round that was published elsewhere and is kept as stated."""

    title: str
    href: str
    owner: str
    number: str
    decided_on: Any
    revision: int
    revoked: bool
    sample: bool
    stated: bool = False


@dataclass(frozen=True)
class Year:
    year: int
    lines: tuple[PublicationLine, ...]

    @property
    def anchor(self) -> str:
        return f"cong-bo-{self.year}"


class StatedLine(NamedTuple):
    title: str
    href: str
    source: str
    sample: bool


@dataclass(frozen=True)
class ListPage:
    """stated: results published elsewhere that are no round of their own, held against their rubric."""

    years: tuple[Year, ...]
    stated: tuple[StatedLine, ...]


@require_GET
def public_list(request: HttpRequest) -> HttpResponse:
    """/cong-bo/: every publication by year, the newest first; revoked ones stay and are marked. Two queries."""
    by_year: dict[int, list[PublicationLine]] = {}
    for publication in publications():
        by_year.setdefault(publication.round.year, []).append(_line(publication))
    stated = []
    for table in public_tables().defer("rows", "findings"):
        if table.round is not None:
            by_year.setdefault(table.round.year, []).append(_stated_round(table))
        else:
            href = reverse("rounds:public_stated", args=(table.pk,))
            stated.append(StatedLine(table.title, href, table.source, table.is_sample))
    years = (Year(year, tuple(by_year[year])) for year in sorted(by_year, reverse=True))
    page = ListPage(tuple(years), tuple(stated))
    return render(request, "rounds/public/list.html", {"page": page})


def _line(publication: Publication) -> PublicationLine:
    round = publication.round
    return PublicationLine(
        title=round.title,
        href=reverse("rounds:public_ranking", args=(round.pk,)),
        owner=round.owner.name,
        number=publication.decision_number,
        decided_on=publication.decided_on,
        revision=round.revision,
        revoked=publication.state == PublicationState.REVOKED,
        sample=round.is_sample,
    )


def _stated_round(table: StatedTable) -> PublicationLine:
    return PublicationLine(
        title=table.title,
        href=reverse("rounds:public_stated", args=(table.pk,)),
        owner=table.owner.name,
        number="",
        decided_on=None,
        revision=1,
        revoked=False,
        sample=table.is_sample,
        stated=True,
    )


# ── one ranking ───────────────────────────────────────────────────────────────────────────────────────────────────


class RankLine(NamedTuple):
    """One agency, ready to print."""

    place: str
    shared: str
    name: str
    href: str
    group: str
    sections: tuple[str, ...]
    total: str
    class_name: str


class Unranked(NamedTuple):
    name: str
    href: str
    reasons: list[str]


class Figure(NamedTuple):
    label: str
    value: str
    of: str
    note: str


@dataclass(frozen=True)
class RankingPage:
    """section: the node that orders the rows, None for the published order by total."""

    figures: tuple[Figure, ...]
    classes: tuple[tuple[str, int], ...]
    groups: list[Choice]
    sections: list[Choice]
    words: str
    section: Node | None
    section_name: str
    heads: tuple[tuple[str, str], ...]
    lines: tuple[RankLine, ...]
    chart: SafeString
    rows: Page[RankedEntry]
    query: str
    unranked: tuple[Unranked, ...]
    has_classes: bool
    filtered: bool


@require_GET
def public_ranking(request: HttpRequest, pk: int) -> HttpResponse:
    """/cong-bo/12/: 1 query, or 2 until the snapshot is in memory; 3 and 4 when the publication was revoked."""
    frame = frame_of(pk)
    asked = asked_of(request, "nhom", "muc", "tim")
    return show(request, "ranking.html", ranking_page(request, frame, asked), frame, "public_ranking")


def ranking_page(request: HttpRequest, frame: Frame, asked: dict[str, str]) -> RankingPage:
    said = frame.said
    section = next((node for node in said.rubric.nodes if node.code == asked["muc"]), None)
    in_group = of_group(said, asked["nhom"])
    places = _section_places(in_group, section) if section else {}
    entries = tuple(entry for entry in in_group if entry.id in places) if section else in_group
    if section:
        entries = tuple(sorted(entries, key=lambda entry: places[entry.id]))
    rows = page_of(request, found_by(entries, asked["tim"]), PER_PAGE)
    shown: list[RankedEntry] = list(rows.object_list)
    several = len(said.groups) > 1
    return RankingPage(
        figures=_figures(said, in_group, section),
        classes=_classes(in_group),
        groups=group_choices(said, asked["nhom"]),
        sections=[
            Choice(node.code, node_name(node), node is section)
            for node in (said.rubric.nodes if len(said.rubric.nodes) > 1 else ())
        ],
        words=asked["tim"],
        section=section,
        section_name=node_name(section) if section else "",
        heads=tuple((node.label or node.title or node.code, node_name(node)) for node in said.rubric.nodes),
        lines=tuple(_rank_line(frame, entry, section, places, several) for entry in shown),
        chart=_chart(said, shown, section, places, several),
        rows=rows,
        query=query_of(asked),
        unranked=tuple(_unranked(frame, entry) for entry in in_group if entry.rank is None),
        has_classes=any(entry.class_name for entry in said.entries),
        filtered=any(asked.values()),
    )


def _section_places(entries: Sequence[RankedEntry], section: Node) -> dict[int, int]:
    """Entry id → its place by the section's points within its group; equals share a place."""
    by_group: dict[str, list[tuple[Fraction, int]]] = {}
    for entry in entries:
        points = entry.nodes.get(section.code)
        if points is not None:
            by_group.setdefault(entry.group, []).append((points, entry.id))
    places: dict[int, int] = {}
    for scored in by_group.values():
        order = sorted((points for points, _id in scored), reverse=True)
        first = {points: place for place, points in reversed(list(enumerate(order, start=1)))}
        places |= {id: first[points] for points, id in scored}
    return places


def _figures(said: Published, entries: Sequence[RankedEntry], section: Node | None) -> tuple[Figure, ...]:
    points = [(_of(entry, section), entry.name) for entry in entries]
    known = [(value, name) for value, name in points if value is not None]
    counted = Figure(_("Cơ quan tham gia"), str(len(entries)), "", _waiting(entries))
    if not known:
        return (counted,)
    most = shown_points(section.max) if section and section.max else shown_points(said.maximum)
    mean = sum((value for value, _name in known), Fraction(0)) / len(known)
    high = max(value for value, _name in known)
    low = min(value for value, _name in known)
    return (
        counted,
        Figure(_("Điểm trung bình"), shown_points(mean), most, _exactly(mean)),
        Figure(_("Cao nhất"), shown_points(high), most, _holders(known, high)),
        Figure(_("Thấp nhất"), shown_points(low), most, _holders(known, low)),
    )


def _of(entry: RankedEntry, section: Node | None) -> Fraction | None:
    return entry.total if section is None else entry.nodes.get(section.code)


def _waiting(entries: Sequence[RankedEntry]) -> str:
    waiting = sum(entry.rank is None for entry in entries)
    return ngettext("%(n)d chưa xếp hạng", "%(n)d chưa xếp hạng", waiting) % {"n": waiting} if waiting else ""


def _exactly(mean: Fraction) -> str:
    """The mean as a fraction, where no decimal writes it."""
    shown = shown_points(mean)
    return _("chính xác %(a)d/%(b)d") % {"a": mean.numerator, "b": mean.denominator} if "≈" in shown else ""


def _holders(known: Sequence[tuple[Fraction, str]], value: Fraction) -> str:
    names = [name for points, name in known if points == value]
    if len(names) <= 2:
        return ", ".join(names)
    return _("%(n)d cơ quan") % {"n": len(names)}


def _classes(entries: Sequence[RankedEntry]) -> tuple[tuple[str, int], ...]:
    counted: dict[str, int] = {}
    for entry in sorted(entries, key=lambda entry: -(entry.total or 0)):
        if entry.class_name:
            counted[entry.class_name] = counted.get(entry.class_name, 0) + 1
    return tuple(counted.items())


def _rank_line(
    frame: Frame, entry: RankedEntry, section: Node | None, places: dict[int, int], several: bool
) -> RankLine:
    place = places.get(entry.id) if section else entry.rank
    return RankLine(
        place="–" if place is None else str(place),
        shared=shared_words(frame.said, entry) if section is None else "",
        name=entry.name,
        href=reverse("rounds:public_entry", args=(frame.pk, entry.id)),
        group=entry.group if several else "",
        sections=tuple(vn_points(entry.nodes.get(node.code)) for node in frame.said.rubric.nodes),
        total=vn_points(entry.total),
        class_name=entry.class_name,
    )


def shared_words(said: Published, entry: RankedEntry) -> str:
    """ "đồng hạng, 3 cơ quan"; "" for a rank of one's own."""
    if entry.rank is None:
        return _("chưa xếp hạng")
    holders = said.shared[entry.group, entry.rank]
    return _("đồng hạng, %(n)d cơ quan") % {"n": holders} if holders > 1 else ""


def _chart(
    said: Published, shown: Sequence[RankedEntry], section: Node | None, places: dict[int, int], several: bool
) -> SafeString:
    figure = Ranking(
        key="xep-hang",
        title=node_name(section) if section else _("Tổng điểm và hạng"),
        maximum=max([section.max or Fraction(1), *_points_of(shown, section)]) if section else said.maximum,
        bars=tuple(
            RankedBar(
                label=entry.name,
                points=_of(entry, section),
                rank=places.get(entry.id) if section else entry.rank,
                group=entry.group if several else "",
            )
            for entry in shown
        ),
        language=language(),
    )
    return mark_safe(ranking_chart(figure).svg)  # noqa: S308 - charts escape every text


def _points_of(shown: Sequence[RankedEntry], section: Node) -> list[Fraction]:
    return [points for entry in shown if (points := entry.nodes.get(section.code)) is not None]


def _unranked(frame: Frame, entry: RankedEntry) -> Unranked:
    reasons = reasons_in_language(entry.rank_reasons)
    if not reasons and entry.missing:
        reasons = [_("thiếu: %(codes)s") % {"codes": ", ".join(entry.missing)}]
    return Unranked(entry.name, reverse("rounds:public_entry", args=(frame.pk, entry.id)), reasons)
