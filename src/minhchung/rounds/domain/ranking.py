"""Compute a round's ranking from the answers that stand, keep it with its reasons, and say from which state.

Agencies are ranked within their group. A leaf counts once the appraising side has spoken: a self value alone does not
rank anybody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, Max, Sum

from minhchung import __version__
from minhchung.agencies.models import Post, User
from minhchung.ledger.domain.record import record
from minhchung.rounds.domain.acts import taking_part
from minhchung.rounds.domain.engine import rubric_of, ruling_of
from minhchung.rounds.domain.kept_ranking import keep_rows
from minhchung.rounds.domain.standing_columns import Standing, StandingAnswers
from minhchung.rounds.models import LeafValue, Ranking, Round
from minhchung.rubric.batch import compile_rubric
from minhchung.rubric.batch_ranking import BatchRow, rank_batch
from minhchung.rubric.period import period_context

ENGINE = f"minhchung-{__version__}"


def latest_ranking(round: Round) -> Ranking | None:
    return round.rankings.order_by("-pk").first()


def input_digest(round: Round) -> str:
    """A fingerprint of everything the ranking is computed from; any save, ruling or withdrawal changes it."""
    values = LeafValue.objects.filter(entry__in=taking_part(round)).aggregate(
        n=Count("pk"), v=Sum("row_version"), at=Max("at")
    )
    rulings = round.rulings.order_by("pk").values_list("pk", flat=True)
    return _digest(round, _entrants(round), list(rulings), Standing(**values))


def _digest(round: Round, entrants: Sequence[Entrant], rulings: list[int], values: Standing) -> str:
    """entrants: all that take part, by id. rulings: the ids of those that were read, in order."""
    rows = [(each.pk, each.row_version, each.group) for each in entrants]
    stood = str(sorted(values._asdict().items()))
    told = [round.rubric.sha256, round.parameters, stood, rows, rulings]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


class Entrant(NamedTuple):
    """An entry that takes part, as much of it as a ranking asks for."""

    pk: int
    row_version: int
    group: str
    traits: Mapping[str, Any]


def _entrants(round: Round) -> list[Entrant]:
    return [Entrant(*row) for row in taking_part(round).order_by("pk").values_list(*Entrant._fields)]


def compute_ranking(*, round: Round, actor: User, post: Post | None, now: datetime) -> Ranking:
    """Score every agency that takes part and keep the ranking with its reasons; a fixed number of queries."""
    with transaction.atomic():
        rows, digest = _ranked(round)
        ranking = Ranking.objects.create(
            round=round, computed_at=now, by=actor, engine=ENGINE, input_digest=digest
        )
        keep_rows(ranking, rows)
        record(
            verb="ranking.computed",
            subject=f"rounds.round:{round.pk}",
            at=now,
            actor_id=actor.pk,
            agency_id=round.owner_id,
            post_id=post.pk if post else None,
            detail={"ranking": ranking.pk, "input": ranking.input_digest},
        )
    return ranking


def ranked_rows(round: Round) -> list[BatchRow]:
    """The ranking as it would be now, group by group; `agency` is the entry's id as text."""
    return _ranked(round)[0]


def _ranked(round: Round) -> tuple[list[BatchRow], str]:
    """The rows, and the fingerprint (as `input_digest`) of what they were computed from, by one reading of the values.

    Rulings too are read once: one that comes in meanwhile is in neither, and the ranking is seen to be overtaken.
    """
    rubric = rubric_of(round.rubric)
    entries = _entrants(round)
    rulings = list(round.rulings.all())
    context = period_context(round.year, round.parameters, map(ruling_of, rulings))
    answers = StandingAnswers(rubric, entries, context, taking_part(round))
    compiled = compile_rubric(rubric, context)
    rows: list[BatchRow] = []
    for group in dict.fromkeys(entry.group for entry in entries):
        places = [place for place, entry in enumerate(entries) if entry.group == group]
        rows += rank_batch(compiled.score(answers.columns(compiled, places)), group=group)
    return rows, _digest(round, entries, sorted(row.pk for row in rulings), answers.standing)
