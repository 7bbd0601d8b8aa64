"""Scoring: a rubric, one agency's answers and what they depend on, into a tree of points, states and reasons."""

from __future__ import annotations

from collections.abc import Mapping

from minhchung.rubric.answers import Answer
from minhchung.rubric.asking import (
    declared,
    may_claim_not_applicable,
    node_test_holds,
    not_applicable_policy,
    pattern_of,
    place_of,
)
from minhchung.rubric.context import EMPTY, Context
from minhchung.rubric.model import (
    Rubric,
)
from minhchung.rubric.score import LeafScore, Score
from minhchung.rubric.session import Session

__all__ = [
    "declared",
    "evaluate",
    "evaluate_leaf",
    "evaluate_node",
    "may_claim_not_applicable",
    "node_test_holds",
    "not_applicable_policy",
    "pattern_of",
    "place_of",
]


def evaluate(rubric: Rubric, answers: Mapping[str, Answer], context: Context = EMPTY) -> Score:
    """Score one agency.

    answers: by leaf code (or id, or a parent with one leaf below it); a leaf left out is absent, never zero.
    Returns the root: `total` is rounded as the rubric says; it is final only when `is_complete`.
    Raises UnknownNode for an answer to a node the rubric lacks; BrokenAnswer for a type the rule cannot take.
    """
    return Session(rubric, answers, context).root()


def evaluate_node(
    rubric: Rubric, code: str, answers: Mapping[str, Answer], context: Context = EMPTY
) -> Score:
    """One node as `evaluate` scores it, without the sections it has nothing to do with.

    Raises what `evaluate` raises.
    """
    return Session(rubric, answers, context).below(rubric.node(code).code)


def evaluate_leaf(
    rubric: Rubric,
    code: str,
    answer: Answer,
    context: Context = EMPTY,
    answers: Mapping[str, Answer] | None = None,
) -> LeafScore:
    """Score one leaf, as at autosave.

    answers: the entry's other answers, for a gate on another node; without them such a gate is pending.
    """
    node = rubric.leaf(code)
    known = dict(answers or {}) | {node.code: answer}
    session = Session(rubric, known, context, whole=answers is not None)
    score = session.done(node).score
    return LeafScore(node.code, score.points, score.max, score.state, score.reasons, score.value, score.ruled)
