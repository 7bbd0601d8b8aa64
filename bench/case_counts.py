"""Cases: 10 million of a year in the store; all counts per agency and month, against the same by hand and by the ORM."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import file_digest
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from bench.measure import medians, seconds
from minhchung.stats.counting import DATES, count_table, open_cases
from minhchung.stats.manifest import CaseFile, Manifest
from minhchung.stats.measures import NAMES
from minhchung.stats.model import SCHEMA
from minhchung.stats.periods import Period, month, year
from minhchung.stats.store import add_batch
from minhchung.stats.synthetic import random_cases

MONTHS = 12
UNSAID = 60
"""Of a thousand cases: how many lack a promised date, and how many others what they might say with yes or no."""
BY_HAND = (Path(__file__).parent / "cases_by_hand.sql").read_text()
FACTS = """
CREATE OR REPLACE VIEW facts AS SELECT *, year(received_on) * 12 + month(received_on) AS rm,
  coalesce(year(closed_on) * 12 + month(closed_on), 99999) AS cm,
  greatest(coalesce(year(after_due) * 12 + month(after_due), 99999), year(received_on) * 12 + month(received_on)) AS om
FROM (SELECT *, due_on + 1 AS after_due FROM (SELECT *, coalesce(finished_on, returned_on, withdrawn_on) AS closed_on,
  coalesce(extended_to, promised_on, computed_on) AS due_on FROM read_parquet({files})))
"""


def figures(rows: int = 10_000_000, orm_rows: int = 200_000) -> dict[str, float | int]:
    """Medians. The ORM is measured on `orm_rows` and twice that, on SQLite, and reckoned up by what the second half took."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        manifest = year_of_cases(folder, rows)
        taken = _against_hand(folder, manifest)
        small, large = (_by_orm(folder, manifest, number) for number in (orm_rows, 2 * orm_rows))
        per_row = (large - small) / orm_rows
        orm = large + per_row * (manifest.rows - 2 * orm_rows)
        with get_context("spawn").Pool(1) as pool:
            daily = pool.apply(_daily, (place, manifest.as_json()))
    return {
        "cases": manifest.rows,
        "counts": len(NAMES),
        "count_s": taken["ours"],
        "hand_s": taken["hand"],
        "times_hand": taken["ours"] / taken["hand"],
        "orm_measured_rows": 2 * orm_rows,
        "orm_measured_s": large,
        "orm_half_s": small,
        "orm_s": orm,
        "times_faster_than_orm": orm / taken["ours"],
        **daily,
    }


