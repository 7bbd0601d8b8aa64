"""L105: the lowest option still gives points, so doing nothing scores (S0:115, 119)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.figures import figures
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.points import rule_bounds
from minhchung.rubric.lint.subject import Part, Subject, part_line
from minhchung.rubric.lint.words import denies_the_deed
from minhchung.rubric.model import Choice, Node, OptionsRule
from minhchung.rubric.wording import en_number, plain, vi_number


def check(subject: Subject) -> Iterator[Spot]:
    """Options where one says that nothing was done; bands whose row for the least value gives points."""
    for node in subject.rubric.leaves():
        low, _ = rule_bounds(subject.rubric, node)
        if low is None or low <= 0:
            continue
        row = _lowest_option(node) or _row_of_the_least(subject, node, low)
        if row is not None:
            yield _spot(node, row, low)


def _lowest_option(node: Node) -> Choice | None:
    if not isinstance(node.rule, OptionsRule):
        return None
    undone = [choice for choice in node.rule.choices if choice.none or denies_the_deed(choice.text)]
    return min(undone, key=lambda choice: choice.points) if undone else None


def _row_of_the_least(subject: Subject, node: Node, low: Fraction) -> Part | None:
    for figure in figures(subject):
        if figure.node is node and figure.banded:
            return min(figure.rows, key=lambda row: row.points)
    return None


def _spot(node: Node, row: Part, low: Fraction) -> Spot:
    share = f"{vi_number(low)}/{vi_number(node.max)}" if node.max is not None else vi_number(low)
    return Spot(
        Reason(
            f"Mục {node.code}: phương án thấp nhất vẫn được {vi_number(low)} điểm; không làm gì cũng được {share}.",
            f"{node.code}: the lowest option still gives {en_number(low)}; doing nothing scores.",
        ),
        Reason("Cho phương án thấp nhất 0 điểm.", "Give the lowest option 0 points."),
        node.code,
        part_line(node, row),
        sample=f"“{row.text}” → {vi_number(low)} điểm",
        proposal=f'{{ points: {plain(Fraction(0))}, text: "{row.text}" }}',
        place=node.place,
        row=row.text,
    )


RULE = LintRule("L105", "warning", Reason("Mức thấp nhất trên 0", "Floor above zero"), check)
