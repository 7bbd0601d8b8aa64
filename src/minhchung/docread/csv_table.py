"""CSV as offices save it: UTF-8 with or without a BOM; comma, semicolon or tab; never guessed wrongly."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.place import Place
from minhchung.docread.problem import Problem, problem
from minhchung.docread.table import Table, Value, table_from

_DELIMITERS = (",", ";", "\t")
_SHOWN = {",": "phẩy (,)", ";": "chấm phẩy (;)", "\t": "tab"}
_DECLARED = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_LONGEST_CELL = 1_000_000
_LEGACY_MAC_BREAK = re.compile(r"\r(?!\n)")

Records = list[tuple[int, list[str]]]


def read_csv(data: bytes, name: str, limits: Limits = DEFAULT, header_holds: str = "") -> Table:
    """Read a CSV file with a header row. Row numbers are the file's lines, where each record begins.

    The separator is the one declared by "sep=;", else the only one that gives every record the header's
    width, else the only one found in the header; when two would do, that is a problem, not a choice.
    Letters of TCVN3 or VNI come through as they stand in the file.
    """
    decoded = _decode(data, name)
    if isinstance(decoded, Problem):
        return Table(name, None, (), (), (decoded,))
    text, first_line, declared = _without_declaration(decoded)
    splits = _splits(text, first_line, name, (declared,) if declared else _DELIMITERS)
    chosen = _choose(splits, name)
    if isinstance(chosen, Problem):
        return Table(name, None, (), (), (chosen,))
    columns = max((len(cells) for _, cells in chosen), default=0)
    if len(chosen) > limits.most_rows or columns > limits.most_columns:
        too_big = problem("table.too_big", Place(name), rows=len(chosen), columns=columns)
        return Table(name, None, (), (), (too_big,))
    rows = [(line, [Value(clean_text(cell)) for cell in cells]) for line, cells in chosen]
    return table_from(rows, name=name, sheet=None, problems=[], header_holds=header_holds)


def clean_text(text: str) -> str:
    """Bring a cell to NFC and drop the blanks around it, non-breaking ones too."""
    return unicodedata.normalize("NFC", text).strip(" \t\r\n\u00a0\u200b\ufeff")


def _decode(data: bytes, name: str) -> str | Problem:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        return problem("csv.encoding", Place(name, line=line), offset=fault.start + 1)


def _without_declaration(text: str) -> tuple[str, int, str | None]:
    """Take off "sep=;": the rest, the line it begins on, and the separator declared."""
    declared = _DECLARED.match(text)
    return (text[declared.end() :], 2, declared[1]) if declared else (text, 1, None)


def _splits(
    text: str, first_line: int, name: str, delimiters: tuple[str, ...]
) -> dict[str, Records | Problem]:
    return {delimiter: _records(text, delimiter, first_line, name) for delimiter in delimiters}


def _records(text: str, delimiter: str, first_line: int, name: str) -> Records | Problem:
    source = io.StringIO(_LEGACY_MAC_BREAK.sub("\n", text), newline="")
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    records: Records = []
    line = first_line
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append((line, cells))
            line = first_line + reader.line_num
    except csv.Error:
        return problem("csv.quote", Place(name, line=line))
    return records


def _choose(splits: dict[str, Records | Problem], name: str) -> Records | Problem:
    read = {mark: records for mark, records in splits.items() if not isinstance(records, Problem)}
    if not read:
        return next(fault for fault in splits.values() if isinstance(fault, Problem))
    if len(splits) == 1:
        return next(iter(read.values()))
    wide = {mark: records for mark, records in read.items() if records and len(records[0][1]) > 1}
    even = {mark: records for mark, records in wide.items() if _is_even(records)}
    for candidates in (even, wide):
        if len(candidates) == 1:
            return next(iter(candidates.values()))
        if len(candidates) > 1:
            found = ", ".join(_SHOWN[mark] for mark in candidates)
            return problem("csv.delimiter", Place(name, row=1), found=found)
    unread = [fault for fault in splits.values() if isinstance(fault, Problem)]
    return unread[0] if unread else next(iter(read.values()))


def _is_even(records: Records) -> bool:
    """Whether every record is as wide as the header; blank cells at the end do not count."""
    width = len(records[0][1])
    return all(
        len(cells) == width or (not any(c.strip() for c in cells[width:]) and len(cells) > width)
        for _, cells in records
    )
