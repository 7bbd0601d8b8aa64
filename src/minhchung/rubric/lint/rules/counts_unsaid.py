"""L307: several counted lines under one maximum, and whether they add up is not said (S1:351–375)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject, part_line, rules_of
from minhchung.rubric.model import CountsRule
from minhchung.rubric.wording import vi_number


def check(subject: Subject) -> Iterator[Spot]:
    """`combine: unsaid` on two lines or more."""
    for node in subject.rubric.leaves():
        for rule in rules_of(node):
            if not isinstance(rule, CountsRule) or rule.combine != "unsaid" or len(rule.lines) < 2:
                continue
            add = sum((line.each for line in rule.lines), Fraction(0))
            best = max(line.each for line in rule.lines)
            yield Spot(
                Reason(
                    f"Mục {node.code}: {len(rule.lines)} dòng đếm, không nói cộng các dòng hay chỉ lấy một dòng.",
                    f"{node.code}: {len(rule.lines)} counted lines; whether they add up or one counts is not said.",
                ),
                Reason("Ghi “cộng” hoặc “lấy mức cao nhất”.", "Say that they add, or that the best counts."),
                node.code,
                part_line(node, rule.lines[0]),
                sample=f"mỗi dòng một việc → {vi_number(add)} hoặc {vi_number(best)} điểm",
                proposal="combine: add",
                place=node.place,
            )


RULE = LintRule("L307", "error", Reason("Không nói cộng hay chọn", "Add or choose is not said"), check)
