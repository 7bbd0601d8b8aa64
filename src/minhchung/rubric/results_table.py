"""A table of stated results as people type it, CSV or XLSX: agency, any node codes, total, class, rank, traits.

One reader for the command line and the web: it returns the rows, or every fault with its cell; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from minhchung.docread.place import Place
from minhchung.docread.problem import Problem
from minhchung.docread.read_table import read_table
from minhchung.docread.table import Row, Table
from minhchung.rubric.data import number_of
from minhchung.rubric.errors import Reason, UnknownNode
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.results import ResultsRow
from minhchung.rubric.traits import listed_value
from minhchung.viet.folding import nfc

AGENCY, GROUP, TOTAL, CLASS, RANK = "agency", "group", "total", "class", "rank"
TRAIT = "trait:"
_OWN = (AGENCY, GROUP, TOTAL, CLASS, RANK)
_ASKED = frozenset({"table.formula_unsaved", "table.merged", "table.several_sheets"})
"""What a reader may pass over elsewhere; here a figure would be taken for absent, or a sheet be chosen, by a guess."""
_COLUMNS = Reason(
    "Dùng cột agency, mã tiêu chí, total, class, rank, trait:TÊN.",
    "Use agency, node codes, total, class, rank, trait:NAME.",
)


@dataclass(frozen=True, slots=True)
class TableFault:
    """What is wrong with one spot of a table. place: without the file; value: as typed, "" for an empty cell.

    at: row and column, 0 where the fault has none; faults are told in this order.
    """

    place: Reason
    value: str
    rule: Reason
    fix: Reason
    at: tuple[int, int] = (0, 0)


def read_results(
    rubric: Rubric, source: Path | str | bytes, name: str = ""
) -> tuple[list[ResultsRow], list[TableFault]]:
    """Every row, and no fault; or every fault found, by place. An empty cell is absent, never zero.

    source: a path, or the bytes themselves. Rows above the one that names `agency` are passed over.
    """
    return results_in(rubric, *open_table(source, name))


def results_in(
    rubric: Rubric, table: Table, faults: list[TableFault]
) -> tuple[list[ResultsRow], list[TableFault]]:
    """Every row of a table that `open_table` or `opened_table` gave with its faults; or every fault, by place."""
    if AGENCY not in table.columns:
        return [], faults
    reading = _Reading(rubric, table, faults)
    nodes = _nodes(reading)
    rows = [_row(reading, nodes, row) for row in table.rows]
    return ([], by_place(reading.faults)) if reading.faults else (rows, [])


def by_place(faults: Sequence[TableFault]) -> list[TableFault]:
    """Faults in the order of the table; of one cell only what was found first, for the rest follows from it."""
    told: dict[tuple[int, int], TableFault] = {}
    for fault in faults:
        if fault.at[1]:
            told.setdefault(fault.at, fault)
    loose = [fault for fault in faults if not fault.at[1]]
    return sorted([*loose, *told.values()], key=lambda fault: fault.at)


def open_table(source: Path | str | bytes, name: str = "") -> tuple[Table, list[TableFault]]:
    """A table with a column `agency` and at least one row; else what it lacks.

    Where there are faults and the column all the same, the rest of the table can be looked at still.
    """
    return opened_table(lambda header_holds: read_table(source, name, header_holds=header_holds))


def opened_table(read: Callable[[str], Table]) -> tuple[Table, list[TableFault]]:
    """As `open_table`. read: gives the table whose header holds a text; the first one filled in for "".

    Who must not parse a stranger's file gives a reader that parses it elsewhere.
    """
    table = read(AGENCY)
    if not table.columns:
        whole = read("")
        if whole.columns and not whole.errors:
            return whole, [_no_agency(whole)]
    faults = [_of_problem(each) for each in table.problems if each.severity == "error" or each.code in _ASKED]
    if faults:
        return table, faults
    if AGENCY not in table.columns:
        return table, [_no_agency(table)]
    return table, [] if table.rows else [_no_rows(table)]


def agency_key(name: str) -> str:
    """An agency's name as it is compared: spelling composed, case and spaces aside; marks tell agencies apart."""
    return " ".join(nfc(name).casefold().split())


def cell_place(table: Table, row: int, index: int) -> Reason:
    """`ô C7 (1.2)`, or `ô C1` for a column's name."""
    name = table.columns[index]
    place = replace(table.place(row, name), file="", column=index + 1)
    tail = f" ({name})" if row != table.header_row else ""
    return Reason(place.in_vietnamese() + tail, place.in_english() + tail)


@dataclass(slots=True)
class _Reading:
    """A table being read, everything wrong with it so far, and the agencies met, by row."""

    rubric: Rubric
    table: Table
    faults: list[TableFault] = field(default_factory=list)
    agencies: dict[str, int] = field(default_factory=dict)

    def fault(self, row: int, index: int, rule: Reason, fix: Reason, value: str) -> None:
        place = cell_place(self.table, row, index)
        self.faults.append(TableFault(place, value, rule, fix, (row, index + 1)))

    def at(self, row: Row, column: str) -> int | None:
        """The column's index, None where the table lacks it or the cell is empty."""
        if column not in self.table.columns:
            return None
        index = self.table.columns.index(column)
        return index if row.cells[index] else None


# ── the header ──


def _nodes(reading: _Reading) -> list[tuple[int, Node]]:
    """Columns that hold a node's points."""
    found: list[tuple[int, Node]] = []
    header = reading.table.header_row
    for index, name in enumerate(reading.table.columns):
        if name in _OWN:
            continue
        if name.startswith(TRAIT):
            _check_trait(reading, index, name.removeprefix(TRAIT))
            continue
        try:
            node = reading.rubric.node(name)
        except UnknownNode as error:
            reading.fault(header, index, error.reason, _COLUMNS, name)
            continue
        same = [reading.table.columns[at] for at, other in found if other.code == node.code]
        if same:
            rule = Reason(f"Trùng với cột “{same[0]}”.", f'The same node as column "{same[0]}".')
            reading.fault(header, index, rule, Reason("Bỏ một cột.", "Drop one of the columns."), name)
        found.append((index, node))
    return found


