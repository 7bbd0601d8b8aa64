"""Tables whose rows are written once: the database itself refuses UPDATE and DELETE on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
    "rounds_statedact",
    "cases_casemanifest",
    "cases_importbatch",
    "cases_frozenfigure",
    "cases_procedureversion",
    "cases_calendarday",
    "rounds_dataanswer",
    "indicators_figurebatch",
    "indicators_figurerevision",
    "evidence_factsrevision",
    "ledger_ledgernode",
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


@dataclass(frozen=True)
class Frozen:
    """What of a table's rows never changes. identity: columns set when the row is made. once: (condition on the old
    row, columns) – from when it holds, these stand for good. Rows are never deleted."""

    identity: tuple[str, ...]
    once: tuple[tuple[str, tuple[str, ...]], ...] = ()


FROZEN_TABLES: Mapping[str, Frozen] = {
    "rounds_publication": Frozen(
        identity=(
            "id",
            "round_id",
            "ranking_id",
            "decision_number",
            "decided_on",
            "proposed_by_id",
            "proposed_at",
        ),
        once=(
            (
                "OLD.snapshot <> ''",
                ("snapshot", "sha256", "checkpoint_size", "confirmed_by_id", "confirmed_at"),
            ),
            ("OLD.revoked_at IS NOT NULL", ("revoked_by_id", "revoked_at", "revoke_reason", "state")),
        ),
    ),
}
"""Every table that `freeze` is applied to by a migration: the row lives on, what it says does not change."""


def freeze_statements(vendor: str, table: str) -> list[str]:
    """The statements that make the database refuse such changes, for sqlite or postgresql."""
    frozen = FROZEN_TABLES[table]
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"

    def any_of(columns: tuple[str, ...]) -> str:
        return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)

    changed = " OR ".join(
        [any_of(frozen.identity), *(f"({when} AND ({any_of(columns)}))" for when, columns in frozen.once)]
    )
    words = f"{table}: what was frozen does not change"
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} WHEN {changed} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END",
            f"CREATE TRIGGER {table}_frozen_kept BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END",
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{words}'; END $$",
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} "
        f"FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {table}_frozen()",
        f"CREATE TRIGGER {table}_frozen_kept BEFORE DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_frozen()",
    ]


def thaw_statements(vendor: str, table: str) -> list[str]:
    """The statements that take it off again."""
    names = (f"{table}_frozen", f"{table}_frozen_kept")
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in names]
    return [
        *(f"DROP TRIGGER IF EXISTS {name} ON {table}" for name in names),
        f"DROP FUNCTION IF EXISTS {table}_frozen()",
    ]


def freeze(table: str) -> migrations.RunPython:
    """A migration operation that freezes a table as FROZEN_TABLES says."""
    return migrations.RunPython(_runner(freeze_statements, table), _runner(thaw_statements, table))


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
