"""Somebody with the database in hand takes a seal off: what the product then notices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from minhchung.ledger.append_only import (
    freeze_statements,
    seal_statements,
    thaw_statements,
    unseal_statements,
)


@contextmanager
def unsealed(table: str) -> Iterator[None]:
    """An append-only table without its seal, inside the test's own transaction."""
    _run(unseal_statements(connection.vendor, table))
    yield
    _run(seal_statements(connection.vendor, table))


@contextmanager
def thawed(table: str) -> Iterator[None]:
    """A table of which columns are frozen without its seal, inside the test's own transaction."""
    _run(thaw_statements(connection.vendor, table))
    yield
    _run(freeze_statements(connection.vendor, table))


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
