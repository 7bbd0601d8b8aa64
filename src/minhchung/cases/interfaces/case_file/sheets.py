"""The kept columns of a file, gathered sheet by sheet; cells of columns that nobody asked for are passed over unread."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from minhchung.cases.interfaces.case_file import headings
from minhchung.cases.interfaces.case_file.citizens import hidden
from minhchung.cases.interfaces.case_file.columns import Column
from minhchung.cases.interfaces.case_file.fields import BY_NAME, REQUIRED
from minhchung.cases.interfaces.case_file.heading_rows import may_be_a_code, names_no_case
from minhchung.cases.interfaces.case_file.job import FoundColumn, Job
from minhchung.cases.interfaces.case_file.source import Sheet, Source, is_blank
from minhchung.cases.interfaces.case_file.values import BLANKS, Broken, as_text, read_moment
from minhchung.docread.place import column_letters

_SAMPLES = 3
_SAMPLED = 50
_HEADINGS_OF_CASES = 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """A text together with the legacy font that draws it."""

    text: str
    font: str


@dataclass(slots=True)
class Gathered:
    """columns: field → its column. row_numbers, sheet_numbers: where each row stands. errors: (row here, field) → the error."""

    columns: dict[str, Column] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    found: list[FoundColumn] = field(default_factory=list)
    sheets: list[dict[str, Any]] = field(default_factory=list)
    row_numbers: array[int] = field(default_factory=lambda: array("i"))
    sheet_numbers: array[int] = field(default_factory=lambda: array("H"))
    errors: dict[tuple[int, str], str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(self.row_numbers)

    def sheet_of(self, row: int) -> str:
        return str(self.sheets[self.sheet_numbers[row]]["name"])

    def column_of(self, name: str) -> FoundColumn | None:
        """The file's column that a field was read from."""
        return next((each for each in self.found if each.field == name), None)

    def missing(self, job: Job) -> list[str]:
        """Fields that a case cannot do without and no column gives."""
        lacking = [name for name in REQUIRED if name not in self.columns]
        return lacking + (["agency"] if "agency" not in self.columns and not job.default_agency else [])


def gather(source: Source, job: Job) -> Gathered:
    """Read every sheet with the headings of the first that looks like cases; others are named as not read."""
    gathered = Gathered()
    shape: list[str] | None = None
    aside: Sheet | None = None
    for sheet in source.sheets:
        folded = sheet.folded
        if shape is None and headings.recognised(folded) < _HEADINGS_OF_CASES and source.kind == "xlsx":
            aside = aside or sheet
            gathered.sheets.append({"name": sheet.name, "rows": 0, "read": False})
            continue
        if shape is not None and folded != shape:
            gathered.sheets.append({"name": sheet.name, "rows": 0, "read": False})
            continue
        if shape is None:
            shape = folded
            _settle(gathered, sheet, folded, job)
        _read(gathered, sheet)
    if shape is None and aside is not None:
        _settle(gathered, aside, aside.folded, job)
        gathered.sheets = [each for each in gathered.sheets if each["name"] != aside.name]
        _read(gathered, aside)
    return gathered


def _settle(gathered: Gathered, sheet: Sheet, folded: Sequence[str], job: Job) -> None:
    """Decide which column is which: as told, else as guessed."""
    if job.mapping:
        chosen = {int(place): name for place, name in job.mapping.items() if int(place) < len(folded)}
    elif source_names := _own_names(sheet):
        chosen = dict(source_names)
    else:
        chosen = headings.guess(folded, job.profile)
    for place, name in sorted(chosen.items()):
        if name in BY_NAME and name not in gathered.columns:
            gathered.columns[name] = Column()
            gathered.places[name] = place
    gathered.found = [
        FoundColumn(
            place=place,
            letter=column_letters(sheet.first_column + place + 1),
            heading=heading,
            folded=folded[place],
            field=chosen.get(place, ""),
            samples=[],
        )
        for place, heading in enumerate(sheet.shown)
    ]


def _own_names(sheet: Sheet) -> Mapping[int, str]:
    """JSON records that use the store's own names need no guessing."""
    own = {place: name for place, name in enumerate(sheet.headings) if name in BY_NAME}
    return own if sheet.header_row == 0 and len(own) >= _HEADINGS_OF_CASES else {}


