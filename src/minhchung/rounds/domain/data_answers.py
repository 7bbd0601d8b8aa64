"""What data say of the leaves of an entry: read, and held against what a person says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Max

from minhchung.rounds.domain.engine import answer_of, context_of, rubric_of
from minhchung.rounds.domain.values import Key
from minhchung.rounds.enums import Verdict
from minhchung.rounds.models import DataAnswer, Entry, LeafValue
from minhchung.rubric import Answer, Node


def latest_answers(entries: Iterable[int]) -> dict[Key, DataAnswer]:
    """What data say of each leaf now, by entry and node; one query."""
    rows = DataAnswer.objects.filter(entry_id__in=list(entries)).order_by()
    last = rows.values("entry_id", "node_id").annotate(last=Max("pk")).values("last")
    return {(row.entry_id, row.node_id): row for row in DataAnswer.objects.filter(pk__in=last)}


def relied_on() -> Iterator[DataAnswer]:
    """Every row that something rests on, in all rounds: the latest of each leaf, and the one behind a value taken from
    data where others came in after it could no longer follow them. No answer is read twice; four queries."""
    rows = DataAnswer.objects.order_by()
    last = rows.values("entry_id", "node_id").annotate(last=Max("pk")).values("last")
    taken = {
        (entry, node): answer
        for entry, node, answer in LeafValue.objects.filter(verdict=Verdict.DATA)
        .order_by()
        .values_list("entry_id", "node_id", "answer")
    }
    moved: dict[Key, Any] = {}
    for row in DataAnswer.objects.filter(pk__in=last).order_by("pk").iterator(chunk_size=2000):
        key = (row.entry_id, row.node_id)
        if key in taken and taken[key] != row.answer:
            moved[key] = taken[key]
        yield row
    entries = sorted({entry for entry, _node in moved})
    for at in range(0, len(entries), 500):
        behind: dict[Key, DataAnswer] = {}
        for row in rows.filter(entry_id__in=entries[at : at + 500]).order_by("pk").iterator():
            key = (row.entry_id, row.node_id)
            if key in moved and row.answer == moved[key]:
                behind[key] = row
        yield from behind.values()


def data_answer(entry: Entry, leaf: Node) -> DataAnswer | None:
    """What data say of one leaf; after submission, what they said then. No query for a leaf that is not bound."""
    if not leaf.bind:
        return None
    return DataAnswer.objects.filter(entry=entry, node_id=leaf.id).order_by("-pk").first()


def recent_answers(entry: Entry, leaf: Node, most: int = 20) -> list[DataAnswer]:
    """What data said of one leaf, newest first; no query for a leaf that is not bound."""
    if not leaf.bind:
        return []
    return list(DataAnswer.objects.filter(entry=entry, node_id=leaf.id).order_by("-pk")[:most])


def kept_data_answer(entry: Entry, leaf: Node, said: DataAnswer) -> Answer:
    """The answer that data make, as the rubric's value."""
    return answer_of(rubric_of(entry.round.rubric), leaf.id, said.answer, context_of(entry, ()))


def needs_reason(entry: Entry, leaf: Node, answer: Any) -> bool:
    """Whether this answer (in plain form) overrules what data say, and so needs a reason."""
    said = data_answer(entry, leaf)
    return said is not None and said.is_known and answer != said.answer
