"""An agency's answer saved in two steps: read, checked and scored while others write; then written in a moment.

What was read first is held against what stands when the writing begins (`Seen`); where it moved, nothing is written.
The rules are those of `self_scoring.save_answer`, which saves everything that is not ready.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Post
from minhchung.ledger.domain.idempotency import Moved
from minhchung.ledger.domain.prepared import Prepared
from minhchung.ledger.domain.versions import save_version
from minhchung.rounds.domain.access import EntryAccess
from minhchung.rounds.domain.engine import context_of, rubric_of
from minhchung.rounds.domain.entries import appraised_refusal, filling_refusal
from minhchung.rounds.domain.values import NewValue, keep_revision, scored_fields, stands_already
from minhchung.rounds.enums import PhaseKind, RoundState, Stage
from minhchung.rounds.models import Entry, LeafValue, Phase, Ruling
from minhchung.rubric import Answer, Node

Seen = tuple[object, ...]


@dataclass(frozen=True)
class Reading:
    """An entry as the agency's secretary finds it; phase: None when the round has none for answering."""

    access: EntryAccess
    phase: Phase | None
    rulings: tuple[Ruling, ...]
    seen: Seen


@dataclass(frozen=True)
class ReadySave:
    """A value scored and ready to write. value: the row as it will stand, not in the database yet."""

    value: LeafValue
    fields: dict[str, Any]
    expected: int
    seen: Seen


def read_entry(acting: Acting, pk: int) -> Reading | None:
    """The entry for its secretary, one query (two in a round with rulings); None for anybody else."""
    entry = _READ.first(pk)
    if entry is None or entry.round.state == RoundState.DRAFT:
        return None
    post = acting.post_for(entry.agency_id, Role.SECRETARY)
    if post is None:
        return None
    ruled = entry.last_ruling is not None  # type: ignore[attr-defined]  # annotated
    rulings = tuple(entry.round.rulings.all()) if ruled else ()
    access = EntryAccess(
        entry=entry, own=post, bodies=frozenset(), deciding=None, own_roles=frozenset({Role.SECRETARY})
    )
    return Reading(access, _phase(entry), rulings, _seen(entry))


def reckon_save(
    reading: Reading,
    leaf: Node,
    *,
    answer: Answer | None,
    note: str,
    expected: int,
    actor_id: int,
    now: datetime,
) -> ReadySave | None:
    """The value scored; None when it may not be saved now, stands at another version or just so already, or is held
    against data.

    At most two queries.
    """
    entry = reading.access.entry
    refused = filling_refusal(entry, reading.phase, now) or appraised_refusal(entry, leaf)
    if refused or leaf.answered_by != "agency" or leaf.bind:
        return None
    value = _VALUE.first(entry.pk, leaf.id) if expected else _new(entry, leaf)
    if value is None or (expected and value.row_version != expected):
        return None
    context = context_of(entry, (ruling for ruling in reading.rulings if ruling.node_id == leaf.id))
    scored = scored_fields(
        rubric_of(entry.round.rubric), leaf.id, NewValue(answer=answer, note=note), context
    )
    if expected and stands_already(value, expected, scored):
        return None
    fields = {**scored, "by_id": actor_id, "post_id": _post(reading).pk, "at": now}
    for name, each in fields.items():
        setattr(value, name, each)
    value.row_version = expected + 1
    return ReadySave(value, fields, expected, reading.seen)


def write_save(ready: ReadySave) -> None:
    """Write the value and its revision; the caller holds the transaction. Four queries.

    Raises Moved when the entry, its round, the phase or the rulings are not what was read, StaleRow or IntegrityError
    when somebody saved the value in between.
    """
    value = ready.value
    entry = _STANDS.first(value.entry_id)
    if entry is None or _seen(entry) != ready.seen:
        raise Moved
    if ready.expected:
        save_version(value, expected=ready.expected, **ready.fields)
    else:
        value.save(force_insert=True)
    keep_revision(value)


def _post(reading: Reading) -> Post:
    assert reading.access.own is not None
    return reading.access.own


def _new(entry: Entry, leaf: Node) -> LeafValue:
    return LeafValue(entry=entry, node_id=leaf.id, stage=Stage.SELF)


def _phase(entry: Entry) -> Phase | None:
    opens_at, locks_at = entry.phase_opens_at, entry.phase_locks_at  # type: ignore[attr-defined]  # annotated
    if opens_at is None:
        return None
    return Phase(round_id=entry.round_id, kind=PhaseKind.SELF, opens_at=opens_at, locks_at=locks_at)


def _seen(entry: Any) -> Seen:
    """Everything that decides whether and how an answer is scored, beside the value itself."""
    return (
        entry.state,
        entry.traits,
        entry.received_at,
        entry.merged_into_id,
        entry.withdrawn_by_id,
        entry.round.state,
        entry.round.parameters,
        entry.phase_opens_at,
        entry.phase_locks_at,
        entry.last_ruling,
    )


def _with_what_decides(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    phase = Phase.objects.filter(round_id=OuterRef("round_id"), kind=PhaseKind.SELF).order_by("pk")
    rulings = Ruling.objects.filter(round_id=OuterRef("round_id")).order_by("-pk")
    return entries.annotate(
        phase_opens_at=Subquery(phase.values("opens_at")[:1]),
        phase_locks_at=Subquery(phase.values("locks_at")[:1]),
        last_ruling=Subquery(rulings.values("pk")[:1]),
    )


_READ = Prepared(
    lambda pk: _with_what_decides(
        Entry.objects.filter(pk=pk).select_related("agency", "round__rubric", "round__owner").order_by()
    ),
    int,
)
_STANDS = Prepared(
    lambda pk: _with_what_decides(
        Entry.objects.filter(pk=pk)
        .select_for_update(of=("self",))
        .select_related("round")
        .only(
            *("round", "state", "traits", "received_at", "merged_into", "withdrawn_by"),
            *("round__state", "round__parameters"),
        )
        .order_by()
    ),
    int,
)
"""The entry held until the transaction ends, so that no submission passes the save."""
_VALUE = Prepared(
    lambda entry_id, node_id: LeafValue.objects.filter(entry_id=entry_id, node_id=node_id, stage=Stage.SELF),
    int,
    str,
)
