"""What the worker is told, and what it answers: values that JSON carries."""

from __future__ import annotations

from typing import Any

import msgspec


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One reading. system, batch: written on every case. today: ISO; nothing may lie after it.

    agencies: folded name or canonical code → agency number, −1 where a name is not one agency's. default_agency: for
    a file without a column of agencies; 0 for none. mapping: column (as text) → field or "-citizen" or "" for none; empty to guess.
    profile: folded heading → the same, as confirmed last time. free_codes: case codes are the system's own.
    """

    name: str
    system: str
    batch: str
    today: str
    agencies: dict[str, int]
    default_agency: int = 0
    mapping: dict[str, str] = {}
    profile: dict[str, str] = {}
    free_codes: bool = False


class FoundColumn(msgspec.Struct, kw_only=True):
    """One column of the file as the page of columns shows it; a citizens' column shows no samples."""

    place: int
    letter: str
    heading: str
    folded: str
    field: str
    samples: list[str]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One row error: where, what stands there, which rule, and what the rule's words name."""

    sheet: str
    row: int
    column: str
    heading: str
    field: str
    value: str
    rule: str
    facts: dict[str, str] = {}


class Report(msgspec.Struct, kw_only=True):
    """What a reading found. refused: why the file cannot be read at all, in both languages; then nothing else counts.

    missing: required fields without a column. rows: rows read; identical: rows said twice word for word, counted once;
    cases: what may be stored. fault_count: all faults; faults: the first of them, the rest are in errors.jsonl.
    """

    refused: tuple[str, str] | None = None
    kind: str = ""
    sheets: list[dict[str, Any]] = []
    columns: list[FoundColumn] = []
    missing: list[str] = []
    rows: int = 0
    cases: int = 0
    identical: int = 0
    fault_count: int = 0
    faults: list[Fault] = []
    faults_capped: bool = False
    rules: dict[str, int] = {}
    encodings: dict[str, Any] = {}
    personal_columns: list[str] = []
    personal_values: int = 0
    first_received: str = ""
    last_received: str = ""
    agencies: dict[str, int] = {}
    procedures: dict[str, int] = {}
    statuses: dict[str, int] = {}
