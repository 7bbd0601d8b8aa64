"""The same cases counted by two engines through one expression: every count compared, and every list behind a count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from minhchung.stats import store
from minhchung.stats.counting import Dimension, Tree, behind, count_table
from minhchung.stats.manifest import CaseFile, Manifest
from minhchung.stats.measures import MEASURES, NAMES
from minhchung.stats.model import SCHEMA
from minhchung.stats.periods import Period, months
from minhchung.stats.published import krong_no
from minhchung.stats.store import add_batch
from minhchung.stats.synthetic import random_cases

PERIODS = months(date(2022, 1, 1), date(2022, 10, 26))
LISTED = PERIODS[-1]
"""The period whose lists are opened, case by case."""
TREE = [(agency, ancestor) for agency in range(1, 41) for ancestor in (agency, 100 + agency % 4, 1_000)]
AMOUNTS = {each.name: each.amount for each in MEASURES if each.amount}
CASES = 30_000


class Grouping(NamedTuple):
    name: str
    by: tuple[Dimension, ...]
    tree: Tree | None


GROUPINGS = (
    Grouping("all together", (), None),
    Grouping("agency", ("agency",), None),
    Grouping("agency and everything beneath it", ("agency",), TREE),
    Grouping("agency, procedure, field, channel", ("agency", "procedure", "field", "channel"), None),
)


@dataclass(frozen=True)
class Compared:
    """What was held against each other, and a line for each thing that differs.

    numbers: single counts (a group, a period, a name). lists: lists behind a count; listed: cases in them, each with all
    its columns.
    """

    numbers: int = 0
    lists: int = 0
    listed: int = 0
    differences: tuple[str, ...] = ()

    def and_(self, more: Compared) -> Compared:
        return Compared(
            self.numbers + more.numbers,
            self.lists + more.lists,
            self.listed + more.listed,
            (*self.differences, *more.differences),
        )


# ── the cases ─────────────────────────────────────────────────────────────────────────────────────────────────────


def made_store(folder: Path, rows: int = CASES) -> Manifest:
    """Random cases of two years, dates computed and facts left out, and Krông Nô's, which stand in files beside.

    One file is written as an older release did, without the column of computed dates. Raises AssertionError where the
    files do not stand as said.
    """
    span = Period(date(2021, 6, 1), date(2022, 12, 31))
    drawn = random_cases(rows, span, agencies=40, procedures=25, unsaid=60).read_all()
    with patch.object(store, "MERGED_ROWS", 100), patch.object(store, "MERGED_TIMES", 0):
        first = add_batch(folder, Manifest(), drawn).manifest
        second = add_batch(folder, first, krong_no(agency=7, overdue=500, contested=40)).manifest
    partitions = Counter(each.partition for each in second.files)
    beside = [partition for partition, files in partitions.items() if files > 1]
    assert len(beside) >= 9, "no month has a file beside it"
    return _with_an_older_file(folder, second)


def _with_an_older_file(folder: Path, manifest: Manifest) -> Manifest:
    """The first file without `computed_on`, as files were before the column came (its cases lose their computed dates)."""
    file = manifest.files[0]
    older = folder / "older.parquet"
    pq.write_table(pq.read_table(folder / file.name).drop_columns("computed_on"), older)
    with older.open("rb") as stream:
        content = file_digest(stream, "sha256").hexdigest()
    kept = CaseFile(file.partition, content, file.rows, older.stat().st_size)
    (folder / kept.name).parent.mkdir(exist_ok=True)
    older.replace(folder / kept.name)
    return Manifest(tuple(sorted((kept, *manifest.files[1:]))))


@contextmanager
def spark_engine(warehouse: Path) -> Iterator[Any]:
    """Spark on two processors of this machine, as an Ibis engine."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.driver.memory": "1g",
        "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.sql.shuffle.partitions": "4",
        "spark.sql.warehouse.dir": str(warehouse), "spark.sql.session.timeZone": "UTC",
    }  # fmt: skip
    builder = SparkSession.builder.master("local[2]").appName("minhchung")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield ibis.pyspark.connect(session)
    finally:
        session.stop()


# ── held against each other ───────────────────────────────────────────────────────────────────────────────────────


def compare_counts(here: ir.Table, there: ir.Table, grouping: Grouping) -> Compared:
    """Every count of every group and period, by both engines."""
    keys = (*grouping.by, "period")
    ours, theirs = (
        _ordered(count_table(cases, PERIODS, by=grouping.by, tree=grouping.tree), keys)
        for cases in (here, there)
    )
    return Compared(
        ours.num_rows * len(NAMES), differences=tuple(_differing(grouping.name, ours, theirs, keys))
    )


def compare_list(here: ir.Table, there: ir.Table, name: str) -> Compared:
    """The list behind one count, case by case with every column, and whether it is as long as the count says."""
    key = ("system", "code")
    ours, theirs = (_ordered(behind(cases, name, LISTED).to_pyarrow(), key) for cases in (here, there))
    differences = tuple(_differing(f"list behind {name}", ours, theirs, key))
    counted = count_table(here, [LISTED], by=())[name].to_pylist()
    amount = AMOUNTS.get(name)
    listed = ours.num_rows if amount is None else pc.sum(ours[amount]).as_py() or 0
    if counted != [listed]:
        differences += (f"list behind {name}: {listed} in the list, {counted} counted",)
    return Compared(lists=1, listed=ours.num_rows, differences=differences)


def one_case_otherwise(cases: ir.Table) -> ir.Table:
    """The same cases, but one of those resolved in the listed period took a day longer: what a comparison has to see."""
    chosen = behind(cases, "resolved", LISTED).order_by("code").limit(1).to_pyarrow()["code"][0].as_py()
    later = cases.finished_on + ibis.interval(days=1)
    return cases.mutate(finished_on=ibis.ifelse(cases.code == chosen, later, cases.finished_on).cast("date"))


def never_counted(cases: ir.Table) -> list[str]:
    """The counts that no case of these stands for: comparing them would prove nothing."""
    counted = count_table(cases, PERIODS, by=())
    return [name for name in NAMES if not pc.sum(counted[name]).as_py()]


def _ordered(table: pa.Table, keys: Sequence[str]) -> pa.Table:
    """Columns of one kind whichever engine they come from, rows in the order of their key."""
    kinds = {
        name: SCHEMA.field(name).type if name in SCHEMA.names else pa.int64() for name in table.column_names
    }
    cast = pa.table({name: table[name].cast(kinds[name]) for name in sorted(table.column_names)})
    return cast.sort_by([(key, "ascending") for key in keys])


def _differing(what: str, ours: pa.Table, theirs: pa.Table, keys: Sequence[str]) -> Iterator[str]:
    if ours.column_names != theirs.column_names or ours.num_rows != theirs.num_rows:
        yield f"{what}: {ours.num_rows} rows here, {theirs.num_rows} there"
        return
    for name in ours.column_names:
        mine, yours = ours[name].to_pylist(), theirs[name].to_pylist()
        for place, (one, other) in enumerate(zip(mine, yours, strict=True)):
            if one != other:
                where = ", ".join(str(ours[key][place].as_py()) for key in keys)
                yield f"{what}: {name} of ({where}) is {one!r} here, {other!r} there"
                break
