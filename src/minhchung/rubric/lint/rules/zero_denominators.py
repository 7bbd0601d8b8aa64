"""L410: rates of the rubric for which 0/0 is not said."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.measures import measures_of
from minhchung.rubric.lint.rules import zero_denominator
from minhchung.rubric.lint.subject import Subject
from minhchung.rubric.model import Node


def check(subject: Subject) -> Iterator[Spot]:
    """One note for all of them; those that will surely meet it have L404."""
    certain = {spot.node for spot in zero_denominator.check(subject)}
    open_leaves = [
        leaf for leaf in subject.rubric.leaves() if leaf.code not in certain and _is_open(subject, leaf)
    ]
    if not open_leaves:
        return
    codes = ", ".join(leaf.code for leaf in open_leaves)
    yield Spot(
        Reason(
            f"{len(open_leaves)} tiêu chí tính theo tỷ lệ không nói điểm khi mẫu số bằng 0: {codes}.",
            f"{len(open_leaves)} rates do not say the points when the denominator is 0: {codes}.",
        ),
        Reason("Ghi quy tắc chung cho mẫu số bằng 0.", "State a common rule for a denominator of 0."),
        line=open_leaves[0].line,
        sample="0/0",
        proposal="zero_denominator: not_applicable",
    )


def _is_open(subject: Subject, leaf: Node) -> bool:
    policy = leaf.zero_denominator if leaf.zero_denominator is not None else subject.rubric.zero_denominator
    return policy == "undecided" and any(measure.kind == "rate" for measure in measures_of(leaf))


RULE = LintRule("L410", "note", Reason("0/0 chưa có quy tắc chung", "No common rule for 0/0"), check)
