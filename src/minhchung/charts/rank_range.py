"""Ranks with the span they may lie in: a bar from the lowest to the highest, a lozenge at the published rank."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from minhchung.charts.chart import Chart, Language
from minhchung.charts.svg import (
    GRID,
    LINE,
    PAPER,
    QUIET,
    WIDTH,
    drawing,
    element,
    label,
    scaled,
    text_width,
    wrap,
    written,
)

SPAN = "#8a4b08"
RANK = "#1d4f7c"

_EDGE = 14
_TRACK = 24
_GAP = 10
_SIZE = 7
_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "name": "Cơ quan", "rank": "Hạng", "range": "Khoảng hạng", "alike": "Không tách được với",
        "others": "{count} cơ quan", "none": "Chưa có cơ quan nào được xếp hạng.",
        "desc": "{count} cơ quan. Khoảng rộng nhất: {first}, từ hạng {low} đến hạng {high}.",
        "same": "{count} cơ quan, hạng nào cũng chắc chắn.", "axis": "hạng {rank}",
    },
    "en": {
        "name": "Agency", "rank": "Rank", "range": "Range of ranks", "alike": "Cannot be told apart from",
        "others": "{count} agencies", "none": "No agency is ranked yet.",
        "desc": "{count} agencies. Widest range: {first}, from rank {low} to rank {high}.",
        "same": "{count} agencies, every rank certain.", "axis": "rank {rank}",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RankSpan:
    """One agency: its rank, the ranks it may have (1 ≤ low ≤ high), and how many it cannot be told apart from."""

    label: str
    rank: int
    low: int
    high: int
    alike: int


@dataclass(frozen=True, slots=True)
class RankRange:
    """Spans in the order given, on one axis from 1 to `last` (the number of agencies ranked). key: unique on the page."""

    key: str
    title: str
    last: int
    spans: tuple[RankSpan, ...]
    language: Language = "vi"


def rank_range_chart(figure: RankRange) -> Chart:
    """Draw the spans; the table says the same in numbers."""
    told = _WORDS[figure.language]
    parts, y = [], 6
    for span in figure.spans:
        drawn, height = _row(figure.last, span, y)
        parts.append(drawn)
        y += height
    parts.append(_axis(figure.last, y, told))
    desc = _describe(figure.spans, told)
    return Chart(
        svg=drawing(figure.key, figure.title, desc, y + LINE + 8, *parts),
        title=figure.title,
        desc=desc,
        columns=(told["name"], told["rank"], told["range"], told["alike"]),
        rows=tuple(
            (one.label, str(one.rank), _range(one), told["others"].format(count=one.alike))
            for one in figure.spans
        ),
    )


def _range(span: RankSpan) -> str:
    return str(span.low) if span.low == span.high else f"{span.low}–{span.high}"


def _describe(spans: tuple[RankSpan, ...], told: dict[str, str]) -> str:
    if not spans:
        return told["none"]
    widest = max(spans, key=lambda span: span.high - span.low)
    wording = told["desc"] if widest.high > widest.low else told["same"]
    return wording.format(count=len(spans), first=widest.label, low=widest.low, high=widest.high)


def _row(last: int, span: RankSpan, top: int) -> tuple[str, int]:
    shown = _range(span)
    lines = wrap(f"{span.rank}. {span.label}", WIDTH - 3 * _EDGE - text_width(shown, bold=True))
    parts = [label(WIDTH - _EDGE, top + 16, shown, anchor="end", bold=True)]
    parts += [label(_EDGE, top + 16 + place * LINE, line) for place, line in enumerate(lines)]
    y = top + len(lines) * LINE + _TRACK // 2
    parts.append(element("path", {"d": f"M{_EDGE} {y} H{WIDTH - _EDGE}", "stroke": GRID, "stroke-width": 1}))
    low, high = _x(span.low, last), _x(span.high, last)
    if high > low:
        parts.append(
            element("line", {"x1": low, "y1": y, "x2": high, "y2": y, "stroke": SPAN, "stroke-width": 5})
        )
    parts.append(_lozenge(_x(span.rank, last), y))
    return element("g", None, *parts), len(lines) * LINE + _TRACK + _GAP


def _x(rank: int, last: int) -> Fraction:
    """Rank 1 at the left end; the axis has one step less than there are ranks."""
    return _EDGE + _SIZE + scaled(Fraction(rank - 1), Fraction(max(last - 1, 1)), WIDTH - 2 * (_EDGE + _SIZE))


def _lozenge(x: Fraction, y: int) -> str:
    corners = [
        (x, Fraction(y - _SIZE)),
        (x + _SIZE, Fraction(y)),
        (x, Fraction(y + _SIZE)),
        (x - _SIZE, Fraction(y)),
    ]
    points = " ".join(f"{written(a)},{written(b)}" for a, b in corners)
    return element("polygon", {"points": points, "fill": RANK, "stroke": PAPER, "stroke-width": 1})


def _axis(last: int, y: int, told: dict[str, str]) -> str:
    parts = []
    for rank, anchor in ((1, "start"), (last, "end")) if last > 1 else ((1, "start"),):
        parts.append(
            element(
                "line", {"x1": _x(rank, last), "y1": y - 6, "x2": _x(rank, last), "y2": y, "stroke": QUIET}
            )
        )
        at = _EDGE if anchor == "start" else WIDTH - _EDGE
        parts.append(label(at, y + 16, told["axis"].format(rank=rank), anchor=anchor, fill=QUIET))
    return element("g", {"class": "chart-axis"}, *parts)
