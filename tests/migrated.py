"""The migrated, empty database is made once and copied by every worker and every later run.

All migrations together take a process some fifteen seconds; a copy takes none. The copy is known by the text of every
migration and of what migrations call, so that a change makes a new one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

import minhchung

SOURCE = Path(minhchung.__file__).parent
MADE_OF = ("*/migrations/*.py", "ledger/append_only.py", "merkle/*.py")
"""The migrations, and the modules of the product that they call."""


def key() -> str:
    """What names the copy; another Django or another migration gives another."""
    digest = hashlib.sha256(django.__version__.encode())
    for path in sorted(path for pattern in MADE_OF for path in SOURCE.glob(pattern)):
        digest.update(str(path.relative_to(SOURCE)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:20]


@contextmanager
def turn() -> Iterator[Path]:
    """The folder of the copies, held by one process of this user at a time."""
    folder = Path(tempfile.gettempdir()) / f"minhchung-migrated-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "turn").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield folder


@contextmanager
def from_a_copy() -> Iterator[None]:
    """Around the making of the test database: put the copy where Django will find it, or keep what Django makes."""
    with turn() as folder:
        yield from _on_sqlite(folder) if connection.vendor == "sqlite" else _on_postgres()


def _on_sqlite(folder: Path) -> Iterator[None]:
    copy = folder / f"{key()}.sqlite3"
    # The database in memory lives as long as somebody is connected to it.
    with closing(sqlite3.connect("file:memorydb_default?mode=memory&cache=shared", uri=True)) as held:
        if copy.exists():
            with closing(sqlite3.connect(copy)) as kept:
                kept.backup(held)
            yield
            return
        yield
        for older in folder.glob("*.sqlite3"):
            older.unlink()
        with closing(sqlite3.connect(copy.with_suffix(".part"))) as kept:
            connection.connection.backup(kept)
        copy.with_suffix(".part").rename(copy)


def _on_postgres() -> Iterator[None]:
    template = f"migrated_{key()}"
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        is_there = cursor.fetchone() is not None
    if is_there:
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template
    yield
    if not is_there:
        connection.close()  # a database that somebody is connected to is not copied
        made = connection.settings_dict["NAME"]
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f'CREATE DATABASE "{template}" TEMPLATE "{made}"')
