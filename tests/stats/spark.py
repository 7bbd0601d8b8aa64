"""`python -m tests.stats.spark`: says in a line what the comparison with Spark still needs."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec

WITHOUT = "without it the counts of DuckDB and Spark are not compared"


def missing() -> str | None:
    """One line naming what is not there, or None."""
    if find_spec("pyspark") is None:
        return f"pyspark is not installed (make spark): {WITHOUT}"
    if shutil.which("java") is None:
        return f"no java on the path (17 or newer, for example Debian's openjdk-17-jre-headless): {WITHOUT}"
    return None


if __name__ == "__main__":
    line = missing()
    print(line or "DuckDB and Spark were compared", file=sys.stderr)
