"""A plane of shares: the frame that the control chart and the funnel draw on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from minhchung.charts.svg import GRID, PAPER, QUIET, WIDTH, Number, element, label, text_width, ticks, written
from minhchung.viet.numbers import format_number

PLAIN = "#1d4f7c"
SIGNAL = "#9b1c31"
HEIGHT = 220
RIGHT = 14
MISSING = "—"


@dataclass(frozen=True, slots=True)
class Frame:
    """Where shares from `low` to `high` lie: y between `top` and `top + HEIGHT`, x from `left` to WIDTH − RIGHT."""

    low: Fraction
    high: Fraction
    left: int
    top: int

    def y(self, share: Fraction) -> Fraction:
        """The height of a share, kept inside the frame."""
        part = (min(max(share, self.low), self.high) - self.low) / (self.high - self.low)
        return self.top + HEIGHT * (1 - part)

    def x(self, part: Fraction) -> Fraction:
        """A place along the frame, 0 left, 1 right."""
        return self.left + (WIDTH - RIGHT - self.left) * part


def framed(shares: Iterable[Fraction], top: int) -> tuple[Frame, str]:
    """Fit a frame around shares, rounded outwards to whole steps inside 0 to 1; and draw its axis."""
    known = list(shares)
    lowest, highest = min(known), max(known)
    span = max(highest - lowest, Fraction(1, 100))
    steps = ticks(span, 4)
    step = steps[1] if len(steps) > 1 else span
    low = max(Fraction(0), lowest // step * step)
    high = min(Fraction(1), -(-highest // step) * step)
    if high - low < step:
        low, high = max(Fraction(0), high - step), max(high, step)
    values = [low + step * number for number in range(int((high - low) / step) + 1)]
    left = max(text_width(percent(value)) for value in values) + 12
    frame = Frame(low, high, left, top)
    return frame, element("g", {"class": "chart-axis"}, *(_tick(frame, value) for value in values))


def percent(share: Fraction) -> str:
    """A share as text, two decimals at most."""
    return format_number(share * 100, 2) + " %"


def line(points: list[tuple[Number, Number]], stroke: str, width: int, dashes: str | None = None) -> str:
    """A line through points, unfilled."""
    path = " ".join(
        f"{'L' if index else 'M'}{written(x)} {written(y)}" for index, (x, y) in enumerate(points)
    )
    return element(
        "path",
        {"d": path, "fill": "none", "stroke": stroke, "stroke-width": width, "stroke-dasharray": dashes},
    )


def dot(x: Number, y: Number) -> str:
    """An ordinary point."""
    return element("circle", {"cx": x, "cy": y, "r": 4, "fill": PLAIN, "stroke": PAPER, "stroke-width": 1})


def ring(x: Number, y: Number) -> str:
    """A point that is not judged."""
    return element("circle", {"cx": x, "cy": y, "r": 4, "fill": PAPER, "stroke": QUIET, "stroke-width": 2})


def lozenge(x: Number, y: Number) -> str:
    """A point that signals something: another shape, not only another colour."""
    return _polygon([(x, y - 8), (x + 8, y), (x, y + 8), (x - 8, y)])


def triangle(x: Number, y: Number) -> str:
    """A point that warns."""
    return _polygon([(x, y - 7), (x + 7, y + 6), (x - 7, y + 6)])


def key_line(entries: list[tuple[str, str]], y: int) -> tuple[list[str], int]:
    """A legend: (drawn mark at the origin, words) after each other, wrapped; gives the next free y."""
    parts, x = [], RIGHT
    for mark, words in entries:
        needed = 28 + text_width(words)
        if x > RIGHT and x + needed > WIDTH - RIGHT:
            x, y = RIGHT, y + 24
        parts.append(element("g", {"transform": f"translate({x + 8} {y - 5})"}, mark))
        parts.append(label(x + 24, y, words))
        x += needed + 16
    return parts, y + 16


def _tick(frame: Frame, value: Fraction) -> str:
    y = frame.y(value)
    return element(
        "g",
        None,
        line([(frame.left - 5, y), (frame.left, y)], GRID, 1),
        label(frame.left - 8, y + 5, percent(value), anchor="end", fill=QUIET),
    )


def _polygon(corners: list[tuple[Number, Number]]) -> str:
    points = " ".join(f"{written(x)},{written(y)}" for x, y in corners)
    return element("polygon", {"points": points, "fill": SIGNAL, "stroke": PAPER, "stroke-width": 1})
