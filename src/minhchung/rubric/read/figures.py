"""Numbers found where points stand, each with its place and what became of it: nothing of the points is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from minhchung.docread.place import Place
from minhchung.rubric.read.limits import quantities

Column = Literal["max", "mark", "self", "text", "evidence"]
Use = Literal["max", "option", "start", "repeats_max", "total", "self", "left"]

_MOST_POINTS = 1000
_NUMBER = re.compile(r"[-+\u2212]?\d{1,4}(?:[.,]\d{1,3})?")
_CELL = re.compile(
    r"(?:tối đa|tới đa|≤|đến)?\s*(?P<number>[-+\u2212]?\s?\d{1,4}(?:[.,]\d{1,3})?)\s*(?:điểm|đ)?\.?",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?:từ\s*)?(?P<low>\d{1,3}(?:[.,]\d{1,3})?)\s*(?:-|–|đến|÷)\s*(?P<high>\d{1,3}(?:[.,]\d{1,3})?)\s*(?:điểm|đ)?",
    re.IGNORECASE,
)
_AT_END = re.compile(
    r"(?P<text>.*?)\s*(?:"
    r"(?::|=|\bđược(?: tính)?|\blà|→|=>)\s*(?P<plain>[-+\u2212]?\d{1,3}(?:[.,]\d{1,3})?)\s*(?:điểm|đ)?"
    r"|[(\[]\s*(?P<inside>[-+\u2212]?\d{1,3}(?:[.,]\d{1,3})?)\s*(?:điểm|đ)\s*[)\]]"
    r"|(?<!\d)[-–,;]\s*(?P<said>\d{1,3}(?:[.,]\d{1,3})?)\s*điểm"
    r"|(?<!\btừ)(?<!\btrên)(?<!\bdưới)(?<!\bđến)(?<!\btối đa)(?<!\bthang)(?<!\bquá)\s+(?P<bare>\d{1,3}(?:[.,]\d{1,3})?)\s*điểm"
    r")\s*[.;,]?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r";|(?<=điểm),\s+|(?<=\dđ),\s+|\.\s+(?=[A-ZĐÀ-Ỹ])")
_SAID = re.compile(r"\d\s*điểm\b|(?<![\d.,])\d{1,3}(?:[.,]\d{1,2})?\s*đ\b", re.IGNORECASE)
_PRODUCT = re.compile(r"(?:[x×*/]|\bnhân(?: với)?)$", re.IGNORECASE)
_PERIOD = re.compile(r"^\W*mỗi\s+(?:tuần|tháng|quý|kỳ|năm)\b", re.IGNORECASE)
_PER_CASE = re.compile(
    r"^\W*(?:mỗi|cứ|0?1\s+\w+\s+\w+\s*$)|\b(?:trừ|cộng)\b[^():]{0,20}$|\b(?:mỗi|cứ)\b[^.;:()]{0,80}$",
    re.IGNORECASE,
)
_LONGEST = 2_000


@dataclass(slots=True, eq=False)
class Figure:
    """A number in a points column, or in the words of an option. value None: it could not be read as points.

    use: what became of it; `left` until something takes it. owner: the node (a draft, then its code) that took it.
    """

    text: str
    value: Fraction | None
    place: Place
    column: Column
    low: Fraction | None = None
    use: Use = "left"
    owner: object = field(default=None, repr=False)


class Figures:
    """All numbers of the points columns, in the order they were met."""

    def __init__(self) -> None:
        self.items: list[Figure] = []

    def add(self, text: str, place: Place, column: Column) -> Figure:
        """Take note of a number that stands at `place`."""
        low, value = read_points(text)
        figure = Figure(text, value, place, column, low)
        self.items.append(figure)
        return figure


def read_points(text: str) -> tuple[Fraction | None, Fraction | None]:
    """Points as a cell says them: (low, high). `2`, `0,5`, `8,0`, `2 điểm`, `tối đa 3`; `0 - 2` has a low of 0.

    >>> read_points("0,5")[1], read_points("0 - 2"), read_points("hai")
    (Fraction(1, 2), (Fraction(0, 1), Fraction(2, 1)), (None, None))
    """
    text = text.strip()[:_LONGEST]
    if match := _CELL.fullmatch(text):
        value = exact(match["number"])
        return None, value if value is not None and abs(value) <= _MOST_POINTS else None
    if match := _RANGE.fullmatch(text):
        low, high = exact(match["low"]), exact(match["high"])
        if low is not None and high is not None and low < high <= _MOST_POINTS:
            return low, high
    return None, None


def exact(text: str) -> Fraction | None:
    """A plain number with a decimal comma or point, exactly."""
    bare = text.replace("\u2212", "-").replace(" ", "").replace(",", ".")
    return Fraction(bare) if _NUMBER.fullmatch(bare) else None


def points_at_end(text: str) -> tuple[str, str] | None:
    """The words of an option and the points said at its end: `Đạt 100%: 1 điểm` → (`Đạt 100%`, `1`)."""
    if len(text) > _LONGEST:
        return None
    match = _AT_END.fullmatch(text.strip())
    if match is None or not match["text"] or _is_per_case(match["text"]) or _PRODUCT.search(match["text"]):
        return None
    said = match["plain"] or match["inside"] or match["said"] or match["bare"]
    return match["text"].rstrip(" :=-–,;("), said


def _is_per_case(text: str) -> bool:
    """Whether the points are for each thing: not `Mỗi tháng có từ 4 bài trở lên`, a level of what is done each month."""
    if _PERIOD.match(text) and any(not each.bare for each in quantities(text)):
        return False
    return bool(_PER_CASE.search(text))


def sentences_with_points(text: str) -> list[str]:
    """A line that holds several options (`Đúng hạn được 2 điểm; chậm được 1 điểm`) taken apart; else the line alone."""
    parts = [part.strip() for part in _BETWEEN.split(text[:_LONGEST]) if part.strip()]
    if len(parts) < 2 or not all(points_at_end(part) for part in parts):
        return [text]
    return parts


def parts_with_points(text: str) -> list[str]:
    """The options of a line, each with its points; a first part without points names them all. [] when it is no such line."""
    if len(text) > _LONGEST or not _SAID.search(text):
        return []
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    states = parts if parts and points_at_end(parts[0]) else parts[1:]
    if len(states) < 2 or not all(points_at_end(part) for part in states):
        return []
    return parts if len(states) == len(parts) or not _SAID.search(parts[0]) else []


def has_digit(text: str) -> bool:
    """Whether a cell says any number."""
    return any(char.isdigit() for char in text)