def _read(gathered: Gathered, sheet: Sheet) -> None:
    number = len(gathered.sheets)
    before, width = gathered.rows, len(sheet.headings)
    wanted = sorted(gathered.places.values())
    begun: dict[int, Sequence[Any]] = {}
    for numbers, ragged in sheet.rows:
        rows = ragged if set(map(len, ragged)) <= {width} else [_padded(row, width) for row in ragged]
        lines, kept = _said(numbers, rows, wanted)
        if not lines:
            continue
        if gathered.rows == before:
            begun = dict(zip(lines[:_SAMPLED], kept, strict=False))
        by_column = list(zip(*kept, strict=True))
        start = gathered.rows
        for name, place in gathered.places.items():
            column_number = sheet.first_column + place + 1
            gathered.columns[name].extend(_with_fonts(by_column[place], lines, column_number, sheet))
            _note_errors(gathered, sheet, name, column_number, lines, start)
        gathered.row_numbers.extend(lines)
        gathered.sheet_numbers.extend([number] * len(lines))
    if sheet.header_row:
        _drop_tail(gathered, sheet, before)
    if begun and not any(each.samples for each in gathered.found):
        _sample(gathered, [row for line, row in begun.items() if line not in sheet.aside])
    gathered.sheets.append(
        {"name": sheet.name, "rows": gathered.rows - before, "read": True, "aside": sorted(sheet.aside)}
    )


def _drop_tail(gathered: Gathered, sheet: Sheet, first: int) -> None:
    """Set the rows aside that stand under the last case: a total, a place and day, who signs.

    They are no cases: one cell said alone that is no code, or neither a code nor a day. Whatever else lacks a code or a day is
    a fault of its row, to be mended; and where no row at all looks like a case, it is the columns that were taken for others.
    """
    if "code" not in gathered.columns or "received_on" not in gathered.columns:
        return
    last = gathered.rows
    while last > first and _is_no_case(gathered, last - 1):
        last -= 1
    if last == first or last == gathered.rows:
        return
    sheet.aside += gathered.row_numbers[last:]
    for column in gathered.columns.values():
        del column.codes[last:]
    del gathered.row_numbers[last:], gathered.sheet_numbers[last:]
    for key in [key for key in gathered.errors if key[0] >= last]:
        del gathered.errors[key]


def _is_no_case(gathered: Gathered, row: int) -> bool:
    said = [column for column in gathered.columns.values() if not _blank_at(column, row)]
    day = gathered.columns["received_on"]
    has_day = not _blank_at(day, row) and not isinstance(read_moment(_cell_at(day, row)), Broken)
    code = as_text(_cell_at(gathered.columns["code"], row))
    if len(said) <= 1:
        return not may_be_a_code(code)
    return not has_day and names_no_case(code)


def _cell_at(column: Column, row: int) -> Any:
    value = column.value_at(row)
    return "" if value is None else value.text if isinstance(value, Drawn) else value


def _blank_at(column: Column, row: int) -> bool:
    return is_blank(_cell_at(column, row))


def _said(
    numbers: Sequence[int], rows: list[Sequence[Any]], wanted: Sequence[int]
) -> tuple[Sequence[int], list[Sequence[Any]]]:
    """The rows that say something in a wanted column, with their numbers; mostly all do, by the first one already."""
    first = [row[wanted[0]] for row in rows] if wanted else []
    if first and None not in first and all(cell.__class__ is not str or cell.strip(BLANKS) for cell in first):
        return numbers, rows
    said = [any(not is_blank(row[place]) for place in wanted) for row in rows]
    return list(itertools.compress(numbers, said)), list(itertools.compress(rows, said))


def _padded(row: Sequence[Any], width: int) -> Sequence[Any]:
    return row if len(row) == width else [*row[:width], *[None] * (width - len(row))]


def _with_fonts(cells: Sequence[Any], lines: Sequence[int], column: int, sheet: Sheet) -> Sequence[Any]:
    """The cells as keys of a column: a text in a legacy font goes with its font."""
    fonts = sheet.facts.fonts.get(column)
    if fonts is None:
        return cells
    names, last = sheet.facts.names, len(fonts)
    return [
        Drawn(cell, names[fonts[line]]) if line < last and fonts[line] and isinstance(cell, str) else cell
        for cell, line in zip(cells, lines, strict=True)
    ]


def _note_errors(
    gathered: Gathered, sheet: Sheet, name: str, column: int, lines: Sequence[int], start: int
) -> None:
    if not sheet.facts.errors:
        return
    for offset, line in enumerate(lines):
        if value := sheet.facts.errors.get((line, column)):
            gathered.errors[start + offset, name] = value


def _sample(gathered: Gathered, rows: list[Sequence[Any]]) -> None:
    """A few different values of each column, numbers of people hidden; none of a citizens' column."""
    for found in gathered.found:
        if found.field == headings.CITIZEN:
            continue
        seen = dict.fromkeys(
            hidden(as_text(row[found.place])) for row in rows if not is_blank(row[found.place])
        )
        found.samples = list(seen)[:_SAMPLES]
