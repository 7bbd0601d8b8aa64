"""A section as a grid: one row per leaf, its inputs side by side; on the page, and as a workbook out and back in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from minhchung.docgen.xlsx import Sheet, SheetColumn, to_xlsx
from minhchung.docread.table import Row, Table
from minhchung.docread.tables_apart import read_tables_apart
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.interfaces.leaf_form import (
    DECLARE,
    NA_REASON,
    NONE,
    NOT_APPLICABLE,
    NOTE,
    NOTHING_TICKED,
    Reading,
    Texts,
    asked_of,
    label_of,
    place_of,
    read,
)
from minhchung.rounds.models import Entry
from minhchung.rubric import Input, Node
from minhchung.viet.folding import nfc, search_key
from minhchung.viet.numbers import format_points

MOST_CELLS: Final = 8
MAIN, MARK = "Nhập", "minhchung"
CODE, TITLE, MAX, HOW = "Mã", "Tiêu chí", "Điểm tối đa", "Cách ghi"
DECLARED, REASON, NOTES, POINTS, VERSION = (
    "Khai",
    "Lý do không áp dụng",
    "Ghi chú",
    "Điểm tự chấm",
    "Phiên bản",
)
DECLARED_WORDS: Final = {NONE: "không có", NOT_APPLICABLE: "không áp dụng", NOTHING_TICKED: "không mục nào"}


@dataclass(frozen=True)
class SectionRow:
    """A leaf of the section with the inputs its rule asks for."""

    leaf: Node
    asked: tuple[Input, ...]


def section_rows(entry: Entry, section: str) -> tuple[SectionRow, ...]:
    """The agency's own leaves in this section, in the order of the text; empty for an unknown section."""
    rubric = rubric_of(entry.round.rubric)
    leaves = own_leaves(rubric, entry.traits)
    return tuple(
        SectionRow(leaf, asked_of(rubric, leaf, place_of(entry)))
        for leaf in leaves.asked
        if leaves.section_codes[leaf.id] == section
    )


def width_of(rows: tuple[SectionRow, ...]) -> int:
    """How many cells the widest row needs."""
    return max((len(row.asked) for row in rows), default=0)


# ── out ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def how_to_write(asked: tuple[Input, ...]) -> str:
    """`1: Hồ sơ đúng hạn; 2: Hồ sơ đã giải quyết`; choices with their ids, in the words of the rubric."""
    return "; ".join(f"{place}: {_asked_words(each)}" for place, each in enumerate(asked, start=1))


def ticks_in_words(asked: tuple[Input, ...]) -> str:
    """What may be written where several things are ticked: a cell takes their ids, and no list offers them."""
    return "; ".join(_asked_words(each) for each in asked if each.kind == "ticks")


def _asked_words(asked: Input) -> str:
    label = label_of(asked)
    if asked.kind == "yes_no":
        return f"{label} (có / không)"
    if not asked.options:
        return f"{label} ({_('ngày như 03/02/2023')})" if asked.kind == "date" else label
    many = _("ghi các mã cách nhau dấu chấm phẩy") if asked.kind == "ticks" else _("ghi một mã")
    offered = ", ".join(
        f"{offer.id} = {offer.text}"
        + (f" ({format_points(offer.points)})" if offer.points is not None else "")
        for offer in asked.options
    )
    return f"{label}, {many}: {offered}"


def workbook(
    entry: Entry,
    section: str,
    rows: tuple[SectionRow, ...],
    texts: Mapping[str, Texts],
    facts: Mapping[str, tuple[int, str]],
) -> bytes:
    """The section as XLSX. texts: code → fields; facts: code → (version, points as shown)."""
    width = width_of(rows)
    columns = (
        SheetColumn(CODE, 10, locked=True),
        SheetColumn(TITLE, 50, locked=True),
        SheetColumn(MAX, 10, locked=True),
        SheetColumn(HOW, 50, locked=True),
        *(SheetColumn(cell_title(place), 16) for place in range(1, width + 1)),
        SheetColumn(DECLARED, 16, choices=tuple(DECLARED_WORDS.values())),
        SheetColumn(REASON, 24),
        SheetColumn(NOTES, 30),
        SheetColumn(POINTS, 10, locked=True),
        SheetColumn(VERSION, 10, locked=True),
    )
    body = tuple(_line(row, width, texts.get(row.leaf.code, {}), facts[row.leaf.code]) for row in rows)
    main = Sheet(MAIN, columns, body, freeze=2, protects=True)
    mark = Sheet(
        MARK,
        (SheetColumn("ho_so"), SheetColumn("muc"), SheetColumn("bo_tieu_chi")),
        (_mark(entry, section),),
        hidden=True,
    )
    return to_xlsx((main, mark))


