"""The ranking bar: who is where. Names above their bars, so that long ones have room."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from minhchung.charts.chart import Chart, Language
from minhchung.charts.patterns import definitions, filled
from minhchung.charts.svg import (
    BAND,
    GRID,
    INK,
    LINE,
    QUIET,
    WIDTH,
    drawing,
    element,
    label,
    scaled,
    text_width,
    wrap,
)
from minhchung.viet.numbers import shown_points

_BAR = 16
_GAP = 14
_EDGE = 8
_MISSING = "—"
_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "rank": "Hạng", "agency": "Cơ quan", "group": "Nhóm", "points": "Điểm", "own": "cơ quan của bạn",
        "of": "tối đa {maximum}", "none": "Chưa có cơ quan nào được xếp hạng.",
        "desc": "{count} cơ quan, thang {maximum} điểm. Cao nhất: {first} ({high}). Thấp nhất: {last} ({low}).",
    },
    "en": {
        "rank": "Rank", "agency": "Agency", "group": "Group", "points": "Points", "own": "your agency",
        "of": "of {maximum}", "none": "No agency is ranked yet.",
        "desc": "{count} agencies, out of {maximum} points. Highest: {first} ({high}). Lowest: {last} ({low}).",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RankedBar:
    """One agency. rank and points are None while it is not ranked: it is listed, and drawn without a bar."""

    label: str
    points: Fraction | None
    rank: int | None = None
    group: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """A ranking to draw. maximum: the points that a full bar stands for; above 0. bars: in the order shown.

    key: a name unique on the page. Equal ranks come from the ranking itself; nothing is ranked here.
    """

    key: str
    title: str
    maximum: Fraction
    bars: tuple[RankedBar, ...]
    language: Language = "vi"


def ranking_chart(figure: Ranking) -> Chart:
    """Draw a ranking: pattern, label and colour by group; one's own row on a band and named so."""
    told = _WORDS[figure.language]
    groups = list(dict.fromkeys(bar.group for bar in figure.bars if bar.group))
    legend, y = _legend(figure.key, groups)
    parts = [definitions(figure.key, max(len(groups), 1)), *legend]
    for bar in figure.bars:
        drawn, height = _row(figure, bar, groups, y, told)
        parts.append(drawn)
        y += height
    desc = _describe(figure, told)
    return Chart(
        svg=drawing(figure.key, figure.title, desc, y + _EDGE, *parts),
        title=figure.title,
        desc=desc,
        columns=_columns(groups, told),
        rows=tuple(_table_row(bar, groups) for bar in figure.bars),
    )


def _columns(groups: list[str], told: dict[str, str]) -> tuple[str, ...]:
    names = (told["rank"], told["agency"], told["group"], told["points"])
    return names if groups else (names[0], names[1], names[3])


def _table_row(bar: RankedBar, groups: list[str]) -> tuple[str, ...]:
    rank = _MISSING if bar.rank is None else str(bar.rank)
    return (rank, bar.label, bar.group, _points(bar)) if groups else (rank, bar.label, _points(bar))


def _points(bar: RankedBar) -> str:
    return _MISSING if bar.points is None else shown_points(bar.points)


def _describe(figure: Ranking, told: dict[str, str]) -> str:
    scored = [(bar.points, bar.label) for bar in figure.bars if bar.points is not None]
    if not scored:
        return told["none"]
    high = max(scored, key=lambda each: each[0])
    low = min(scored, key=lambda each: each[0])
    return told["desc"].format(
        count=len(scored), maximum=shown_points(figure.maximum), first=high[1], high=shown_points(high[0]),
        last=low[1], low=shown_points(low[0]),
    )  # fmt: skip


def _legend(key: str, groups: list[str]) -> tuple[list[str], int]:
    """Draw one swatch and name for each group, wrapped; give the drawing and where the rows begin."""
    if len(groups) < 2:
        return [], _EDGE
    parts: list[str] = []
    y = _EDGE
    for index, group in enumerate(groups):
        parts.append(filled(key, index, _EDGE, y + 3, 24, 14))
        for line in wrap(group, WIDTH - 3 * _EDGE - 32):
            parts.append(label(_EDGE + 32, y + 15, line))
            y += LINE
    return parts, y + _EDGE


def _row(
    figure: Ranking, bar: RankedBar, groups: list[str], top: int, told: dict[str, str]
) -> tuple[str, int]:
    name = bar.label if bar.rank is None else f"{bar.rank}. {bar.label}"
    name = f"{name} ({told['own']})" if bar.own else name
    shown = _points(bar)
    room = WIDTH - 3 * _EDGE - text_width(shown, bold=True)
    lines = wrap(name, room, bold=bar.own)
    notes = wrap(bar.group, room) if len(groups) > 1 and bar.group else []
    height = LINE * (len(lines) + len(notes)) + _BAR + _GAP
    parts: list[str] = []
    if bar.own:
        parts.append(element("rect", {"x": 0, "y": top, "width": WIDTH, "height": height - 4, "fill": BAND}))
        parts.append(element("rect", {"x": 0, "y": top, "width": 4, "height": height - 4, "fill": INK}))
    baseline = top + 16
    parts.append(label(WIDTH - _EDGE, baseline, shown, anchor="end", bold=True))
    for line in lines:
        parts.append(label(_EDGE, baseline, line, bold=bar.own))
        baseline += LINE
    for line in notes:
        parts.append(label(_EDGE, baseline, line, fill=QUIET))
        baseline += LINE
    parts.append(_bar(figure, bar, groups.index(bar.group) if bar.group else 0, baseline - 12))
    return element("g", {"class": "chart-own" if bar.own else None}, *parts), height


def _bar(figure: Ranking, bar: RankedBar, group: int, y: int) -> str:
    length = WIDTH - 2 * _EDGE
    frame = element(
        "rect",
        {"x": _EDGE, "y": y, "width": length, "height": _BAR, "fill": "none", "stroke": GRID},
    )
    if bar.points is None:
        return frame
    across = scaled(bar.points, figure.maximum, length)
    return frame + filled(figure.key, group, _EDGE, y, across, _BAR)
