"""Somebody with the database in hand takes a seal off: what the product then notices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from minhchung.ledger.append_only import freeze_statements, thaw_statements


@contextmanager
def thawed(table: str) -> Iterator[None]:
    """The table without its seal, inside the test's own transaction."""
    _run(thaw_statements(connection.vendor, table))
    yield
    _run(freeze_statements(connection.vendor, table))


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
