"""L309: a kind of agency that no branch is for."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.branches import kinds_with
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject


def check(subject: Subject) -> Iterator[Spot]:
    """Only values that the rubric declares for its traits can be told to be missing."""
    for node, kind, _ in kinds_with(subject.rubric, lambda count: count == 0):
        yield Spot(
            Reason(
                f"Mục {node.code}: cơ quan có {kind} không thuộc nhánh nào.",
                f"{node.code}: an agency with {kind} falls in no branch.",
            ),
            Reason(
                "Thêm nhánh, hoặc ghi là không áp dụng.", "Add a branch, or say that it is not applicable."
            ),
            node.code,
            node.line,
            sample=kind,
            place=node.place,
        )


RULE = LintRule("L309", "error", Reason("Thiếu nhánh", "Branch missing"), check)
