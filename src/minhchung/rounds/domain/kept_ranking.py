"""The rows of a ranking as they are kept, and what each says of every node: written lean, read when somebody looks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import connection

from minhchung.rounds.models import RankedGroup, Ranking, RankRow
from minhchung.rubric.batch_details import pack_details
from minhchung.rubric.batch_ranking import BatchRow
from minhchung.rubric.kept import Kept

FIELDS = (
    *("ranking_id", "entry_id", "total", "rank", "tied", "class_name", "missing", "detail"),
    *("kept_in_id", "kept_row"),
)
_JSON = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True)
class RowDetails:
    """What a ranking says of an agency: code → points as text, state, max where it differs, [[vi, en], …]."""

    nodes: Mapping[str, str | None]
    states: Mapping[str, str]
    max: Mapping[str, str | None]
    reasons: Mapping[str, list[list[str]]]


def keep_rows(ranking: Ranking, rows: Sequence[BatchRow]) -> None:
    """Keep every row with its reasons; two statements, however many agencies and groups there are."""
    batches = {row.group: row.batch for row in rows}
    groups = RankedGroup.objects.bulk_create(
        RankedGroup(ranking=ranking, name=name, data=pack_details(batch)) for name, batch in batches.items()
    )
    kept_in = {group.name: group.pk for group in groups}
    table, *columns = map(connection.ops.quote_name, (RankRow._meta.db_table, *FIELDS))
    marks = ", ".join("%s" for _name in FIELDS)
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, [_columns(ranking, row, kept_in[row.group]) for row in rows])


def _columns(ranking: Ranking, row: BatchRow, kept_in: int) -> tuple[Any, ...]:
    waits = [*row.missing, *row.undecided, *row.pending]
    total = None if row.total is None else str(row.total)
    detail = {
        "rank_reasons": [[reason.vi, reason.en] for reason in row.reasons],
        "so_far": total if row.total is not None else _text(row.batch.total(row.row)),
        "group": row.group,
    }
    kept = (json.dumps(waits) if waits else "[]", _JSON.encode(detail), kept_in, row.row)
    return (ranking.pk, int(row.agency), total, row.rank, row.tied, row.class_name or "", *kept)


def _text(points: Fraction | None) -> str | None:
    return None if points is None else str(points)


def details_of(rows: Sequence[RankRow]) -> dict[int, RowDetails]:
    """Row id → what the ranking says of its agency; one query."""
    ids = {row.kept_in_id for row in rows if row.kept_in_id is not None}
    groups = RankedGroup.objects.filter(pk__in=ids).values_list("pk", "data")
    records = {group_id: Kept(bytes(data)) for group_id, data in groups}
    return {row.pk: _details(row, records) for row in rows}


def _details(row: RankRow, records: Mapping[int, Kept]) -> RowDetails:
    if row.kept_in_id is None:
        return RowDetails(*(row.detail.get(name, {}) for name in ("nodes", "states", "max", "reasons")))
    found = records[row.kept_in_id].row(row.kept_row or 0)
    return RowDetails(found.nodes, found.states, found.max, found.reasons)
