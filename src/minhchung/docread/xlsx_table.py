"""XLSX sheets, each cell as a person reads it and numbers exact."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook

from minhchung.docread.container import inspect_container
from minhchung.docread.csv_table import clean_text
from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.place import Place, column_letters
from minhchung.docread.problem import Problem, problem
from minhchung.docread.table import Table, Value, table_from
from minhchung.docread.xlsx_cells import Cell, SheetCells, sheet_cells

_DIGITS = 15  # what a spreadsheet shows and keeps; the rest is binary noise (0.1 + 0.2)
_PERCENT_DIGITS = 13
_WHOLE = 10**_DIGITS
_BLANK = Value("")

SheetCell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet's rows from row 1 and column A; `merged` holds (first row, first column, last row, last column)."""

    name: str
    rows: list[list[Value]]
    problems: list[Problem]
    merged: tuple[tuple[int, int, int, int], ...]


def read_xlsx(
    data: bytes, name: str, limits: Limits = DEFAULT, sheet: str | None = None, header_holds: str = ""
) -> Table:
    """Read one sheet with a header row: the named one, else the first visible sheet that is not blank.

    header_holds: the sheets with this text in a cell come before the others. Other sheets that hold data (or the same
    header) are listed in a warning, and so are merged cells of the table. An error cell (#DIV/0!) is a problem at its
    place.
    """
    book = open_workbook(data, name, limits)
    if not isinstance(book, CalamineWorkbook):
        return Table(name, sheet, (), (), tuple(book))
    names = visible_sheets(book)
    if sheet is not None and sheet not in book.sheet_names:
        missing = problem("table.sheet_missing", Place(name), name=sheet, found=", ".join(book.sheet_names))
        return Table(name, sheet, (), (), (missing,))
    sheets = [read_sheet(book, data, each, name, limits) for each in ([sheet] if sheet else names)]
    filled = [each for each in sheets if each.rows or any(p.severity == "error" for p in each.problems)]
    titled = [each for each in filled if header_holds and _holds(each, header_holds)]
    chosen = next(iter(titled or filled), Sheet(sheet or "", [], [], ()))
    notes = [*chosen.problems, *_of_other_sheets(chosen, filled, titled, name, header_holds)]
    rows = list(enumerate(chosen.rows, start=1))
    if not rows and notes:
        return Table(name, chosen.name, (), (), tuple(notes))
    table = table_from(rows, name=name, sheet=chosen.name or None, problems=notes, header_holds=header_holds)
    return replace(table, problems=(*table.problems, *_merged(table, chosen)))


def _holds(sheet: Sheet, text: str) -> bool:
    return any(value.text == text for row in sheet.rows for value in row)


def _of_other_sheets(
    chosen: Sheet, filled: list[Sheet], titled: list[Sheet], name: str, header_holds: str
) -> Iterator[Problem]:
    """What is left unread: sheets with the same header, else any that hold data."""
    place = Place(name, sheet=chosen.name)
    if len(titled) > 1:
        found = ", ".join(each.name for each in titled)
        yield problem("table.several_sheets", place, name=header_holds, found=found)
    elif len(filled) > 1:
        others = ", ".join(each.name for each in filled if each is not chosen)
        yield problem("table.other_sheets", place, found=others)


def _merged(table: Table, sheet: Sheet) -> Iterator[Problem]:
    """Merged cells from the header down, within the table's columns."""
    for top, left, bottom, right in sheet.merged:
        if bottom >= table.header_row and left <= len(table.columns):
            shown = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
            yield problem(
                "table.merged", Place(table.name, sheet=table.sheet, row=top, column=left), range=shown
            )


