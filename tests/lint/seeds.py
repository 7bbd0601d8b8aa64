"""What lint, check and the proofreader find in the five seeds, each finding as (code, line)."""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path

from minhchung.proofread import proofread
from minhchung.rubric.lint import lint
from minhchung.rubric.model import Rubric
from minhchung.rubric.results import ResultsRow, check_results
from minhchung.rubric.shipped import load_shipped

DATA = Path(__file__).parent / "data"
SAMPLE = files("minhchung.home").joinpath("sample_data")
Found = tuple[str, int | None]
FIRST_ROW_OF_S0 = 135
TOTAL_LINE_OF_S2 = 316


@cache
def text_of(seed: str) -> str:
    """The seed's text, its own lines."""
    return (DATA / f"{seed}.txt").read_text(encoding="utf-8")


@cache
def findings(seed: str) -> Counter[Found]:
    """Every finding in a seed: the rubric's by lint, the results' by check, the report's by the proofreader."""
    return Counter(_FINDERS[seed]())


def _s0() -> list[Found]:
    rubric = load_shipped("ca-mau-iso-2018")
    found: list[Found] = [(each.code, each.line) for each in lint(rubric, published=text_of("S0"))]
    rows = _results(rubric, "ca-mau-2018.results.csv")
    line = {row.agency: number for number, row in enumerate(rows, FIRST_ROW_OF_S0)}
    found += [(each.code, line[each.agency]) for each in check_results(rubric, rows)]
    return found + [(each.code, each.line) for each in proofread(_around(text_of("S0"), 15, 127))]


def _s1() -> list[Found]:
    return [
        (each.code, each.line) for each in lint(load_shipped("quang-dien-cchc-2023"), published=text_of("S1"))
    ]


def _s2() -> list[Found]:
    rubric = load_shipped("dak-nong-iso-2022")
    found: list[Found] = [(each.code, each.line) for each in lint(rubric, published=text_of("S2"))]
    for each in check_results(rubric, _results(rubric, "krong-no-2022.stated.csv")):
        line = TOTAL_LINE_OF_S2 if each.node == "total" else rubric.node(each.node).line
        found.append((each.code, line))
    return found + _report("S2")


def _report(seed: str) -> list[Found]:
    return [(each.code, each.line) for each in proofread(text_of(seed))]


_FINDERS = {
    "S0": _s0,
    "S1": _s1,
    "S2": _s2,
    "S3": lambda: _report("S3"),
    "S4": lambda: _report("S4"),
}


def _around(text: str, first: int, last: int) -> str:
    """The text with these lines blank: what stands around the rubric, which lint has read."""
    lines = text.splitlines()
    return "\n".join("" if first <= number <= last else line for number, line in enumerate(lines, 1))


def _results(rubric: Rubric, name: str) -> list[ResultsRow]:
    rows = csv.DictReader(SAMPLE.joinpath(name).read_text(encoding="utf-8").splitlines())
    return [_row(rubric, cells) for cells in rows]


def _row(rubric: Rubric, cells: dict[str, str]) -> ResultsRow:
    stated = {code: Fraction(cell) for code, cell in cells.items() if cell and rubric.has_node(code)}
    total = Fraction(cells["total"]) if cells.get("total") else None
    return ResultsRow(cells["agency"], stated, total, cells.get("class") or "")
