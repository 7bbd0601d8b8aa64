"""Figures of one indicator and period as a table: the workbook that goes out, and the file that comes back.

A row error names sheet, row, column, value, rule and fix; with any error nothing is taken in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from minhchung.agencies.models import Agency
from minhchung.docgen.xlsx import Sheet, SheetColumn, Value, to_xlsx
from minhchung.docread.table import Row, Table
from minhchung.docread.tables_apart import read_table_apart
from minhchung.indicators.interfaces.whole_numbers import MOST, read_whole
from minhchung.indicators.interfaces.words import period_words
from minhchung.indicators.models import Figure
from minhchung.rubric.errors import Reason
from minhchung.rubric.indicators import Described
from minhchung.ui.language import in_language
from minhchung.viet.folding import search_key

NUMBER, AGENCY, NUMERATOR, DENOMINATOR, EXCLUDED, EXCLUSIONS, NOTE, REASON, VERSION = (
    "Mã số",
    "Cơ quan",
    "Tử số",
    "Mẫu số",
    "Đã loại",
    "Loại những gì",
    "Ghi chú",
    "Lý do sửa",
    "Phiên bản",
)


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one cell, and what to do."""

    sheet: str
    row: int
    column: str
    value: str
    rule: str
    fix: str


@dataclass(frozen=True)
class RowSaid:
    """One row that can be taken in. expected: the version it was made from, 0 when there was no figure."""

    row: int
    agency: Agency
    numerator: int
    denominator: int | None
    excluded: int | None
    exclusions: str
    note: str
    reason: str
    expected: int


@dataclass(frozen=True)
class TableSaid:
    """What the file says: rows, or faults; never both."""

    rows: tuple[RowSaid, ...]
    faults: tuple[RowFault, ...]


def workbook(
    described: Described,
    start: date,
    end: date,
    agencies: Sequence[Agency],
    standing: Mapping[int, Figure],
) -> bytes:
    """The table to fill in: one row for each agency, with what stands there now."""
    columns = [
        SheetColumn(NUMBER, 8, "number", locked=True),
        SheetColumn(AGENCY, 44, locked=True),
        SheetColumn(NUMERATOR, 12, "number"),
        *([SheetColumn(DENOMINATOR, 12, "number")] if described.shape == "rate" else []),
        SheetColumn(EXCLUDED, 10, "number"),
        SheetColumn(EXCLUSIONS, 26),
        SheetColumn(NOTE, 26),
        SheetColumn(REASON, 26),
        SheetColumn(VERSION, 8, "number", locked=True),
    ]
    lines = (
        f"{described.code}. {in_language(described.title)}",
        f"{_('Kỳ')}: {period_words(start, end)}",
        f"{NUMERATOR}: {in_language(described.numerator)}",
        *((f"{DENOMINATOR}: {in_language(described.denominator)}",) if described.shape == "rate" else ()),
        _("Để trống tử số khi chưa có số liệu. Sửa số đã nhập thì ghi lý do."),
    )
    rows = tuple(_row_out(described, agency, standing.get(agency.pk)) for agency in agencies)
    return to_xlsx((Sheet(_("Số liệu"), tuple(columns), rows, lines, freeze=2, protects=True),))


def _row_out(described: Described, agency: Agency, figure: Figure | None) -> tuple[Value, ...]:
    here = figure is not None
    return (
        agency.pk,
        agency.name,
        figure.numerator if here else None,
        *([figure.denominator if here else None] if described.shape == "rate" else []),
        figure.excluded if here else None,
        figure.exclusions if here else "",
        figure.note if here else "",
        "",
        figure.row_version if here else 0,
    )


def read_figures(
    described: Described, data: bytes, name: str, agencies: Iterable[Agency], standing: Mapping[int, Figure]
) -> TableSaid:
    """The rows of a returned workbook, or of a table with the same headings; rows left empty are passed over.

    An agency is found by its number (Mã số) where the file has it, else by its name.
    """
    table = read_table_apart(data, name, header_holds=NUMERATOR)
    if not table.ok:
        return TableSaid(
            (),
            tuple(
                RowFault(
                    each.place.sheet or name,
                    each.place.row or 0,
                    "",
                    "",
                    in_language(Reason(each.vi, each.en)),
                    in_language(Reason(each.mend_vi, each.mend_en)),
                )
                for each in table.errors
            ),
        )
    missing = [
        column
        for column in (NUMERATOR, *([DENOMINATOR] if described.shape == "rate" else []))
        if column not in table.columns
    ]
    if missing or not {NUMBER, AGENCY} & set(table.columns):
        wanted = ", ".join(missing or [AGENCY])
        fix = _("Tải mẫu về và điền vào mẫu.")
        fault = RowFault(
            table.sheet or name,
            table.header_row,
            wanted,
            "",
            _("Thiếu cột %(columns)s.") % {"columns": wanted},
            fix,
        )
        return TableSaid((), (fault,))
    reader = _Reader(described, table, tuple(agencies), standing)
    return reader.read()