def open_workbook(data: bytes, name: str, limits: Limits) -> CalamineWorkbook | list[Problem]:
    """Open a workbook after checking its container; a list of problems when it cannot be."""
    found = inspect_container(data, limits)
    if found:
        return [each.in_file(name) for each in found]
    try:
        return load_workbook(io.BytesIO(data))
    except (CalamineError, OSError, ValueError):
        return [problem("file.unreadable", Place(name), kind="XLSX")]
    except BaseException as fault:
        if is_panic(fault):
            return [problem("file.unreadable", Place(name), kind="XLSX")]
        raise


def is_panic(fault: BaseException) -> bool:
    """Whether the reader's Rust code panicked; its exception is no subclass of Exception."""
    return type(fault).__name__ == "PanicException"


def visible_sheets(book: CalamineWorkbook) -> list[str]:
    """Name the worksheets a person sees, in order."""
    return [
        each.name
        for each in book.sheets_metadata
        if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
    ]


def read_sheet(book: CalamineWorkbook, data: bytes, sheet: str, name: str, limits: Limits) -> Sheet:
    """Read one sheet whole. Rows are padded to one width; blank rows at the end are dropped."""
    place = Place(name, sheet=sheet)
    cells = sheet_cells(data, sheet)
    if cells is None:
        return Sheet(sheet, [], [problem("file.unreadable", place, kind="XLSX")], ())
    rows, columns = cells.last_row, cells.last_column
    if rows > limits.most_rows or columns > limits.most_columns or rows * columns > limits.most_cells:
        return Sheet(sheet, [], [problem("table.too_big", place, rows=rows, columns=columns)], ())
    try:
        found = book.get_sheet_by_name(sheet)
        raw = found.to_python(skip_empty_area=False)
        merged = found.merged_cell_ranges or []
    except BaseException as fault:
        if not (is_panic(fault) or isinstance(fault, CalamineError | OSError | ValueError)):
            raise
        return Sheet(sheet, [], [problem("file.unreadable", place, kind="XLSX")], ())
    values = [
        [_value(cell, (r, c), cells) for c, cell in enumerate(row, start=1)]
        for r, row in enumerate(raw, start=1)
    ]
    while values and not any(value.text for value in values[-1]):
        values.pop()
    spans = tuple((top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in merged)
    return Sheet(sheet, values, list(_cell_problems(cells, name, sheet)), spans)


def _cell_problems(cells: SheetCells, name: str, sheet: str) -> Iterator[Problem]:
    for (row, column), value in sorted(cells.errors.items()):
        yield problem("table.cell_error", Place(name, sheet=sheet, row=row, column=column), value=value)
    for row, column in sorted(cells.unsaved):
        yield problem("table.formula_unsaved", Place(name, sheet=sheet, row=row, column=column))


def _value(cell: SheetCell, at: Cell, cells: SheetCells) -> Value:
    if at in cells.errors:
        return Value(cells.errors[at])
    if cell == "":
        return _BLANK
    if isinstance(cell, bool):
        return Value("TRUE" if cell else "FALSE")
    if isinstance(cell, int | float):
        return _number(cell, at in cells.percents)
    if isinstance(cell, datetime.datetime):
        at_midnight = cell.time() == datetime.time()
        return Value(cell.date().isoformat() if at_midnight else cell.isoformat(sep=" "))
    if isinstance(cell, datetime.date | datetime.time):
        return Value(cell.isoformat())
    return Value(clean_text(str(cell)))


@lru_cache(maxsize=1 << 16)
def _number(value: int | float, percent: bool) -> Value:
    if value != value or value in (float("inf"), float("-inf")):
        return Value(str(value))
    if not percent and value == int(value) and abs(value) < _WHOLE:
        return Value(str(int(value)), Fraction(int(value)))
    exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, f".{_DIGITS}g"))
    if percent:
        return Value(_plain(Decimal(format(exact * 100, f".{_PERCENT_DIGITS}g"))) + "%")
    return Value(_plain(exact), Fraction(exact))


def _plain(value: Decimal) -> str:
    """Write digits without an exponent, a trailing zero or ".0"."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
