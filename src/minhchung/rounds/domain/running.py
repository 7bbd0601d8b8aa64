"""What the standing body does to a round: prepare, open, extend, admit, merge, withdraw, hand to the council.

Each verb is one transaction with its dated decision and its ledger entry, or nothing. Views have checked that the
actor's post belongs to the round's owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from minhchung.agencies.domain.jurisdiction import within_reach
from minhchung.agencies.models import Agency, Post, Succession, User
from minhchung.criteria.models import RubricVersion
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.versions import save_version
from minhchung.rounds.domain.access import COUNCIL_BODY
from minhchung.rounds.domain.autofill import Refreshed, refresh
from minhchung.rounds.domain.data_answers import latest_answers
from minhchung.rounds.domain.data_score import is_wholly_data
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.enums import DecisionKind, EntryState, PhaseKind, RoundState, Verdict
from minhchung.rounds.models import (
    BodyAssignment,
    DataAnswer,
    Entry,
    EvidenceUse,
    LeafRevision,
    LeafValue,
    Phase,
    Round,
    RoundDecision,
    Substitute,
)


class RoundRefused(Exception):
    """The step cannot be taken; `lines` say why and what to do, in the reader's language."""

    def __init__(self, *lines: str) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class Decision:
    """The document that a step rests on."""

    number: str
    decided_on: date
    text: str = ""


@dataclass(frozen=True)
class PhaseTimes:
    opens_at: datetime
    due_at: datetime
    locks_at: datetime


@dataclass(frozen=True)
class RoundPlan:
    """What a round is made of; parameters as rounds.domain.engine.parameters_of reads them."""

    title: str
    rubric: RubricVersion
    year: int
    period_from: date
    period_to: date
    reference_on: date
    parameters: Mapping[str, Any]
    phases: Mapping[PhaseKind, PhaseTimes]
    agencies: tuple[Agency, ...] = ()
    groups: Mapping[int, str] | None = None
    traits: Mapping[int, Mapping[str, Any]] | None = None
    bodies: Mapping[str, Agency] | None = None


def prepare_round(*, plan: RoundPlan, owner: Agency, actor: User, post: Post | None, now: datetime) -> Round:
    """Make a draft round with its participants, phases and bodies. Raises RoundRefused for an impossible plan."""
    if invalid := [agency for agency in plan.agencies if not agency.is_valid_on(plan.reference_on)]:
        raise RoundRefused(*(_not_there(agency) for agency in invalid))
    _require_reach(owner, plan.agencies)
    with transaction.atomic():
        round = Round.objects.create(
            title=plan.title,
            rubric=plan.rubric,
            owner=owner,
            year=plan.year,
            period_from=plan.period_from,
            period_to=plan.period_to,
            reference_on=plan.reference_on,
            parameters=dict(plan.parameters),
            created_by=actor,
            created_at=now,
        )
        for kind, times in plan.phases.items():
            Phase.objects.create(
                round=round, kind=kind, opens_at=times.opens_at, due_at=times.due_at, locks_at=times.locks_at
            )
        for agency in plan.agencies:
            _enter(
                round, agency, (plan.groups or {}).get(agency.pk), (plan.traits or {}).get(agency.pk), None
            )
        for body, agency in (plan.bodies or {}).items():
            BodyAssignment.objects.create(round=round, body=body, agency=agency)
        told(
            round,
            "round.prepared",
            actor,
            post,
            now,
            {"rubric": plan.rubric.sha256, "agencies": len(plan.agencies)},
        )
    return round


def _enter(
    round: Round,
    agency: Agency,
    group: str | None,
    traits: Mapping[str, Any] | None,
    decision: RoundDecision | None,
) -> Entry:
    return Entry.objects.create(
        round=round,
        agency=agency,
        group=agency.kind.name if group is None else group,
        traits=dict(agency.traits if traits is None else traits),
        admitted_by=decision,
    )


def bodies_named(round: Round) -> tuple[str, ...]:
    """The appraising bodies that the rubric names, in its order."""
    named = (leaf.appraised_by for leaf in rubric_of(round.rubric).leaves())
    return tuple(dict.fromkeys(body for body in named if body))


def obstacles_to_open(round: Round) -> list[str]:
    """Why a draft round cannot be opened yet; a line each, with what to do."""
    return [words for _part, words in lacking_to_open(round)]


