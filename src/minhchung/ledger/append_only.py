"""Tables whose rows are written once: the database itself refuses UPDATE and DELETE on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import migrations

APPEND_ONLY_TABLES = (
    "ledger_ledgerentry",
    "ledger_checkpoint",
    "criteria_rubricversion",
    "criteria_draftedit",
    "criteria_consultation",
    "criteria_consultationact",
    "criteria_invitation",
    "criteria_comment",
    "criteria_reply",
    "criteria_commentanswer",
    "criteria_waiver",
    "criteria_issueproposal",
    "criteria_issuedecision",
    "rounds_leafrevision",
    "rounds_explanation",
    "rounds_ruling",
    "rounds_receipt",
    "rounds_rounddecision",
    "rounds_rankrow",
    "rounds_ranking",
    "rounds_rankedgroup",
    "rounds_statedtable",
    "cases_casemanifest",
    "cases_importbatch",
    "cases_frozenfigure",
    "cases_procedureversion",
    "cases_calendarday",
    "rounds_dataanswer",
    "indicators_figurerevision",
)
"""Every table that `seal` is applied to by a migration (tests hold the two together)."""


def seal_statements(vendor: str, table: str) -> list[str]:
    """The statements that make the database refuse changes to a table, for sqlite or postgresql."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_sealed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_sealed()",
    ]


def unseal_statements(vendor: str, table: str) -> list[str]:
    """The statements that take the seal off again (a reversed migration, or a test that empties its database)."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")]
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
        f"DROP FUNCTION IF EXISTS {table}_sealed()",
    ]


def _runner(statements: Callable[[str, str], list[str]], table: str) -> Callable[[Any, Any], None]:
    def run(apps: Any, editor: Any) -> None:
        for statement in statements(editor.connection.vendor, table):
            editor.execute(statement)

    return run


def seal(table: str) -> migrations.RunPython:
    """A migration operation that makes a table append-only."""
    return migrations.RunPython(_runner(seal_statements, table), _runner(unseal_statements, table))


def unseal(table: str) -> migrations.RunPython:
    """Takes the seal off before a migration that changes the table's shape; `seal` puts it on again after.

    SQLite makes such a table anew, and its triggers are lost with the old one.
    """
    return migrations.RunPython(_runner(unseal_statements, table), _runner(seal_statements, table))
