"""What the rules look at: a rubric, its texts with their lines, its bands, its year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from minhchung.rubric.errors import Span
from minhchung.rubric.lint.published import Published, rubric_lines
from minhchung.rubric.model import (
    BestOfRule,
    ByAgencyRule,
    ChecklistItem,
    ChecklistRule,
    Choice,
    ConditionRow,
    ConditionsRule,
    CountLine,
    CountsRule,
    DeductionItem,
    DeductionsRule,
    FallbackRule,
    Node,
    OptionsRule,
    Row,
    Rubric,
    Rule,
    SumOfRule,
    YearsRule,
)

if TYPE_CHECKING:
    from minhchung.rubric.lint.figures import Figure

Role = Literal["head", "title", "text", "evidence", "option", "part"]
_YEAR = re.compile(r"năm\s+((?:19|20)\d\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the rubric: whose it is, what it is, where it stands."""

    text: str
    role: Role
    node: Node | None
    line: int | None
    place: Span | None = None


class Subject:
    """A rubric under lint, with the published text where it is at hand."""

    def __init__(self, rubric: Rubric, published: Published | None = None) -> None:
        self.rubric = rubric
        self.published = published
        self.kept_figures: tuple[Figure, ...] | None = None
        self.leaves_make_total: bool | None = None

    @cached_property
    def year(self) -> int | None:
        """The year scored: the one named in the title, else the year of issue where a title names none."""
        named = _YEAR.findall(self.rubric.title)
        if named:
            return int(named[-1])
        return self.rubric.issued_on.year if self.rubric.issued_on is not None else None

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """Every text of the rubric, in the order of the text."""
        return tuple(self._words())

    @cached_property
    def _lines(self) -> tuple[int, ...]:
        return tuple(sorted(set(rubric_lines(self.rubric))))

    @cached_property
    def first_line(self) -> int | None:
        """Where the rubric begins in the published text."""
        return self._lines[0] if self._lines else None

    @cached_property
    def last_line(self) -> int | None:
        """The last line that the rubric names."""
        return self._lines[-1] if self._lines else None

    def words_of(self, node: Node) -> tuple[Words, ...]:
        """The texts of one node, those of its rule included."""
        return tuple(each for each in self.words if each.node is node)

    def points_line(self, node: Node) -> int | None:
        """Where the node's declared points stand."""
        exact = self.published.points_line(node) if self.published is not None else None
        return exact if exact is not None else node.line

    def place_of_text(self, node: Node, text: str) -> int | None:
        """The line of a text that the model keeps no line for; the node's own where it is not found."""
        if self.published is None or node.line is None:
            return node.line
        below = [line for line in self._lines if line > node.line]
        own = max(lines_below(node), default=node.line)
        after = [line for line in below if line > own]
        end = after[0] if after else len(self.published.lines) + 1
        return self.published.find(text, node.line, end) or node.line

    def _words(self) -> Iterator[Words]:
        head = (self.rubric.title, *self.rubric.legal_basis)
        for text in head:
            yield Words(text, "head", None, None)
        for node in self.rubric.walk():
            yield Words(node.title, "title", node, node.line, node.place)
            if node.text:
                yield Words(node.text, "text", node, self.place_of_text(node, node.text), node.place)
            for text in node.evidence:
                yield Words(text, "evidence", node, self.place_of_text(node, text), node.place)
            for part in parts_of(node):
                place = getattr(part, "place", None) or node.place
                yield Words(part.text, "option", node, part_line(node, part), place)


Part = Choice | Row | ConditionRow | CountLine | DeductionItem | ChecklistItem


def rules_of(node: Node) -> tuple[Rule, ...]:
    """The node's rule and every rule inside it."""
    return tuple(_rules(node.rule)) if node.rule is not None else ()


def _rules(rule: Rule) -> Iterator[Rule]:
    yield rule
    match rule:
        case SumOfRule(parts=parts) | BestOfRule(parts=parts):
            for part in parts:
                yield from _rules(part.rule)
        case ByAgencyRule(cases):
            for case in cases:
                yield from _rules(case.rule)
        case FallbackRule(datum, otherwise):
            yield from _rules(datum)
            yield from _rules(otherwise)
        case YearsRule(inner):
            yield from _rules(inner)


def parts_of(node: Node) -> Iterator[Part]:
    """Options, rows, counted lines and items of the node's rules, in the order of the text."""
    for rule in rules_of(node):
        match rule:
            case OptionsRule(choices):
                yield from choices
            case ConditionsRule(rows=rows):
                yield from rows
            case CountsRule(lines):
                yield from lines
            case DeductionsRule(items=items, table=table):
                yield from items
                yield from table
            case ChecklistRule(items, rows):
                yield from items
                yield from rows
            case _:
                yield from getattr(rule, "rows", ())


def part_line(node: Node, part: Part) -> int | None:
    """The line of an option; the node's where it has none."""
    line = getattr(part, "line", None)
    return line if isinstance(line, int) else node.line


def lines_below(node: Node) -> Iterator[int]:
    """Lines of the node and of its own options."""
    if node.line is not None:
        yield node.line
    for part in parts_of(node):
        line = getattr(part, "line", None)
        if isinstance(line, int):
            yield line
