"""Between rows and the rubric library: rubric of a version, context of an entry, answers in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from minhchung.criteria.domain.library import rubric_of
from minhchung.rounds.models import Entry, LeafValue, Round
from minhchung.rounds.models import Ruling as RulingRow
from minhchung.rubric import ABSENT, Answer, Context, Fault, Node, Rubric, Ruling, answer_from_data
from minhchung.rubric.context import EMPTY, ParameterValue
from minhchung.rubric.period import period_context, read_parameters, read_ruling

__all__ = [
    "answer_of",
    "answers_of",
    "context_of",
    "node_of",
    "parameters_of",
    "rubric_of",
    "ruling_of",
    "shared_context",
]


def node_of(rubric: Rubric, node_id: str) -> Node | None:
    """The leaf with this id, None when the rubric has no such leaf."""
    if not rubric.has_node(node_id):
        return None
    node = rubric.node(node_id)
    return node if node.is_leaf else None


def answer_of(rubric: Rubric, node_id: str, data: Any, context: Context = EMPTY) -> Answer:
    """The answer kept in a row; context: the agency's traits, where the rule branches by them.

    Raises ValueError if the row holds what the rubric cannot read (a broken promise).
    """
    if data is None:
        return ABSENT
    answer = answer_from_data(rubric, node_id, data, context)
    if isinstance(answer, list):
        raise ValueError(f"{node_id}: {[fault.value for fault in answer if isinstance(fault, Fault)]}")
    return answer


def context_of(entry: Entry, rulings: Iterable[RulingRow]) -> Context:
    """What the points of an entry depend on: the round's year and parameters, the entry's traits, the rulings."""
    return period_context(
        entry.round.year, entry.round.parameters, (ruling_of(row) for row in rulings), dict(entry.traits)
    )


def shared_context(round: Round) -> Context:
    """What all agencies of a round share: its year, parameters and rulings."""
    return period_context(round.year, round.parameters, (ruling_of(row) for row in round.rulings.all()))


def parameters_of(round: Round) -> Mapping[str, ParameterValue]:
    """The round's named parameters as typed values.

    Stored as {"name": {"kind": "date", "value": "2023-01-20"}}, kinds date, number ("5/2"), yes_no.
    """
    return read_parameters(round.parameters)


def ruling_of(row: RulingRow) -> Ruling:
    """A kept ruling as the library's value."""
    return read_ruling(row.node_id, row.data, row.words)


def answers_of(rubric: Rubric, values: Iterable[LeafValue], context: Context = EMPTY) -> dict[str, Answer]:
    """Code → answer for evaluate(), from the rows of one stage (or the standing row of each leaf).

    context: the agency's traits, where a rule branches by them.
    """
    answers: dict[str, Answer] = {}
    for value in values:
        if value.answer is not None and rubric.has_node(value.node_id):
            answers[rubric.node(value.node_id).code] = answer_of(rubric, value.node_id, value.answer, context)
    return answers
