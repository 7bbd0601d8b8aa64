"""A rubric's sheets opened: what each cell says, under the column it stands in, with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches

from python_calamine import CalamineWorkbook

from minhchung.docread.limits import TYPED
from minhchung.docread.problem import Problem
from minhchung.docread.table import Value
from minhchung.docread.xlsx_table import open_workbook, read_sheet
from minhchung.rubric.errors import Diagnostic, Reason, RubricError, Span
from minhchung.rubric.wording import plain
from minhchung.rubric.xlsx.cells import LONG_TEXT, day_as_written, refusal
from minhchung.rubric.xlsx.words import COLUMNS, GUIDE, LONG, NODES, OPTIONS, ORIGIN
from minhchung.viet.folding import search_key

_WHOLE_WORDS = frozenset({"label", "id", "node", "code"})
_AGAIN = Reason(
    "Xuất lại bằng `rubric export`, giữ nguyên tên trang và hàng tiêu đề.",
    "Export again with `rubric export`; keep the names of sheets and the header row.",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that says something."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its cells by column key; those that are empty are left out."""

    span: Span
    cells: dict[str, Cell]

    def text(self, key: str) -> str:
        """What the cell says, "" when it is empty."""
        return self.cells[key].text if key in self.cells else ""

    def place(self, key: str) -> Span:
        """The cell's place, the row's where it is empty."""
        return self.cells[key].span if key in self.cells else self.span


@dataclass(slots=True)
class Sheets:
    """The sheets of a workbook by name, and what is wrong with it as such."""

    rows: dict[str, list[SheetRow]] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)


def is_rubric_workbook(data: bytes) -> bool:
    """Whether this is a workbook with the sheets that `to_workbook` writes."""
    book = open_workbook(data, "", TYPED)
    return isinstance(book, CalamineWorkbook) and {NODES, OPTIONS} <= set(book.sheet_names)


def origin_of(data: bytes, name: str = "") -> str:
    """What a workbook says it was written from; "" where it says nothing or cannot be opened."""
    book = open_workbook(data, name, TYPED)
    if not isinstance(book, CalamineWorkbook) or GUIDE not in book.sheet_names:
        return ""
    for values in read_sheet(book, data, GUIDE, name, TYPED).rows:
        if values and values[0].text.startswith(ORIGIN):
            return values[0].text.removeprefix(ORIGIN).strip()[:200]
    return ""


def open_sheets(data: bytes, name: str) -> Sheets:
    """Open a workbook. Raises RubricError when it is none, or one that is refused (too large, not what it says)."""
    book = open_workbook(data, name, TYPED)
    if not isinstance(book, CalamineWorkbook):
        raise RubricError(tuple(_of_problem(each, name) for each in book))
    found = Sheets()
    for sheet in COLUMNS:
        if sheet in book.sheet_names:
            found.rows[sheet] = _rows(book, data, sheet, name, found.faults)
        elif sheet != LONG:
            found.rows[sheet] = []
            found.faults.append(
                refusal(
                    "R402",
                    Span(sheet, 0, 0),
                    f"Không có trang “{sheet}”.",
                    f"There is no sheet “{sheet}”.",
                    _AGAIN,
                )
            )
    _put_long_texts(found)
    return found


def _of_problem(problem: Problem, name: str) -> Diagnostic:
    place = problem.place
    span = Span(name, 0, 0)
    if place is not None and place.sheet:
        span = Span(place.sheet, place.row or 0, place.column or 0)
    return Diagnostic(
        "R401",
        "error",
        span,
        Reason(problem.vi, problem.en),
        Reason(problem.mend_vi, problem.mend_en),
    )


