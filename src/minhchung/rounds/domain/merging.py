"""One entry carries on another: after agencies were merged or split, or in a corrected round; values, files and figures
come over.

What comes over while a round runs enters the other entry's history at the moment of the decision, not before: a receipt
that this entry was given earlier still covers exactly what it was given for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minhchung.agencies.enums import SuccessionKind
from minhchung.agencies.models import Agency, Post, Succession, User
from minhchung.ledger.domain.versions import save_version
from minhchung.rounds.domain.acts import (
    Decision,
    RoundRefused,
    decide,
    lock_entries,
    must_be,
    told,
    touch,
)
from minhchung.rounds.domain.data_answers import latest_answers
from minhchung.rounds.enums import DecisionKind, EntryState, RoundState, Verdict
from minhchung.rounds.models import (
    DataAnswer,
    Entry,
    EvidenceUse,
    LeafRevision,
    LeafValue,
    Round,
    RoundDecision,
)


@dataclass(frozen=True)
class Offer:
    """An entry whose agency has been merged or split away, and who carries its work on (their entry, if they take part).

    undivided: the agency was split and no decision says yet which heir carries the entry on.
    """

    gone: Entry
    successor: Agency
    into: Entry | None
    effective_on: date
    decision_number: str
    undivided: bool = False


def successors_offered(round: Round) -> list[Offer]:
    """Entries that a decision of the agency tree has overtaken; two queries, three where there are any.

    Of an agency that was split, a decision on the round says which heir carries the entry on and what becomes of the
    others; an heir that none has spoken of is offered a place.
    """
    there = Entry.objects.filter(round=round, withdrawn_by__isnull=True).select_related("agency")
    entries = {entry.agency_id: entry for entry in there}
    ended = [agency_id for agency_id, entry in entries.items() if entry.agency.valid_to is not None]
    rows = list(Succession.objects.filter(predecessor_id__in=ended).select_related("successor"))
    decided = _left_out(round) if rows else frozenset()
    return [
        Offer(
            gone=entries[row.predecessor_id],
            successor=row.successor,
            into=entries.get(row.successor_id),
            effective_on=row.effective_on,
            decision_number=row.decision_number,
            undivided=row.kind == SuccessionKind.SPLIT and entries[row.predecessor_id].merged_into_id is None,
        )
        for row in rows
        if entries[row.predecessor_id].merged_into_id is None
        or (row.successor_id not in entries and row.successor_id not in decided)
    ]


def _left_out(round: Round) -> frozenset[int]:
    """Agencies that a decision on a split has left out of this round."""
    made = RoundDecision.objects.filter(round=round, kind=DecisionKind.SPLIT)
    return frozenset(pk for payload in made.values_list("payload", flat=True) for pk in payload["left_out"])


def merge_entries(
    *,
    round: Round,
    gone: Entry,
    into: Entry,
    decision: Decision,
    actor: User,
    post: Post | None,
    now: datetime,
) -> None:
    """One entry carries on another after a merger: answers and files the successor lacks come over, as entered.

    Nothing the successor has said is replaced; the merged entry stays readable and takes no further part.
    """
    must_be(round, RoundState.OPEN)
    if gone.pk == into.pk or gone.round_id != round.pk or into.round_id != round.pk:
        raise RoundRefused(_("Chọn hai hồ sơ khác nhau của cùng một đợt."))
    if _was_split(gone):
        raise RoundRefused(
            _(
                "%(agency)s đã chia tách: trên trang điều hành, quyết định cơ quan nào tiếp tục hồ sơ này và các cơ quan còn lại."
            )
            % {"agency": gone.agency.name}
        )
    if lines := carry_refusals(gone, into):
        raise RoundRefused(*lines)
    with transaction.atomic():
        touch(round)
        lock_entries(Entry.objects.filter(pk__in=[gone.pk, into.pk]))
        decide(
            round,
            DecisionKind.MERGE,
            decision,
            actor,
            post,
            now,
            {"from": gone.agency_id, "into": into.agency_id},
        )
        carry_on(gone, into, actor=actor, post=post, now=now)


def _was_split(entry: Entry) -> bool:
    heirs = Succession.objects.filter(predecessor_id=entry.agency_id, kind=SuccessionKind.SPLIT)
    return heirs.filter(predecessor__valid_to__isnull=False).exists()


def carry_refusals(gone: Entry, into: Entry | None) -> list[str]:
    """Why one entry cannot carry on another (None: one that is still to be made); a line each."""
    both = [entry for entry in (gone, into) if entry is not None]
    if any(entry.merged_into_id or entry.withdrawn_by_id for entry in both):
        return [_("Một trong hai hồ sơ đã được nhập hoặc đã rút.")]
    if into is not None and into.state not in {EntryState.DRAFT, EntryState.RETURNED}:
        return [_("Hồ sơ kế thừa đã nộp; không nhập thêm được.")]
    return []


def carry_on(gone: Entry, into: Entry, *, actor: User, post: Post | None, now: datetime) -> None:
    """Let one entry carry on another, inside the transaction of the decision that says so. Raises StaleRow."""
    save_version(into, expected=into.row_version)
    moved = _carry_over(gone, into, now)
    save_version(gone, expected=gone.row_version, merged_into=into)
    told(into.round, "entry.merged", actor, post, now, {"from": gone.pk, "into": into.pk, "values": moved})


def _carry_over(gone: Entry, into: Entry, now: datetime) -> int:
    """Copy values and open files that the successor lacks, each value with the first line of its own history.

    Leaf by leaf: what was appraised of another's answer says nothing of one that the successor gave itself.
    """
    there = set(into.values.values_list("node_id", flat=True))
    copies = [copied(value, into) for value in gone.values.all() if value.node_id not in there]
    from_data = frozenset(value.node_id for value in copies if value.verdict == Verdict.DATA)
    if from_data:
        copy_data({gone.pk: into}, from_data, now)
    keep_copies(copies, now)
    put = set(into.evidence_uses.filter(removed_at__isnull=True).values_list("node_id", "stage", "file_id"))
    uses = [
        use
        for use in gone.evidence_uses.filter(removed_at__isnull=True)
        if (use.node_id, use.stage, use.file_id) not in put
    ]
    for use in uses:
        use.pk, use.entry, use.at = None, into, now
    EvidenceUse.objects.bulk_create(uses, batch_size=500)
    return len(copies)


def copied(value: LeafValue, entry: Entry) -> LeafValue:
    """The value as a new row of another entry, its author and time kept."""
    value.pk, value.entry, value.row_version = None, entry, 1
    value._state.adding = True
    return value


def keep_copies(values: list[LeafValue], came_at: datetime | None = None) -> None:
    """Insert copied values and the first revision of each; a fixed number of statements per 500.

    came_at: when they entered this entry's history (None: when they were said); the value keeps its author and time.
    """
    LeafValue.objects.bulk_create(values, batch_size=500)
    revisions = [first_revision(value) for value in values]
    for revision in revisions:
        revision.at = came_at or revision.at
    LeafRevision.objects.bulk_create(revisions, batch_size=500)


def copy_data(
    pairs: Mapping[int, Entry], nodes: frozenset[str] | None = None, came_at: datetime | None = None
) -> None:
    """Keep what data say of each leaf for another entry as well (entry id → entry), as it was computed; two queries.

    nodes: ids of the leaves to copy (None: every one). came_at: when it entered the other entry's history (None: when it
    was computed).
    """
    copies = []
    for (entry_id, node_id), said in latest_answers(pairs).items():
        if nodes is None or node_id in nodes:
            said.pk, said.entry, said.computed_at = None, pairs[entry_id], came_at or said.computed_at
            said._state.adding = True
            copies.append(said)
    DataAnswer.objects.bulk_create(copies, batch_size=500)


def first_revision(value: LeafValue) -> LeafRevision:
    """How the history of a copied value begins."""
    return LeafRevision(
        value=value,
        row_version=1,
        verdict=Verdict(value.verdict),
        answer=value.answer,
        points=value.points,
        state=value.state,
        reason=value.reason,
        note=value.note,
        by_id=value.by_id,
        post_id=value.post_id,
        at=value.at,
    )
