"""After every migration each table of record still refuses changes, on either database."""

from __future__ import annotations

import pytest
from django.db import connection

from minhchung.ledger.append_only import APPEND_ONLY_TABLES

TRIGGERS = {
    "sqlite": "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_update'",
    "postgresql": "SELECT DISTINCT event_object_table FROM information_schema.triggers WHERE trigger_name LIKE '%_no_change'",
}


@pytest.mark.django_db
def test_every_table_of_record_is_sealed() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        sealed = {row[0] for row in cursor.fetchall()}

    assert sealed == set(APPEND_ONLY_TABLES)
