"""Read a whole document: tables and text, each cell with its place."""

from __future__ import annotations

import re
from pathlib import Path

from python_calamine import CalamineWorkbook

from minhchung.docread.csv_table import clean_text, read_csv
from minhchung.docread.docx_reader import read_docx
from minhchung.docread.html_reader import read_html
from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.pdf_reader import read_pdf
from minhchung.docread.place import Place
from minhchung.docread.problem import Problem, problem
from minhchung.docread.reading import Cell, Grid, Paragraph, Reading
from minhchung.docread.sniff import looks_binary, sniff
from minhchung.docread.table import Table, Value
from minhchung.docread.xlsx_table import Sheet, open_workbook, read_sheet, visible_sheets

_HTML = re.compile(rb"<(?:!doctype html|html|head|body|table|p|div)[\s>]", re.IGNORECASE)
_MEGABYTE = 1_000_000


def read(source: Path | str | bytes, name: str = "", limits: Limits = DEFAULT) -> Reading:
    """Read a DOCX, XLSX, PDF, HTML, CSV or plain text file. Never raises: faults stand in `Reading.notes`.

    The bytes decide the kind; the name only tells CSV and HTML from plain text.
    """
    path = None if isinstance(source, bytes) else Path(source)
    name = name or (path.name if path else "")
    try:
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
    except (OSError, ValueError):
        return Reading(notes=(problem("file.missing", Place(name)),))
    if not data:
        return Reading(notes=(problem("file.empty", Place(name)),))
    if len(data) > limits.most_bytes:
        size, limit = -(-len(data) // _MEGABYTE), limits.most_bytes // _MEGABYTE
        return Reading(notes=(problem("file.too_big", Place(name), size=size, limit=limit),))
    match sniff(data):
        case "docx":
            return read_docx(data, name, limits)
        case "xlsx":
            return _read_xlsx(data, name, limits)
        case "pdf":
            return read_pdf(data, name, limits)
        case "unknown":
            return _read_text(data, name, limits)
        case _:
            return Reading(notes=(problem("read.format", Place(name)),))


def _read_text(data: bytes, name: str, limits: Limits) -> Reading:
    extension = Path(name).suffix.lower() if "\x00" not in name else ""
    if extension in (".html", ".htm") or (extension not in (".txt", ".csv") and _HTML.search(data[:4096])):
        return read_html(data, name, limits)
    if extension == ".csv":
        return _from_table(read_csv(data, name, limits))
    return read_txt(data, name)


def read_txt(data: bytes, name: str) -> Reading:
    """Read plain UTF-8 text: one paragraph for each line that is not blank, with the file's line number."""
    if looks_binary(data):
        return Reading(notes=(problem("read.format", Place(name)),))
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        return Reading(notes=(problem("csv.encoding", Place(name, line=line), offset=fault.start + 1),))
    lines = re.split(r"\r\n|\r|\n", text)
    return Reading(
        paragraphs=tuple(
            Paragraph(clean_text(line), Place(name, line=number))
            for number, line in enumerate(lines, start=1)
            if clean_text(line)
        )
    )


def _from_table(table: Table) -> Reading:
    if not table.columns:
        return Reading(notes=table.problems)
    rows = [(table.header_row, table.columns), *((row.number, row.cells) for row in table.rows)]
    cells = tuple(
        tuple(Cell(text, Place(table.name, row=r, column=c)) for c, text in enumerate(row, start=1))
        for r, row in rows
    )
    return Reading((Grid(Place(table.name, table=1), cells),), (), table.problems)


def _read_xlsx(data: bytes, name: str, limits: Limits) -> Reading:
    book = open_workbook(data, name, limits)
    if not isinstance(book, CalamineWorkbook):
        return Reading(notes=tuple(book))
    tables: list[Grid] = []
    notes: list[Problem] = []
    for title in visible_sheets(book):
        sheet = read_sheet(book, data, title, name, limits)
        notes += sheet.problems
        if sheet.rows:
            tables.append(_sheet_grid(sheet, name))
    if notes and not tables:
        return Reading(notes=tuple(notes))
    return Reading(tuple(tables), (), tuple(notes))


def _sheet_grid(sheet: Sheet, name: str) -> Grid:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merged}
    covered = _covered(sheet)
    rows = tuple(
        tuple(
            _cell(value, Place(name, sheet=sheet.name, row=r, column=c), spans.get((r, c), (1, 1)))
            for c, value in enumerate(values, start=1)
            if (r, c) not in covered
        )
        for r, values in enumerate(sheet.rows, start=1)
    )
    return Grid(Place(name, sheet=sheet.name), rows)


def _covered(sheet: Sheet) -> set[tuple[int, int]]:
    """Cells hidden under a merged one, within the rows that were read."""
    height = len(sheet.rows)
    width = max((len(row) for row in sheet.rows), default=0)
    return {
        (row, column)
        for top, left, bottom, right in sheet.merged
        for row in range(top, min(bottom, height) + 1)
        for column in range(left, min(right, width) + 1)
        if (row, column) != (top, left)
    }


def _cell(value: Value, place: Place, span: tuple[int, int]) -> Cell:
    return Cell(value.text, place, *span)