def lacking_to_open(round: Round) -> list[tuple[str, str]]:
    """(part, why) of everything a draft lacks; parts: agencies, groups, bodies, substitutes, parameters, phases."""
    entries = list(round.entries.select_related("agency"))
    none = [] if entries else [("agencies", _("Đợt chưa có cơ quan nào. Chọn cơ quan tham gia."))]
    return [
        *none,
        *(("agencies", _not_there(entry.agency)) for entry in entries if not _was_there(round, entry)),
        *(("groups", words) for words in _unsaid_traits(round, entries)),
        *(("bodies", words) for words in _unnamed_bodies(round)),
        *(("substitutes", words) for words in _own_appraisals(round)),
        *(("parameters", words) for words in _unset_parameters(round)),
        *(("phases", words) for words in _undated_phases(round)),
    ]


def _require_reach(owner: Agency, agencies: Iterable[Agency]) -> None:
    """Raise RoundRefused for agencies of another province."""
    asked = {agency.pk: agency for agency in agencies}
    reached = set(Agency.objects.filter(within_reach(owner), pk__in=asked).values_list("pk", flat=True))
    if beyond := [agency.name for pk, agency in asked.items() if pk not in reached]:
        raise RoundRefused(
            *(
                _("%(agency)s không thuộc phạm vi của cơ quan tổ chức đợt.") % {"agency": name}
                for name in beyond
            )
        )


def _was_there(round: Round, entry: Entry) -> bool:
    return entry.agency.is_valid_on(round.reference_on)


def _not_there(agency: Agency) -> str:
    return _("%(agency)s không tồn tại vào ngày tham chiếu. Chọn cơ quan kế thừa, hoặc đổi ngày.") % {
        "agency": agency.name
    }


def _undated_phases(round: Round) -> list[str]:
    """Steps without times; a round computed wholly from data has no steps that people take before the council."""
    if is_wholly_data(rubric_of(round.rubric)):
        return []
    there = set(round.phases.values_list("kind", flat=True))
    missing = (kind for kind in PhaseKind if kind not in there)
    return [_("Chưa có thời gian của bước “%(phase)s”.") % {"phase": kind.label} for kind in missing]


def _unnamed_bodies(round: Round) -> list[str]:
    assigned = set(round.bodies.values_list("body", flat=True))
    missing = (body for body in bodies_named(round) if body not in assigned)
    return [_("Chưa chỉ định cơ quan thẩm định cho “%(body)s”.") % {"body": body} for body in missing]


def _unset_parameters(round: Round) -> list[str]:
    return [
        _("Chưa có “%(parameter)s” mà bộ tiêu chí để cho đợt quy định.") % {"parameter": parameter.title}
        for parameter in rubric_of(round.rubric).parameters
        if parameter.default is None and parameter.name not in round.parameters
    ]


def needed_substitutes(round: Round) -> list[tuple[Agency, str]]:
    """Each agency taking part that the round names as a body, with that body: somebody else appraises it there.

    The round's owner, when it takes part itself, with the council: somebody else decides its entry.
    """
    named = set(bodies_named(round))
    taking = set(taking_part(round).values_list("agency_id", flat=True))
    rows = round.bodies.filter(body__in=named).select_related("agency").order_by("pk")
    needed = [(row.agency, row.body) for row in rows if row.agency_id in taking]
    return [*needed, (round.owner, COUNCIL_BODY)] if round.owner_id in taking else needed


def _own_appraisals(round: Round) -> list[str]:
    replaced = set(round.substitutes.values_list("agency_id", "body"))
    return [
        _("%(agency)s không được tự thẩm định phần “%(body)s” của mình. Chỉ định cơ quan thay thế.")
        % {"agency": agency.name, "body": body}
        for agency, body in needed_substitutes(round)
        if (agency.pk, body) not in replaced
    ]


def _unsaid_traits(round: Round, entries: list[Entry]) -> list[str]:
    """A trait the rubric asks for decides which rule holds; nothing is guessed for an agency that lacks it."""
    lines = []
    for trait in rubric_of(round.rubric).traits:
        lacking = [entry.agency.name for entry in entries if trait.name not in entry.traits]
        if lacking:
            lines.append(
                _("%(n)d cơ quan chưa ghi đặc điểm “%(trait)s”, ví dụ %(agency)s.")
                % {"n": len(lacking), "trait": trait.title, "agency": lacking[0]}
            )
    return lines


