"""L505: a label stands twice under one heading."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.labels import sibling_groups
from minhchung.rubric.lint.subject import Subject


def check(subject: Subject) -> Iterator[Spot]:
    """Labels as printed; codes stay apart, for an answer needs one place."""
    for siblings in sibling_groups(subject.rubric):
        seen: dict[str, int | None] = {}
        for node in siblings:
            if node.label in seen:
                yield Spot(
                    Reason(
                        f"Nhãn “{node.label}” lặp lại (dòng {seen[node.label]} và {node.line}).",
                        f"Label “{node.label}” stands twice (lines {seen[node.label]} and {node.line}).",
                    ),
                    Reason("Đánh số lại.", "Number them again."),
                    node.code,
                    node.line,
                    sample=node.label,
                    place=node.place,
                )
            elif node.label:
                seen[node.label] = node.line


RULE = LintRule("L505", "error", Reason("Nhãn lặp", "Label repeated"), check)
