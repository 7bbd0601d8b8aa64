"""Shared fixtures. Plain rooms need none of this; database tests ask for `world` or `open_world`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, Phase, settings

UNSHRUNK = (Phase.explicit, Phase.generate)
settings.register_profile(  # the same examples on every machine; `make test-long` draws new ones
    "default",
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=UNSHRUNK,
    suppress_health_check=list(HealthCheck),
)
settings.register_profile("long", max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what asks for a database; the rest says the same on either, and runs with SQLite."""
    if not os.environ.get("MINHCHUNG_DATABASE_URL", "").startswith("postgres"):
        return
    plain = [item for item in items if not asks_for_a_database(item)]
    config.hook.pytest_deselected(items=plain)
    items[:] = [item for item in items if asks_for_a_database(item)]


def asks_for_a_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    return bool(names & {"db", "transactional_db"}) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True, scope="session")
def _unsealed_flush() -> Any:
    """Tests that commit empty their tables afterwards; only that emptying may pass the append-only triggers.

    For the whole session: the emptying comes after the fixtures of the test itself are gone.
    """
    monkeypatch = pytest.MonkeyPatch()
    from django.test import TransactionTestCase

    from minhchung.ledger.append_only import (
        APPEND_ONLY_TABLES,
        FROZEN_TABLES,
        freeze_statements,
        seal_statements,
        thaw_statements,
        unseal_statements,
    )

    empty = TransactionTestCase._fixture_teardown

    def run(statements: Any, tables: Any) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            for table in tables:
                for statement in statements(connection.vendor, table):
                    cursor.execute(statement)

    def unsealed(self: Any) -> None:
        run(unseal_statements, APPEND_ONLY_TABLES)
        run(thaw_statements, FROZEN_TABLES)
        try:
            empty(self)
        finally:
            run(seal_statements, APPEND_ONLY_TABLES)
            run(freeze_statements, FROZEN_TABLES)

    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", unsealed)
    yield
    monkeypatch.undo()


@pytest.fixture(scope="session")
def _migrated_copy(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Any:
    """Held while the test database is made: see tests/migrated.py."""
    from tests.migrated import from_a_copy

    holding = from_a_copy()
    with django_db_blocker.unblock():
        holding.__enter__()
    yield holding


@pytest.fixture(scope="session")
def django_db_setup(_migrated_copy: Any, django_db_setup: None, django_db_blocker: Any) -> None:
    """pytest-django's own, between the taking of a copy and the keeping of one."""
    with django_db_blocker.unblock():
        _migrated_copy.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _own_language() -> Any:
    """The language that a page was asked for in stays with the thread; no test hands it to the next."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, one for each worker. Its driver's loop runs in this thread; the tests use the ORM beside it, never inside."""
    from playwright.sync_api import sync_playwright

    from tests.browser import FLAGS, chromium

    path = chromium()
    assert path, "the browser tests need Chromium: python -m tests.browser"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def own_database(db: None, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The migrated, empty database in a file of this test's own, whose ids begin at 1: a server's threads may open it."""
    import sqlite3

    from django.db import connections

    path = tmp_path / "own.sqlite3"
    shared = connections["default"]
    with closing(sqlite3.connect(path)) as copy:
        # Its own backup would wait for ever: the connection stands in a transaction.
        copy.executescript("\n".join(shared.connection.iterdump()))
    monkeypatch.setitem(connections.settings["default"], "NAME", path)
    connections["default"] = connections.create_connection("default")
    yield
    connections["default"].close()
    connections["default"] = shared


@pytest.fixture
def world(db: None) -> Any:
    """Agencies and named people (tests/world.py)."""
    from tests.world import make_world

    return make_world()


@pytest.fixture
def open_world(world: Any) -> Any:
    """The world with an open round in its self-assessment phase."""
    from tests.world import open_round

    open_round(world)
    return world
