"""The case store: a folder of immutable Parquet files, some per month of receipt, named by their content.

A file is written under a temporary name, synced, hashed and renamed to `ab/abcd….parquet`; it is never changed after that.
Which files are the store is said by a `Manifest` that the caller keeps, so a crash at any moment leaves the store as it
was before or as it is after, and an older manifest stays readable until `sweep` is told to let it go. Readers only ever
open Parquet files; nothing here locks anybody out. Two writers that start from the same manifest each give back a
manifest of their own: the caller keeps one of them (compare the digest it started from under a row lock) and repeats
the other.

A month is one file, sorted, until it is large. What comes to a large month then stands in a file of its own beside it,
into which the next batches are merged while it is small: a day's cases cost about as much as the day, not as the month.
A replaced case leaves the file that held it, which is written anew without it, in the order it was in.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from minhchung.stats.manifest import CaseFile, Manifest
from minhchung.stats.model import RULES, SCHEMA, Case, to_table

Rows: TypeAlias = "pa.Table | pa.RecordBatchReader | Iterable[Case]"
"""What a batch may come as. A reader, or a generator of cases, is never held in memory whole."""

SLICE = 50_000
"""Cases laid out at a time."""
MEMORY = "512MB"
"""What one writer may hold in memory; beyond it DuckDB goes on in the temporary folder."""

MERGED_ROWS = 100_000
"""A file of up to so many cases is merged with what comes to its month."""
MERGED_TIMES = 4
"""So is one of up to so many times the cases that come: files of a month grow by steps, and stay few."""

_COLUMNS = ", ".join(SCHEMA.names)
_LOOSE = pa.schema([each.with_nullable(True) for each in SCHEMA])
_FACTS = tuple(name for name in SCHEMA.names if name not in ("system", "code", "batch"))


class UnfitRows(ValueError):
    """Rows that may not enter the store. broken: rule → how many rows break it. examples: (system, code) of the first few."""

    def __init__(self, broken: dict[str, int], examples: tuple[tuple[str, str], ...]) -> None:
        self.broken, self.examples = broken, examples
        named = ", ".join(f"{rule}: {rows}" for rule, rows in broken.items())
        super().__init__(
            f"{named}; first of them: {', '.join('/'.join(map(str, each)) for each in examples)}"
        )


@dataclass(frozen=True, slots=True)
class Added:
    """What a batch did. rows = new + replaced + unchanged + repeated.

    new: cases not seen before. replaced: known ones whose facts changed. unchanged: known ones with the same facts, which
    keep the batch that brought them. repeated: earlier rows of a case that comes again later in the same batch.
    """

    manifest: Manifest
    rows: int
    new: int
    replaced: int
    unchanged: int
    repeated: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that is not what its manifest says: kind is "missing", "altered" or "rows"."""

    file: CaseFile
    kind: str


def add_batch(root: Path, manifest: Manifest, rows: Rows) -> Added:
    """Bring cases into the store; the same case (system and code) again replaces its older state.

    rows: columns of `SCHEMA`, or cases. Of a case that is there twice, the later row stands. A contest survives a batch that
    does not mention it. Only the files that a changed case was in, and small ones of the months that it is received in, are
    written anew. Nothing in `manifest` is touched: until the caller keeps the manifest given back, nothing has happened.
    Raises UnfitRows when any row breaks a rule of `model.RULES`, and pa.ArrowInvalid for columns of another kind.
    """
    with _workshop(root) as (folder, db):
        staged = _stage(rows, folder / "staged.parquet")
        _refuse_unfit(db, folder / "staged.parquet")
        _read_incoming(db, folder / "staged.parquet")
        counted = _tell_apart(db, root, manifest, keep_contest=True)
        return Added(_rewrite(db, root, manifest, folder), staged, *counted, staged - sum(counted))


def set_contests(root: Path, manifest: Manifest, contests: Iterable[tuple[str, str, str | None]]) -> Added:
    """Say which cases an agency contests: (system, code, reference to the evidence, or None to withdraw the contest).

    Raises KeyError, naming the first case that the store does not hold.
    """
    wanted = {(system, code): evidence for system, code, evidence in contests}
    if unproved := [key for key, evidence in wanted.items() if evidence == ""]:
        raise UnfitRows({"contest_without_evidence": len(unproved)}, tuple(unproved[:5]))
    with _workshop(root) as (folder, db):
        named = pa.table({
            "system": pa.array([key[0] for key in wanted], pa.string()),
            "code": pa.array([key[1] for key in wanted], pa.string()),
            "evidence": pa.array(list(wanted.values()), pa.string()),
        })  # fmt: skip
        db.register("contests", named)
        db.execute(
            f"CREATE TEMP TABLE incoming AS SELECT s.* REPLACE (c.evidence AS contested), {_MONTH} AS partition "
            f"FROM {_scan(root, manifest.files)} s JOIN contests c USING (system, code)"
        )
        found = set(db.execute("SELECT system, code FROM incoming").fetchall())
        if unknown := [key for key in wanted if key not in found]:
            raise KeyError(unknown[0])
        counted = _tell_apart(db, root, manifest, keep_contest=False)
        return Added(_rewrite(db, root, manifest, folder), len(wanted), *counted, 0)


