"""The published text a rubric was taken from, where its lines are at hand: places of what the model keeps no line for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from minhchung.rubric.model import Node, Rubric
from minhchung.viet.folding import search_key

NUMBER_CELL = re.compile(r"\d{1,3}(?:[.,]\d+)?")
_EDGE = " -+*•\t;.:"


class Published:
    """Lines of the published text, counted from 1. Nothing here is needed for linting: it makes places exact."""

    def __init__(self, text: str) -> None:
        self.lines = tuple(text.splitlines())
        self._keys = tuple(search_key(line).strip(_EDGE) for line in self.lines)

    def line(self, number: int) -> str:
        """The line with this number, stripped; empty beyond the end."""
        return self.lines[number - 1].strip() if 1 <= number <= len(self.lines) else ""

    def find(self, text: str, start: int, end: int) -> int | None:
        """The first line from start to before end that says this text, wholly or within it."""
        key = search_key(text).strip(_EDGE)
        span = range(max(start, 1), min(end, len(self.lines) + 1))
        for number in span:
            if key and self._keys[number - 1] == key:
                return number
        for number in span:
            if key and key in self._keys[number - 1]:
                return number
        return None

    def first(self, pattern: re.Pattern[str]) -> int | None:
        """The first line in which the pattern is found."""
        return next((n for n, line in enumerate(self.lines, 1) if pattern.search(line)), None)

    def is_number_cell(self, number: int) -> bool:
        """Whether the line holds a number and nothing else."""
        return NUMBER_CELL.fullmatch(self.line(number)) is not None

    def next_filled(self, number: int) -> int | None:
        """The next line that is not blank."""
        return next((n for n in range(number + 1, len(self.lines) + 1) if self.line(n)), None)

    def points_line(self, node: Node) -> int | None:
        """Where the node's points stand: in its own line, or in the cell after it."""
        if node.line is None:
            return None
        after = self.next_filled(node.line)
        return after if after is not None and self.is_number_cell(after) else node.line


def rubric_lines(rubric: Rubric) -> Iterator[int]:
    """Every line of the published text that the rubric says it was taken from."""
    for node in rubric.walk():
        if node.line is not None:
            yield node.line
        if node.rule is not None:
            yield from lines_of_rule(node.rule)


def lines_of_rule(rule: object) -> Iterator[int]:
    """The lines of a rule's options, rows, items and parts."""
    if isinstance(rule, tuple):
        for each in rule:
            yield from lines_of_rule(each)
        return
    line = getattr(rule, "line", None)
    if isinstance(line, int):
        yield line
    for name in (
        "choices",
        "rows",
        "lines",
        "items",
        "table",
        "parts",
        "cases",
        "rule",
        "datum",
        "otherwise",
    ):
        below = getattr(rule, name, None)
        if below is not None and not isinstance(below, bool):
            yield from lines_of_rule(below)


def published_text(code: str) -> str | None:
    """The published text of a shipped rubric, where it is kept: the lines that its `line` numbers count."""
    kept = files("minhchung.rubric.lint").joinpath("published_texts", f"{code}.txt")
    return kept.read_text(encoding="utf-8") if kept.is_file() else None
