"""Acts that truly run at once: threads with connections of their own, on PostgreSQL or on an SQLite file in WAL."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

Act = Callable[[], Any]
PATIENCE_SECONDS = 12


@contextmanager
def shared_database(folder: Path) -> Iterator[None]:
    """What is committed, where threads reach it: on SQLite a copy in a file, since the test's own lives in memory."""
    if connection.vendor != "sqlite":
        yield
        return
    path = folder / "races.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()
    told = connections.settings["default"]
    kept, told["NAME"] = told["NAME"], str(path)
    try:
        yield
    finally:
        told["NAME"] = kept


def at_once(*acts: Act) -> list[Any]:
    """Run the acts together, each on a thread; what each gave, or the exception it raised.

    Raises AssertionError when one does not come to an end: then they wait for each other.
    """
    given: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place: int, act: Act) -> None:
        try:
            start.wait(PATIENCE_SECONDS)
            given[place] = act()
        except Exception as fault:
            given[place] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act), daemon=True) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert not any(thread.is_alive() for thread in threads), "an act never came to an end"
    return given


def elsewhere(look: Act) -> Any:
    """What a look from another connection sees."""
    (seen,) = at_once(look)
    if isinstance(seen, Exception):
        raise seen
    return seen