def cell_title(place: int) -> str:
    return f"Ô {place}"


def _mark(entry: Entry, section: str) -> tuple[str, str, str]:
    return (str(entry.pk), section, entry.round.rubric.sha256[:16])


def _line(row: SectionRow, width: int, texts: Texts, facts: tuple[int, str]) -> tuple[str, ...]:
    cells = ["; ".join(texts.get(each.name, [])) for each in row.asked]
    cells += [""] * (width - len(cells))
    declared = DECLARED_WORDS.get(_one(texts, DECLARE), "")
    version, points = facts
    most = "" if row.leaf.max is None else format_points(row.leaf.max)
    return (
        row.leaf.code,
        row.leaf.title,
        most,
        how_to_write(row.asked),
        *cells,
        declared,
        _one(texts, NA_REASON),
        _one(texts, NOTE),
        points,
        str(version),
    )


def _one(texts: Texts, name: str) -> str:
    return next(iter(texts.get(name, [])), "")


# ── in ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class CellFault:
    """One thing wrong in a workbook: where a person finds it, what stands there, the rule, the fix."""

    sheet: str
    row: int
    column: str
    value: str
    rule: str
    fix: str = ""


@dataclass(frozen=True)
class RowIn:
    """One row of a returning workbook."""

    number: int
    row: SectionRow
    texts: Texts
    reading: Reading
    expected: int


@dataclass(frozen=True)
class WorkbookIn:
    """A returning workbook. With any fault nothing of it is taken."""

    rows: tuple[RowIn, ...]
    faults: tuple[CellFault, ...]


def read_workbook(entry: Entry, section: str, data: bytes, name: str) -> WorkbookIn:
    """Read a workbook that was given out for this section and filled in. Never raises; faults name their cells."""
    rows = {row.leaf.code: row for row in section_rows(entry, section)}
    mark, table = read_tables_apart(data, name, sheets=(MARK, MAIN))
    wrong = _not_ours(entry, section, mark, name)
    if wrong:
        return WorkbookIn((), wrong)
    if not table.ok:
        return WorkbookIn((), tuple(_of_problem(problem) for problem in table.errors))
    needed = [
        CODE,
        *(cell_title(n) for n in range(1, width_of(tuple(rows.values())) + 1)),
        DECLARED,
        NOTES,
        VERSION,
    ]
    missing = [title for title in needed if title not in table.columns]
    if missing:
        words = _("Thiếu cột %(columns)s.") % {"columns": ", ".join(missing)}
        return WorkbookIn((), (CellFault(MAIN, 1, "", "", words, _("Dùng tệp do hệ thống xuất ra.")),))
    return _read_rows(entry, rows, table)


def _not_ours(entry: Entry, section: str, mark: Table, name: str) -> tuple[CellFault, ...]:
    if not mark.ok:
        rule, fix = (
            _("Không đọc được tệp, hoặc tệp không do hệ thống xuất ra."),
            _("Xuất lại tệp Excel rồi nhập vào đó."),
        )
        return (CellFault("", 0, "", name, rule, fix), *(_of_problem(each) for each in mark.errors))
    if not mark.rows or mark.rows[0].cells[:3] != _mark(entry, section):
        rule = _("Tệp này của hồ sơ, mục hoặc bộ tiêu chí khác.")
        return (CellFault(MARK, 2, "", name, rule, _("Xuất tệp từ đúng mục này rồi nhập vào đó.")),)
    return ()


