"""Labels of a table that bear a word of their own: `Việc 1`, `Việc 1.1` become labels where their numbers count on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from minhchung.docread.reading import Cell, Grid, Reading
from minhchung.rubric.read.items import clean
from minhchung.rubric.read.labels import ordinal, parse_label
from minhchung.rubric.read.naming import counts_on

_WORD_AND_NUMBER = re.compile(
    r"(?P<name>[^\W\d_]{2,}(?:\s[^\W\d_]+){0,2})\s*[.:]?\s*(?P<label>(?:[IVX]{1,6}|[A-ZĐ])(?:\.\d{1,3})*|\d{1,3}(?:[.-]\d{1,3}){0,4})\W{0,2}"
)
_FIRST_COLUMNS = 2
_LONGEST = 30
_MOST_LEVELS = 4


def with_labels(reading: Reading) -> Reading:
    """The reading; labels with a word that a first column repeats are said as `việc số 1`, which every label reader knows."""
    tables = tuple(_with_labels(_in_one_column(grid)) for grid in reading.tables)
    return replace(reading, tables=tables) if tables != reading.tables else reading


def _in_one_column(grid: Grid) -> Grid:
    """A table whose levels have a column of labels each (`I | | ` · ` | 1 | ` · ` | | 1.1`): all in the first of them."""
    columns = _columns_of_labels(grid.rows)
    if len(columns) < 2:
        return grid
    return replace(grid, rows=tuple(_moved(row, columns) for row in grid.rows))


def _columns_of_labels(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """The first columns, as long as they hold labels only, and no row has two of them."""
    found: list[int] = []
    taken: set[int] = set()
    for column in sorted({cell.place.column or 1 for row in rows for cell in row})[:_MOST_LEVELS]:
        labelled = {
            at: parse_label(clean(cell.text)) is not None
            for at, row in enumerate(rows)
            for cell in row
            if cell.place.column == column and cell.column_span == 1 and clean(cell.text)
        }
        mine = {at for at, is_label in labelled.items() if is_label}
        heads = set(labelled) - mine
        if len(mine) < 2 or mine & taken or any(at > min(mine) for at in heads):
            break
        taken |= mine
        found.append(column)
    return found


def _moved(row: Sequence[Cell], columns: Sequence[int]) -> tuple[Cell, ...]:
    labels = [
        cell for cell in row if cell.place.column in columns and parse_label(clean(cell.text)) is not None
    ]
    if not labels:
        return tuple(row)
    rest = [cell for cell in row if cell.place.column not in columns]
    return (replace(labels[0], place=replace(labels[0].place, column=columns[0])), *rest)


def _with_labels(grid: Grid) -> Grid:
    for column in _first_columns(grid.rows):
        names = _names([cell for row in grid.rows for cell in row if cell.place.column == column])
        if names:
            rows = tuple(tuple(_said(cell, column, names) for cell in row) for row in grid.rows)
            return replace(grid, rows=rows)
    return grid


def _first_columns(rows: Sequence[Sequence[Cell]]) -> list[int]:
    return sorted({cell.place.column or 1 for row in rows for cell in row if cell.text.strip()})[
        :_FIRST_COLUMNS
    ]


def _names(cells: Sequence[Cell]) -> frozenset[str]:
    """Words that stand before two numbers or more, the first of them a one, most of them one more than some before."""
    numbers: dict[str, list[int]] = {}
    for cell in cells:
        match = _match(cell)
        label = parse_label(match["label"]) if match is not None else None
        number = ordinal(label.path[-1]) if label is not None else None
        if match is not None and number is not None:
            numbers.setdefault(match["name"].lower(), []).append(number)
    return frozenset(name for name, found in numbers.items() if counts_on(found))


def _match(cell: Cell) -> re.Match[str] | None:
    text = clean(cell.text)
    if len(text) > _LONGEST or parse_label(text) is not None:
        return None
    return _WORD_AND_NUMBER.fullmatch(text)


def _said(cell: Cell, column: int, names: frozenset[str]) -> Cell:
    match = _match(cell) if cell.place.column == column else None
    if match is None or match["name"].lower() not in names:
        return cell
    label = match["label"]
    return replace(cell, text=f"{match['name'].lower()} số {label}" if label[0].isdigit() else label)
