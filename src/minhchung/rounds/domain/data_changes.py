"""What became of data: how they changed while an entry was open, and how they stand now beside what was frozen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minhchung.indicators.interfaces.words import figures_words
from minhchung.rounds.domain.autofill import bound_leaves, period_of
from minhchung.rounds.domain.data_answers import latest_answers
from minhchung.rounds.domain.data_figures import Filled, figures_of
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.models import DataAnswer, Entry
from minhchung.rubric import ABSENT, Node, answer_to_data


@dataclass(frozen=True)
class Change:
    """What data said of a leaf before, and what they say now, in words; at: when that was computed."""

    node_id: str
    was: str
    now: str
    at: datetime | None


def last_change(rows: Sequence[DataAnswer]) -> DataAnswer | None:
    """The newest earlier row that made another answer; rows: what data said of one leaf, newest first."""
    latest = rows[0]
    return next((row for row in rows[1:] if row.is_known and row.answer != latest.answer), None)


def changes_in(entry: Entry) -> dict[str, Change]:
    """Node id → how the answer of data changed last, while the entry was open; one query."""
    by_node: dict[str, list[DataAnswer]] = {}
    for row in DataAnswer.objects.filter(entry=entry).order_by("-pk"):
        by_node.setdefault(row.node_id, []).append(row)
    found = {}
    for node_id, rows in by_node.items():
        was = last_change(rows)
        if was is not None and rows[0].is_known:
            found[node_id] = Change(
                node_id, figures_words(was.figures), figures_words(rows[0].figures), rows[0].computed_at
            )
    return found


def moved_since(entry: Entry, leaves: Iterable[Node] | None = None) -> dict[str, Change]:
    """Node id → what the figures are now, where they no longer make the answer that is kept. Nothing is written.

    For an entry that is with the head or was submitted: what came in later changes nothing in it, and can be seen.
    leaves: the leaves to look at (None: every bound one).
    """
    asked = [leaf for leaf in (bound_leaves(entry) if leaves is None else leaves) if leaf.bind]
    if not asked:
        return {}
    kept = latest_answers([entry.pk])
    found = figures_of(rubric_of(entry.round.rubric), {entry.agency_id: asked}, period_of(entry.round))
    moved = {}
    for leaf in asked:
        said, now = kept.get((entry.pk, leaf.id)), found[entry.agency_id, leaf.id]
        if said is not None and _plain(now) != said.answer:
            moved[leaf.id] = Change(leaf.id, figures_words(said.figures), figures_words(now.figures), None)
    return moved


def _plain(filled: Filled) -> Any:
    return None if filled.answer == ABSENT else answer_to_data(filled.answer)