def verify(root: Path, manifest: Manifest) -> list[Fault]:
    """Read every file of a manifest and name those that are gone, altered, or hold another number of rows."""
    faults = ((each, _fault_of(root, each)) for each in manifest.files)
    return [Fault(each, kind) for each, kind in faults if kind is not None]


def sweep(root: Path, pinned: Iterable[Manifest], *, before: datetime) -> int:
    """Remove the files that no pinned manifest lists and that were last written before a moment; return how many.

    before: aware, and early enough that no writer still at work then has yet to hand its manifest over (a day is plenty).
    """
    removed = unnamed(root, pinned, before=before)
    for path in removed:
        path.unlink()
    for path in unfinished(root, before=before):
        shutil.rmtree(path)
    return len(removed)


def unnamed(root: Path, manifests: Iterable[Manifest], *, before: datetime) -> list[Path]:
    """The files of the store that none of these manifests lists, last written before a moment."""
    kept = {file.name for manifest in manifests for file in manifest.files}
    files = (path for path in root.glob("??/*.parquet") if f"{path.parent.name}/{path.name}" not in kept)
    return sorted(path for path in files if path.stat().st_mtime < before.timestamp())


def unfinished(root: Path, *, before: datetime) -> list[Path]:
    """Folders of writers that were cut off before a moment."""
    return sorted(path for path in root.glob("tmp/*") if path.stat().st_mtime < before.timestamp())


@contextmanager
def _workshop(root: Path) -> Iterator[tuple[Path, duckdb.DuckDBPyConnection]]:
    """A temporary folder inside the store (renames stay on one file system) and an engine that spills into it."""
    (root / "tmp").mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=root / "tmp"))
    db = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder / "spill")})
    try:
        yield folder, db
    finally:
        db.close()
        shutil.rmtree(folder, ignore_errors=True)


def _stage(rows: Rows, target: Path) -> int:
    """Write a batch to one temporary file in slices; return how many rows it has."""
    written = 0
    with pq.ParquetWriter(target, _LOOSE) as writer:
        for table in _slices(rows):
            fitting = table.select(SCHEMA.names).cast(_LOOSE)
            writer.write_table(fitting)
            written += fitting.num_rows
    return written


def _slices(rows: Rows) -> Iterator[pa.Table]:
    if isinstance(rows, pa.Table):
        yield rows
        return
    if isinstance(rows, pa.RecordBatchReader):
        yield from (pa.Table.from_batches([batch]) for batch in rows)
        return
    waiting: list[Case] = []
    for case in rows:
        waiting.append(case)
        if len(waiting) == SLICE:
            yield to_table(waiting)
            waiting = []
    yield to_table(waiting)


def _refuse_unfit(db: duckdb.DuckDBPyConnection, staged: Path) -> None:
    required = {f"missing_{each.name}": f"{each.name} IS NULL" for each in SCHEMA if not each.nullable}
    rules = required | RULES
    source = f"read_parquet({_text(staged)})"
    counts = ", ".join(f"count(*) FILTER (WHERE {rule})" for rule in rules.values())
    broken = _row(db, f"SELECT {counts} FROM {source}")
    if not any(broken):
        return
    unfit = " OR ".join(f"({rule})" for rule in rules.values())
    examples = db.execute(f"SELECT system, code FROM {source} WHERE {unfit} LIMIT 5").fetchall()
    raise UnfitRows({rule: rows for rule, rows in zip(rules, broken, strict=True) if rows}, tuple(examples))


def _read_incoming(db: duckdb.DuckDBPyConnection, staged: Path) -> None:
    """View `incoming`: the last row of each case, and the month it belongs to."""
    source = f"read_parquet({_text(staged)}, file_row_number = true)"
    db.execute(
        "CREATE TEMP TABLE repeated AS SELECT system, code, max(file_row_number) AS last "
        f"FROM {source} GROUP BY system, code HAVING count(*) > 1"
    )
    last = (
        ""
        if not _row(db, "SELECT count(*) FROM repeated")[0]
        else ("LEFT JOIN repeated r USING (system, code) WHERE r.last IS NULL OR r.last = s.file_row_number")
    )
    db.execute(
        f"CREATE TEMP VIEW incoming AS SELECT {_COLUMNS}, {_MONTH} AS partition FROM {source} s {last}"
    )


