"""L308: one agency falls in two branches of which exactly one should be in force."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.branches import kinds_with
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject


def check(subject: Subject) -> Iterator[Spot]:
    """`combine: one_of`, and `by_agency` inside a leaf: every kind of agency is tried."""
    for node, kind, held in kinds_with(subject.rubric, lambda count: count > 1):
        yield Spot(
            Reason(
                f"Mục {node.code}: cơ quan có {kind} thuộc {len(held)} nhánh cùng lúc ({', '.join(held)}).",
                f"{node.code}: an agency with {kind} falls in {len(held)} branches ({', '.join(held)}).",
            ),
            Reason(
                "Sửa điều kiện để mỗi cơ quan chỉ thuộc một nhánh.",
                "Mend the conditions: one branch for each agency.",
            ),
            node.code,
            node.line,
            sample=kind,
            place=node.place,
        )


RULE = LintRule("L308", "error", Reason("Nhánh trùng nhau", "Branches overlap"), check)
