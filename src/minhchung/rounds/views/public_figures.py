"""Two readings of a ranking: where points are lost (heat map), and what was claimed against what stood (dumbbells)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Final, NamedTuple

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from minhchung.charts.dumbbell import Dumbbell, Pair, dumbbell_chart
from minhchung.charts.heatmap import heat_cell
from minhchung.rounds.domain.snapshot_values import Published, RankedEntry
from minhchung.rounds.views.public_frame import (
    Choice,
    Frame,
    anchor_of,
    asked_of,
    frame_of,
    group_choices,
    node_name,
    of_group,
    page_of,
    query_of,
    show,
)
from minhchung.rounds.views.public_heat_slice import CRITERION, HeatFigures, HeatSlices, slices_of
from minhchung.rubric import Node, Rubric
from minhchung.ui.language import language
from minhchung.ui.present import vn_share
from minhchung.viet.numbers import format_gain, format_number, shown_points

_ZERO = Fraction(0)

# ── the heat map ──────────────────────────────────────────────────────────────────────────────────────────────────

ROWS_PER_PAGE: Final = 150
MOST_LINKED_CELLS: Final = 1500
LEVELS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("linh-vuc", gettext_lazy("Lĩnh vực")),
    ("tieu-chi", gettext_lazy("Tiêu chí")),
    ("thanh-phan", gettext_lazy("Tiêu chí thành phần")),
)
LEGEND: Final = (
    gettext_lazy("dưới 20 % số điểm"),
    gettext_lazy("20 đến dưới 40 %"),
    gettext_lazy("40 đến dưới 60 %"),
    gettext_lazy("60 đến dưới 80 %"),
    gettext_lazy("từ 80 %"),
)


class HeatRowView(NamedTuple):
    """cells: the row's cells as markup; each distinct cell is rendered once, which 13,000 of them need."""

    label: str
    href: str
    cells: SafeString
    mean: str


class HeatColumn(NamedTuple):
    """label: the code that the text gives the node, or its title where the text gives none (is_title)."""

    label: str
    title: str
    href: str
    is_title: bool


@dataclass(frozen=True)
class HeatPage:
    levels: list[Choice]
    orders: list[Choice]
    groups: list[Choice]
    caption: str
    columns: tuple[HeatColumn, ...]
    table: tuple[HeatRowView, ...]
    means: tuple[str, ...]
    legend: tuple[Any, ...]
    rows: Page[RankedEntry]
    query: str
    narrow: HeatSlices


@require_GET
def public_heat(request: HttpRequest, pk: int) -> HttpResponse:
    """/cong-bo/12/ban-do-diem/: agencies × criteria; every mean counts all agencies of the group, not the page's.

    ?xem= chooses what a phone shows of it (`public_heat_slice`); by loss it also orders the agencies.
    """
    frame = frame_of(pk)
    asked = asked_of(request, "cap", "xep", "nhom", "xem")
    page = heat_page(request, frame, asked)
    return show(request, "heat.html", page, frame, "public_heat", leads=[{"label": _("Bản đồ điểm")}])


