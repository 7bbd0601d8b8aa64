"""Between rows and the rubric library: rubric of a version, context of an entry, answers in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from minhchung.rounds.models import Entry, LeafValue, Round
from minhchung.rounds.models import Ruling as RulingRow
from minhchung.rubric import ABSENT, Answer, Context, Fault, Node, Rubric, Ruling, answer_from_data
from minhchung.rubric.context import ParameterValue
from minhchung.viet.workdays import Calendar, vietnam_calendar, working_days_between


def node_of(rubric: Rubric, node_id: str) -> Node | None:
    """The leaf with this id, None when the rubric has no such leaf."""
    if not rubric.has_node(node_id):
        return None
    node = rubric.node(node_id)
    return node if node.is_leaf else None


def answer_of(rubric: Rubric, node_id: str, data: Any) -> Answer:
    """The answer kept in a row. Raises ValueError if the row holds what the rubric cannot read (a broken promise)."""
    if data is None:
        return ABSENT
    answer = answer_from_data(rubric, node_id, data)
    if isinstance(answer, list):
        raise ValueError(f"{node_id}: {[fault.value for fault in answer if isinstance(fault, Fault)]}")
    return answer


def context_of(entry: Entry, rulings: Iterable[RulingRow]) -> Context:
    """What the points of an entry depend on: the round's year and parameters, the entry's traits, the rulings."""
    return Context(
        year=entry.round.year,
        traits=dict(entry.traits),
        parameters=parameters_of(entry.round),
        rulings=tuple(ruling_of(row) for row in rulings),
        calendar=round_calendar(entry.round.year),
    )


@dataclass(frozen=True)
class WorkingDays:
    """Vietnam's working days as the rubric library asks for them."""

    calendar: Calendar

    def working_days(self, after: date, until: date) -> int:
        return working_days_between(after, until, self.calendar)


@lru_cache(maxsize=16)
def round_calendar(year: int) -> WorkingDays:
    """The calendar for a round of this year: the year before to the year after."""
    return WorkingDays(vietnam_calendar(range(year - 1, year + 2)))


def parameters_of(round: Round) -> Mapping[str, ParameterValue]:
    """The round's named parameters as typed values.

    Stored as {"name": {"kind": "date", "value": "2023-01-20"}}, kinds date, number ("5/2"), yes_no.
    """
    return {name: _typed(item["kind"], item["value"]) for name, item in round.parameters.items()}


def _typed(kind: str, value: Any) -> ParameterValue:
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "number":
        return Fraction(value)
    return bool(value)


def ruling_of(row: RulingRow) -> Ruling:
    """A kept ruling as the library's value (limits and points are kept as exact text)."""
    data = row.data
    return Ruling(
        code=row.node_id,
        points=Fraction(data["points"]),
        reason=row.words,
        lower=_fraction(data.get("lower")),
        lower_closed=data.get("lower_closed", True),
        upper=_fraction(data.get("upper")),
        upper_closed=data.get("upper_closed", True),
        pattern=data.get("pattern"),
    )


def _fraction(text: str | None) -> Fraction | None:
    return None if text in (None, "") else Fraction(str(text))


def answers_of(rubric: Rubric, values: Iterable[LeafValue]) -> dict[str, Answer]:
    """Code → answer for evaluate(), from the rows of one stage (or the standing row of each leaf)."""
    answers: dict[str, Answer] = {}
    for value in values:
        if value.answer is not None and rubric.has_node(value.node_id):
            answers[rubric.node(value.node_id).code] = answer_of(rubric, value.node_id, value.answer)
    return answers
