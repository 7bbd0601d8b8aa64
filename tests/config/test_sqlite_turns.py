"""Writers of one process wait in the order they came, and whoever ends a transaction, however it ends, hands on."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.utils import OperationalError

from minhchung.config.environment import database_settings
from minhchung.config.sqlite.base import DatabaseWrapper
from minhchung.config.sqlite.turns import Turns


def connect(folder: Path, timeout: float = 5) -> Any:
    """A connection as the installation's settings make it."""
    told: dict[str, Any] = dict(database_settings("", folder))
    told["OPTIONS"] = {**told["OPTIONS"], "timeout": timeout}
    defaults = {"TIME_ZONE": None, "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_HEALTH_CHECKS": False}
    connection = DatabaseWrapper({**defaults, **told, "TEST": {}}, alias="default")
    connection.connect()
    return connection


@pytest.fixture(autouse=True)
def own_files(django_db_blocker: Any) -> Iterator[None]:
    """These connections are to files of the test's own, never to the test database."""
    with django_db_blocker.unblock():
        yield


def test_turns_come_in_the_order_of_asking() -> None:
    turns = Turns()
    order: list[int] = []
    assert turns.take(1)

    def wait(name: int) -> None:
        assert turns.take(10)
        order.append(name)
        turns.hand_on()

    threads: list[threading.Thread] = []
    for name in range(6):
        threads.append(threading.Thread(target=wait, args=(name,)))
        threads[-1].start()
        while len(turns._waiting) <= name:
            time.sleep(0.001)
    turns.hand_on()
    for thread in threads:
        thread.join(10)

    assert order == [0, 1, 2, 3, 4, 5]
    assert turns.take(0.01)


def test_a_turn_that_does_not_come_is_given_up_and_does_not_block_the_next() -> None:
    turns = Turns()
    assert turns.take(1)

    assert not turns.take(0.01)

    turns.hand_on()
    assert turns.take(0.01)


@pytest.mark.parametrize("ending", ["_commit", "_rollback", "_close"])
def test_every_end_of_a_transaction_hands_on(tmp_path: Path, ending: str) -> None:
    first, second = connect(tmp_path), connect(tmp_path, timeout=0.05)
    first._start_transaction_under_autocommit()
    with pytest.raises(OperationalError):
        second._start_transaction_under_autocommit()

    getattr(first, ending)()

    second._start_transaction_under_autocommit()
    second._rollback()
    second.close()
    if ending != "_close":
        first.close()


def test_a_transaction_that_cannot_begin_hands_on(tmp_path: Path) -> None:
    outside = sqlite3.connect(tmp_path / "minhchung.sqlite3", isolation_level=None)
    first = connect(tmp_path, timeout=0.05)
    outside.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError):
        first._start_transaction_under_autocommit()

    outside.execute("ROLLBACK")

    first._start_transaction_under_autocommit()
    first._rollback()
    first.close()
    outside.close()


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    connection = connect(tmp_path)

    with connection.cursor() as cursor:
        found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")]

    assert found == [2, "wal"]
    connection.close()
