"""L103: no option reaches the declared maximum (S1:1543, 1567, 1829)."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.points import rule_bounds
from minhchung.rubric.lint.subject import Subject
from minhchung.rubric.wording import en_number, plain, vi_number


def check(subject: Subject) -> Iterator[Spot]:
    """Exact: the most that the rule gives, inside the leaf's cap."""
    for node in subject.rubric.leaves():
        _, high = rule_bounds(subject.rubric, node)
        if node.max is None or high is None or high >= node.max or node.block != "normal":
            continue
        yield Spot(
            Reason(
                f"Mục {node.code} tối đa {vi_number(node.max)} điểm, nhưng phương án cao nhất chỉ "
                f"{vi_number(high)}: không ai đạt tối đa.",
                f"{node.code} is worth {en_number(node.max)}, but its best option gives {en_number(high)}: "
                "nobody can reach the maximum.",
            ),
            Reason(
                "Nâng phương án cao nhất, hoặc hạ điểm tối đa (và điểm mục cha).",
                "Raise the best option, or lower the maximum (and the heading above).",
            ),
            node.code,
            subject.points_line(node),
            sample=f"{vi_number(high)}/{vi_number(node.max)}",
            proposal=f"max: {plain(high)}",
            place=node.place,
        )


RULE = LintRule("L103", "error", Reason("Không đạt được tối đa", "Maximum out of reach"), check)
