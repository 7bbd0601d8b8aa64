"""A fresh installation in a folder of its own, gone when the run ends; the people of the tests live in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def installed() -> Iterator[Path]:
    """Settings, database and tables ready in a new folder (SQLite as an installation has it)."""
    with tempfile.TemporaryDirectory(prefix="minhchung-bench-") as folder:
        os.environ["MINHCHUNG_DATA_DIR"] = folder
        os.environ.pop("MINHCHUNG_DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "minhchung.config.settings"
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        try:
            yield Path(folder)
        finally:
            connection.close()
