"""The funnel: shares of agencies against their numbers of cases, with the limits that chance explains."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from minhchung.charts.chart import Chart, Language
from minhchung.charts.plot import (
    HEIGHT,
    MISSING,
    RIGHT,
    Frame,
    dot,
    framed,
    key_line,
    line,
    lozenge,
    percent,
    ring,
    triangle,
)
from minhchung.charts.svg import GRID, INK, LINE, QUIET, WIDTH, drawing, label, scaled, text_width, ticks
from minhchung.viet.numbers import format_number

Judged = Literal["expected", "warning", "alarm", "too_few"]
NUMBERED = 15
"""So many alarms still get their number drawn beside them."""

_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "number": "STT", "name": "Cơ quan", "cases": "Số hồ sơ", "share": "Tỷ lệ", "judged": "So với mức chung",
        "expected": "Trong mức ngẫu nhiên", "warning": "Ngoài giới hạn 95 %", "alarm": "Ngoài giới hạn 99,8 %",
        "too_few": "Quá ít để kết luận", "centre": "Mức chung {share}", "limit95": "Giới hạn 95 %",
        "limit998": "Giới hạn 99,8 %", "axis": "Số hồ sơ", "low": "thấp", "high": "cao",
        "desc": "{count} cơ quan, mức chung {share}; ngoài giới hạn 99,8 %: {alarms}; ngoài giới hạn 95 %: {warnings};"
                " quá ít hồ sơ: {few}.",
    },
    "en": {
        "number": "No.", "name": "Agency", "cases": "Cases", "share": "Share", "judged": "Against all together",
        "expected": "As chance explains", "warning": "Beyond the 95 % limit", "alarm": "Beyond the 99.8 % limit",
        "too_few": "Too few to say", "centre": "All together {share}", "limit95": "95 % limit",
        "limit998": "99.8 % limit", "axis": "Cases", "low": "low", "high": "high",
        "desc": "{count} agencies, all together {share}; beyond the 99.8 % limit: {alarms}; beyond the 95 % limit:"
                " {warnings}; too few cases: {few}.",
    },
}  # fmt: skip
_MARKS = {"expected": dot, "warning": triangle, "alarm": lozenge, "too_few": ring}
_ORDER: tuple[Judged, ...] = ("alarm", "warning", "expected", "too_few")


@dataclass(frozen=True, slots=True)
class FunnelMark:
    """One agency: num of den cases and how it is judged."""

    label: str
    num: int
    den: int
    judged: Judged

    @property
    def share(self) -> Fraction | None:
        """num/den, exact; None of 0 cases."""
        return Fraction(self.num, self.den) if self.den else None


@dataclass(frozen=True, slots=True)
class Bounds:
    """At so many cases: lowest and highest share at 95 % and at 99.8 %."""

    den: int
    inner: tuple[Fraction, Fraction]
    outer: tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class FunnelPlot:
    """Agencies about what all together did. key: a name unique on the page. bounds: by rising number of cases."""

    key: str
    title: str
    centre: Fraction
    marks: tuple[FunnelMark, ...]
    bounds: tuple[Bounds, ...]
    language: Language = "vi"


def funnel_chart(figure: FunnelPlot) -> Chart:
    """Draw the agencies that have cases; the table lists all, those outside first. Raises ValueError where none has."""
    drawn = [each for each in figure.marks if each.share is not None]
    if not drawn or not figure.bounds:
        raise ValueError("a funnel needs an agency with cases, and its limits")
    told = _WORDS[figure.language]
    most = max(each.den for each in drawn)
    ranked = sorted(figure.marks, key=_order)
    parts, top = _legend(figure, told)
    frame, axis = framed([figure.centre, *(each.share for each in drawn if each.share is not None)], top)
    parts += [
        axis,
        *_curves(figure, frame, most),
        *_marks(ranked, frame, most),
        *_cases(frame, most, told["axis"]),
    ]
    desc = _describe(figure, told)
    return Chart(
        svg=drawing(figure.key, figure.title, desc, top + HEIGHT + 2 * LINE + 12, *parts),
        title=figure.title,
        desc=desc,
        columns=(told["number"], told["name"], told["cases"], told["share"], told["judged"]),
        rows=tuple(_row(number, each, figure.centre, told) for number, each in enumerate(ranked, 1)),
    )


def _order(each: FunnelMark) -> tuple[int, Fraction, str]:
    return _ORDER.index(each.judged), Fraction(2) if each.share is None else each.share, each.label


def _legend(figure: FunnelPlot, told: dict[str, str]) -> tuple[list[str], int]:
    flat = [(-8, 0), (8, 0)]
    return key_line(
        [
            (dot(0, 0), told["expected"]),
            (triangle(0, 0), told["warning"]),
            (lozenge(0, 0), told["alarm"]),
            (ring(0, 0), told["too_few"]),
            (line([*flat], INK, 2), told["centre"].format(share=percent(figure.centre))),
            (line([*flat], GRID, 2, "5 4"), told["limit95"]),
            (line([*flat], GRID, 2), told["limit998"]),
        ],
        23,
    )


def _x(frame: Frame, den: int, most: int) -> Fraction:
    return frame.x(scaled(Fraction(den), Fraction(most), 1))


def _curves(figure: FunnelPlot, frame: Frame, most: int) -> list[str]:
    y = frame.y(figure.centre)
    drawn = [line([(frame.left, y), (WIDTH - RIGHT, y)], INK, 2)]
    for side in (0, 1):
        inner = [(_x(frame, each.den, most), frame.y(each.inner[side])) for each in figure.bounds]
        outer = [(_x(frame, each.den, most), frame.y(each.outer[side])) for each in figure.bounds]
        drawn += [line([*inner], GRID, 2, "5 4"), line([*outer], GRID, 2)]
    return drawn


def _marks(ranked: list[FunnelMark], frame: Frame, most: int) -> list[str]:
    placed = [
        (number, each, _x(frame, each.den, most), frame.y(each.share))
        for number, each in enumerate(ranked, 1)
        if each.share is not None
    ]
    drawn = [_MARKS[each.judged](x, y) for _, each, x, y in reversed(placed)]
    alarms = [(number, x, y) for number, each, x, y in placed if each.judged == "alarm"]
    return drawn + (_numbers(alarms) if len(alarms) <= NUMBERED else [])


def _numbers(alarms: list[tuple[int, Fraction, Fraction]]) -> list[str]:
    """The numbers beside the lozenges; those that would stand on each other are said in one: "8, 9" or "8–10"."""
    groups: list[tuple[Fraction, Fraction, list[int]]] = []
    for number, x, y in alarms:
        near = next((each for each in groups if abs(x - each[0]) < 30 and abs(y - each[1]) < LINE), None)
        if near is None:
            groups.append((x, y, [number]))
        else:
            near[2].append(number)
    drawn = []
    for x, y, numbers in groups:
        near_edge = x > WIDTH - 60
        anchor = "end" if near_edge else "start"
        drawn.append(label(x - 11 if near_edge else x + 11, y + 5, _joined(numbers), anchor=anchor))
    return drawn


def _joined(numbers: list[int]) -> str:
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}–{numbers[-1]}"
    return ", ".join(map(str, numbers))


def _cases(frame: Frame, most: int, name: str) -> list[str]:
    """The axis below: round numbers of cases, as many as have room."""
    room = (WIDTH - RIGHT - frame.left) // (text_width(format_number(Fraction(most), 0)) + 16)
    y = frame.top + HEIGHT + LINE
    values = [each for each in ticks(Fraction(most), max(1, min(5, room))) if each.denominator == 1]
    drawn = [
        label(_x(frame, int(each), most), y, format_number(each, 0), anchor=_anchor(each, most), fill=QUIET)
        for each in values
    ]
    return [*drawn, label(WIDTH - RIGHT, y + LINE, name, anchor="end", fill=QUIET)]


def _anchor(value: Fraction, most: int) -> str:
    if value == 0:
        return "start"
    return "end" if value > Fraction(most * 9, 10) else "middle"


def _row(number: int, each: FunnelMark, centre: Fraction, told: dict[str, str]) -> tuple[str, ...]:
    cases = f"{format_number(Fraction(each.num), 0)}/{format_number(Fraction(each.den), 0)}"
    share = MISSING if each.share is None else percent(each.share)
    judged = told[each.judged]
    if each.judged in ("alarm", "warning") and each.share is not None:
        judged = f"{judged} ({told['low'] if each.share < centre else told['high']})"
    return str(number), each.label, cases, share, judged


def _describe(figure: FunnelPlot, told: dict[str, str]) -> str:
    counted = {kind: sum(each.judged == kind for each in figure.marks) for kind in _ORDER}
    return told["desc"].format(
        count=len(figure.marks), share=percent(figure.centre), alarms=counted["alarm"],
        warnings=counted["warning"], few=counted["too_few"],
    )  # fmt: skip
