"""L104: a rule gives more than the declared maximum, and no cap is said."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.points import rule_bounds
from minhchung.rubric.lint.subject import Subject
from minhchung.rubric.wording import en_number, vi_number


def check(subject: Subject) -> Iterator[Spot]:
    """Bonus blocks are outside the maximum; a negative one (`Điểm trừ: -5`) is how much can be taken."""
    for node in subject.rubric.leaves():
        _, high = rule_bounds(subject.rubric, node)
        if node.max is None or node.max < 0 or high is None or high <= node.max or node.block != "normal":
            continue
        yield Spot(
            Reason(
                f"Mục {node.code} tối đa {vi_number(node.max)} điểm, nhưng có thể được {vi_number(high)}.",
                f"{node.code} is worth {en_number(node.max)}, but {en_number(high)} can be given.",
            ),
            Reason(
                "Hạ điểm của phương án, hoặc ghi mức tối đa được tính.",
                "Lower the option, or say the most that counts.",
            ),
            node.code,
            subject.points_line(node),
            sample=f"{vi_number(high)}/{vi_number(node.max)}",
            proposal="cap: max",
            place=node.place,
        )


RULE = LintRule("L104", "error", Reason("Vượt điểm tối đa", "More than the maximum"), check)