def heat_page(request: HttpRequest, frame: Frame, asked: dict[str, str]) -> HeatPage:
    said = frame.said
    level = asked["cap"] if asked["cap"] in dict(LEVELS) else LEVELS[0][0]
    by_loss = asked["xep"] == "mat-diem"
    entries = of_group(said, asked["nhom"])
    losses = Losses.of(nodes_at(said.rubric, level), entries)
    nodes = losses.nodes_by_loss() if by_loss else losses.nodes
    chosen = asked["xem"].removeprefix(CRITERION)
    rows = page_of(request, losses.entries_by_loss(chosen) if by_loss else entries, ROWS_PER_PAGE)
    shown: list[RankedEntry] = list(rows.object_list)
    figures = HeatFigures(
        frame, nodes, entries, tuple(shown), losses.maxima, losses.node_means, losses.entry_means
    )
    filters = {**asked, "cap": level, "trang": "" if rows.number == 1 else str(rows.number)}
    return HeatPage(
        levels=[Choice(value, str(label), value == level) for value, label in LEVELS],
        orders=[
            Choice("", _("Theo xếp hạng và thứ tự tiêu chí"), not by_loss),
            Choice("mat-diem", _("Mất nhiều điểm nhất trước"), by_loss),
        ],
        groups=group_choices(said, asked["nhom"]),
        caption=_("Điểm của từng cơ quan theo %(level)s") % {"level": str(dict(LEVELS)[level]).lower()},
        columns=tuple(_column(said.rubric, node) for node in nodes),
        table=_heat_rows(frame, nodes, shown, losses),
        means=tuple(losses.mean_words(node) for node in nodes),
        legend=LEGEND,
        rows=rows,
        query=query_of({**asked, "cap": level}),
        narrow=slices_of(figures, asked["xem"], filters),
    )


def nodes_at(rubric: Rubric, level: str) -> tuple[Node, ...]:
    """Columns: sections, what stands right below them (a section that is a leaf stands for itself), or leaves."""
    match level:
        case "linh-vuc":
            return rubric.nodes
        case "tieu-chi":
            return tuple(below for node in rubric.nodes for below in (node.children or (node,)))
        case _:
            return rubric.leaves()