def open_round(*, round: Round, decision: Decision, actor: User, post: Post | None, now: datetime) -> None:
    """Draft → open. Raises RoundRefused with every obstacle at once."""
    must_be(round, RoundState.DRAFT)
    if lines := obstacles_to_open(round):
        raise RoundRefused(*lines)
    with transaction.atomic():
        move(round, RoundState.OPEN)
        decide(round, DecisionKind.OPEN, decision, actor, post, now, {"entries": round.entries.count()})
        compute_round(round, now)


def name_substitute(
    *,
    round: Round,
    agency: Agency,
    body: str,
    substitute: Agency,
    actor: User,
    post: Post | None,
    now: datetime,
) -> Substitute:
    """Say who appraises a body's leaves for this agency. Raises RoundRefused once that appraisal has begun."""
    if agency.pk == substitute.pk:
        raise RoundRefused(_("Cơ quan thay thế phải là cơ quan khác."))
    if round.state not in {RoundState.DRAFT, RoundState.OPEN}:
        raise RoundRefused(_("Đợt đã chuyển hội đồng; không đổi cơ quan thẩm định được nữa."))
    with transaction.atomic():
        touch(round)
        named, _created = Substitute.objects.update_or_create(
            round=round, agency=agency, body=body, defaults={"substitute": substitute}
        )
        told(
            round,
            "round.substitute_named",
            actor,
            post,
            now,
            {"agency": agency.pk, "body": body, "substitute": substitute.pk},
        )
    return named


def extend(
    *,
    round: Round,
    phase: Phase,
    due_at: datetime,
    locks_at: datetime,
    decision: Decision,
    actor: User,
    post: Post | None,
    now: datetime,
) -> None:
    """Move a phase's due and lock times later. Raises RoundRefused for an earlier time or a closed round."""
    must_be(round, RoundState.OPEN, RoundState.COUNCIL)
    if (due_at, locks_at) == (phase.due_at, phase.locks_at):
        raise RoundRefused(_("Hạn mới trùng hạn đang có. Nhập thời điểm muộn hơn."))
    if due_at < phase.due_at or locks_at < phase.locks_at or locks_at < due_at:
        raise RoundRefused(_("Gia hạn chỉ lùi hạn về sau, và thời điểm khóa không trước hạn."))
    with transaction.atomic():
        payload = {
            "phase": phase.kind,
            "due_at": [phase.due_at.isoformat(), due_at.isoformat()],
            "locks_at": [phase.locks_at.isoformat(), locks_at.isoformat()],
        }
        touch(round)
        phase.due_at, phase.locks_at = due_at, locks_at
        phase.save(update_fields=["due_at", "locks_at"])
        decide(round, DecisionKind.EXTEND, decision, actor, post, now, payload)


def admit(
    *,
    round: Round,
    agency: Agency,
    group: str,
    decision: Decision,
    actor: User,
    post: Post | None,
    now: datetime,
    traits: Mapping[str, Any] | None = None,
) -> Entry:
    """Let an agency join a round that is open; the successor of a participant may be younger than the reference day.

    Raises RoundRefused when it is in already, or did not exist on the reference day.
    """
    must_be(round, RoundState.OPEN)
    if not agency.is_valid_on(round.reference_on) and not _succeeds_a_participant(round, agency):
        raise RoundRefused(
            _("%(agency)s không tồn tại vào ngày tham chiếu của đợt.") % {"agency": agency.name}
        )
    _require_reach(round.owner, [agency])
    if Entry.objects.filter(round=round, agency=agency).exists():
        raise RoundRefused(_("%(agency)s đã có trong đợt.") % {"agency": agency.name})
    with transaction.atomic():
        touch(round)
        made = decide(round, DecisionKind.ADMIT, decision, actor, post, now, {"agency": agency.pk})
        return _enter(round, agency, group or None, traits, made)


def _succeeds_a_participant(round: Round, agency: Agency) -> bool:
    return Succession.objects.filter(successor=agency, predecessor__entries__round=round).exists()


