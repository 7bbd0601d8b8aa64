"""DuckDB and Spark count the same cases the same, through one expression. Part of make test-long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq
import pytest

from minhchung.stats import store
from minhchung.stats.counting import behind, count_cases, open_cases, read_cases
from minhchung.stats.manifest import CaseFile, Manifest
from minhchung.stats.measures import NAMES
from minhchung.stats.periods import Period, months
from minhchung.stats.published import krong_no
from minhchung.stats.store import add_batch
from minhchung.stats.synthetic import random_cases
from tests.stats.spark import missing

NEEDED = missing()
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(NEEDED is not None, reason=str(NEEDED)),
    pytest.mark.filterwarnings("ignore"),  # Spark's own, and Ibis's about Spark
]
PERIODS = months(date(2022, 1, 1), date(2022, 10, 26))
TREE = [(agency, ancestor) for agency in range(1, 41) for ancestor in (agency, 100 + agency % 4, 1_000)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cases")


@pytest.fixture(scope="module")
def manifest(folder: Path) -> Manifest:
    """60,000 random cases of two years, dates computed and facts left out, and Krông Nô's, which stand in files beside.

    The files of the first batch are written as an older release did, without the column of computed dates where none is.
    """
    drawn = random_cases(
        60_000, Period(date(2021, 6, 1), date(2022, 12, 31)), agencies=40, procedures=25, unsaid=60
    ).read_all()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "MERGED_ROWS", 100)
        patched.setattr(store, "MERGED_TIMES", 0)
        first = add_batch(folder, Manifest(), drawn).manifest
        second = add_batch(folder, first, krong_no(agency=7, overdue=500, contested=40)).manifest
    beside = [
        partition
        for partition, files in Counter(each.partition for each in second.files).items()
        if files > 1
    ]
    assert len(beside) >= 9, "no month has a file beside it"
    return _with_an_older_file(folder, second)


def _with_an_older_file(folder: Path, manifest: Manifest) -> Manifest:
    """The first file without `computed_on`, as files were before the column came (its cases lose their computed dates)."""
    file = manifest.files[0]
    older = folder / "older.parquet"
    pq.write_table(pq.read_table(folder / file.name).drop_columns("computed_on"), older)
    with older.open("rb") as stream:
        kept = CaseFile(
            file.partition, file_digest(stream, "sha256").hexdigest(), file.rows, older.stat().st_size
        )
    (folder / kept.name).parent.mkdir(exist_ok=True)
    older.replace(folder / kept.name)
    return Manifest(tuple(sorted((kept, *manifest.files[1:]))))


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false", "spark.driver.memory": "1g", "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1", "spark.sql.shuffle.partitions": "4",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")), "spark.sql.session.timeZone": "UTC",
    }  # fmt: skip
    builder = SparkSession.builder.master("local[2]").appName("minhchung")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield ibis.pyspark.connect(session)
    session.stop()


@pytest.mark.parametrize(
    ("by", "tree"),
    [
        ((), None),
        (("agency",), None),
        (("agency",), TREE),
        (("agency", "procedure", "field", "channel"), None),
    ],
    ids=["all", "agency", "tree", "every dimension"],
)
def test_both_engines_count_the_same(
    folder: Path, manifest: Manifest, spark: Any, by: Any, tree: Any
) -> None:
    there = count_cases(read_cases(spark, manifest.paths(str(folder))), PERIODS, by=by, tree=tree)

    with open_cases(folder, manifest) as cases:
        here = count_cases(cases, PERIODS, by=by, tree=tree)

    assert len(here) >= len(PERIODS)
    assert [name for name in NAMES if not any(getattr(row.counts, name) for row in here)] == []
    assert there == here


def test_both_engines_open_the_same_list_behind_a_number(
    folder: Path, manifest: Manifest, spark: Any
) -> None:
    period = Period(date(2022, 1, 1), date(2022, 10, 26))
    with open_cases(folder, manifest) as cases:
        far = read_cases(spark, manifest.paths(str(folder)))
        for name in NAMES:
            assert (
                behind(far, name, period).count().execute() == behind(cases, name, period).count().execute()
            ), name