def _tell_apart(
    db: duckdb.DuckDBPyConnection, root: Path, manifest: Manifest, *, keep_contest: bool
) -> tuple[int, int, int]:
    """Tables `older` (states known before) and `changed` (rows to write, was_in: the file of the older state).

    Counts new, replaced and unchanged.
    """
    if not manifest.files:
        db.execute("CREATE TEMP VIEW changed AS SELECT *, NULL::VARCHAR AS was_in FROM incoming")
        return _row(db, "SELECT count(*) FROM incoming")[0], 0, 0
    hit = db.execute(
        f"SELECT DISTINCT filename FROM {_scan(root, manifest.files, named=True)} SEMI JOIN incoming USING (system, code)"
    ).fetchall()
    names = {str(name) for (name,) in hit}
    files = [each for each in manifest.files if str(root / each.name) in names]
    db.execute(
        f"CREATE TEMP TABLE older AS SELECT * FROM {_scan(root, files, named=True)} SEMI JOIN incoming USING (system, code)"
    )
    contest = "coalesce(i.contested, o.contested)" if keep_contest else "i.contested"
    differs = " OR ".join(
        f"{contest if name == 'contested' else f'i.{name}'} IS DISTINCT FROM o.{name}" for name in _FACTS
    )
    db.execute(
        f"CREATE TEMP TABLE changed AS SELECT i.* REPLACE ({contest} AS contested), o.filename AS was_in "
        f"FROM incoming i LEFT JOIN older o USING (system, code) WHERE o.filename IS NULL OR {differs}"
    )
    known = _row(db, "SELECT count(*) FROM older")[0]
    new, replaced = _row(db, "SELECT count(*) FILTER (WHERE was_in IS NULL), count(was_in) FROM changed")
    return new, replaced, known - replaced


def _rewrite(db: duckdb.DuckDBPyConnection, root: Path, manifest: Manifest, folder: Path) -> Manifest:
    """Write what changed: months with their small files merged, large files without the cases that left them."""
    coming = dict(db.execute("SELECT partition, count(*) FROM changed GROUP BY 1 ORDER BY 1").fetchall())
    left = {str(name) for (name,) in db.execute("SELECT DISTINCT was_in FROM changed").fetchall()}
    files: list[CaseFile] = []
    merged: dict[str, list[CaseFile]] = {partition: [] for partition in coming}
    for each in manifest.files:
        if (
            each.rows <= max(MERGED_ROWS, MERGED_TIMES * coming.get(each.partition, 0))
            and each.partition in coming
        ):
            merged[each.partition].append(each)
        elif str(root / each.name) in left:
            files += _written(db, root, folder, each.partition, _without_changed(root, [each]))
        else:
            files.append(each)
    for partition, small in merged.items():
        rows = (
            f"SELECT * FROM ({_without_changed(root, small)} UNION ALL "
            f"SELECT {_COLUMNS} FROM changed WHERE {_within(partition)}) ORDER BY agency, system, code"
        )
        files += _written(db, root, folder, partition, rows)
    return Manifest(tuple(sorted(files)))


def _without_changed(root: Path, files: Iterable[CaseFile]) -> str:
    return f"SELECT {_COLUMNS} FROM {_scan(root, files)} ANTI JOIN changed USING (system, code)"


def _written(
    db: duckdb.DuckDBPyConnection, root: Path, folder: Path, partition: str, rows: str
) -> list[CaseFile]:
    """Write one file of a month; none where no row is left."""
    target = folder / f"{partition}.parquet"
    db.execute(f"COPY ({rows}) TO {_text(target)} (FORMAT parquet, COMPRESSION zstd)")
    count = pq.read_metadata(target).num_rows
    return [_keep(root, target, partition, count)] if count else []


def _keep(root: Path, written: Path, partition: str, rows: int) -> CaseFile:
    """Sync a written file, name it by its content, sync the folder that names it."""
    with written.open("rb") as stream:
        os.fsync(stream.fileno())
        digest = file_digest(stream, "sha256").hexdigest()
    kept = CaseFile(partition, digest, rows, written.stat().st_size)
    place = root / kept.name
    place.parent.mkdir(exist_ok=True)
    written.replace(place)
    for folder in (place.parent, root):
        _sync_folder(folder)
    return kept


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fault_of(root: Path, file: CaseFile) -> str | None:
    try:
        with (root / file.name).open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return "missing"
    if digest != file.sha256:
        return "altered"
    return None if pq.read_metadata(root / file.name).num_rows == file.rows else "rows"


def _scan(root: Path, files: Iterable[CaseFile], *, named: bool = False) -> str:
    """Name files as one source in a query, with every column of `SCHEMA` (those that older files lack are null).

    named: with `filename` too. Of no files, the same columns without a row.
    """
    nothing = ", ".join(f"NULL::{_SQL_TYPES[str(each.type)]} AS {each.name}" for each in SCHEMA)
    paths = [_text(root / each.name) for each in files]
    if not paths:
        return f"(SELECT {nothing}{', NULL::VARCHAR AS filename' if named else ''} WHERE false)"
    read = f"read_parquet([{', '.join(paths)}], union_by_name = true{', filename = true' if named else ''})"
    return f"(SELECT * FROM {read} UNION ALL BY NAME SELECT {nothing} WHERE false)"


def _within(partition: str) -> str:
    """A month as a span of dates, by which readers of Parquet leave out what lies outside."""
    return f"received_on >= DATE '{partition}-01' AND received_on < DATE '{partition}-01' + INTERVAL 1 MONTH"


def _row(db: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = db.execute(query).fetchone()
    assert row is not None
    return row


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


_MONTH = "strftime(received_on, '%Y-%m')"
_SQL_TYPES = {
    "string": "VARCHAR",
    "int64": "BIGINT",
    "int32": "INTEGER",
    "date32[day]": "DATE",
    "bool": "BOOLEAN",
}