def _rows(
    book: CalamineWorkbook, data: bytes, sheet: str, name: str, faults: list[Diagnostic]
) -> list[SheetRow]:
    read = read_sheet(book, data, sheet, name, TYPED)
    faults += [_of_problem(each, name) for each in read.problems if each.severity == "error"]
    if not read.rows:
        return []
    keys = _header(sheet, read.rows[0], faults)
    rows = []
    for number, values in enumerate(read.rows[1:], start=2):
        cells = {}
        for column, value in enumerate(values, start=1):
            if value.text and column in keys:
                span = Span(sheet, number, column)
                cells[keys[column]] = Cell(_said(keys[column], value, span, faults), span)
            elif value.text:
                faults.append(_no_head(Span(sheet, number, column), value.text))
        if cells:
            rows.append(
                SheetRow(Span(sheet, number, min(cell.span.column for cell in cells.values())), cells)
            )
    return rows


def _header(sheet: str, values: list[Value], faults: list[Diagnostic]) -> dict[int, str]:
    """Column number → key. A title that is none of ours, one that stands twice or is missing is a fault."""
    titles = {search_key(column.title): column.key for column in COLUMNS[sheet]}
    keys: dict[int, str] = {}
    for number, value in enumerate(values, start=1):
        if not value.text:
            continue
        key = titles.get(search_key(value.text))
        span = Span(sheet, 1, number)
        if key is None:
            near = get_close_matches(value.text, [column.title for column in COLUMNS[sheet]], n=1)
            ask = Reason(f"Có phải “{near[0]}”?", f"Did you mean “{near[0]}”?") if near else _AGAIN
            faults.append(
                refusal("R404", span, "Không rõ cột này.", "This column is not known.", ask, value.text)
            )
        elif key in keys.values():
            fix = Reason("Giữ một cột.", "Keep one of them.")
            faults.append(
                refusal("R404", span, "Cột này có hai lần.", "This column stands twice.", fix, value.text)
            )
        else:
            keys[number] = key
    for column in COLUMNS[sheet]:
        if column.key not in keys.values() and column.kind != "note":
            vi, en = f"Thiếu cột “{column.title}”.", f"Column “{column.title}” is missing."
            faults.append(refusal("R403", Span(sheet, 1, 0), vi, en, _AGAIN))
    return keys


def _no_head(span: Span, text: str) -> Diagnostic:
    fix = Reason("Xóa ô này, hoặc ghi tên cột ở hàng 1.", "Empty the cell, or name its column in row 1.")
    return refusal(
        "R404", span, "Ô nằm ở cột không có tên.", "The cell stands in a column without a name.", fix, text
    )


def _said(key: str, value: Value, span: Span, faults: list[Diagnostic]) -> str:
    """The cell's text; numbers and days as the rubric writes them. A label kept as a number may have lost its last 0."""
    if value.number is None:
        return day_as_written(value.text)
    if key in _WHOLE_WORDS and value.number.denominator != 1:
        fix = Reason(
            "Định dạng ô là Văn bản rồi gõ lại (6.1 hay 6.10).", "Format the cell as text, type it anew."
        )
        faults.append(
            refusal("R409", span, "Nhãn để dạng số nên có hai cách đọc.", "A label kept as a number reads two ways.", fix, value.text)
        )  # fmt: skip
    return plain(value.number) if value.number.denominator != 1 else value.text


def _put_long_texts(found: Sheets) -> None:
    """Cells that point into the sheet of long texts take their text from there."""
    pieces: dict[str, str] = {}
    for row in found.rows.get(LONG, ()):
        pieces[row.text("number")] = pieces.get(row.text("number"), "") + row.text("text")
    for sheet, rows in found.rows.items():
        if sheet == LONG:
            continue
        for row in rows:
            for key, cell in row.cells.items():
                match = LONG_TEXT.fullmatch(cell.text)
                if match is None:
                    continue
                if match[1] in pieces:
                    row.cells[key] = Cell(pieces[match[1]], cell.span)
                    continue
                vi, en = (
                    f"Trang “{LONG}” không có số {match[1]}.",
                    f"Sheet “{LONG}” has no number {match[1]}.",
                )
                found.faults.append(refusal("R406", cell.span, vi, en, _AGAIN, cell.text))
