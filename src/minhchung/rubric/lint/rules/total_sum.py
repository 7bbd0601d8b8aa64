"""L102: the rubric's total is not the sum of its sections (S1:1895)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.points import addends, agency_kinds, best_of
from minhchung.rubric.lint.subject import Subject
from minhchung.rubric.traits import holds
from minhchung.rubric.wording import en_number, plain, vi_number

_TOTAL = re.compile(r"^\W*(?:IV|V|VI)?\W*(?:TỔNG|CỘNG)\b", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Spot]:
    """Sections are added for each kind of agency that their `when` tells apart."""
    rubric = subject.rubric
    if rubric.total is None:
        return
    for traits in agency_kinds(rubric, rubric.nodes):
        present = [n for n in rubric.nodes if n.block == "normal" and holds(n.when, traits) is True]
        values = [value for node in present if (value := best_of(rubric, node)) is not None]
        total = sum(values, Fraction(0))
        if len(values) < len(present) or rubric.total in (total, total + _bonus(subject, traits)):
            continue
        leaves = [best_of(rubric, leaf) or Fraction(0) for leaf in rubric.leaves() if leaf.block == "normal"]
        deep_vi = deep_en = ""
        if not traits and sum(leaves) == rubric.total:
            deep_vi = f" Các tiêu chí cộng đúng {vi_number(rubric.total)}: điểm ở mục cha sai."
            deep_en = f" The leaves do add up to {en_number(rubric.total)}: the headings are wrong."
        vi, en = addends(values)
        yield Spot(
            Reason(
                f"Tổng điểm ghi {vi_number(rubric.total)}, các mục lớn cộng được {vi}.{deep_vi}",
                f"The total is declared as {en_number(rubric.total)}; the sections add up to {en}.{deep_en}",
            ),
            Reason("Sửa điểm của mục lớn hoặc tổng điểm.", "Mend the sections or the total."),
            line=_line(subject),
            sample=vi,
            proposal=f"total: {plain(total)}" if not deep_vi else None,
        )
        return


def _bonus(subject: Subject, traits: dict[str, str]) -> Fraction:
    """What the sections of bonus points are worth: some totals count them in (`90 điểm chuẩn, 10 điểm thưởng: 100`)."""
    nodes = [
        node for node in subject.rubric.nodes if node.block == "bonus" and holds(node.when, traits) is True
    ]
    return sum((best_of(subject.rubric, node) or Fraction(0) for node in nodes), Fraction(0))


def _line(subject: Subject) -> int | None:
    """The published row that says "cộng" or "tổng": its number is in it, or in the cell after it."""
    if subject.published is None:
        return None
    lines = list(range((subject.last_line or 0) + 1, len(subject.published.lines) + 1))
    for number in lines:
        if _TOTAL.match(subject.published.line(number)):
            after = subject.published.next_filled(number)
            return after if after is not None and subject.published.is_number_cell(after) else number
    return None


RULE = LintRule("L102", "error", Reason("Tổng điểm sai", "Total does not add up"), check)
