"""DuckDB and Spark count the same cases the same, through one expression. Part of make test-long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pytest

from minhchung.stats.counting import behind, count_cases, open_cases, read_cases
from minhchung.stats.manifest import Manifest
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
    """60,000 random cases of two years, Krông Nô's, and both again as replaced rows and contests."""
    drawn = random_cases(
        60_000, Period(date(2021, 6, 1), date(2022, 12, 31)), agencies=40, procedures=25
    ).read_all()
    first = add_batch(folder, Manifest(), drawn).manifest
    return add_batch(folder, first, krong_no(agency=7, overdue=500, contested=40)).manifest


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
