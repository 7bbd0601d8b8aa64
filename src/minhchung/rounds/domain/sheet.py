"""A section filled in at once: the rows of a sheet each on their own, the rows of a workbook all or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minhchung.agencies.models import Post, User
from minhchung.ledger.domain.versions import StaleRow
from minhchung.rounds.domain.acts import told_on_entry
from minhchung.rounds.domain.self_scoring import save_answer
from minhchung.rounds.models import Entry, LeafValue
from minhchung.rubric import Answer, Node


@dataclass(frozen=True)
class RowEdit:
    """What one row says, and the version it was made from (0: there was no row)."""

    leaf: Node
    answer: Answer | None
    note: str
    expected: int


class StaleRows(Exception):
    """Rows that somebody saved in between; `current` is what stands there now, by code. Nothing was written."""

    def __init__(self, current: dict[str, LeafValue]) -> None:
        super().__init__(", ".join(current))
        self.current = current


def save_rows(
    *, entry: Entry, edits: Iterable[RowEdit], actor: User, post: Post, now: datetime
) -> tuple[LeafValue, ...]:
    """Keep every row of a workbook, or none. Raises NotNow, StaleRows (every stale row named at once)."""
    stale: dict[str, LeafValue] = {}
    kept: list[LeafValue] = []
    with transaction.atomic():
        for edit in edits:
            try:
                kept.append(_save(entry, edit, actor, post, now))
            except StaleRow as fault:
                stale[edit.leaf.code] = fault.current
        if stale:
            raise StaleRows(stale)
        detail = {"nodes": sorted(value.node_id for value in kept)}
        told_on_entry(entry, "entry.workbook_taken_in", actor, post, now, detail)
    return tuple(kept)


def _save(entry: Entry, edit: RowEdit, actor: User, post: Post, now: datetime) -> LeafValue:
    return save_answer(
        entry=entry,
        leaf=edit.leaf,
        answer=edit.answer,
        note=edit.note,
        expected=edit.expected,
        actor=actor,
        post=post,
        now=now,
    )
