"""A draft round put together step by step, each step saved by itself; everything stays editable until the round opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from minhchung.agencies.domain.jurisdiction import within_reach
from minhchung.agencies.domain.tree import on
from minhchung.agencies.models import Agency, AgencyIdentifier, Post, User
from minhchung.criteria.models import RubricVersion
from minhchung.ledger.domain.versions import save_version
from minhchung.rounds.domain.acts import RoundRefused, must_be, told, touch
from minhchung.rounds.domain.lacking import bodies_named
from minhchung.rounds.domain.running import PhaseTimes
from minhchung.rounds.enums import PhaseKind, RoundState
from minhchung.rounds.models import BodyAssignment, Entry, Phase, Round, Substitute
from minhchung.viet.folding import search_key


@dataclass(frozen=True)
class By:
    """Who changes the draft, through which post, when; expected: the round's version that they saw."""

    actor: User
    post: Post | None
    now: datetime
    expected: int


def change_frame(
    *,
    round: Round,
    by: By,
    title: str,
    rubric: RubricVersion,
    year: int,
    period_from: date,
    period_to: date,
    reference_on: date,
) -> None:
    """Title, rubric, year, period and reference day of a draft. Raises StaleRow, RoundRefused."""
    must_be(round, RoundState.DRAFT)
    with transaction.atomic():
        save_version(
            round,
            expected=by.expected,
            title=title,
            rubric=rubric,
            year=year,
            period_from=period_from,
            period_to=period_to,
            reference_on=reference_on,
        )
        _told(round, "frame", by, {"rubric": rubric.sha256})


# ── who takes part ────────────────────────────────────────────────────────────────────────────────────────────────


def eligible(round: Round) -> QuerySet[Agency]:
    """The agencies within the owner's reach that exist on the round's reference day, in their official order."""
    return Agency.objects.filter(on(round.reference_on), within_reach(round.owner)).select_related(
        "kind", "parent"
    )


def choose_agencies(*, round: Round, by: By, among: Iterable[int], chosen: Iterable[int]) -> tuple[int, int]:
    """Of the agencies `among`, exactly `chosen` take part; the others stay as they are. Returns (added, removed).

    An agency that does not exist on the reference day is not added. Raises StaleRow, RoundRefused.
    """
    must_be(round, RoundState.DRAFT)
    wanted, shown = set(chosen), set(among)
    with transaction.atomic():
        _at(round, by)
        there = dict(Entry.objects.filter(round=round).values_list("agency_id", "pk"))
        new = (wanted & shown) - there.keys()
        gone = [pk for agency_id, pk in there.items() if agency_id in shown - wanted]
        added = _add(round, eligible(round).filter(pk__in=new) if len(new) < 500 else _among(round, new))
        removed = _remove(round, gone)
        if added or removed:
            _told(round, "agencies", by, {"added": added, "removed": removed})
    return added, removed


def choose_kind(*, round: Round, by: By, kind_id: int, take: bool) -> tuple[int, int]:
    """All agencies of a kind that exist on the reference day take part, or none. Returns (added, removed)."""
    of_kind = set(eligible(round).filter(kind_id=kind_id).values_list("pk", flat=True))
    if not take:
        of_kind |= set(
            Entry.objects.filter(round=round, agency__kind_id=kind_id).values_list("agency_id", flat=True)
        )
    return choose_agencies(round=round, by=by, among=of_kind, chosen=of_kind if take else ())


def _among(round: Round, wanted: set[int]) -> list[Agency]:
    """Many agencies: read all that exist, keep those wanted (a database takes only so many parameters)."""
    return [agency for agency in eligible(round) if agency.pk in wanted]


def _add(round: Round, agencies: Iterable[Agency]) -> int:
    rows = [
        Entry(round=round, agency=agency, group=agency.kind.name, traits=dict(agency.traits))
        for agency in agencies
    ]
    Entry.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _remove(round: Round, gone: list[int]) -> int:
    """Entries of a draft hold nothing yet; the substitutes named for them go with them."""
    for start in range(0, len(gone), 500):
        part = gone[start : start + 500]
        Substitute.objects.filter(round=round, agency__entries__pk__in=part).delete()
        Entry.objects.filter(pk__in=part).delete()
    return len(gone)


@dataclass(frozen=True)
class OfEntry:
    """The group and traits of one entry; an empty trait is not said."""

    group: str
    traits: Mapping[str, str]


def describe_entries(*, round: Round, by: By, told_of: Mapping[int, OfEntry]) -> int:
    """Set groups and traits of entries by id. Returns how many changed. Raises StaleRow, RoundRefused."""
    must_be(round, RoundState.DRAFT)
    with transaction.atomic():
        _at(round, by)
        changed = []
        for entry in Entry.objects.filter(round=round, pk__in=list(told_of)):
            wanted = told_of[entry.pk]
            changed += _described(entry, wanted.group, wanted.traits)
        _keep_described(round, by, changed)
    return len(changed)


def describe_kind(*, round: Round, by: By, kind_id: int | None, group: str, traits: Mapping[str, str]) -> int:
    """The same group or traits for all entries of a kind (every kind when None); an empty text leaves as is."""
    must_be(round, RoundState.DRAFT)
    entries = Entry.objects.filter(round=round)
    if kind_id is not None:
        entries = entries.filter(agency__kind_id=kind_id)
    given = {name: value for name, value in traits.items() if value}
    with transaction.atomic():
        _at(round, by)
        changed = []
        for entry in entries:
            changed += _described(entry, group or entry.group, {**entry.traits, **given})
        _keep_described(round, by, changed)
    return len(changed)