def _of_problem(problem: object) -> CellFault:
    place = getattr(problem, "place", None)
    return CellFault(
        sheet=getattr(place, "sheet", None) or "",
        row=getattr(place, "row", None) or 0,
        column="",
        value="",
        rule=getattr(problem, "message", str(problem)),
    )


def _read_rows(entry: Entry, rows: Mapping[str, SectionRow], table: Table) -> WorkbookIn:
    taken: list[RowIn] = []
    faults: list[CellFault] = []
    seen: dict[str, int] = {}
    for line in table.rows:
        record = dict(zip(table.columns, line.cells, strict=True))
        code = record[CODE].strip()
        if code not in rows:
            rule, fix = _("Mục này không có tiêu chí với mã đó."), _("Không sửa cột Mã.")
            faults.append(CellFault(MAIN, line.number, CODE, code, rule, fix))
        elif code in seen:
            rule = _("Mã lặp lại (dòng %(row)d).") % {"row": seen[code]}
            faults.append(CellFault(MAIN, line.number, CODE, code, rule, _("Giữ một dòng cho mỗi mã.")))
        else:
            seen[code] = line.number
            found, wrong = _read_row(entry, rows[code], line, record)
            faults += wrong
            taken += [found] if found else []
    return WorkbookIn(tuple(taken), tuple(faults))


def _read_row(
    entry: Entry, row: SectionRow, line: Row, record: Mapping[str, str]
) -> tuple[RowIn | None, list[CellFault]]:
    version = record[VERSION].strip()
    if not (version.isascii() and version.isdigit()):
        rule, fix = _("Phiên bản phải là số nguyên."), _("Không sửa cột Phiên bản.")
        return None, [CellFault(MAIN, line.number, VERSION, version, rule, fix)]
    declared = declared_by(record[DECLARED])
    if declared is None:
        rule, fix = _("Ghi “không có”, “không áp dụng”, “không mục nào”, hoặc để trống."), ""
        return None, [CellFault(MAIN, line.number, DECLARED, record[DECLARED], rule, fix)]
    texts = _texts_in(row, record, declared)
    reading = read(rubric_of(entry.round.rubric), row.leaf, row.asked, texts, place_of(entry))
    titles = {each.name: cell_title(place) for place, each in enumerate(row.asked, start=1)}
    titles |= {DECLARE: DECLARED, NA_REASON: REASON, NOTE: NOTES}
    faults = [
        CellFault(MAIN, line.number, titles.get(name, ""), "; ".join(texts.get(name, [])), text)
        for name, lines in reading.errors.items()
        for text in lines
    ]
    return RowIn(line.number, row, texts, reading, int(version)), faults


def declared_by(text: str) -> str | None:
    """The declaration in a cell; None when it says something else."""
    folded = search_key(text)
    if not folded:
        return ""
    return next((key for key, words in DECLARED_WORDS.items() if search_key(words) == folded), None)


def _texts_in(row: SectionRow, record: Mapping[str, str], declared: str) -> Texts:
    texts: Texts = {}
    for place, each in enumerate(row.asked, start=1):
        text = nfc(record[cell_title(place)]).strip()
        if text:
            texts[each.name] = cell_values(each, text)
    if declared:
        texts[DECLARE] = [declared]
    for name, column in ((NA_REASON, REASON), (NOTE, NOTES)):
        if record.get(column, "").strip():
            texts[name] = [nfc(record[column]).strip()]
    return texts


def cell_values(asked: Input, text: str) -> list[str]:
    """What a cell of the grid says to the form: ticks parted by semicolons; a choice by its id or its exact text."""
    parts = [part.strip() for part in text.split(";")] if asked.kind == "ticks" else [text]
    return [_id_in(asked, part) for part in parts if part]


def _id_in(asked: Input, text: str) -> str:
    if any(offer.id == text for offer in asked.options):
        return text
    folded = search_key(text)
    hits = [offer.id for offer in asked.options if search_key(offer.text) == folded]
    return hits[0] if len(hits) == 1 else text