@dataclass(frozen=True)
class Offer:
    """An entry whose agency has been merged or split away, and who carries its work on (their entry, if they take part)."""

    gone: Entry
    successor: Agency
    into: Entry | None
    effective_on: date
    decision_number: str


def successors_offered(round: Round) -> list[Offer]:
    """Entries that a decision of the agency tree has overtaken; two queries."""
    entries = {entry.agency_id: entry for entry in taking_part(round).select_related("agency")}
    ended = [agency_id for agency_id, entry in entries.items() if entry.agency.valid_to is not None]
    rows = Succession.objects.filter(predecessor_id__in=ended).select_related("successor")
    return [
        Offer(
            gone=entries[row.predecessor_id],
            successor=row.successor,
            into=entries.get(row.successor_id),
            effective_on=row.effective_on,
            decision_number=row.decision_number,
        )
        for row in rows
    ]


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
    if gone.merged_into_id or into.merged_into_id or into.withdrawn_by_id or gone.withdrawn_by_id:
        raise RoundRefused(_("Một trong hai hồ sơ đã được nhập hoặc đã rút."))
    if into.state not in {EntryState.DRAFT, EntryState.RETURNED}:
        raise RoundRefused(_("Hồ sơ kế thừa đã nộp; không nhập thêm được."))
    with transaction.atomic():
        touch(round)
        lock_entries(Entry.objects.filter(pk__in=[gone.pk, into.pk]))
        save_version(into, expected=into.row_version)
        decide(
            round,
            DecisionKind.MERGE,
            decision,
            actor,
            post,
            now,
            {"from": gone.agency_id, "into": into.agency_id},
        )
        moved = _carry_over(gone, into)
        save_version(gone, expected=gone.row_version, merged_into=into)
        told(round, "entry.merged", actor, post, now, {"from": gone.pk, "into": into.pk, "values": moved})


def _carry_over(gone: Entry, into: Entry) -> int:
    """Copy values and open files that the successor lacks, each value with the first line of its own history."""
    there = set(into.values.values_list("node_id", "stage"))
    copies = [copied(value, into) for value in gone.values.all() if (value.node_id, value.stage) not in there]
    from_data = frozenset(value.node_id for value in copies if value.verdict == Verdict.DATA)
    if from_data:
        copy_data({gone.pk: into}, from_data)
    keep_copies(copies)
    put = set(into.evidence_uses.filter(removed_at__isnull=True).values_list("node_id", "stage", "file_id"))
    uses = [
        use
        for use in gone.evidence_uses.filter(removed_at__isnull=True)
        if (use.node_id, use.stage, use.file_id) not in put
    ]
    for use in uses:
        use.pk, use.entry = None, into
    EvidenceUse.objects.bulk_create(uses, batch_size=500)
    return len(copies)


def copied(value: LeafValue, entry: Entry) -> LeafValue:
    """The value as a new row of another entry, its author and time kept."""
    value.pk, value.entry, value.row_version = None, entry, 1
    value._state.adding = True
    return value


def keep_copies(values: list[LeafValue]) -> None:
    """Insert copied values and the first revision of each; a fixed number of statements per 500."""
    LeafValue.objects.bulk_create(values, batch_size=500)
    LeafRevision.objects.bulk_create([first_revision(value) for value in values], batch_size=500)


def copy_data(pairs: Mapping[int, Entry], nodes: frozenset[str] | None = None) -> None:
    """Keep what data say of each leaf for another entry as well (entry id → entry), as it was computed; two queries.

    nodes: ids of the leaves to copy (None: every one).
    """
    copies = []
    for (entry_id, node_id), said in latest_answers(pairs).items():
        if nodes is None or node_id in nodes:
            said.pk, said.entry = None, pairs[entry_id]
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


def withdraw(*, entry: Entry, decision: Decision, actor: User, post: Post | None, now: datetime) -> None:
    """Take an agency out of a round by decision; what it said stays readable."""
    round = entry.round
    must_be(round, RoundState.OPEN, RoundState.COUNCIL)
    if entry.withdrawn_by_id is not None or entry.merged_into_id is not None:
        raise RoundRefused(_("Hồ sơ này đã rút hoặc đã nhập vào hồ sơ khác."))
    with transaction.atomic():
        touch(round)
        lock_entries(Entry.objects.filter(pk=entry.pk))
        made = decide(round, DecisionKind.WITHDRAW, decision, actor, post, now, {"agency": entry.agency_id})
        save_version(entry, expected=entry.row_version, withdrawn_by=made)


