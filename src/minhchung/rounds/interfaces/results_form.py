"""A results table uploaded on the web: the rows, or every fault as a line for the form."""

from __future__ import annotations

from minhchung.rubric import Rubric
from minhchung.rubric.results import ResultsRow
from minhchung.rubric.results_table import TableFault
from minhchung.rubric.results_table import read_results as read_table_of_results
from minhchung.ui.language import in_language


class BadTable(Exception):
    """The table cannot be taken as it is; `lines` name each cell, what is wrong, and what to do."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


def read_results(rubric: Rubric, data: bytes, name: str) -> list[ResultsRow]:
    """The rows of a RESULTS table; an empty cell is absent. Raises BadTable with every fault."""
    rows, faults = read_table_of_results(rubric, data, name)
    if faults:
        raise BadTable([_line(name, fault) for fault in faults])
    return rows


def _line(name: str, fault: TableFault) -> str:
    """`ket-qua.csv, ô C7 (1.2): “hai”. Không phải là số. Ghi một số như 8,5.`"""
    where = ", ".join(part for part in (name, in_language(fault.place)) if part)
    value = f" “{fault.value}”." if fault.value else ""
    return f"{where}:{value} {in_language(fault.rule)} {in_language(fault.fix)}"
