"""A results table as people type it (CSV or XLSX): agency, any node codes, total, class, rank; every fault with its cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minhchung.docread.limits import TYPED
from minhchung.docread.read_table import read_table
from minhchung.docread.table import Row, Table
from minhchung.rubric import Reason, Rubric
from minhchung.rubric.data import number_of
from minhchung.rubric.errors import UnknownNode
from minhchung.rubric.model import Node
from minhchung.rubric.results import ResultsRow

AGENCY, TOTAL, CLASS, RANK, TRAIT = "agency", "total", "class", "rank", "trait:"
OWN_COLUMNS = (AGENCY, TOTAL, CLASS, RANK)


class BadTable(Exception):
    """The table cannot be taken as it is; `lines` name each cell, what is wrong, and what to do."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


@dataclass(slots=True)
class _Reading:
    table: Table
    nodes: list[tuple[int, Node]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def fault(self, row: int, index: int, words: str) -> None:
        """Record what is wrong with one cell, its place first."""
        place = self.table.place(row, self.table.columns[index])
        where = place.in_english() if _english() else place.in_vietnamese()
        self.faults.append(f"{where}: {words}")

    def text(self, row: Row, column: str) -> str:
        columns = self.table.columns
        return row.cells[columns.index(column)] if column in columns else ""


def read_results(rubric: Rubric, data: bytes, name: str) -> list[ResultsRow]:
    """The rows of a RESULTS table; an empty cell is absent. Raises BadTable with every fault."""
    table = read_table(data, name, TYPED, header_holds=AGENCY)
    if not table.ok:
        english = _english()
        raise BadTable([each.message_en if english else each.message for each in table.errors])
    reading = _Reading(table)
    if AGENCY not in table.columns:
        raise BadTable([_("Thiếu cột “agency” (tên cơ quan).")])
    if not table.rows:
        raise BadTable([_("Bảng không có dòng nào.")])
    _read_header(rubric, reading)
    rows = [] if reading.faults else list(_rows(rubric, reading))
    if reading.faults:
        raise BadTable(reading.faults)
    return rows


def _read_header(rubric: Rubric, reading: _Reading) -> None:
    traits = {trait.name for trait in rubric.traits}
    for index, name in enumerate(reading.table.columns):
        if name in OWN_COLUMNS or (name.removeprefix(TRAIT) in traits and name.startswith(TRAIT)):
            continue
        try:
            node = rubric.node(name)
        except UnknownNode as error:
            hint = _("Dùng cột agency, mã tiêu chí, total, class, rank, trait:TÊN.")
            reading.fault(reading.table.header_row, index, f"{_said(error.reason)} {hint}")
            continue
        if any(node.code == other.code for _index, other in reading.nodes):
            reading.fault(reading.table.header_row, index, _("Tiêu chí này đã có một cột khác. Bỏ một cột."))
        reading.nodes.append((index, node))


def _rows(rubric: Rubric, reading: _Reading) -> Iterator[ResultsRow]:
    seen: set[str] = set()
    columns = reading.table.columns
    for row in reading.table.rows:
        agency = reading.text(row, AGENCY)
        if not agency or agency in seen:
            words = _("Cơ quan này đã có một dòng khác.") if agency else _("Thiếu tên cơ quan.")
            reading.fault(row.number, columns.index(AGENCY), words)
        seen.add(agency)
        cells = ((node.code, _points(reading, row, index, node.max)) for index, node in reading.nodes)
        rank = _named(reading, row, RANK, None)
        if rank is not None and (rank.denominator != 1 or rank < 1):
            reading.fault(row.number, columns.index(RANK), _("Hạng phải là số nguyên từ 1."))
            rank = None
        yield ResultsRow(
            agency=agency,
            stated={code: points for code, points in cells if points is not None},
            total=_named(reading, row, TOTAL, rubric.total),
            class_name=reading.text(row, CLASS),
            rank=None if rank is None else int(rank),
            traits=_traits(reading, row),
        )


def _traits(reading: _Reading, row: Row) -> dict[str, str | bool]:
    named = [(name, reading.text(row, name)) for name in reading.table.columns if name.startswith(TRAIT)]
    return {name.removeprefix(TRAIT): value for name, value in named if value}


def _named(reading: _Reading, row: Row, column: str, most: Fraction | None) -> Fraction | None:
    if column not in reading.table.columns:
        return None
    return _points(reading, row, reading.table.columns.index(column), most)


def _points(reading: _Reading, row: Row, index: int, most: Fraction | None) -> Fraction | None:
    """A cell's points; None when empty. A text that reads two ways is settled by the max, or asked about."""
    text = row.cells[index]
    if not text:
        return None
    if row.numbers[index] is not None:
        return row.numbers[index]
    found = number_of(text, "")
    if isinstance(found, list) and found[0].code == "A102" and most is not None:
        found = number_of(text, "", low=Fraction(0), high=most)
    if isinstance(found, Fraction):
        return found
    reading.fault(row.number, index, f"“{text}”. {_said(found[0].rule)} {_said(found[0].fix)}")
    return None


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


def _said(reason: Reason) -> str:
    return reason.en if _english() else reason.vi
