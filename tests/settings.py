"""The product's settings over a data folder of the test run's own, gone afterwards."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_FOLDER = tempfile.mkdtemp(prefix="minhchung-test-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["MINHCHUNG_DATA_DIR"] = _FOLDER

from minhchung.config.settings import *  # noqa: E402, F403

if not DATABASES["default"]["ENGINE"].endswith("postgresql"):  # noqa: F405
    # Named, because pytest-xdist knows only Django's own SQLite engine to stay in memory.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405

# The product's own kind of hash at the least it can cost; what it costs in use is no test's to wait for.
PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]
