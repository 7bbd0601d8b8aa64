"""The dumbbell: self-assessed against appraised, widest gap first."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from minhchung.charts.chart import Chart, Language
from minhchung.charts.svg import (
    GRID,
    INK,
    LINE,
    PAPER,
    QUIET,
    WIDTH,
    drawing,
    element,
    label,
    scaled,
    text_width,
    ticks,
    wrap,
    written,
)
from minhchung.viet.numbers import format_gain, shown_points

SELF = "#8a4b08"
APPRAISED = "#1d4f7c"

_EDGE = 14
_TRACK = 24
_GAP = 12
_SIZE = 7
_MISSING = "—"
_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "name": "Nội dung", "self": "Tự chấm", "appraised": "Thẩm định", "gap": "Chênh lệch",
        "none": "Chưa có nội dung nào được thẩm định.",
        "desc": "{count} nội dung có cả hai điểm; {differing} nội dung chênh lệch. Lớn nhất: {first} ({gap}).",
        "same": "{count} nội dung có cả hai điểm, không chênh lệch.",
    },
    "en": {
        "name": "Item", "self": "Self-assessed", "appraised": "Appraised", "gap": "Difference",
        "none": "Nothing has been appraised yet.",
        "desc": "{count} items have both scores; {differing} differ. Widest: {first} ({gap}).",
        "same": "{count} items have both scores, all equal.",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """One item or agency with its two scores; None where there is none yet, which is not zero."""

    label: str
    self_points: Fraction | None
    appraised: Fraction | None

    @property
    def gap(self) -> Fraction | None:
        """Self-assessed less appraised; None unless both are there."""
        if self.self_points is None or self.appraised is None:
            return None
        return self.self_points - self.appraised


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """Pairs to compare on one axis from 0 to `maximum` (above 0). key: a name unique on the page.

    second: what the second score is called, in `language`; "" for the appraised one.
    """

    key: str
    title: str
    maximum: Fraction
    pairs: tuple[Pair, ...]
    language: Language = "vi"
    second: str = ""


def dumbbell_chart(figure: Dumbbell) -> Chart:
    """Draw the pairs, widest gap first, pairs without both scores last; a ring for self, a lozenge for appraised."""
    told = {**_WORDS[figure.language], **({"appraised": figure.second} if figure.second else {})}
    pairs = sorted(figure.pairs, key=_order)
    parts, y = _legend(told)
    for pair in pairs:
        drawn, height = _row(figure.maximum, pair, y)
        parts.append(drawn)
        y += height
    parts.append(_axis(figure.maximum, y))
    desc = _describe(pairs, told)
    return Chart(
        svg=drawing(figure.key, figure.title, desc, y + LINE + 8, *parts),
        title=figure.title,
        desc=desc,
        columns=(told["name"], told["self"], told["appraised"], told["gap"]),
        rows=tuple((p.label, _shown(p.self_points), _shown(p.appraised), _gap(p)) for p in pairs),
    )


def _order(pair: Pair) -> tuple[bool, Fraction]:
    gap = pair.gap
    return (gap is None, Fraction(0) if gap is None else -abs(gap))


def _shown(points: Fraction | None) -> str:
    return _MISSING if points is None else shown_points(points)


def _gap(pair: Pair) -> str:
    gap = pair.gap
    if gap is None:
        return _MISSING
    return format_gain(gap)


def _describe(pairs: list[Pair], told: dict[str, str]) -> str:
    both = [pair for pair in pairs if pair.gap is not None]
    if not both:
        return told["none"]
    differing = sum(1 for pair in both if pair.gap)
    wording = told["desc"] if differing else told["same"]
    return wording.format(count=len(both), differing=differing, first=both[0].label, gap=_gap(both[0]))


def _legend(told: dict[str, str]) -> tuple[list[str], int]:
    second = _EDGE + 40 + text_width(told["self"])
    return [
        _ring(Fraction(_EDGE + 6), 18),
        label(_EDGE + 20, 23, told["self"]),
        _lozenge(Fraction(second), 18),
        label(second + 14, 23, told["appraised"]),
    ], 36


def _row(maximum: Fraction, pair: Pair, top: int) -> tuple[str, int]:
    shown = _gap(pair)
    lines = wrap(pair.label, WIDTH - 3 * _EDGE - text_width(shown, bold=True))
    parts = [label(WIDTH - _EDGE, top + 16, shown, anchor="end", bold=True)]
    for index, line in enumerate(lines):
        parts.append(label(_EDGE, top + 16 + index * LINE, line))
    y = top + len(lines) * LINE + _TRACK // 2
    parts.append(element("path", {"d": f"M{_EDGE} {y} H{WIDTH - _EDGE}", "stroke": GRID, "stroke-width": 1}))
    parts += _marks(maximum, pair, y)
    return element("g", None, *parts), len(lines) * LINE + _TRACK + _GAP


def _marks(maximum: Fraction, pair: Pair, y: int) -> list[str]:
    at_self = None if pair.self_points is None else _x(pair.self_points, maximum)
    at_appraised = None if pair.appraised is None else _x(pair.appraised, maximum)
    parts: list[str] = []
    if at_self is not None and at_appraised is not None:
        parts.append(element("line", {
            "x1": at_self, "y1": y, "x2": at_appraised, "y2": y, "stroke": INK, "stroke-width": 3,
        }))  # fmt: skip
    if at_self is not None:
        parts.append(_ring(at_self, y))
    if at_appraised is not None:
        parts.append(_lozenge(at_appraised, y))
    return parts


def _x(points: Fraction, maximum: Fraction) -> Fraction:
    return _EDGE + scaled(points, maximum, WIDTH - 2 * _EDGE)


def _ring(x: Fraction, y: int) -> str:
    return element(
        "circle", {"cx": x, "cy": y, "r": _SIZE + 1, "fill": PAPER, "stroke": SELF, "stroke-width": 3}
    )


def _lozenge(x: Fraction, y: int) -> str:
    corners = [
        (x, Fraction(y - _SIZE)),
        (x + _SIZE, Fraction(y)),
        (x, Fraction(y + _SIZE)),
        (x - _SIZE, Fraction(y)),
    ]
    points = " ".join(f"{written(a)},{written(b)}" for a, b in corners)
    return element("polygon", {"points": points, "fill": APPRAISED, "stroke": PAPER, "stroke-width": 1})


def _axis(maximum: Fraction, y: int) -> str:
    parts: list[str] = []
    for value in ticks(maximum):
        x = _x(value, maximum)
        anchor = "start" if value == 0 else "end" if value == maximum else "middle"
        parts.append(element("line", {"x1": x, "y1": y - 6, "x2": x, "y2": y, "stroke": QUIET}))
        parts.append(label(x, y + 16, shown_points(value), anchor=anchor, fill=QUIET))
    return element("g", {"class": "chart-axis"}, *parts)
