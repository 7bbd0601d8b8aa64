"""One criterion over all agencies as a workbook: out to the body that answers or appraises it, filled in, back in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from minhchung.docgen.xlsx import Sheet, SheetColumn, to_xlsx
from minhchung.docread.table import Row, Table
from minhchung.docread.tables_apart import read_tables_apart
from minhchung.rounds.domain.said import REASON, Said
from minhchung.rounds.interfaces.leaf_form import (
    DECLARE,
    NA_REASON,
    Texts,
)
from minhchung.rounds.interfaces.said_form import SaidReading, read_said
from minhchung.rounds.interfaces.section_sheet import (
    DECLARED_WORDS,
    MAIN,
    MARK,
    CellFault,
    cell_title,
    cell_values,
    declared_by,
    how_to_write,
)
from minhchung.rounds.models import Entry, Round
from minhchung.rubric import Input, Node, Rubric
from minhchung.viet.folding import nfc

ENTRY, AGENCY, OWN, OWN_POINTS, HOW = "Hồ sơ", "Cơ quan", "Tự chấm", "Điểm tự chấm", "Cách ghi"
DECLARED, REASONS, POINTS, VERSION = "Ghi nhận", "Lý do", "Điểm thẩm định", "Phiên bản"


@dataclass(frozen=True)
class SheetLine:
    """One agency in the sheet. texts: what this body has kept; version 0: nothing yet."""

    entry: Entry
    asked: tuple[Input, ...]
    own: str
    own_points: str
    texts: Texts
    reason: str
    points: str
    version: int


def width_of(lines: tuple[SheetLine, ...]) -> int:
    return max((len(line.asked) for line in lines), default=0)


# ── out ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def workbook(round: Round, leaf: Node, lines: tuple[SheetLine, ...]) -> bytes:
    """The sheet as XLSX; what is not to be typed into is locked."""
    width = width_of(lines)
    columns = (
        SheetColumn(ENTRY, 8, locked=True),
        SheetColumn(AGENCY, 34, locked=True),
        SheetColumn(OWN, 34, locked=True),
        SheetColumn(OWN_POINTS, 10, locked=True),
        SheetColumn(HOW, 40, locked=True),
        *(SheetColumn(cell_title(place), 16) for place in range(1, width + 1)),
        SheetColumn(DECLARED, 16, choices=tuple(DECLARED_WORDS.values())),
        SheetColumn(REASONS, 40),
        SheetColumn(POINTS, 10, locked=True),
        SheetColumn(VERSION, 10, locked=True),
    )
    body = tuple(_line(line, width) for line in lines)
    main = Sheet(MAIN, columns, body, freeze=2, protects=True)
    mark = Sheet(
        MARK,
        (SheetColumn("dot"), SheetColumn("tieu_chi"), SheetColumn("bo_tieu_chi")),
        (_mark(round, leaf),),
        hidden=True,
    )
    return to_xlsx((main, mark))


def _mark(round: Round, leaf: Node) -> tuple[str, str, str]:
    return (str(round.pk), leaf.id, round.rubric.sha256[:16])


def _line(line: SheetLine, width: int) -> tuple[str, ...]:
    cells = ["; ".join(line.texts.get(each.name, [])) for each in line.asked]
    return (
        str(line.entry.pk),
        str(line.entry.agency),
        line.own,
        line.own_points,
        how_to_write(line.asked),
        *cells,
        *[""] * (width - len(cells)),
        DECLARED_WORDS.get(next(iter(line.texts.get(DECLARE, [])), ""), ""),
        line.reason,
        line.points,
        str(line.version),
    )


# ── in ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class LineIn:
    """One row that says something new."""

    number: int
    line: SheetLine
    reading: SaidReading
    said: Said
    expected: int


@dataclass(frozen=True)
class SheetIn:
    """A returning workbook; with any fault nothing of it is taken. unchanged: rows that say nothing new."""

    lines: tuple[LineIn, ...]
    unchanged: int
    faults: tuple[CellFault, ...]


def read_workbook(
    round: Round, rubric: Rubric, leaf: Node, lines: tuple[SheetLine, ...], data: bytes, name: str
) -> SheetIn:
    """Read a workbook that was given out for this criterion. Never raises; faults name their cells."""
    mark, table = read_tables_apart(data, name, sheets=(MARK, MAIN))
    wrong = _not_ours(round, leaf, mark, name)
    if wrong:
        return SheetIn((), 0, wrong)
    if not table.ok:
        return SheetIn((), 0, tuple(_fault("", 0, "", name, problem.message) for problem in table.errors))
    needed = [ENTRY, *(cell_title(n) for n in range(1, width_of(lines) + 1)), DECLARED, REASONS, VERSION]
    missing = [title for title in needed if title not in table.columns]
    if missing:
        words = _("Thiếu cột %(columns)s.") % {"columns": ", ".join(missing)}
        return SheetIn((), 0, (_fault(MAIN, 1, "", "", words, _("Dùng tệp do hệ thống xuất ra.")),))
    return _read_rows(rubric, leaf, {str(line.entry.pk): line for line in lines}, table)


def _not_ours(round: Round, leaf: Node, mark: Table, name: str) -> tuple[CellFault, ...]:
    if not mark.ok:
        rule = _("Không đọc được tệp, hoặc tệp không do hệ thống xuất ra.")
        return (_fault("", 0, "", name, rule, _("Xuất lại tệp Excel rồi nhập vào đó.")),)
    if not mark.rows or mark.rows[0].cells[:3] != _mark(round, leaf):
        rule = _("Tệp này của đợt, tiêu chí hoặc bộ tiêu chí khác.")
        return (_fault(MARK, 2, "", name, rule, _("Xuất tệp từ đúng tiêu chí này rồi nhập vào đó.")),)
    return ()


def _fault(sheet: str, row: int, column: str, value: str, rule: str, fix: str = "") -> CellFault:
    return CellFault(sheet, row, column, value, rule, fix)


def _read_rows(rubric: Rubric, leaf: Node, lines: Mapping[str, SheetLine], table: Table) -> SheetIn:
    taken: list[LineIn] = []
    faults: list[CellFault] = []
    seen: dict[str, int] = {}
    unchanged = 0
    for row in table.rows:
        record = dict(zip(table.columns, row.cells, strict=True))
        key = record[ENTRY].strip()
        if key not in lines:
            rule = _("Không có hồ sơ này trong phần bạn thẩm định.")
            faults.append(_fault(MAIN, row.number, ENTRY, key, rule, _("Không sửa cột Hồ sơ.")))
        elif key in seen:
            rule = _("Hồ sơ lặp lại (dòng %(row)d).") % {"row": seen[key]}
            faults.append(_fault(MAIN, row.number, ENTRY, key, rule, _("Giữ một dòng cho mỗi hồ sơ.")))
        else:
            seen[key] = row.number
            found, wrong = _read_row(rubric, leaf, lines[key], row, record)
            faults += wrong
            taken += [found] if found else []
            unchanged += not (found or wrong)
    return SheetIn(tuple(taken), unchanged, tuple(faults))


def _read_row(
    rubric: Rubric, leaf: Node, line: SheetLine, row: Row, record: Mapping[str, str]
) -> tuple[LineIn | None, list[CellFault]]:
    version = record[VERSION].strip()
    if not (version.isascii() and version.isdigit()):
        rule, fix = _("Phiên bản phải là số nguyên."), _("Không sửa cột Phiên bản.")
        return None, [_fault(MAIN, row.number, VERSION, version, rule, fix)]
    declared = declared_by(record[DECLARED])
    if declared is None:
        rule = _("Ghi “không có”, “không áp dụng” hoặc “không mục nào”, hoặc để trống.")
        return None, [_fault(MAIN, row.number, DECLARED, record[DECLARED], rule)]
    form = _as_form(line, record, declared)
    if is_unchanged(line, form):
        return None, []
    reading = read_said(rubric, line.entry, leaf, form, PREFIX)
    if reading.said is None:
        return None, _row_faults(line, row, record, reading)
    return LineIn(row.number, line, reading, reading.said, int(version)), []


PREFIX: Final = "x:"


def _as_form(line: SheetLine, record: Mapping[str, str], declared: str) -> QueryDict:
    form = QueryDict(mutable=True)
    for place, each in enumerate(line.asked, start=1):
        text = nfc(record[cell_title(place)]).strip()
        if text:
            form.setlist(PREFIX + each.name, cell_values(each, text))
    if declared:
        form[PREFIX + DECLARE] = declared
    form[PREFIX + REASON] = nfc(record[REASONS]).strip()
    return form


def is_unchanged(line: SheetLine, form: QueryDict, prefix: str = PREFIX) -> bool:
    """Whether a row says what is kept already; a blank row where nothing is kept says nothing."""
    names = [each.name for each in line.asked] + [DECLARE]
    for name in names:
        given = [text.strip() for text in form.getlist(prefix + name) if text.strip()]
        if "; ".join(given) != "; ".join(text for text in line.texts.get(name, []) if text):
            return False
    return form.get(prefix + REASON, "").strip() == line.reason


def _row_faults(
    line: SheetLine, row: Row, record: Mapping[str, str], reading: SaidReading
) -> list[CellFault]:
    titles = {each.name: cell_title(place) for place, each in enumerate(line.asked, start=1)}
    titles |= {DECLARE: DECLARED, NA_REASON: REASONS, REASON: REASONS}
    return [
        _fault(MAIN, row.number, titles.get(name, ""), record.get(titles.get(name, ""), ""), text)
        for name, texts in reading.errors.items()
        for text in texts
    ]