def _described(entry: Entry, group: str, traits: Mapping[str, Any]) -> list[Entry]:
    kept = {name: value for name, value in {**entry.traits, **traits}.items() if value not in ("", None)}
    if (entry.group, entry.traits) == (group, kept):
        return []
    entry.group, entry.traits = group, kept
    return [entry]


def _keep_described(round: Round, by: By, changed: list[Entry]) -> None:
    if changed:
        Entry.objects.bulk_update(changed, ["group", "traits"], batch_size=200)
        _told(round, "entries", by, {"changed": len(changed)})


# ── who appraises ─────────────────────────────────────────────────────────────────────────────────────────────────


def agency_called(words: str, day: date) -> Agency | list[Agency]:
    """The one agency there on the day with this identifier or name ("name · parent" too), else all it could be.

    An empty list: nobody is called so. At most ten come back.
    """
    name, _dot, parent = (part.strip() for part in words.partition(" · "))
    there = Agency.objects.filter(on(day)).select_related("parent", "kind")
    by_code = AgencyIdentifier.objects.filter(value__iexact=words.strip()).values("agency")
    key = search_key(name)
    exact = there.filter(Q(pk__in=by_code) | Q(name_key=key)) if key else there.none()
    if parent:
        exact = exact.filter(parent__name_key=search_key(parent))
    found = list(exact[:10]) or (list(there.filter(name_key__contains=key)[:10]) if key else [])
    return found[0] if len(found) == 1 else found


def guess_bodies(round: Round) -> dict[str, Agency]:
    """Body → the one agency of equal folded name on the reference day; the owner's own part of the tree goes first."""
    guessed: dict[str, Agency] = {}
    for body in bodies_named(round):
        key = search_key(body)
        same = list(eligible(round).filter(Q(name_key=key) | Q(short_name__iexact=body))[:20])
        near = [agency for agency in same if round.owner_id in (agency.pk, agency.parent_id)]
        found = near or same
        if len(found) == 1:
            guessed[body] = found[0]
    return guessed


def assign_bodies(*, round: Round, by: By, bodies: Mapping[str, Agency | None]) -> None:
    """Who is each body that the rubric names; None takes an assignment away. Raises StaleRow, RoundRefused."""
    must_be(round, RoundState.DRAFT)
    with transaction.atomic():
        _at(round, by)
        for body, agency in bodies.items():
            if agency is None:
                BodyAssignment.objects.filter(round=round, body=body).delete()
            else:
                BodyAssignment.objects.update_or_create(round=round, body=body, defaults={"agency": agency})
        named = {body: agency.pk for body, agency in bodies.items() if agency}
        _told(round, "bodies", by, {"bodies": [[body, named[body]] for body in sorted(named)]})


def name_substitutes(*, round: Round, by: By, substitutes: Mapping[tuple[int, str], Agency | None]) -> None:
    """(agency id, body) → who appraises instead. Raises RoundRefused for an agency named in its own place."""
    must_be(round, RoundState.DRAFT)
    if any(agency is not None and agency.pk == own for (own, _body), agency in substitutes.items()):
        raise RoundRefused(_("Cơ quan thay thế phải là cơ quan khác."))
    with transaction.atomic():
        _at(round, by)
        for (agency_id, body), agency in substitutes.items():
            if agency is None:
                Substitute.objects.filter(round=round, agency_id=agency_id, body=body).delete()
            else:
                Substitute.objects.update_or_create(
                    round=round, agency_id=agency_id, body=body, defaults={"substitute": agency}
                )
        named = [[own, body, agency.pk] for (own, body), agency in substitutes.items() if agency]
        _told(round, "substitutes", by, {"substitutes": sorted(named)})


# ── parameters and times ──────────────────────────────────────────────────────────────────────────────────────────


def set_parameters(*, round: Round, by: By, parameters: Mapping[str, Mapping[str, Any]]) -> None:
    """What the rubric leaves to the round, in the form that rubric.period.read_parameters takes."""
    must_be(round, RoundState.DRAFT)
    with transaction.atomic():
        save_version(
            round, expected=by.expected, parameters={name: dict(each) for name, each in parameters.items()}
        )
        _told(round, "parameters", by, {"parameters": sorted(parameters)})


def set_phases(*, round: Round, by: By, phases: Mapping[PhaseKind, PhaseTimes]) -> None:
    """When each step opens, is due and locks. Raises RoundRefused where they are out of order."""
    must_be(round, RoundState.DRAFT)
    lines = [
        _("Bước “%(phase)s”: mở trước, đến hạn sau, khóa không trước hạn.") % {"phase": kind.label}
        for kind, times in phases.items()
        if not times.opens_at <= times.due_at <= times.locks_at
    ]
    if lines:
        raise RoundRefused(*lines)
    with transaction.atomic():
        _at(round, by)
        for kind, times in phases.items():
            Phase.objects.update_or_create(
                round=round,
                kind=kind,
                defaults={
                    "opens_at": times.opens_at,
                    "due_at": times.due_at,
                    "locks_at": times.locks_at,
                },
            )
        _told(round, "phases", by, {"phases": sorted(phases)})


def _at(round: Round, by: By) -> None:
    """Count the version up from the one the person saw. Raises StaleRow."""
    round.row_version = by.expected
    touch(round)


def _told(round: Round, part: str, by: By, detail: dict[str, Any]) -> None:
    told(round, "round.draft_changed", by.actor, by.post, by.now, {"part": part, **detail})
