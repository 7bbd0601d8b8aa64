"""What a rubric says of one node before it is scored: where its rule stands, who may claim what, which tests hold."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

from minhchung.rubric.answering import answer_to_data
from minhchung.rubric.answers import Absent, Answer, Option, Parts, Ticks
from minhchung.rubric.context import EMPTY, Context
from minhchung.rubric.errors import Reason
from minhchung.rubric.kinds.base import At, score_any, scored
from minhchung.rubric.model import (
    Limits,
    NaPolicy,
    Node,
    NodeTest,
    Rubric,
    ZeroPolicy,
)
from minhchung.rubric.reader import yes_no
from minhchung.rubric.score import Outcome, Score, State
from minhchung.rubric.wording import en_points, vi_points

HINDERING: tuple[State, ...] = ("absent", "undecided", "pending")
"""States that leave what stands above open, the one that goes before first."""


def place_of(rubric: Rubric, node: Node, context: Context = EMPTY) -> At:
    """Where the node's rule stands."""
    zero: ZeroPolicy = rubric.zero_denominator if node.zero_denominator is None else node.zero_denominator
    return At(node.code, node.id, node.max, rubric.step, zero, context, "", rubric._parameters)


def may_claim_not_applicable(rubric: Rubric, code: str) -> bool:
    """Whether an agency may claim that the leaf does not apply to it."""
    node = rubric.leaf(code)
    if node.not_applicable is not None:
        return node.not_applicable.claimable
    return rubric.not_applicable is not None


def not_applicable_policy(rubric: Rubric, node: Node) -> NaPolicy:
    """What happens to the node's points when it is not applicable; `not_scored` where nothing is said."""
    own = node.not_applicable.policy if node.not_applicable is not None else None
    return own or rubric.not_applicable or "not_scored"


def declared(rubric: Rubric, name: str, context: Context) -> bool | None:
    """A có/không parameter: what the round or the council set, else its default; None when neither says."""
    value = context.parameters.get(name)
    if value is None:
        parameter = rubric.parameter(name)
        value = parameter.default if parameter is not None and isinstance(parameter.default, str) else None
    if isinstance(value, bool):
        return value
    return yes_no(value) if isinstance(value, str) else None


def pattern_of(answer: Answer) -> str:
    """An answer's plain form as one line, by which a ruling can name it."""
    return json.dumps(answer_to_data(answer), ensure_ascii=False, sort_keys=True)


def node_test_holds(test: NodeTest, score: Score, answer: Answer | None) -> bool | None:
    """Whether a test on a scored node holds; None while the node is not final."""
    if test.options:
        return option_holds(test, answer)
    if score.state in HINDERING or score.points is None:
        return None
    if not test.share:
        return within(test.limits, score.points)
    if not score.max:
        return None
    return within(test.limits, score.points / score.max)


def option_holds(test: NodeTest, answer: Answer | None) -> bool | None:
    """Whether one of the options tested for was chosen; None without an answer."""
    match answer:
        case None | Absent():
            return None
        case Option():
            return answer.id in test.options
        case Ticks():
            return any(wanted in answer.ids for wanted in test.options)
        case _:
            return False


def within(limits: Limits, value: Fraction) -> bool:
    """Whether a value meets every limit."""
    return all(limit.holds(value) for limit in limits)


def asked_first(node: Node, answer: Answer, at: At) -> Outcome:
    """A leaf with a question of its own: `gate` first, then `value`."""
    assert node.gate is not None and node.rule is not None
    question = node.gate.question
    if not isinstance(answer, Parts):
        return Outcome("absent", None, (Reason(f"Chưa trả lời: {question}", f"Not answered: {question}"),))
    gate = answer.get("gate")
    if not isinstance(gate, Option):
        return Outcome("absent", None, (Reason(f"Chưa trả lời: {question}", f"Not answered: {question}"),))
    if gate.id == "no":
        return scored(node.gate.otherwise, f"{question} Không", f"{question} No")
    inner = score_any(node.rule, answer.get("value"), at)
    return replace(inner, reasons=(Reason(f"{question} Có", f"{question} Yes"), *inner.reasons))


def read_by_the_rubric(node: Node, outcome: Outcome) -> tuple[Outcome, bool]:
    """An undecided answer under the readings that the rubric itself states, the first that takes it."""
    for reading in node.readings:
        if reading.takes(outcome.value):
            reason = Reason(
                f"Cách hiểu ghi trong bộ tiêu chí: {reading.text} → {vi_points(reading.points)}",
                f"As the rubric says it is read: {reading.text} → {en_points(reading.points)}",
            )
            return Outcome("scored", reading.points, (*outcome.reasons, reason), outcome.value), True
    return outcome, False
