"""A file of cases as sheets of rows, whatever it was: XLSX, CSV, JSON lines or a JSON list. Rows come a few thousand at a time."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from minhchung.cases.interfaces.case_file import headings
from minhchung.cases.interfaces.case_file.cells import CellFacts, Fonts, cell_facts, legacy_fonts
from minhchung.cases.interfaces.case_file.heading_rows import Head, find_head, numbers_columns
from minhchung.cases.interfaces.case_file.text import Page
from minhchung.cases.interfaces.case_file.values import BLANKS
from minhchung.docread.limits import Limits
from minhchung.docread.place import Place
from minhchung.docread.problem import Problem, problem
from minhchung.docread.sniff import looks_binary, sniff
from minhchung.docread.xlsx_table import is_panic, open_workbook, visible_sheets
from minhchung.viet.legacy import is_windows_1258

LIMITS: Final = Limits(most_bytes=200_000_000, most_unpacked=2_000_000_000, most_rows=1_048_576)
CHUNK: Final = 8_192
_HEADER_WITHIN = 40
_LONGEST_CELL = 1_000_000

Value = Any
"""str, int, float, bool, date, datetime, time, timedelta, None: what a cell can hold."""
Rows = Iterator[tuple[Sequence[int], list[Sequence[Value]]]]
"""Chunks: the rows' numbers in the file, and their cells."""
Numbered = tuple[int, Sequence[Value]]


@dataclass(slots=True)
class Sheet:
    """One table of the file. headings: as written, one per column; header_row 0 where records name their own fields.

    rows: what stands below the header, once; first_column: how many blank columns the file has before the first.
    aside: numbers of rows that are no cases, as the row that counts the columns; whoever reads the rows adds to it.
    facts: errors and legacy fonts by cell, to be asked only for cells that are kept.
    """

    name: str
    headings: list[str]
    header_row: int
    rows: Rows
    first_column: int = 0
    facts: CellFacts = field(default_factory=CellFacts)
    aside: list[int] = field(default_factory=list)

    @property
    def folded(self) -> list[str]:
        """The headings as they are compared."""
        return headings.folded(self.headings, self._fonts)

    @property
    def shown(self) -> list[str]:
        """The headings in Unicode."""
        return headings.decoded(self.headings, self._fonts)

    @property
    def _fonts(self) -> list[str | None]:
        columns = range(self.first_column + 1, self.first_column + len(self.headings) + 1)
        return [self.facts.font_of(self.header_row, column) for column in columns]


@dataclass(frozen=True, slots=True)
class Source:
    """kind: xlsx, csv or json. sheets come one after the other: read each before asking for the next.

    page: what the bytes of a text file were.
    """

    kind: str
    sheets: Iterator[Sheet]
    page: Page = "unicode"


def open_source(data: bytes, name: str) -> Source | Problem:
    """Open a file by what its bytes are. The first thing that makes it unreadable comes back as a Problem."""
    if not data:
        return problem("file.empty", Place(name))
    if sniff(data) == "xlsx":
        book = open_workbook(data, name, LIMITS)
        return Source("xlsx", _sheets_of(book, data)) if isinstance(book, CalamineWorkbook) else book[0]
    if looks_binary(data) or sniff(data) != "unknown":
        return problem("table.format", Place(name))
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"{", b"["):
        return _json_source(data, name)
    text, page = _decoded(data)
    return Source("csv", iter([_csv_sheet(text)]), page)


# ── XLSX ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _sheets_of(book: CalamineWorkbook, data: bytes) -> Iterator[Sheet]:
    fonts = legacy_fonts(data)
    for name in visible_sheets(book):
        try:
            found = book.get_sheet_by_name(name)
        except BaseException as fault:
            if not (is_panic(fault) or isinstance(fault, CalamineError | OSError | ValueError)):
                raise
            raise ValueError(f"the sheet {name!r} cannot be read") from fault
        sheet = _xlsx_sheet(found, name, data, fonts)
        if sheet is not None:
            yield sheet


