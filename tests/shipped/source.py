"""The published texts beside the rubrics, read by line number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from minhchung.rubric.model import (
    BandsRule,
    ChecklistItem,
    ChecklistRule,
    Choice,
    CountLine,
    CountsRule,
    DeductionsRule,
    Node,
    OptionsRule,
    Row,
    Rubric,
    Rule,
    SumOfRule,
)

DATA = Path(__file__).parent / "data"
Line = Choice | Row | CountLine | ChecklistItem


def source_lines(code: str) -> dict[int, str]:
    """Line number → text as published, outer blanks and markup taken off."""
    lines = (DATA / f"{code}.source.txt").read_text(encoding="utf-8").split("\n")
    return {n: re.sub(r"</?i>", "", text).replace("\u00a0", " ").strip() for n, text in enumerate(lines, 1)}


def lines_of(rule: Rule | None) -> Iterator[Line]:
    """Every option, row, counted line and checklist item of a rule."""
    match rule:
        case OptionsRule(choices=choices):
            yield from choices
        case BandsRule(rows=rows):
            yield from rows
        case CountsRule(lines=lines):
            yield from lines
        case ChecklistRule(items=items, rows=rows):
            yield from items
            yield from rows
        case DeductionsRule(table=table):
            yield from table
        case SumOfRule(parts=parts):
            for part in parts:
                yield from lines_of(part.rule)


def published_lines(rubric: Rubric) -> Iterator[tuple[Node, Line]]:
    """Every line of every rule that names its place in the source, with its leaf."""
    for node in rubric.leaves():
        for line in lines_of(node.rule):
            if line.line is not None:
                yield node, line


def points_of(line: Line) -> Fraction | None:
    """The points printed beside the line."""
    return line.cap if isinstance(line, CountLine) else line.points


def fraction(text: str) -> Fraction:
    """A number as printed: `0,5`, `67.5`, `8,0`."""
    return Fraction(text.replace(",", "."))