class _Reader:
    """Reads row by row and gathers every fault."""

    def __init__(
        self, described: Described, table: Table, agencies: tuple[Agency, ...], standing: Mapping[int, Figure]
    ) -> None:
        self.described, self.table, self.standing = described, table, standing
        self.by_id = {agency.pk: agency for agency in agencies}
        self.by_name: dict[str, list[Agency]] = {}
        for agency in agencies:
            self.by_name.setdefault(search_key(agency.name), []).append(agency)
        self.faults: list[RowFault] = []
        self.seen: dict[int, int] = {}

    def read(self) -> TableSaid:
        rows = [said for row in self.table.rows if (said := self._row(row)) is not None]
        return TableSaid((), tuple(self.faults)) if self.faults else TableSaid(tuple(rows), ())

    def _row(self, row: Row) -> RowSaid | None:
        cells = dict(zip(self.table.columns, row.cells, strict=True))
        exact = dict(zip(self.table.columns, row.numbers, strict=True))
        asked = [NUMERATOR, *([DENOMINATOR] if self.described.shape == "rate" else [])]
        if not any(cells.get(column, "").strip() for column in asked):
            return None
        before = len(self.faults)
        agency = self._agency(row, cells)
        numbers = {column: self._number(row, cells, exact, column) for column in asked}
        excluded = self._number(row, cells, exact, EXCLUDED, required=False)
        version = self._number(row, cells, exact, VERSION, required=False)
        numerator, denominator = numbers[NUMERATOR], numbers.get(DENOMINATOR)
        if numerator is not None and denominator is not None and numerator > denominator:
            rule = _("Tử số lớn hơn mẫu số %(den)s.") % {"den": denominator}
            self._fault(row, NUMERATOR, str(numerator), rule, _("Kiểm tra lại hai số."))
        if agency is None or len(self.faults) > before:
            return None
        figure = self.standing.get(agency.pk)
        expected = version if version is not None else (figure.row_version if figure else 0)
        said = RowSaid(
            row.number,
            agency,
            numerator or 0,
            denominator,
            excluded,
            cells.get(EXCLUSIONS, "").strip(),
            cells.get(NOTE, "").strip(),
            cells.get(REASON, "").strip(),
            expected,
        )
        if figure is not None and self._same(said, figure):
            return None
        if figure is not None and not said.reason:
            fix = _("Ghi vì sao số đã nhập (%(num)s) được sửa.") % {"num": figure.numerator}
            self._fault(row, REASON, "", _("Sửa số đã nhập phải có lý do."), fix)
            return None
        return said

    @staticmethod
    def _same(said: RowSaid, figure: Figure) -> bool:
        return not figure.is_withdrawn and (
            said.numerator,
            said.denominator,
            said.excluded,
            said.exclusions,
            said.note,
        ) == (figure.numerator, figure.denominator, figure.excluded, figure.exclusions, figure.note)

    def _agency(self, row: Row, cells: Mapping[str, str]) -> Agency | None:
        number, name = cells.get(NUMBER, "").strip(), cells.get(AGENCY, "").strip()
        if number.isascii() and number.isdigit() and len(number) < 19:
            found = [agency] if (agency := self.by_id.get(int(number))) is not None else []
        else:
            found = self.by_name.get(search_key(name), [])
        if len(found) != 1:
            rule = _("Có nhiều cơ quan cùng tên.") if found else _("Không có cơ quan này trong phạm vi.")
            self._fault(row, AGENCY, name or number, rule, _("Giữ nguyên cột Mã số của mẫu."))
            return None
        if found[0].pk in self.seen:
            rule = _("Cơ quan này đã có ở dòng %(row)d.") % {"row": self.seen[found[0].pk]}
            self._fault(row, AGENCY, name, rule, _("Giữ một dòng."))
            return None
        self.seen[found[0].pk] = row.number
        return found[0]

    def _number(
        self,
        row: Row,
        cells: Mapping[str, str],
        exact: Mapping[str, Fraction | None],
        column: str,
        *,
        required: bool = True,
    ) -> int | None:
        text = cells.get(column, "").strip()
        if not text:
            if required:
                self._fault(row, column, "", _("Ô này để trống."), _("Nhập số nguyên, 0 nếu không có."))
            return None
        value = exact.get(column)
        if value is None:
            number = read_whole(text)
        else:
            number = int(value) if value.denominator == 1 and 0 <= value <= MOST else None
        if number is None:
            fix = _("Ví dụ 264 hoặc 1.264.")
            self._fault(row, column, text, _("Phải là số nguyên không âm."), fix)
        return number

    def _fault(self, row: Row, column: str, value: str, rule: str, fix: str) -> None:
        self.faults.append(
            RowFault(self.table.sheet or self.table.name, row.number, column, value, rule, fix)
        )
