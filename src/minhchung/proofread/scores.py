"""The table of a self-assessment inside a report: code, title, maximum, own points, one row a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from minhchung.proofread.report import Report

_TAGS = re.compile(r"</?[a-z]+>")
_POINTS = re.compile(r"\d{1,3}(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """One criterion as self-scored."""

    label: str
    title: str
    most: Fraction
    points: Fraction
    line: int


def scored_rows(report: Report) -> tuple[ScoredRow, ...]:
    """Rows of four cells, parted by tabs, whose last two are points."""
    rows: list[ScoredRow] = []
    for number, line in enumerate(report.lines, 1):
        cells = [_TAGS.sub("", cell).strip() for cell in line.split("\t")]
        if len(cells) == 4 and cells[1] and _POINTS.fullmatch(cells[2]) and _POINTS.fullmatch(cells[3]):
            most, points = (Fraction(cell.replace(",", ".")) for cell in cells[2:])
            rows.append(ScoredRow(cells[0], cells[1], most, points, number))
    return tuple(rows)
