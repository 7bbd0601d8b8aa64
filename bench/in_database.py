"""What the database is asked: the entry page of 1,200 leaves, saving one score, the ranking of 3,321 agencies."""

from __future__ import annotations

import uuid
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.large_round import NOW, make_large_round
from bench.measure import seconds
from bench.mixed import Mixed

if TYPE_CHECKING:
    from django.test import Client

    from tests.world import World

LEAVES = 1_200
ROUNDS = 9


def page_and_save(world: World, folder: Path) -> dict[str, float | int]:
    """Queries and median seconds of the entry page and of one autosave, with 1,200 leaves."""
    from django.conf import settings
    from django.urls import reverse

    from tests.rounds.entry.conftest import resize

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    entry = resize(world, LEAVES, folder)
    client = world.client("thu_ky")
    page = reverse("rounds:entry", args=[entry.pk])
    leaf = reverse("rounds:criterion", args=[entry.pk, "1.1"])
    versions = iter(range(10_000))

    def save() -> None:
        _save(client, leaf, next(versions))

    def show() -> None:
        assert client.get(page).status_code == 200

    for work in (show, save, save):
        work()
    return {
        "leaves": LEAVES,
        "page_queries": _queries(show),
        "page_s": median(seconds(show) for _ in range(ROUNDS)),
        "save_queries": _queries(save),
        "save_s": median(seconds(save) for _ in range(4 * ROUNDS)),
    }


def _save(client: Client, href: str, version: int) -> None:
    headers = {
        "X-Requested-With": "minhchung",
        "Accept": "application/json",
        "Idempotency-Key": str(uuid.uuid4()),
    }
    fields = {"num": str(version % 90), "den": "100", "row_version": str(version), "autosave": "1"}
    answer: Any = client.post(href, fields, headers=headers)
    assert answer.status_code == 200, answer.content[:300]


def _queries(work: Any) -> int:
    """Statements without transaction marks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        work()
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(1 for each in queries.captured_queries if not each["sql"].startswith(marks))


def ranking(world: World, folder: Path, mixed: Mixed) -> dict[str, float | int]:
    """A ranking computed and kept with its reasons: all of it, and its parts."""
    from django.db import connection

    from minhchung.rounds.domain import ranking as kept
    from minhchung.rubric.batch_details import pack_details

    round = make_large_round(world, folder, mixed)
    by = {"actor": world.people["thuong_truc"], "post": world.post_of("thuong_truc"), "now": NOW}

    def compute() -> None:
        kept.compute_ranking(round=round, **by)

    queries = _queries(compute)
    taken = [seconds(compute) for _ in range(5)]
    rows = kept.ranked_rows(round)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT SUM(LENGTH(CAST(detail AS BLOB))) FROM rounds_rankrow WHERE ranking_id = last.id) +"
            " (SELECT SUM(LENGTH(data)) FROM rounds_rankedgroup WHERE ranking_id = last.id)"
            " FROM (SELECT MAX(id) AS id FROM rounds_ranking) AS last"
        )
        size = cursor.fetchone()[0]
    return {
        "agencies": len(rows),
        "leaves": len(mixed.kinds),
        "queries": queries,
        "compute_s": median(taken),
        "digest_s": median(seconds(lambda: kept.input_digest(round)) for _ in range(3)),
        "read_and_rank_s": median(seconds(lambda: kept.ranked_rows(round)) for _ in range(3)),
        "words_s": median(seconds(lambda: pack_details(rows[0].batch)) for _ in range(3)),
        "kept_mb": round_mb(size),
    }


def round_mb(size: int) -> float:
    """Bytes as megabytes."""
    return round(size / 1_000_000, 1)