def year_of_cases(folder: Path, rows: int) -> Manifest:
    """One month of cases by the store's own verb, the other eleven the same cases a month later each, with other codes."""
    drawn = random_cases(rows // MONTHS, Period(month(2026, 1).start, date(2026, 1, 28)), unsaid=UNSAID)
    first = add_batch(folder, Manifest(), drawn).manifest
    files = list(first.files)
    dates = ", ".join(f"({name} + INTERVAL {{later}} MONTH)::DATE AS {name}" for name in DATES)
    with duckdb.connect(config={"memory_limit": "1GB", "temp_directory": str(folder / "spill")}) as db:
        for later in range(1, MONTHS):
            target = folder / "copy.parquet"
            db.execute(
                f"COPY (SELECT {', '.join(SCHEMA.names)} FROM (SELECT * REPLACE (code || '-{later}' AS code, "
                f"{dates.format(later=later)}) FROM read_parquet('{folder / files[0].name}'))) TO '{target}' "
                "(FORMAT parquet, COMPRESSION zstd)"
            )
            files.append(_named(folder, target, f"2026-{later + 1:02d}", files[0].rows))
    return Manifest(tuple(files))


def _named(folder: Path, file: Path, partition: str, rows: int) -> CaseFile:
    with file.open("rb") as stream:
        kept = CaseFile(partition, file_digest(stream, "sha256").hexdigest(), rows, file.stat().st_size)
    (folder / kept.name).parent.mkdir(exist_ok=True)
    file.replace(folder / kept.name)
    return kept


def _against_hand(folder: Path, manifest: Manifest) -> dict[str, float]:
    periods = [month(2026, number) for number in range(1, MONTHS + 1)]
    with open_cases(folder, manifest) as cases:
        db = cases.get_backend().con
        db.execute(FACTS.format(files=manifest.paths(str(folder))))
        _hold_equal(count_table(cases, periods).to_pylist(), db.sql(BY_HAND).to_arrow_table().to_pylist())
        return medians(
            {
                "ours": lambda: count_table(cases, periods),
                "hand": lambda: db.sql(BY_HAND).to_arrow_table(),
            },
            2,
        )


def _hold_equal(ours: list[dict[str, Any]], hand: list[dict[str, Any]]) -> None:
    """Raises ValueError, naming what differs, unless both have the same lines with the same counts, none of them empty."""
    found, wanted = _lines(ours), _lines(hand)
    if found != wanted or not all(any(counts) for counts in found.values()):
        differing = sorted(key for key in found.keys() | wanted.keys() if found.get(key) != wanted.get(key))
        raise ValueError(f"{len(differing)} lines differ from those by hand, the first {differing[:3]}")
    for place, name in enumerate(NAMES):
        if not any(counts[place] for counts in found.values()):
            raise ValueError(
                f"no case of the measurement counts as {name}: the comparison says nothing of it"
            )


def _lines(rows: list[dict[str, Any]]) -> dict[tuple[int, int], tuple[int, ...]]:
    return {(row["agency"], row["period"]): tuple(int(row[name] or 0) for name in NAMES) for row in rows}


def _daily(place: str, manifest: str) -> dict[str, float | int]:
    """In a process of its own: a day's 50,000 cases added, a month's counts refreshed; the most memory it held."""
    folder, before = Path(place), Manifest.from_json(manifest)
    new = random_cases(50_000, Period(month(2026, 12).start, month(2026, 12).end), start=20_000_000)
    held = [before]

    def add() -> None:
        held.append(add_batch(folder, before, new).manifest)

    def refresh() -> None:
        with open_cases(folder, held[-1]) as cases:
            count_table(cases, [month(2026, 12)])

    def whole_year() -> None:
        with open_cases(folder, held[-1]) as cases:
            count_table(cases, [year(2026)])

    taken = {"daily_add_s": seconds(add), "refresh_s": seconds(refresh), "year_s": seconds(whole_year)}
    assert held[-1].rows == before.rows + 50_000
    return {**taken, "most_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def _by_orm(folder: Path, manifest: Manifest, rows: int) -> float:
    """The flows alone (no stock, no cohort) of so many cases, by the Django ORM on an SQLite file of its own."""
    with _loaded(folder, manifest, rows) as model:
        from bench.case_counts_orm import closed, received

        return seconds(lambda: (list(received(model)), list(closed(model))))


@contextmanager
def _loaded(folder: Path, manifest: Manifest, rows: int) -> Iterator[Any]:
    from django.db import connections

    from bench.case_counts_orm import ALIAS, Case

    path = folder / f"orm-{rows}.sqlite3"
    connections.settings[ALIAS] = {**connections.settings["default"], "NAME": str(path)}
    with connections[ALIAS].schema_editor() as editor:
        editor.create_model(Case)
    _copy(folder, manifest, rows, path, Case._meta.db_table)
    try:
        yield Case.objects.using(ALIAS)
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]
        path.unlink()


def _copy(folder: Path, manifest: Manifest, rows: int, path: Path, table: str) -> None:
    columns = ", ".join(
        name if "_on" not in name and name != "extended_to" else f"{name}::VARCHAR" for name in SCHEMA.names
    )
    each = rows // len(manifest.files)
    marks = ", ".join("?" * len(SCHEMA))
    with duckdb.connect() as db, sqlite3.connect(path) as target:
        for file in manifest.files:
            lines = db.sql(
                f"SELECT {columns} FROM read_parquet('{folder / file.name}') USING SAMPLE {each} ROWS"
            ).fetchall()
            target.executemany(f"INSERT INTO {table} ({', '.join(SCHEMA.names)}) VALUES ({marks})", lines)
    target.close()
