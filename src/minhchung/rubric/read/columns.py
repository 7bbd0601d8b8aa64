"""Which column is which, by what its cells hold: for tables whose header uses words of its own.

Each guess is one way to take the table; which of them is right, the sums and the labels say (`fit.py`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minhchung.docread.reading import Cell
from minhchung.rubric.read.figures import points_at_end, read_points
from minhchung.rubric.read.headers import Role, role_of
from minhchung.rubric.read.items import clean
from minhchung.rubric.read.labels import parse_label, split_label
from minhchung.rubric.read.row_items import says_full_points

_MOST_COLUMNS = 24
_FEWEST_POINTS, _FEWEST_LABELS = 3, 2
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_LONG = 24
"""Letters a cell; above it a column holds words with labels in front, not labels."""

Rows = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Guess:
    """levels: columns whose merged cells stand beside the rows that they hold, from the left."""

    roles: dict[int, Role]
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """What the cells of one column are: shares of those that are filled; letters: how long they are on the average."""

    number: int
    filled: int
    points: float
    labels: float
    words: float
    letters: float
    spans: int
    paid: float


def guesses(rows: Rows) -> Iterator[Guess]:
    """Every way to take the columns: which holds the highest points, which those of the options."""
    columns = [_column(rows, number) for number in _numbers(rows)]
    label = _label_column(columns)
    rest = [each for each in columns if label is None or each.number > label.number]
    words = [each for each in rest if each.words >= 0.5 and each.filled >= 2]
    if not words:
        return
    title = words[0]
    points = [
        each for each in rest if each.points >= 0.6 and each.filled >= _FEWEST_POINTS and each not in words
    ]
    start = start_of(
        rows, {**{each.number: "max" for each in points}, title.number: "title", **_as_label(label)}
    )
    heads = _heads(rows[:start])
    beside = {each.number: _role_beside(each, rows[start:], heads, title, points) for each in words[1:]}
    base: dict[int, Role] = {title.number: "title", **beside}
    if label is not None:
        base[label.number] = "label"
    levels = _levels(words)
    for taken in _ways([each.number for each in points]):
        yield Guess({**base, **taken}, levels)


def _numbers(rows: Rows) -> list[int]:
    found = {cell.place.column or 1 for row in rows for cell in row if clean(cell.text)}
    return sorted(found)[:_MOST_COLUMNS]


def _column(rows: Rows, number: int) -> _Column:
    cells = [
        (cell, clean(cell.text))
        for row in rows
        for cell in row
        if cell.place.column == number and cell.column_span == 1 and clean(cell.text)
    ]
    count = max(1, len(cells))
    lines = [line for cell, _ in cells for line in map(clean, cell.text.split("\n")) if line]
    return _Column(
        number,
        len(cells),
        sum(1 for _, text in cells if len(text) < 20 and read_points(text)[1] is not None) / count,
        sum(1 for _, text in cells if _labelled(text)) / count,
        sum(1 for _, text in cells if _LETTERS.search(text) and len(text) > 5) / count,
        sum(len(text) for _, text in cells) / count,
        sum(1 for cell, _ in cells if cell.row_span > 1),
        sum(1 for line in lines if points_at_end(line) or says_full_points(line)) / max(1, len(lines)),
    )


def _labelled(text: str) -> bool:
    return parse_label(text) is not None or split_label(text, strict=True)[0] not in ("", "-", "+")


def _label_column(columns: list[_Column]) -> _Column | None:
    """The first column, where most cells are labels, or short words with labels in front."""
    for column in columns[:2]:
        if column.filled >= _FEWEST_LABELS and column.labels >= 0.5 and column.letters <= _LONG:
            return column
        if column.words >= 0.5:
            return None
    return None


def _as_label(label: _Column | None) -> dict[int, Role]:
    return {label.number: "label"} if label is not None else {}


def start_of(rows: Rows, roles: dict[int, Role]) -> int:
    """The first row below a table's own header: with points where points stand, or a label before words or alone."""
    for index, row in enumerate(rows):
        for cell in row:
            text, role = clean(cell.text), roles.get(cell.place.column or 1)
            if role in ("max", "mark") and read_points(text)[1] is not None:
                return index
            if role in ("label", "title") and _labelled(text):
                return index
    return 0


def _heads(rows: Rows) -> dict[int, str]:
    """The words right above each column."""
    return {
        cell.place.column or 1: clean(cell.text).replace("\n", " ")
        for row in rows
        for cell in row
        if clean(cell.text)
    }


def _role_beside(
    column: _Column, rows: Rows, heads: dict[int, str], title: _Column, points: list[_Column]
) -> Role:
    """A column of words beside the titles: how points are given, or what its head says, or remarks."""
    said = role_of(heads.get(column.number, ""))
    if said in ("evidence", "appraiser", "remark") and column.paid < 0.3:
        return said
    if column.paid >= 0.3 or said == "scoring" or _stands_alone(column, rows, title, points) >= 2:
        return "scoring"
    return "remark"


def _stands_alone(column: _Column, rows: Rows, title: _Column, points: list[_Column]) -> int:
    """Rows where it has words and points, and the titles' column has none: options below their criterion."""
    numbers = {each.number for each in points}
    count = 0
    for row in rows:
        filled = {cell.place.column for cell in row if clean(cell.text)}
        count += column.number in filled and title.number not in filled and bool(filled & numbers)
    return count


def _levels(words: list[_Column]) -> tuple[int, ...]:
    """Columns of words with merged cells, as long as a column with more rows stands to their right."""
    found: list[int] = []
    for column, after in itertools.pairwise(words):
        if column.spans < 1 or after.filled <= column.filled:
            break
        found.append(column.number)
    return tuple(found)


def _ways(points: list[int]) -> Iterator[dict[int, Role]]:
    """Each of the first columns of numbers as that of the highest points, another as that of the options."""
    if not points:
        yield {}
    for most in points[:3]:
        others: dict[int, Role] = dict.fromkeys((each for each in points if each != most), "self")
        yield {**others, most: "max"}
        for own in points[:3]:
            if own != most:
                yield {**others, most: "max", own: "mark"}
