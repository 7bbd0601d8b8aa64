"""FILE on the command line: a published document, read into a rubric."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from minhchung.docread.place import Place
from minhchung.docread.problem import Problem
from minhchung.home.commands.fault import BadInput, InputFault, plain_place
from minhchung.home.commands.reading_rubric import read_bytes
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Finding

if TYPE_CHECKING:
    from minhchung.rubric.read import ReadRubric, Report

_DOCUMENTS = (".docx", ".pdf", ".html", ".htm", ".txt", ".xlsx")


def is_document(path: str) -> bool:
    """Whether a file is a document to be read: by its name, and not a workbook of `rubric export`."""
    if not path.lower().endswith(_DOCUMENTS):
        return False
    if not path.lower().endswith(".xlsx"):
        return True
    from minhchung.rubric.xlsx import is_rubric_workbook  # here: the readers of workbooks are slow to load

    return not is_rubric_workbook(read_bytes(path))


def read_document(path: str) -> ReadRubric:
    """The reading of a document. Raises BadInput when no rubric could be read from it, with every reason."""
    from minhchung.rubric.read import read_rubric  # here: the readers of PDF and Word are slow to load

    found = read_rubric(read_bytes(path), Path(path).name)
    if found.rubric is None:
        raise BadInput(_faults(found.report, path))
    return found


def own_lines(path: str) -> str | None:
    """The text of a document that has lines of its own, which its nodes' `line` count; None for any other."""
    if not path.lower().endswith(".txt"):
        return None
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def place_of(finding: Finding, report: Report) -> Place | None:
    """Where a finding stands in the document: its node's table and row, or the row of the option it is about.

    What is wrong with the total stands where the total does.
    """
    place = next((node.place for node in report.nodes if node.code == finding.node), None)
    if finding.code == "L102":
        return next((replace(h.place, file="") for h in report.head if h.what == "total" and h.place), None)
    if place is None:
        return None
    if finding.line is not None and place.line is None and place.page is None:
        return replace(place, file="", row=finding.line, column=None)
    return replace(place, file="", line=finding.line if place.line is not None else None)


def _faults(report: Report, file: str) -> list[InputFault]:
    from minhchung.rubric.read.refusals import fix_for  # here: the readers of PDF and Word are slow to load

    said = [InputFault(file, plain_place(""), "", fault, fix_for(fault)) for fault in report.faults]
    return said + [_from_problem(problem, file) for problem in report.problems if problem.severity == "error"]


def _from_problem(problem: Problem, file: str) -> InputFault:
    return InputFault(
        file,
        plain_place(""),
        "",
        Reason(problem.vi, problem.en),
        Reason(problem.mend_vi, problem.mend_en),
    )
