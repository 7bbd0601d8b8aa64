"""The comparison of `make test-long` sees what it should: a difference in one case, a list too short, Java that is not there.

The comparison itself, DuckDB against Spark, is `python -m tests.stats.spark`.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from types import SimpleNamespace

import ibis.expr.types as ir
import pytest

from minhchung.stats.counting import open_cases
from tests.stats import engines, spark
from tests.stats.engines import (
    GROUPINGS,
    compare_counts,
    compare_list,
    made_store,
    never_counted,
    one_case_otherwise,
)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ir.Table]:
    folder = tmp_path_factory.mktemp("cases")
    with open_cases(folder, made_store(folder, 15_000)) as opened:
        yield opened


def test_every_count_stands_for_some_case(cases: ir.Table) -> None:
    assert never_counted(cases) == []


@pytest.mark.parametrize("grouping", GROUPINGS[:3], ids=lambda one: one.name)
def test_one_case_a_day_longer_is_seen_in_the_counts(cases: ir.Table, grouping: engines.Grouping) -> None:
    same = compare_counts(cases, cases, grouping)
    other = compare_counts(cases, one_case_otherwise(cases), grouping)

    assert same.numbers and not same.differences
    assert other.differences
    assert other.differences[0].startswith(f"{grouping.name}: ")


def test_one_case_a_day_longer_is_seen_in_the_list(cases: ir.Table) -> None:
    same = compare_list(cases, cases, "resolved")
    other = compare_list(cases, one_case_otherwise(cases), "resolved")

    assert (same.lists, same.differences) == (1, ())
    assert same.listed
    assert any("finished_on" in line or "rows here" in line for line in other.differences)


def test_a_list_that_is_not_as_long_as_its_count_is_seen(
    cases: ir.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = engines.behind
    monkeypatch.setattr(engines, "behind", lambda *asked: whole(*asked).order_by("code").limit(10))

    (line,) = compare_list(cases, cases, "resolved").differences

    assert line.startswith("list behind resolved: 10 in the list")


def test_an_amount_is_the_sum_of_its_list(cases: ir.Table) -> None:
    assert compare_list(cases, cases, "fee_total").differences == ()


def test_without_pyspark_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda _name: None)

    assert spark.main() == 3
    assert capsys.readouterr().err == (
        "NOT RUN: DuckDB and Spark were not compared: pyspark is not installed (make spark)\n"
    )


@pytest.mark.parametrize(
    ("path", "told", "line"),
    [
        (None, "", "no java on the path"),
        ("/usr/bin/java", 'openjdk version "11.0.22" 2024-01-16', "java is 11, needs 17 or newer"),
        ("/usr/bin/java", 'openjdk version "17.0.15" 2025-04-15', None),
    ],
)
def test_java_that_is_missing_or_old_is_named(
    path: str | None, told: str, line: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda _name: object())
    monkeypatch.setattr(spark.shutil, "which", lambda _name: path)
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_named: SimpleNamespace(stderr=told, stdout=""))

    found = spark.missing()

    assert (found is None) if line is None else (found is not None and line in found)


def test_a_difference_ends_the_comparison_with_a_line_and_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(spark, "missing", lambda: None)
    differing = engines.Compared(1_000, 47, 300, ("agency: late of (7, 3) is 4 here, 5 there",))
    monkeypatch.setattr(spark, "compare_engines", lambda _folder: differing)

    assert spark.main() == 1
    told = capsys.readouterr()
    assert told.err == "DIFFERS: agency: late of (7, 3) is 4 here, 5 there\n"
    assert "1,000 counts, 47 lists of 300 cases; 1 differences" in told.out