def _xlsx_sheet(found: CalamineSheet, name: str, data: bytes, fonts: Fonts) -> Sheet | None:
    if found.start is None:
        return None
    facts = cell_facts(data, name, fonts)
    rows = found.iter_rows()
    first = list(itertools.islice(rows, _HEADER_WITHIN))
    head = find_head(first)
    if head is None:
        return None
    below, aside = _below(list(enumerate(first, start=1)), head)
    chunks = itertools.chain(_chunks(iter(below)), _numbered(rows, len(first) + 1))
    return Sheet(name, head.titles, head.place + 1, chunks, found.start[1], facts, aside)


def _below(first: list[Numbered], head: Head) -> tuple[list[Numbered], list[int]]:
    """The rows under the headings, and the number of the one that only counts the columns."""
    below = first[head.place + 1 :]
    if below and numbers_columns(below[0][1]):
        return below[1:], [below[0][0]]
    return below, []


def _numbered(rows: Iterator[Sequence[Value]], first: int) -> Rows:
    while chunk := list(itertools.islice(rows, CHUNK)):
        yield range(first, first + len(chunk)), chunk
        first += len(chunk)


# ── CSV ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _decoded(data: bytes) -> tuple[str, Page]:
    """The text, and what its bytes were; of no Unicode and no Windows-1258 each letter stands for its byte, as fonts draw it."""
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"), "unicode"
    except UnicodeDecodeError:
        if is_windows_1258(data):
            return data.decode("cp1258", errors="replace"), "windows-1258"
        return data.decode("latin-1"), "fonts"


def _csv_sheet(text: str) -> Sheet:
    text, first_line, declared = _declared(text)
    mark = declared or _delimiter(text)
    csv.field_size_limit(_LONGEST_CELL)
    numbered = _records(csv.reader(io.StringIO(text, newline=""), delimiter=mark), first_line)
    first: list[Numbered] = list(itertools.islice(numbered, _HEADER_WITHIN))
    head = find_head([row for _, row in first]) or Head(0, [])
    below, aside = _below(first, head)
    header_row = first[head.place][0] if first else 1
    return Sheet("", head.titles, header_row, _chunks(itertools.chain(below, numbered)), aside=aside)


def _declared(text: str) -> tuple[str, int, str]:
    if text[:4].lower() == "sep=" and len(text) > 4:
        end = text.find("\n") + 1
        return text[end:], 2, text[4]
    return text, 1, ""


def _delimiter(text: str) -> str:
    """The separator that gives the first lines the most columns."""
    first = text[:20_000].splitlines()[:_HEADER_WITHIN]
    return max(",;\t", key=lambda mark: max((line.count(mark) for line in first), default=0))


def _records(reader: Any, first_line: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line of the file it begins on."""
    line = first_line
    for cells in reader:
        yield line, cells
        line = first_line + reader.line_num


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _json_source(data: bytes, name: str) -> Source | Problem:
    records = _json_records(data)
    if isinstance(records, int):
        return problem("file.unreadable", Place(name, line=records), kind="JSON")
    titles = list(dict.fromkeys(itertools.chain.from_iterable(records)))
    rows = ([_scalar(record.get(each)) for each in titles] for record in records)
    return Source("json", iter([Sheet("", titles, 0, _numbered(rows, 1))]))


def _scalar(value: Any) -> Value:
    return str(value) if isinstance(value, list | dict) else value


def _json_records(data: bytes) -> list[dict[str, Any]] | int:
    """The records of a list or of lines; else the line at which they stop being records."""
    if data[:3] == b"\xef\xbb\xbf":
        data = data[3:]
    if data.lstrip()[:1] == b"[":
        try:
            return msgspec.json.decode(data, type=list[dict[str, Any]])
        except (msgspec.DecodeError, UnicodeDecodeError):
            return 1
    decoder, records = msgspec.json.Decoder(dict[str, Any]), []
    for number, line in enumerate(data.splitlines(), start=1):
        if line.strip():
            try:
                records.append(decoder.decode(line))
            except (msgspec.DecodeError, UnicodeDecodeError):
                return number
    return records


# ── shared ────────────────────────────────────────────────────────────────────────────────────────────────────────


def is_blank(cell: Value) -> bool:
    return cell is None or cell == "" or (isinstance(cell, str) and not cell.strip(BLANKS))


def _chunks(rows: Iterator[Numbered]) -> Rows:
    while chunk := list(itertools.islice(rows, CHUNK)):
        yield [number for number, _ in chunk], [cells for _, cells in chunk]
