"""Write one leaf's value at one stage: scored, versioned, its history kept. Every screen that scores comes through here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from minhchung.agencies.models import Post, User
from minhchung.ledger.domain.versions import StaleRow, save_version
from minhchung.rounds.domain.engine import answer_of, context_of, rubric_of
from minhchung.rounds.enums import LeafState, Stage, Verdict
from minhchung.rounds.models import Entry, LeafRevision, LeafValue
from minhchung.rubric import ABSENT, Answer, Context, LeafScore, Rubric, answer_to_data, evaluate_leaf
from minhchung.rubric.context import EMPTY

Key = tuple[int, str]
"""Entry id, node id."""
ORDER = (Stage.FINAL, Stage.EXPLAINED, Stage.SECOND, Stage.APPRAISED, Stage.SELF)
"""The stage that stands, first found wins."""


@dataclass(frozen=True)
class NewValue:
    """What a person says of a leaf. answer None keeps it absent; `reason` is required for a change."""

    answer: Answer | None
    verdict: Verdict = Verdict.ENTERED
    reason: str = ""
    note: str = ""


def save_value(
    *,
    entry: Entry,
    node_id: str,
    stage: Stage,
    new: NewValue,
    actor: User | None,
    post: Post | None,
    at: datetime,
    expected: int,
    row: LeafValue | None = None,
) -> LeafValue:
    """Score and keep the value; expected is the row_version the person saw, 0 when there was none.

    row: the value at this stage, when the caller has just read it.

    Raises StaleRow (with the row that stands) when somebody saved in between. Five queries at most, whatever the
    size of the rubric. The caller holds the transaction and has checked who may write here. The agency's own value
    that says what stands already is not written again: a second press is no second change.
    """
    rubric = rubric_of(entry.round.rubric)
    context = context_of(entry, entry.round.rulings.filter(node_id=node_id))
    fields = scored_fields(rubric, node_id, new, context)
    if expected and row is None:
        row = LeafValue.objects.filter(entry=entry, node_id=node_id, stage=stage).first()
    if stage == Stage.SELF and row is not None and stands_already(row, expected, fields):
        return row
    value = _write(entry, node_id, stage, expected, {**fields, "by": actor, "post": post, "at": at}, row)
    keep_revision(value)
    return value


def stands_already(value: LeafValue, expected: int, fields: Mapping[str, Any]) -> bool:
    """Whether the value is the one that was seen and these columns would change nothing in it."""
    return value.row_version == expected and all(
        getattr(value, name) == each for name, each in fields.items()
    )


def scored_fields(rubric: Rubric, node_id: str, new: NewValue, context: Context) -> dict[str, Any]:
    """The columns of a LeafValue for this answer, points and reasons computed now."""
    score = score_leaf(rubric, node_id, new.answer, context)
    return {
        "answer": None if new.answer is None or new.answer == ABSENT else answer_to_data(new.answer),
        "points": score.points,
        "state": LeafState(score.state) if score.state in LeafState.values else LeafState.PENDING,
        "reasons": [[reason.vi, reason.en] for reason in score.reasons],
        "verdict": new.verdict,
        "reason": new.reason.strip(),
        "note": new.note.strip(),
        "draft": None,
    }


def score_leaf(rubric: Rubric, node_id: str, answer: Answer | None, context: Context) -> LeafScore:
    return evaluate_leaf(rubric, rubric.node(node_id).code, ABSENT if answer is None else answer, context)


def _write(
    entry: Entry, node_id: str, stage: Stage, expected: int, fields: dict[str, Any], row: LeafValue | None
) -> LeafValue:
    if expected:
        if row is None:
            raise StaleRow(
                LeafValue(entry=entry, node_id=node_id, stage=stage, row_version=0, at=fields["at"])
            )
        return save_version(row, expected=expected, **fields)
    try:
        with transaction.atomic():
            return LeafValue.objects.create(entry=entry, node_id=node_id, stage=stage, **fields)
    except IntegrityError:
        raise StaleRow(LeafValue.objects.get(entry=entry, node_id=node_id, stage=stage)) from None


def standing(values: list[LeafValue]) -> dict[str, LeafValue]:
    """Node id → the value that stands: final, else after explanation, else appraised, else self."""
    chosen: dict[str, LeafValue] = {}
    for stage in reversed(ORDER):
        for value in values:
            if value.stage == stage:
                chosen[value.node_id] = value
    return chosen


def kept_answer(rubric: Rubric, value: LeafValue | None, context: Context = EMPTY) -> Answer:
    """What a row says; context: the agency's traits, where the rule branches by them."""
    return ABSENT if value is None else answer_of(rubric, value.node_id, value.answer, context)


def rescore(*, value: LeafValue, context: Context, actor: User, post: Post | None, at: datetime) -> bool:
    """Score a kept answer again after a ruling; whether anything changed. Whose answer it is, and when, stays.

    The new points are a revision of their own, in the name of who ruled. Raises StaleRow.
    """
    rubric = rubric_of(value.entry.round.rubric)
    score = score_leaf(rubric, value.node_id, kept_answer(rubric, value, context), context)
    state = LeafState(score.state) if score.state in LeafState.values else LeafState.PENDING
    if (value.points, value.state) == (score.points, state):
        return False
    reasons = [[reason.vi, reason.en] for reason in score.reasons]
    save_version(value, expected=value.row_version, points=score.points, state=state, reasons=reasons)
    keep_revision(value, by=(actor, post, at))
    return True


def keep_revision(value: LeafValue, by: tuple[User | None, Post | None, datetime] | None = None) -> None:
    """The value as it stands now, one more row of its history; by: who and when, if not who the value names."""
    actor_id, post_id, at = value.by_id, value.post_id, value.at
    if by is not None:
        actor_id, post_id, at = (by[0].pk if by[0] else None), (by[1].pk if by[1] else None), by[2]
    LeafRevision.objects.create(
        value_id=value.pk,
        row_version=value.row_version,
        verdict=value.verdict,
        answer=value.answer,
        points=value.points,
        state=value.state,
        reason=value.reason,
        note=value.note,
        by_id=actor_id,
        post_id=post_id,
        at=at,
    )