def _check_trait(reading: _Reading, index: int, name: str) -> None:
    known = [trait.name for trait in reading.rubric.traits]
    if name not in known:
        reading.fault(reading.table.header_row, index, *unknown_trait(known), reading.table.columns[index])


def unknown_trait(known: Sequence[str]) -> tuple[Reason, Reason]:
    """What is wrong with the name of a trait (rule, fix)."""
    names = ", ".join(known) or "–"
    rule = Reason("Bộ tiêu chí không có đặc điểm này.", "The rubric has no such trait.")
    return rule, Reason(f"Có: {names}.", f"There are: {names}.")


# ── a row ──


def _row(reading: _Reading, nodes: Sequence[tuple[int, Node]], row: Row) -> ResultsRow:
    points = ((node.code, _points(reading, row, index, node.max)) for index, node in nodes)
    rank = _named(reading, row, RANK, None)
    if rank is not None and (rank.denominator != 1 or rank < 1):
        index = reading.table.columns.index(RANK)
        rule = Reason("Hạng phải là số nguyên từ 1.", "A rank is a whole number from 1.")
        reading.fault(row.number, index, rule, Reason("Sửa hạng.", "Mend the rank."), row.cells[index])
        rank = None
    class_at = reading.at(row, CLASS)
    return ResultsRow(
        agency=_agency(reading, row),
        stated={code: value for code, value in points if value is not None},
        total=_named(reading, row, TOTAL, reading.rubric.total),
        class_name="" if class_at is None else row.cells[class_at],
        rank=None if rank is None else int(rank),
        traits=_traits(reading, row),
    )


def _agency(reading: _Reading, row: Row) -> str:
    """The row's agency; an empty or repeated one is a fault."""
    index = reading.table.columns.index(AGENCY)
    name = row.cells[index]
    found = agency_fault(name, reading.agencies.get(agency_key(name)))
    if found is not None:
        reading.fault(row.number, index, *found, name)
    reading.agencies.setdefault(agency_key(name), row.number)
    return name


def agency_fault(name: str, first: int | None) -> tuple[Reason, Reason] | None:
    """Why a row cannot be this agency's (rule, fix). first: the row in which it already stands."""
    if not name:
        return (
            Reason("Dòng không có tên cơ quan.", "The row names no agency."),
            Reason("Ghi tên cơ quan hoặc xóa dòng.", "Name the agency or delete the row."),
        )
    if first is None:
        return None
    return (
        Reason(f"Cơ quan này đã có ở dòng {first}.", f"This agency already stands in row {first}."),
        Reason("Giữ một dòng cho mỗi cơ quan.", "Keep one row an agency."),
    )


def _traits(reading: _Reading, row: Row) -> dict[str, str]:
    found: dict[str, str] = {}
    for trait in reading.rubric.traits:
        index = reading.at(row, TRAIT + trait.name)
        if index is None:
            continue
        chosen = listed_value(row.cells[index], trait.values)
        if chosen is not None:
            found[trait.name] = chosen
            continue
        choices = ", ".join(trait.values)
        rule = Reason(
            f"Đặc điểm “{trait.name}” không có giá trị này.", f'Trait "{trait.name}" has no such value.'
        )
        fix = Reason(f"Chọn: {choices}.", f"Choose: {choices}.")
        reading.fault(row.number, index, rule, fix, row.cells[index])
    return found


def _named(reading: _Reading, row: Row, column: str, most: Fraction | None) -> Fraction | None:
    index = reading.at(row, column)
    return None if index is None else _points(reading, row, index, most)


def _points(reading: _Reading, row: Row, index: int, most: Fraction | None) -> Fraction | None:
    """A cell's points; None when empty. `1,5` and `1.5` are the same; `1.250` asks unless the max settles it."""
    text = row.cells[index]
    if not text:
        return None
    number = row.numbers[index]
    if number is not None:
        return number
    found = number_of(text, "")
    if isinstance(found, list) and found[0].code == "A102" and most is not None:
        found = number_of(text, "", low=Fraction(0), high=most)
    if isinstance(found, Fraction):
        return found
    reading.fault(row.number, index, found[0].rule, found[0].fix, text)
    return None


# ── what a whole table lacks ──


def _no_agency(table: Table) -> TableFault:
    place = Reason(f"dòng {table.header_row}", f"line {table.header_row}")
    rule = Reason("Thiếu cột agency.", "There is no column agency.")
    fix = Reason("Đặt tên cột chứa tên cơ quan là agency.", "Name the column of agencies agency.")
    return TableFault(place, ", ".join(table.columns)[:80], rule, fix, (table.header_row, 0))


def _no_rows(table: Table) -> TableFault:
    place = Reason(f"dòng {table.header_row}", f"line {table.header_row}")
    rule = Reason("Bảng không có dòng nào.", "The table has no rows.")
    fix = Reason("Ghi mỗi cơ quan một dòng.", "Give a row for each agency.")
    return TableFault(place, "", rule, fix, (table.header_row, 0))


def _of_problem(problem: Problem) -> TableFault:
    place: Place = replace(problem.place, file="")
    return TableFault(
        Reason(place.in_vietnamese(), place.in_english()),
        "",
        Reason(problem.vi, problem.en),
        Reason(problem.mend_vi, problem.mend_en),
        (place.row or place.line or 0, place.column or 0),
    )
