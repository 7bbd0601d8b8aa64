"""`python -m tests.stats.spark`: DuckDB and Spark count the same cases; every count and every list is held against the other.

Exits 0 when nothing differs, 1 with a line for each difference, 3 with one line when Spark or its Java is not there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from minhchung.stats.counting import open_cases, read_cases
from minhchung.stats.measures import NAMES
from tests.stats.engines import (
    GROUPINGS,
    Compared,
    compare_counts,
    compare_list,
    made_store,
    never_counted,
    one_case_otherwise,
    spark_engine,
)

JAVA = 17
WITHOUT = "NOT RUN: DuckDB and Spark were not compared:"


def missing() -> str | None:
    """One line naming what is not there, or None."""
    if find_spec("pyspark") is None:
        return f"{WITHOUT} pyspark is not installed (make spark)"
    found = _java()
    if found is None:
        return (
            f"{WITHOUT} no java on the path (needs {JAVA} or newer: apt-get install openjdk-17-jre-headless)"
        )
    if found < JAVA:
        return f"{WITHOUT} java is {found}, needs {JAVA} or newer (apt-get install openjdk-17-jre-headless)"
    return None


def _java() -> int | None:
    """The main number of the Java on the path; None when there is none that runs."""
    path = shutil.which("java")
    if path is None:
        return None
    told = subprocess.run([path, "-version"], capture_output=True, text=True, check=False)
    number = re.search(r'version "(\d+)', told.stderr + told.stdout)
    return int(number[1]) if number else None


def compare_engines(folder: Path) -> Compared:
    """Make the cases in a folder, count and list them by both engines, and see that a planted difference is seen."""
    manifest = made_store(folder)
    with spark_engine(folder / "warehouse") as spark, open_cases(folder, manifest) as here:
        there = read_cases(spark, manifest.paths(str(folder)))
        compared = Compared(
            differences=tuple(f"{name}: no case stands for it" for name in never_counted(here))
        )
        for grouping in GROUPINGS:
            compared = compared.and_(compare_counts(here, there, grouping))
            _say(f"counts of {grouping.name}: {compared.numbers:,} so far")
        for name in NAMES:
            compared = compared.and_(compare_list(here, there, name))
        _say(f"lists: {compared.lists}, of {compared.listed:,} cases")
        planted = compare_counts(here, one_case_otherwise(there), GROUPINGS[0]).differences
        _say(f"one case planted otherwise on Spark's side: {len(planted)} counts differ")
        unseen = () if planted else ("a planted difference was not seen",)
        return compared.and_(Compared(differences=unseen))


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


def main() -> int:
    needed = missing()
    if needed is not None:
        print(needed, file=sys.stderr)
        return 3
    started = time.monotonic()
    with TemporaryDirectory(prefix="minhchung-spark-") as folder:
        compared = compare_engines(Path(folder))
    for line in compared.differences:
        print(f"DIFFERS: {line}", file=sys.stderr)
    print(
        f"DuckDB and Spark compared in {time.monotonic() - started:.0f} s: {compared.numbers:,} counts,"
        f" {compared.lists} lists of {compared.listed:,} cases; {len(compared.differences)} differences"
    )
    return 1 if compared.differences else 0


if __name__ == "__main__":
    sys.exit(main())
