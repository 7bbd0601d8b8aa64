"""L302: no option for who did nothing at all (S0:22–23, 27–28)."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject, part_line
from minhchung.rubric.lint.words import denies_the_deed
from minhchung.rubric.model import OptionsRule
from minhchung.rubric.wording import vi_number


def check(subject: Subject) -> Iterator[Spot]:
    """Every option presupposes that something was done, and the lowest still gives points."""
    for node in subject.rubric.leaves():
        if not isinstance(node.rule, OptionsRule) or node.rule.pick != "one":
            continue
        choices = node.rule.choices
        lowest = min(choices, key=lambda choice: choice.points)
        undone = any(choice.none or denies_the_deed(choice.text) for choice in choices)
        if undone or lowest.points <= 0:
            continue
        yield Spot(
            Reason(
                f"Mục {node.code}: không có phương án cho cơ quan không thực hiện; phương án thấp nhất được "
                f"{vi_number(lowest.points)} điểm.",
                f"{node.code}: no option for an agency that did nothing; the lowest option gives "
                f"{vi_number(lowest.points)}.",
            ),
            Reason(
                "Thêm phương án 0 điểm cho việc không thực hiện.",
                "Add an option of 0 points for not doing it.",
            ),
            node.code,
            part_line(node, lowest),
            sample="không thực hiện: không có điểm",
            proposal='{ points: 0, text: "Không thực hiện", none: có }',
            place=node.place,
        )


RULE = LintRule("L302", "error", Reason("Thiếu phương án không thực hiện", "Not done has no option"), check)