def to_council(*, round: Round, decision: Decision, actor: User, post: Post | None, now: datetime) -> None:
    """Open → council: self-assessment and appraisal are closed from here on; what data say is frozen as it is now."""
    must_be(round, RoundState.OPEN)
    with transaction.atomic():
        compute_round(round, now)
        move(round, RoundState.COUNCIL)
        decide(round, DecisionKind.COUNCIL, decision, actor, post, now, {})


def compute_round(round: Round, now: datetime) -> Refreshed:
    """Compute the bound leaves of every entry that is still open, for all agencies at once."""
    if not any(leaf.bind for leaf in rubric_of(round.rubric).leaves()):
        return Refreshed()
    entries = list(taking_part(round).select_related("agency"))
    for entry in entries:
        entry.round = round
    return refresh(round=round, entries=entries, now=now)


def taking_part(round: Round) -> Any:
    """The entries that are ranked: not merged into another, not withdrawn."""
    return Entry.objects.filter(round=round, merged_into__isnull=True, withdrawn_by__isnull=True)


def must_be(round: Round, *states: RoundState) -> None:
    if round.state not in states:
        raise RoundRefused(
            _("Đợt đang ở trạng thái “%(state)s”, không làm bước này được.")
            % {"state": RoundState(round.state).label}
        )


def hold(round: Round, *entries: Entry) -> None:
    """Lock the round until the transaction ends, and read anew its state and where these entries stand.

    What was read before the lock may be history by now: PostgreSQL shows a transaction what others committed meanwhile.
    Whoever scores, decides, rules or publishes comes through here first, so none of them passes another.
    """
    held = Round.objects.select_for_update(no_key=True).filter(pk=round.pk)
    round.state = held.values_list("state", flat=True).get()
    fresh = {row["pk"]: row for row in _standing_of(entries)} if entries else {}
    for entry in entries:
        for name, value in fresh[entry.pk].items():
            setattr(entry, name, value)
        entry.round.state = round.state


def lock_entries(entries: QuerySet[Entry]) -> list[Entry]:
    """Lock entries until the transaction ends, always in the same order, and read them as they stand then.

    Before anything is recorded: an agency that submits holds its entry and waits for the ledger's head, so nobody may
    hold the head and wait for an entry.
    """
    return list(entries.select_for_update(of=("self",), no_key=True).order_by("pk"))


def _standing_of(entries: tuple[Entry, ...]) -> Any:
    wanted = Entry.objects.filter(pk__in=[entry.pk for entry in entries]).order_by()
    return wanted.values("pk", "state", "merged_into_id", "withdrawn_by_id")


def touch(round: Round) -> None:
    """Count the round's version up: two acts on one round never pass each other. Raises StaleRow."""
    save_version(round, expected=round.row_version)


def move(round: Round, state: RoundState) -> None:
    """Change the round's state. Raises StaleRow when another act came first."""
    save_version(round, expected=round.row_version, state=state)


def decide(
    round: Round,
    kind: DecisionKind,
    decision: Decision,
    actor: User,
    post: Post | None,
    now: datetime,
    payload: dict[str, Any],
) -> RoundDecision:
    made = RoundDecision.objects.create(
        round=round,
        kind=kind,
        number=decision.number,
        decided_on=decision.decided_on,
        text=decision.text,
        payload=payload,
        by=actor,
        at=now,
    )
    detail = {
        "decision": made.pk,
        "number": decision.number,
        "on": decision.decided_on.isoformat(),
        **payload,
    }
    told(round, f"round.{kind}", actor, post, now, detail)
    return made


def told(
    round: Round, verb: str, actor: User, post: Post | None, now: datetime, detail: dict[str, Any]
) -> None:
    """Write the ledger entry of an act on the round."""
    record(
        verb=verb,
        subject=f"rounds.round:{round.pk}",
        at=now,
        actor_id=actor.pk,
        agency_id=round.owner_id,
        post_id=post.pk if post else None,
        detail=detail,
    )
