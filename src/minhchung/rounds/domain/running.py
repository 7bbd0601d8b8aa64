"""What the standing body does to a round: prepare, open, extend, admit, withdraw, hand to the council.

Each verb is one transaction with its dated decision and its ledger entry, or nothing. Views have checked that the
actor's post belongs to the round's owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minhchung.agencies.domain.jurisdiction import within_reach
from minhchung.agencies.models import Agency, Post, Succession, User
from minhchung.criteria.models import RubricVersion
from minhchung.ledger.domain.versions import save_version
from minhchung.rounds.domain.acts import (
    Decision,
    RoundRefused,
    decide,
    lock_entries,
    move,
    must_be,
    taking_part,
    told,
    touch,
)
from minhchung.rounds.domain.autofill import Refreshed, refresh
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.lacking import not_there, obstacles_to_open
from minhchung.rounds.enums import DecisionKind, PhaseKind, RoundState
from minhchung.rounds.models import (
    BodyAssignment,
    Entry,
    Phase,
    Round,
    RoundDecision,
    Substitute,
)


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
        raise RoundRefused(*(not_there(agency) for agency in invalid))
    require_reach(owner, plan.agencies)
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
            enter(round, agency, (plan.groups or {}).get(agency.pk), (plan.traits or {}).get(agency.pk), None)
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


def enter(
    round: Round,
    agency: Agency,
    group: str | None,
    traits: Mapping[str, Any] | None,
    decision: RoundDecision | None,
) -> Entry:
    """An agency's entry in a round, with nothing answered. group None: by its kind; traits None: its own."""
    return Entry.objects.create(
        round=round,
        agency=agency,
        group=agency.kind.name if group is None else group,
        traits=dict(agency.traits if traits is None else traits),
        admitted_by=decision,
    )


def require_reach(owner: Agency, agencies: Iterable[Agency]) -> None:
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
    require_reach(round.owner, [agency])
    if Entry.objects.filter(round=round, agency=agency).exists():
        raise RoundRefused(_("%(agency)s đã có trong đợt.") % {"agency": agency.name})
    with transaction.atomic():
        touch(round)
        made = decide(round, DecisionKind.ADMIT, decision, actor, post, now, {"agency": agency.pk})
        return enter(round, agency, group or None, traits, made)


def _succeeds_a_participant(round: Round, agency: Agency) -> bool:
    return Succession.objects.filter(successor=agency, predecessor__entries__round=round).exists()


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
