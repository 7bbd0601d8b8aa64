"""The heat map where there is no room for it: its margins first, then one criterion or one agency at a time.

A phone shows the means of the map (each agency's, each criterion's) as two short lists; each name in them leads to its
own row or column. Values keep their shade and their number, and lead to their reasons as they do in the map.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from minhchung.charts.heatmap import heat_cell
from minhchung.rounds.domain.snapshot_values import RankedEntry
from minhchung.rounds.views.public_frame import Choice, Frame, anchor_of, node_name
from minhchung.rubric import Node
from minhchung.ui.present import vn_share
from minhchung.viet.numbers import format_number, shown_points

CRITERION: Final = "tc-"
AGENCY: Final = "cq-"

Address = Callable[[str], str]
"""The page's address with something else chosen; "" chooses the means."""


class SliceRow(NamedTuple):
    """name leads along the map (name_href), the value to its reasons (href, "" where there are none)."""

    name: str
    name_href: str
    text: str
    step: int
    href: str


@dataclass(frozen=True)
class Slice:
    """One row, one column or one margin of the map. mean: of its values, in words; "" where there is none to give."""

    caption: str
    heading: str
    rows: tuple[SliceRow, ...]
    mean: str = ""
    more: str = ""
    more_href: str = ""


@dataclass(frozen=True)
class HeatSlices:
    """What a phone shows in the map's place. back: the address of the means, "" while they are shown."""

    criteria: tuple[Choice, ...]
    agencies: tuple[Choice, ...]
    slices: tuple[Slice, ...]
    back: str


@dataclass(frozen=True)
class HeatFigures:
    """The map's own figures: what stands in it, in its order. Missing is left out, never 0.

    entries: all that may be chosen; shown: those of this page of the map. shares and means lack what has no value.
    """

    frame: Frame
    nodes: tuple[Node, ...]
    entries: tuple[RankedEntry, ...]
    shown: tuple[RankedEntry, ...]
    maxima: dict[str, Fraction]
    means: dict[str, Fraction]
    shares: dict[int, Fraction]

    def chosen_node(self, asked: str) -> Node | None:
        code = asked.removeprefix(CRITERION)
        return next((node for node in self.nodes if asked.startswith(CRITERION) and node.code == code), None)

    def chosen_entry(self, asked: str) -> RankedEntry | None:
        return next((entry for entry in self.entries if asked == f"{AGENCY}{entry.id}"), None)


def slices_of(figures: HeatFigures, asked: str, filters: dict[str, str]) -> HeatSlices:
    """asked: “tc-II.6.2”, “cq-12”, or anything else for the means. filters: the rest of the address, kept in links."""

    def address(chosen: str) -> str:
        kept = {name: value for name, value in {**filters, "xem": chosen}.items() if value}
        return f"?{urlencode(kept)}#xem-tung-phan"

    node, entry = figures.chosen_node(asked), figures.chosen_entry(asked)
    return HeatSlices(
        criteria=tuple(
            Choice(f"{CRITERION}{each.code}", _titled(each), each is node) for each in figures.nodes
        ),
        agencies=tuple(Choice(f"{AGENCY}{each.id}", each.name, each is entry) for each in figures.shown),
        slices=_slices(figures, node, entry, address),
        back=address("") if node or entry else "",
    )


def _slices(
    figures: HeatFigures, node: Node | None, entry: RankedEntry | None, address: Address
) -> tuple[Slice, ...]:
    if node is not None:
        return (_of_criterion(figures, node, address),)
    if entry is not None:
        return (_of_agency(figures, entry, address),)
    return (_agency_means(figures, address), _criterion_means(figures, address))


def _of_criterion(figures: HeatFigures, node: Node, address: Address) -> Slice:
    most, mean = figures.maxima[node.code], figures.means.get(node.code)
    version = (figures.frame.said.rubric.code, figures.frame.said.rubric.version)
    return Slice(
        caption=_("%(criterion)s: điểm của từng cơ quan") % {"criterion": _titled(node)},
        heading=_("Cơ quan"),
        rows=tuple(
            SliceRow(each.name, address(f"{AGENCY}{each.id}"), *_value(figures, each, node))
            for each in figures.shown
        ),
        mean="–" if mean is None else _of(format_number(mean, 2), most),
        more=_("Quy tắc của tiêu chí này"),
        more_href=f"{reverse('criteria:show', args=version)}#{node.code}",
    )


def _of_agency(figures: HeatFigures, entry: RankedEntry, address: Address) -> Slice:
    return Slice(
        caption=_("%(agency)s: điểm theo từng tiêu chí") % {"agency": entry.name},
        heading=_("Tiêu chí"),
        rows=tuple(
            SliceRow(_titled(node), address(f"{CRITERION}{node.code}"), *_value(figures, entry, node))
            for node in figures.nodes
        ),
        mean=vn_share(figures.shares.get(entry.id)),
        more=_("Mọi điểm và lý do của cơ quan này"),
        more_href=reverse("rounds:public_entry", args=(figures.frame.pk, entry.id)),
    )


def _agency_means(figures: HeatFigures, address: Address) -> Slice:
    def row(entry: RankedEntry) -> SliceRow:
        share = figures.shares.get(entry.id)
        shade = heat_cell(share, Fraction(1)).step
        return SliceRow(entry.name, address(f"{AGENCY}{entry.id}"), vn_share(share), shade, "")

    return Slice(
        caption=_("Tỷ lệ điểm đạt trung bình của từng cơ quan"),
        heading=_("Cơ quan"),
        rows=tuple(row(each) for each in figures.shown),
    )


def _criterion_means(figures: HeatFigures, address: Address) -> Slice:
    def row(node: Node) -> SliceRow:
        mean, most = figures.means.get(node.code), figures.maxima[node.code]
        text = "–" if mean is None else _of(format_number(mean, 2), most)
        return SliceRow(
            _titled(node), address(f"{CRITERION}{node.code}"), text, heat_cell(mean, most).step, ""
        )

    return Slice(
        caption=_("Điểm trung bình của từng tiêu chí"),
        heading=_("Tiêu chí"),
        rows=tuple(row(node) for node in figures.nodes),
    )


def _value(figures: HeatFigures, entry: RankedEntry, node: Node) -> tuple[str, int, str]:
    """Text, shade and address of one cell; an agency's own maximum where it differs by kind."""
    points, most = entry.nodes.get(node.code), figures.maxima[node.code]
    cell = heat_cell(points, most)
    text = cell.text if points is None else _of(cell.text, most)
    page = reverse("rounds:public_entry", args=(figures.frame.pk, entry.id))
    return text, cell.step, f"{page}#{anchor_of(node)}"


def _of(points: str, most: Fraction) -> str:
    return f"{points} / {shown_points(most)}" if most > 0 else points


def _titled(node: Node) -> str:
    """What the map's column is called and what it is; a code that is no label of the text says nothing to a reader."""
    if not node.label:
        return node_name(node)
    name = node_name(node)
    return name if name.startswith(node.code) else f"{node.code}. {node.title or name}"
