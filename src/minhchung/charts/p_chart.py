"""The control chart of a share over time: points, the centre line, limits, and which points signal something."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from minhchung.charts.chart import Chart, Language
from minhchung.charts.plot import (
    HEIGHT,
    MISSING,
    PLAIN,
    RIGHT,
    Frame,
    dot,
    framed,
    key_line,
    line,
    lozenge,
    percent,
)
from minhchung.charts.svg import GRID, INK, LINE, QUIET, WIDTH, Number, drawing, label, text_width
from minhchung.viet.numbers import format_number

_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "name": "Kỳ", "share": "Tỷ lệ", "cases": "Số hồ sơ", "low": "Giới hạn dưới", "high": "Giới hạn trên",
        "signal": "Dấu hiệu", "point": "Trong giới hạn", "flagged": "Có dấu hiệu", "centre": "Trung bình {share}",
        "limits": "Giới hạn kiểm soát", "none": "Không có dấu hiệu bất thường.",
        "some": "{count} điểm có dấu hiệu: {names}.", "desc": "{count} kỳ, trung bình {share}. {found}",
    },
    "en": {
        "name": "Period", "share": "Share", "cases": "Cases", "low": "Lower limit", "high": "Upper limit",
        "signal": "Signal", "point": "Within limits", "flagged": "Signals", "centre": "Mean {share}",
        "limits": "Control limits", "none": "Nothing out of the ordinary.",
        "some": "{count} points signal: {names}.", "desc": "{count} periods, mean {share}. {found}",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plotted:
    """One period: num of den cases, its limits, and in words what it signals. share is None of 0 cases."""

    label: str
    num: int
    den: int
    low: Fraction
    high: Fraction
    signals: tuple[str, ...] = ()

    @property
    def share(self) -> Fraction | None:
        """num/den, exact."""
        return Fraction(self.num, self.den) if self.den else None


@dataclass(frozen=True, slots=True)
class PChart:
    """Points in order of time about a centre line. key: a name unique on the page. points: one at least."""

    key: str
    title: str
    centre: Fraction
    points: tuple[Plotted, ...]
    language: Language = "vi"


def p_chart(figure: PChart) -> Chart:
    """Draw the points joined in order, limits stepped around each; a lozenge where a rule of the chart is met.

    A period without cases leaves a gap: it has no share. Raises ValueError of no points.
    """
    if not figure.points:
        raise ValueError("a control chart needs a point")
    told = _WORDS[figure.language]
    parts, top = _legend(figure, told)
    frame, axis = framed(_shares(figure), top)
    parts += [axis, *_limits(figure, frame), _centre(figure, frame), *_points(figure, frame)]
    parts += _names(figure, frame)
    desc = _describe(figure, told)
    return Chart(
        svg=drawing(figure.key, figure.title, desc, top + HEIGHT + LINE + 12, *parts),
        title=figure.title,
        desc=desc,
        columns=(told["name"], told["share"], told["cases"], told["low"], told["high"], told["signal"]),
        rows=tuple(_row(each) for each in figure.points),
    )


def _shares(figure: PChart) -> list[Fraction]:
    judged = [each for each in figure.points if each.share is not None]
    return [
        figure.centre,
        *(value for each in judged for value in (each.share, each.low, each.high) if value is not None),
    ]


def _legend(figure: PChart, told: dict[str, str]) -> tuple[list[str], int]:
    centre = told["centre"].format(share=percent(figure.centre))
    parts, y = key_line(
        [
            (dot(0, 0), told["point"]),
            (lozenge(0, 0), told["flagged"]),
            (line([(-8, 0), (8, 0)], INK, 2), centre),
            (line([(-8, 0), (8, 0)], GRID, 2, "5 4"), told["limits"]),
        ],
        23,
    )
    return parts, y


def _x(frame: Frame, index: int, count: int) -> Fraction:
    return frame.x(Fraction(2 * index + 1, 2 * count))


def _limits(figure: PChart, frame: Frame) -> list[str]:
    count = len(figure.points)
    drawn = []
    for index, each in enumerate(figure.points):
        if each.share is None:
            continue
        ends = frame.x(Fraction(index, count)), frame.x(Fraction(index + 1, count))
        drawn += [
            line([(x, frame.y(value)) for x in ends], GRID, 2, "5 4") for value in (each.low, each.high)
        ]
    return drawn


def _centre(figure: PChart, frame: Frame) -> str:
    y = frame.y(figure.centre)
    return line([(frame.left, y), (WIDTH - RIGHT, y)], INK, 2)


def _points(figure: PChart, frame: Frame) -> list[str]:
    count = len(figure.points)
    run: list[tuple[Number, Number]] = []
    lines, marks = [], []
    for index, each in enumerate(figure.points):
        if each.share is None:
            lines.append(run)
            run = []
            continue
        x, y = _x(frame, index, count), frame.y(each.share)
        run.append((x, y))
        marks.append(lozenge(x, y) if each.signals else dot(x, y))
    return [*(line(each, PLAIN, 2) for each in (*lines, run) if len(each) > 1), *marks]


def _names(figure: PChart, frame: Frame) -> list[str]:
    """As many names of periods as have room, the last always."""
    count = len(figure.points)
    widest = max(text_width(each.label) for each in figure.points) + 10
    every = -(-count * widest // (WIDTH - RIGHT - frame.left))
    shown = [index for index in range(count) if (count - 1 - index) % every == 0]
    return [_name(figure.points[index].label, _x(frame, index, count), frame) for index in shown]


def _name(name: str, x: Fraction, frame: Frame) -> str:
    half = Fraction(text_width(name), 2)
    x = min(max(x, half), WIDTH - half)
    return label(x, frame.top + HEIGHT + LINE, name, anchor="middle", fill=QUIET)


def _row(each: Plotted) -> tuple[str, ...]:
    if each.share is None:
        return each.label, MISSING, MISSING, MISSING, MISSING, MISSING
    cases = f"{format_number(Fraction(each.num), 0)}/{format_number(Fraction(each.den), 0)}"
    signals = "; ".join(each.signals) or MISSING
    return each.label, percent(each.share), cases, percent(each.low), percent(each.high), signals


def _describe(figure: PChart, told: dict[str, str]) -> str:
    flagged = [each.label for each in figure.points if each.signals]
    found = told["some"].format(count=len(flagged), names=", ".join(flagged)) if flagged else told["none"]
    return told["desc"].format(count=len(figure.points), share=percent(figure.centre), found=found)
