"""Django's SQLite backend; a transaction takes its turn before it begins and hands it on when it ends.

Other processes are still met by SQLite's own lock and timeout.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from minhchung.config.sqlite.turns import Turns, turns_of


class DatabaseWrapper(base.DatabaseWrapper):
    """Writers of one process queue for the database file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._hand_on()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._hand_on()  # a commit that fails is rolled back, and hands on then

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._hand_on()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._hand_on()

    def _take_turn(self) -> None:
        if self._turn is not None or self.is_in_memory_db():
            return
        turns = turns_of(str(self.settings_dict["NAME"]))
        if not turns.take(float(self.settings_dict["OPTIONS"].get("timeout", 5))):
            raise OperationalError("database is locked")
        self._turn = turns

    def _hand_on(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.hand_on()
