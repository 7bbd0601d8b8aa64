"""Compute a round's ranking from the answers that stand, keep it with its reasons, and say from which state.

Agencies are ranked within their group. A leaf counts once the appraising side has spoken: a self value alone does not
rank anybody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, Sum

from minhchung import __version__
from minhchung.agencies.models import Post, User
from minhchung.ledger.domain.record import record
from minhchung.rounds.domain.engine import answer_of, rubric_of, ruling_of
from minhchung.rounds.domain.running import taking_part
from minhchung.rounds.models import Entry, LeafValue, Ranking, RankRow, Round
from minhchung.rubric import Answer, Context, Rubric
from minhchung.rubric.context import EMPTY
from minhchung.rubric.period import period_context
from minhchung.rubric.ranking import Entrant, rank, score_group
from minhchung.rubric.ranking import RankRow as Ranked
from minhchung.rubric.recompute import COUNTING_STAGES

ENGINE = f"minhchung-{__version__}"


def latest_ranking(round: Round) -> Ranking | None:
    return round.rankings.order_by("-pk").first()


def input_digest(round: Round) -> str:
    """A fingerprint of everything the ranking is computed from; any save, ruling or withdrawal changes it."""
    entries = taking_part(round)
    values = LeafValue.objects.filter(entry__in=entries).aggregate(
        n=Count("pk"), v=Sum("row_version"), at=Max("at")
    )
    rows = list(entries.order_by("pk").values_list("pk", "row_version", "group"))
    rulings = list(round.rulings.order_by("pk").values_list("pk", flat=True))
    told = [round.rubric.sha256, round.parameters, str(sorted(values.items())), rows, rulings]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def compute_ranking(*, round: Round, actor: User, post: Post | None, now: datetime) -> Ranking:
    """Score every agency that takes part and keep the ranking with its reasons; a fixed number of queries."""
    with transaction.atomic():
        ranking = Ranking.objects.create(
            round=round, computed_at=now, by=actor, engine=ENGINE, input_digest=input_digest(round)
        )
        _keep_rows(ranking, ranked_rows(round))
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


def ranked_rows(round: Round) -> list[Ranked]:
    """The ranking as it would be now, group by group; `agency` is the entry's id as text."""
    rubric = rubric_of(round.rubric)
    entries = list(taking_part(round).order_by("pk"))
    context = period_context(round.year, round.parameters, (ruling_of(row) for row in round.rulings.all()))
    answers = standing_answers(rubric, entries, context)
    rows: list[Ranked] = []
    for group in dict.fromkeys(entry.group for entry in entries):
        entrants = {
            str(entry.pk): Entrant(answers=answers.get(entry.pk, {}), traits=dict(entry.traits))
            for entry in entries
            if entry.group == group
        }
        rows += rank(rubric, score_group(rubric, entrants, context), group=group)
    return rows


def standing_answers(
    rubric: Rubric, entries: Iterable[Entry], context: Context = EMPTY
) -> dict[int, dict[str, Answer]]:
    """Entry id → leaf code → the answer that counts; one query. context: what all share; traits are the entry's own."""
    contexts = {entry.pk: replace(context, traits=dict(entry.traits)) for entry in entries}
    rows = LeafValue.objects.filter(entry__in=list(contexts), stage__in=COUNTING_STAGES).values_list(
        "entry_id", "node_id", "stage", "answer"
    )
    place = {stage: index for index, stage in enumerate(COUNTING_STAGES)}
    chosen: dict[tuple[int, str], tuple[int, Any]] = {}
    for entry_id, node_id, stage, answer in rows:
        key, order = (entry_id, node_id), place[stage]
        if key not in chosen or order < chosen[key][0]:
            chosen[key] = (order, answer)
    answers: dict[int, dict[str, Answer]] = {}
    for (entry_id, node_id), (_order, answer) in chosen.items():
        if answer is not None and rubric.has_node(node_id):
            code = rubric.node(node_id).code
            answers.setdefault(entry_id, {})[code] = answer_of(rubric, node_id, answer, contexts[entry_id])
    return answers


def _keep_rows(ranking: Ranking, rows: list[Ranked]) -> None:
    """One statement for all rows, however many agencies there are."""
    fields = ("ranking_id", "entry_id", "total", "rank", "tied", "class_name", "missing", "detail")
    columns = ", ".join(connection.ops.quote_name(name) for name in fields)
    marks = ", ".join("%s" for _name in fields)
    statement = (
        f"INSERT INTO {connection.ops.quote_name(RankRow._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, [_columns(ranking, row) for row in rows])


def _columns(ranking: Ranking, row: Ranked) -> tuple[Any, ...]:
    detail = json.dumps(_detail(row), ensure_ascii=False)
    missing = json.dumps([*row.missing, *row.undecided, *row.pending])
    total = None if row.total is None else str(row.total)
    return (ranking.pk, int(row.agency), total, row.rank, row.tied, row.class_name or "", missing, detail)


def _detail(row: Ranked) -> Mapping[str, Any]:
    nodes, states, reasons, maxima = {}, {}, {}, {}
    for score in row.score.walk():
        if not score.code:
            continue
        nodes[score.code] = None if score.points is None else str(score.points)
        states[score.code] = score.state
        if score.max != score.declared_max:
            maxima[score.code] = None if score.max is None else str(score.max)
        if score.reasons:
            reasons[score.code] = [[reason.vi, reason.en] for reason in score.reasons]
    so_far = row.score.total
    return {
        "nodes": nodes,
        "states": states,
        "max": maxima,
        "reasons": reasons,
        "rank_reasons": [[reason.vi, reason.en] for reason in row.reasons],
        "so_far": None if so_far is None else str(so_far),
        "group": row.group,
    }
