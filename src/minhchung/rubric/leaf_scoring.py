"""The leaves of one agency: each by its own rule, with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from minhchung.rubric.answers import ABSENT, Absent, Answer, NoneDone, NotApplicable
from minhchung.rubric.asking import (
    asked_first,
    may_claim_not_applicable,
    not_applicable_policy,
    pattern_of,
    place_of,
    read_by_the_rubric,
)
from minhchung.rubric.combining import ZERO, Done, under_policy
from minhchung.rubric.context import Context, Ruling
from minhchung.rubric.errors import Reason
from minhchung.rubric.kinds.base import At, kind_of, score_any, undecided
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.node_wrapping import wrapped
from minhchung.rubric.score import Outcome, Score, State
from minhchung.rubric.wording import en_points, vi_points


class Leaves:
    """The leaves of one agency, before gates and conditions. answers: by the code of a leaf."""

    def __init__(self, rubric: Rubric, answers: Mapping[str, Answer], context: Context) -> None:
        self._rubric, self._answers, self._context = rubric, answers, context
        self._rulings: dict[str, list[Ruling]] = {}
        for ruling in context.rulings:
            if rubric.has_node(ruling.code):
                self._rulings.setdefault(rubric.node(ruling.code).code, []).append(ruling)

    def scored(self, node: Node) -> Done:
        """A leaf by its own rule: under the readings of the rubric, then under the rulings of the round."""
        answer = self._answers.get(node.code, ABSENT)
        at = place_of(self._rubric, node, self._context)
        outcome = self._outcome(node, answer, at)
        ruled = False
        if outcome.state == "undecided" and node.readings:
            outcome, ruled = read_by_the_rubric(node, outcome)
        if outcome.state == "undecided" and node.code in self._rulings:
            outcome, ruled = self._ruled(node, answer, outcome)
        most = self.most(node)
        if outcome.state == "not_applicable":
            policy = not_applicable_policy(self._rubric, node)
            points, effective, tail = under_policy(policy, most)
            score = Score(
                node.code, node.title, points, effective, node.max, "not_applicable",
                (*outcome.reasons, tail), (), answer, outcome.value, ruled,
            )  # fmt: skip
            return Done(score, most or ZERO, (most or ZERO) if policy == "rescale_total" else ZERO, policy)
        state: State = outcome.state
        points, reasons = outcome.points, outcome.reasons
        if points is not None:
            state, points, more = wrapped(self._rubric, node, points, self._context.traits)
            reasons += more
        score = Score(
            node.code, node.title, points, most, node.max, state, reasons, (), answer, outcome.value, ruled
        )
        return Done(score, most or ZERO)

    def _outcome(self, node: Node, answer: Answer, at: At) -> Outcome:
        assert node.rule is not None
        if isinstance(answer, NotApplicable) and not may_claim_not_applicable(self._rubric, node.code):
            return undecided(
                "Tiêu chí này không cho phép khai không áp dụng",
                "This criterion does not allow a claim of not applicable",
            )
        if (
            node.gate is not None
            and node.gate.question
            and not isinstance(answer, (Absent, NotApplicable, NoneDone))
        ):
            return asked_first(node, answer, at)
        return score_any(node.rule, answer, at)

    def _ruled(self, node: Node, answer: Answer, outcome: Outcome) -> tuple[Outcome, bool]:
        rulings = self._rulings[node.code]
        pattern = pattern_of(answer) if any(ruling.pattern is not None for ruling in rulings) else None
        for ruling in rulings:
            if ruling.takes(outcome.value, pattern):
                reason = Reason(
                    f"Hội đồng quyết định: {ruling.reason} → {vi_points(ruling.points)}",
                    f"Ruling: {ruling.reason} → {en_points(ruling.points)}",
                )
                return Outcome("scored", ruling.points, (*outcome.reasons, reason), outcome.value), True
        return outcome, False

    def most(self, node: Node) -> Fraction | None:
        """The most a leaf can give: its declared max, or its rule's."""
        assert node.rule is not None
        if node.max is not None:
            return node.max if node.cap is None else min(node.max, node.cap)
        high: Fraction | None = kind_of(node.rule).bounds(
            node.rule, place_of(self._rubric, node, self._context)
        )[1]
        return high
