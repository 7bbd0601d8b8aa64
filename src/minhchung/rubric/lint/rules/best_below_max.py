"""L103: no option reaches the declared maximum (S1:1543, 1567, 1829)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.points import rule_bounds
from minhchung.rubric.lint.subject import Subject
from minhchung.rubric.model import BandsRule, Choice, Node, OptionsRule, Row
from minhchung.rubric.wording import en_number, plain, vi_number


def check(subject: Subject) -> Iterator[Spot]:
    """Exact: the most that the rule gives, inside the leaf's cap."""
    for node in subject.rubric.leaves():
        _, high = rule_bounds(subject.rubric, node)
        if node.max is None or high is None or high >= node.max or node.block != "normal":
            continue
        best = _best(node)
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
            proposal=_raised(best, node.max) if best is not None else f"max: {plain(high)}",
            place=node.place,
            row=best.text if best is not None else None,
        )


def _best(node: Node) -> Choice | Row | None:
    """The one option or band that gives most; None where several do, or it has no words."""
    match node.rule:
        case OptionsRule(choices, "one") if choices:
            parts: tuple[Choice | Row, ...] = choices
        case BandsRule(rows=rows) if rows:
            parts = rows
        case _:
            return None
    most = max(part.points for part in parts)
    best = [part for part in parts if part.points == most]
    return best[0] if len(best) == 1 and best[0].text else None


def _raised(best: Choice | Row, points: Fraction) -> str:
    """The best option with the declared points: the sums above stay as they are."""
    return f"{{ points: {plain(points)}, text: {json.dumps(best.text, ensure_ascii=False)} }}"


RULE = LintRule("L103", "error", Reason("Không đạt được tối đa", "Maximum out of reach"), check)
