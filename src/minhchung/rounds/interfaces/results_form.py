"""A results table uploaded on the web: the rows, or every fault as a line for the form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from minhchung.docread.table import Table
from minhchung.docread.tables_apart import read_table_apart
from minhchung.rubric import Rubric
from minhchung.rubric.results import ResultsRow
from minhchung.rubric.results_table import TableFault, opened_table, results_in
from minhchung.ui.language import in_language

MOST_LINES: Final = 30


class BadTable(Exception):
    """The table cannot be taken as it is; `lines` name each cell, what is wrong, and what to do."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


def read_results(rubric: Rubric, data: bytes, name: str) -> list[ResultsRow]:
    """The rows of a RESULTS table; an empty cell is absent. Raises BadTable with every fault."""

    def read(header_holds: str) -> Table:
        return read_table_apart(data, name, header_holds=header_holds)

    rows, faults = results_in(rubric, *opened_table(read))
    if faults:
        raise BadTable(_lines(name, faults))
    return rows


def _lines(name: str, faults: Sequence[TableFault]) -> list[str]:
    """The first faults, and how many more there are: a table of another shape has one in every cell."""
    lines = [_line(name, fault) for fault in faults[:MOST_LINES]]
    if more := len(faults) - len(lines):
        lines.append(_("Và %(n)d chỗ khác; sửa các chỗ trên rồi tải lại để xem tiếp.") % {"n": more})
    return lines


def _line(name: str, fault: TableFault) -> str:
    """`ket-qua.csv, ô C7 (1.2): “hai”. Không phải là số. Ghi một số như 8,5.`"""
    where = ", ".join(part for part in (name, in_language(fault.place)) if part)
    rule = in_language(fault.rule)
    named = not fault.value or f"“{fault.value}”" in rule
    value = "" if named else f" “{fault.value}”."
    return f"{where}:{value} {rule} {in_language(fault.fix)}"
