"""SIGKILL before, in and after the commit of an import leaves store, head, receipts and ledger as before or as after.

Part of make test-long.
"""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.long
def test_a_killed_import_is_whole_or_never_was() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.cases.killed", "10", "50000"],
        capture_output=True,
        text=True,
        timeout=600,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("all agree") == 24