@dataclass(frozen=True)
class Losses:
    """Points of some agencies on some nodes, and the means that order them. Missing is left out, never 0.

    entry_means: the mean share of what each agency could reach, of the cells that have one.
    """

    nodes: tuple[Node, ...]
    entries: tuple[RankedEntry, ...]
    maxima: dict[str, Fraction]
    node_means: dict[str, Fraction]
    entry_means: dict[int, Fraction]

    @classmethod
    def of(cls, nodes: tuple[Node, ...], entries: tuple[RankedEntry, ...]) -> Losses:
        """Whole numbers inside: points over one common denominator, shares over the least multiple of the maxima."""
        maxima = {node.code: _maximum(node, entries) for node in nodes}
        unit = lcm(*{points.denominator for entry in entries for points in entry.nodes.values() if points})
        scaled = [(code, int(most * unit)) for code, most in maxima.items()]
        whole = lcm(*(most for _code, most in scaled if most > 0))
        sums = dict.fromkeys(maxima, 0)
        counts = dict.fromkeys(maxima, 0)
        shares: dict[int, Fraction] = {}
        for entry in entries:
            total, count = 0, 0
            for code, most in scaled:
                points = entry.nodes.get(code)
                if points is None:
                    continue
                units = points.numerator * (unit // points.denominator)
                sums[code] += units
                counts[code] += 1
                if most > 0:
                    total += min(max(units, 0), most) * (whole // most)
                    count += 1
            if count:
                shares[entry.id] = Fraction(total, whole * count)
        means = {code: Fraction(total, unit * counts[code]) for code, total in sums.items() if counts[code]}
        return cls(nodes, entries, maxima, means, shares)

    def nodes_by_loss(self) -> tuple[Node, ...]:
        return tuple(sorted(self.nodes, key=self._kept))

    def _kept(self, node: Node) -> Fraction:
        mean, most = self.node_means.get(node.code), self.maxima[node.code]
        return Fraction(2) if mean is None or most <= 0 else mean / most

    def entries_by_loss(self, code: str) -> tuple[RankedEntry, ...]:
        """Who lost most first: on the node of this code, else on the whole; whoever has no value comes last."""
        if code in self.maxima:
            return tuple(sorted(self.entries, key=lambda entry: _last_if_none(entry.nodes.get(code))))
        return tuple(sorted(self.entries, key=lambda entry: _last_if_none(self.entry_means.get(entry.id))))

    def mean_words(self, node: Node) -> str:
        mean = self.node_means.get(node.code)
        return "–" if mean is None else format_number(mean, 2)

    def share_words(self, entry: RankedEntry) -> str:
        return vn_share(self.entry_means.get(entry.id))


def _last_if_none(value: Fraction | None) -> tuple[bool, Fraction]:
    return value is None, value or _ZERO


def _maximum(node: Node, entries: Sequence[RankedEntry]) -> Fraction:
    """What the node is worth: as declared, else the most any agency could reach; 0 where it only deducts."""
    if node.max is not None:
        return node.max
    known = [most for entry in entries if (most := entry.maxima.get(node.code)) is not None]
    return max(known, default=_ZERO)


def _column(rubric: Rubric, node: Node) -> HeatColumn:
    most = "" if node.max is None else _("tối đa %(max)s") % {"max": shown_points(node.max)}
    name = node_name(node)
    title = ", ".join(part for part in (name if node.label else "", most) if part)
    address = reverse("criteria:show", args=(rubric.code, rubric.version))
    return HeatColumn(node.code if node.label else name, title, f"{address}#{node.code}", not node.label)


def _heat_rows(
    frame: Frame, nodes: tuple[Node, ...], shown: list[RankedEntry], losses: Losses
) -> tuple[HeatRowView, ...]:
    linked = len(nodes) * len(shown) <= MOST_LINKED_CELLS
    columns = [(node.code, anchor_of(node) if linked else "", losses.maxima[node.code]) for node in nodes]
    template = get_template("rounds/public/heat_cell.html")
    drawn: dict[Any, str] = {}

    def cell(points: Fraction | None, most: Fraction, href: str) -> str:
        shown_as = None if points is None else (points.numerator, points.denominator)
        key = (shown_as, most.numerator, most.denominator)
        if key not in drawn:
            context = {"cell": heat_cell(points, most), "href": _ADDRESS if linked else ""}
            drawn[key] = template.render(context).rstrip("\n")
        return drawn[key].replace(_ADDRESS, escape(href)) if linked else drawn[key]

    rows = []
    for entry in shown:
        page = reverse("rounds:public_entry", args=(frame.pk, entry.id))
        cells = "".join(
            cell(entry.nodes.get(code), most, f"{page}#{anchor}" if anchor else "")
            for code, anchor, most in columns
        )
        markup = mark_safe(cells)  # noqa: S308 - each cell is a rendered template
        rows.append(HeatRowView(entry.name, page, markup, losses.share_words(entry)))
    return tuple(rows)


_ADDRESS: Final = "address-of-the-cell"
"""What stands in a drawn cell until its own address is known."""


# ── claimed against stood ─────────────────────────────────────────────────────────────────────────────────────────


class CompareLine(NamedTuple):
    name: str
    href: str
    own: str
    stood: str
    gap: str
    leaves: int
    lowered: int
    raised: int


@dataclass(frozen=True)
class Comparison:
    """The same leaves twice: what the agency gave itself, and what was published."""

    name: str
    href: str
    own: Fraction
    stood: Fraction
    leaves: int
    lowered: int
    raised: int

    @property
    def gap(self) -> Fraction:
        return self.own - self.stood


@dataclass(frozen=True)
class ComparePage:
    groups: list[Choice]
    agencies: tuple[CompareLine, ...]
    agencies_chart: SafeString | str
    sections: tuple[CompareLine, ...]
    sections_chart: SafeString | str
    silent: tuple[str, ...]
    rows: Page[Comparison]
    query: str


@require_GET
def public_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """/cong-bo/12/so-sanh/: only leaves that have both values, so that both sides add up the same things."""
    frame = frame_of(pk)
    asked = asked_of(request, "nhom")
    entries = of_group(frame.said, asked["nhom"])
    compared = sorted(
        (_of_entry(frame, entry) for entry in entries if entry.both), key=lambda each: -abs(each.gap)
    )
    sections = sorted(section_means(frame.said, entries), key=lambda each: -abs(each.gap))
    rows = page_of(request, compared, 50)
    shown: list[Comparison] = list(rows.object_list)
    page = ComparePage(
        groups=group_choices(frame.said, asked["nhom"]),
        agencies=tuple(_compare_line(each) for each in shown),
        agencies_chart=_dumbbells("co-quan", _("Tự chấm và kết quả, theo cơ quan"), shown),
        sections=tuple(_compare_line(each) for each in sections),
        sections_chart=_dumbbells("linh-vuc", _("Tự chấm và kết quả, theo lĩnh vực (trung bình)"), sections),
        silent=tuple(entry.name for entry in entries if not entry.both),
        rows=rows,
        query=query_of(asked),
    )
    return show(
        request, "compare.html", page, frame, "public_compare", leads=[{"label": _("Tự chấm và kết quả")}]
    )


def _of_entry(frame: Frame, entry: RankedEntry) -> Comparison:
    href = reverse("rounds:public_entry", args=(frame.pk, entry.id))
    return compared(entry.name, href, list(entry.both.values()))


def compared(name: str, href: str, pairs: Sequence[tuple[Fraction, Fraction]]) -> Comparison:
    return Comparison(
        name=name,
        href=href,
        own=sum((own for own, _stood in pairs), _ZERO),
        stood=sum((stood for _own, stood in pairs), _ZERO),
        leaves=len(pairs),
        lowered=sum(stood < own for own, stood in pairs),
        raised=sum(stood > own for own, stood in pairs),
    )


def by_section(rubric: Rubric, entry: RankedEntry) -> dict[str, list[tuple[Fraction, Fraction]]]:
    """Section code → the pairs of its leaves that have both values."""
    found: dict[str, list[tuple[Fraction, Fraction]]] = {}
    for code, pair in entry.both.items():
        found.setdefault(rubric.section_of(code).code, []).append(pair)
    return found


def section_means(said: Published, entries: Sequence[RankedEntry]) -> list[Comparison]:
    """Each section's mean over the agencies that have both values there, in the order of the text."""
    pairs: dict[str, list[tuple[Fraction, Fraction]]] = {}
    agencies: dict[str, int] = {}
    for entry in entries:
        for code, found in by_section(said.rubric, entry).items():
            pairs.setdefault(code, []).extend(found)
            agencies[code] = agencies.get(code, 0) + 1
    listed = []
    for section in said.rubric.sections():
        if section.code not in pairs:
            continue
        whole = compared(node_name(section), "", pairs[section.code])
        n = agencies[section.code]
        listed.append(
            Comparison(
                whole.name, "", whole.own / n, whole.stood / n, whole.leaves, whole.lowered, whole.raised
            )
        )
    return listed


def _compare_line(each: Comparison) -> CompareLine:
    return CompareLine(
        each.name,
        each.href,
        _shown(each.own),
        _shown(each.stood),
        format_gain(each.gap),
        each.leaves,
        each.lowered,
        each.raised,
    )


def _shown(points: Fraction) -> str:
    return shown_points(points)


def _dumbbells(key: str, title: str, pairs: Sequence[Comparison]) -> SafeString | str:
    if not pairs:
        return ""
    most = max([Fraction(1), *(max(each.own, each.stood) for each in pairs)])
    figure = Dumbbell(
        key=key,
        title=title,
        maximum=most,
        pairs=tuple(Pair(each.name, each.own, each.stood) for each in pairs),
        language=language(),
        second=_("Kết quả"),
    )
    return mark_safe(dumbbell_chart(figure).svg)  # noqa: S308 - charts escape every text


def section_dumbbells(rubric: Rubric, entry: RankedEntry) -> SafeString | str:
    """One agency's sections, claimed against stood; "" where nothing can be compared."""
    found = by_section(rubric, entry)
    pairs = [compared(node_name(rubric.node(code)), "", listed) for code, listed in found.items()]
    return _dumbbells("theo-linh-vuc", _("Tự chấm và kết quả, theo lĩnh vực"), pairs)
