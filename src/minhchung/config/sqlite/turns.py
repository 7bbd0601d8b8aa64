"""Turns: writers wait in the order they came.

SQLite lets a writer that finds the database taken sleep and try again, up to a tenth of a second at a time, whoever
came first: with many people saving at once the lock lies idle, and somebody waits for seconds. Within one process the
writers can simply queue.
"""

from __future__ import annotations

import threading
from collections import deque


class Turns:
    """A lock that is handed on in the order it was asked for."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def take(self, seconds: float) -> bool:
        """Wait for the turn; False when it did not come in time."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # the turn came between the end of the wait and the guard

    def hand_on(self) -> None:
        """Give the turn to the first who waits."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


_TURNS: dict[str, Turns] = {}
_GUARD = threading.Lock()


def turns_of(database: str) -> Turns:
    """The queue of one database file in this process."""
    with _GUARD:
        return _TURNS.setdefault(database, Turns())
