"""One table with a header row, as people fill it in: the form that imports and the command line take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from minhchung.docread.place import Place
from minhchung.docread.problem import Problem, problem


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` is the row a person sees in the file; cells stand in the order of the columns.

    numbers: for each cell the exact value where the file itself says it is a number (never for CSV, and not
    for a cell shown in per cent, whose text is "82.76%"); None where the cell is text.
    """

    number: int
    cells: tuple[str, ...]
    numbers: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, every cell as a person reads it. With any error in `problems`, do not use it."""

    name: str
    sheet: str | None
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    header_row: int = 1

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stand in the way."""
        return tuple(each for each in self.problems if each.severity == "error")

    @property
    def ok(self) -> bool:
        """Whether the table may be used."""
        return not self.errors

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield (row number, {column: text}) for each row; blank cells are ""."""
        for row in self.rows:
            yield row.number, dict(zip(self.columns, row.cells, strict=True))

    def place(self, row: int, column: str) -> Place:
        """Name a cell for a message. column: one of `columns`; raises ValueError otherwise."""
        return Place(self.name, sheet=self.sheet, row=row, column=self.columns.index(column) + 1)


class Value(NamedTuple):
    """What one cell says, before the header is known. A tuple, because there are millions of them."""

    text: str
    number: Fraction | None = None


def table_from(
    rows: list[tuple[int, list[Value]]],
    *,
    name: str,
    sheet: str | None,
    problems: list[Problem],
    header_holds: str = "",
) -> Table:
    """Take the first row that is not blank as the header, and what follows as rows; skip blank rows.

    rows: (row number, values). A row longer or shorter than the header, a column named twice, and a column
    with data but no name are problems. header_holds: the header is the first row with this text in a cell.
    """
    filled = [(number, values) for number, values in rows if any(value.text for value in values)]
    if header_holds:
        filled = _from_header(filled, header_holds)
    if not filled:
        return Table(name, sheet, (), (), (*problems, problem("table.empty", Place(name, sheet=sheet))))
    header_row, header = filled[0]
    width = len(_without_blank_end(header))
    columns = tuple(value.text for value in header[:width])
    found = [*problems, *_header_problems(columns, header_row, name, sheet)]
    body: list[Row] = []
    for number, values in filled[1:]:
        kept = _without_blank_end(values)
        if len(kept) > width:
            found.append(_ragged(name, sheet, number, len(kept), width))
            continue
        if len(values) < width:
            found.append(_ragged(name, sheet, number, len(values), width))
            continue
        cut = values[:width]
        body.append(Row(number, tuple(v.text for v in cut), tuple(v.number for v in cut)))
    return Table(name, sheet, columns, tuple(body), tuple(found), header_row)


def _from_header(filled: list[tuple[int, list[Value]]], holds: str) -> list[tuple[int, list[Value]]]:
    for index, (_, values) in enumerate(filled):
        if any(value.text == holds for value in values):
            return filled[index:]
    return []


def _without_blank_end(values: list[Value]) -> list[Value]:
    end = len(values)
    while end and not values[end - 1].text:
        end -= 1
    return values[:end]


def _ragged(name: str, sheet: str | None, row: int, found: int, expected: int) -> Problem:
    return problem("table.ragged", Place(name, sheet=sheet, row=row), found=found, expected=expected)


def _header_problems(columns: tuple[str, ...], row: int, name: str, sheet: str | None) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, column in enumerate(columns, start=1):
        place = Place(name, sheet=sheet, row=row, column=index)
        if not column:
            yield problem("table.column_unnamed", place)
        elif column in seen:
            yield problem("table.column_twice", place, name=column)
        seen.add(column)
