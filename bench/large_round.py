"""A round of 3,321 agencies and 100 mixed leaves in the database: 332,100 appraised values with their reasons."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.mixed import Mixed, rubric_text
from minhchung.rubric import Answer, NotApplicable, answer_to_data
from minhchung.rubric.batch import Batch
from minhchung.rubric.leaf_outcomes import (
    STATES,
)

if TYPE_CHECKING:
    from minhchung.rounds.models import Round
    from minhchung.rubric.kept import Kept
    from tests.world import World

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def make_large_round(world: World, folder: Path, mixed: Mixed) -> Round:
    """A round beside the world's own, with the mixed rubric, its agencies and every value appraised."""
    from minhchung.agencies.models import Agency
    from minhchung.rounds.models import Entry, Round
    from tests.world import BORN, load_rubric

    path = folder / "tron-lan-100.rubric.yaml"
    path.write_text(rubric_text())
    assert world.round is not None
    round = Round.objects.select_related("owner").get(pk=world.round.pk)
    round.pk, round.title, round.rubric = None, "Đợt chấm lớn", load_rubric(world.standing, path)
    round.save(force_insert=True)
    agencies = Agency.objects.bulk_create(
        Agency(name=name, kind=world.kind, parent=world.standing, order_no=100 + row, valid_from=BORN)
        for row, name in enumerate(mixed.columns.agencies)
    )
    entries = Entry.objects.bulk_create(Entry(round=round, agency=agency) for agency in agencies)
    _keep_values(mixed, [entry.pk for entry in entries])
    return round


def _keep_values(mixed: Mixed, entries: list[int]) -> None:
    """As `save_value` would have left them; written at once, because 332,100 saves are not what is measured here."""
    from django.db import connection, transaction

    from minhchung.rubric.batch_details import pack_details
    from minhchung.rubric.kept import Kept

    batch = mixed.compiled.score(mixed.columns)
    kept = Kept(pack_details(batch))
    statement = (
        "INSERT INTO rounds_leafvalue (entry_id, node_id, stage, verdict, answer, points, state, reasons, reason, note,"
        " at, row_version) VALUES (%s, %s, 'appraised', 'entered', %s, %s, %s, %s, '', '', %s, 1)"
    )
    columns = [_values(batch, leaf.code, kept) for leaf in mixed.rubric.leaves()]
    with transaction.atomic(), connection.cursor() as cursor:
        for row, entry in enumerate(entries):
            cursor.executemany(statement, [(entry, *column[row], NOW) for column in columns])


def _values(batch: Batch, code: str, kept: Kept) -> list[tuple[Any, ...]]:
    points, known = batch.points(code)
    states = batch.state(code).tolist()
    assert isinstance(points.den, int)
    texts = {num: str(Fraction(num, points.den)) for num in set(points.num.tolist())}
    shown = [
        texts[num] if is_known else None
        for num, is_known in zip(points.num.tolist(), known.tolist(), strict=True)
    ]
    reasons = [json.dumps(kept.reasons(row, code), ensure_ascii=False) for row in range(len(batch))]
    answers = [_plain(batch.answer(row, code)) for row in range(len(batch))]
    return [
        (code, answer, each, STATES[state], said)
        for answer, each, state, said in zip(answers, shown, states, reasons, strict=True)
    ]


def _plain(answer: Answer) -> str:
    if isinstance(answer, NotApplicable):
        answer = NotApplicable("Không phát sinh trong kỳ", accepted=True)
    return json.dumps(answer_to_data(answer), ensure_ascii=False)
