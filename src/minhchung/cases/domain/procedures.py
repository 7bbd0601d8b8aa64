"""The register of procedures: versions by decision, and how much of it the quality system covers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from minhchung.agencies.models import Agency, Post, User
from minhchung.cases.domain.reach import beneath
from minhchung.cases.domain.recomputing import recompute_after_commit
from minhchung.cases.interfaces.procedure_list import ListedProcedure
from minhchung.cases.models import Procedure, ProcedureVersion
from minhchung.indicators.domain.changes import figures_changed
from minhchung.ledger.domain.record import record
from minhchung.stats.counts import Rate
from minhchung.viet.codes import parse_procedure_code
from minhchung.viet.problem import Problem

_FACTS = (
    "code",
    "name",
    "field",
    "online",
    "fee",
    "days_allowed",
    "in_calendar_days",
    "in_qms",
    "is_abolished",
)


@dataclass(frozen=True)
class Imported:
    """What a list changed: procedures not known before, known ones with another version, and those that stay."""

    new: int
    changed: int
    unchanged: int


def import_list(
    *,
    agency: Agency,
    listed: Iterable[ListedProcedure],
    decision_number: str,
    valid_from: date,
    actor: User,
    post: Post | None,
    now: datetime,
) -> Imported:
    """Add a version of every procedure that the decision says anew; what it repeats gets none."""
    rows = list(listed)
    with transaction.atomic():
        known = {each.number: each for each in Procedure.objects.filter(agency=agency)}
        current = {
            each.procedure.number: each
            for each in versions_on(agency, valid_from).select_related("procedure")
        }
        fresh = [each for each in rows if each.number not in known]
        for made in Procedure.objects.bulk_create(
            Procedure(agency=agency, number=each.number) for each in fresh
        ):
            known[made.number] = made
        said = [each for each in rows if _differs(current.get(each.number), each)]
        for each in said:
            facts = asdict(each)
            del facts["number"]
            ProcedureVersion.objects.create(
                procedure=known[each.number],
                valid_from=valid_from,
                decision_number=decision_number,
                by=actor,
                at=now,
                **facts,
            )
        if said:
            figures_changed(
                codes=("PROCEDURES_IN_QMS",), agency_ids=(agency.pk,), start=valid_from, end=date.max, now=now, actor=actor
            )  # fmt: skip
            recompute_after_commit(actor=actor, post=post, now=now)
        record(
            verb="procedures.imported",
            subject=f"agencies.agency:{agency.pk}",
            at=now,
            actor_id=actor.pk,
            agency_id=agency.pk,
            post_id=post.pk if post else None,
            detail={
                "decision": decision_number,
                "valid_from": valid_from.isoformat(),
                "rows": len(rows),
                "said": len(said),
            },
        )
    return Imported(len(fresh), len(said) - len(fresh), len(rows) - len(said))


def _differs(version: ProcedureVersion | None, listed: ListedProcedure) -> bool:
    return version is None or any(getattr(version, name) != getattr(listed, name) for name in _FACTS)


def versions_on(agency: Agency, day: date) -> QuerySet[ProcedureVersion]:
    """The version of each procedure that stands on a day; abolished ones too."""
    newest = (
        ProcedureVersion.objects.filter(procedure=OuterRef("procedure"), valid_from__lte=day)
        .order_by("-valid_from", "-pk")
        .values("pk")[:1]
    )
    return ProcedureVersion.objects.filter(procedure__agency=agency, pk=Subquery(newest))


@dataclass(frozen=True)
class Coverage:
    """Procedures in the quality system, of all in force, and of those of which the list says whether they are."""

    of_all: Rate
    of_said: Rate


def coverage(agency: Agency, day: date) -> Coverage:
    """S2 reports 264 procedures in its system and names 314 in one place, 319 in another: here each denominator has its name."""
    standing = versions_on(agency, day).filter(is_abolished=False)
    inside = standing.filter(in_qms=True).count()
    return Coverage(Rate(inside, standing.count()), Rate(inside, standing.exclude(in_qms=None).count()))


def unregistered(codes: Iterable[str], agency: Agency) -> int:
    """How many of these procedure codes no register of the agency, nor of those beneath or right above, knows.

    0 where nobody has brought in a register yet: then nothing can be said.
    """
    lists = {*beneath(agency), *([agency.parent_id] if agency.parent_id else [])}
    known = set(Procedure.objects.filter(agency__in=lists).values_list("number", flat=True))
    if not known:
        return 0
    read = (parse_procedure_code(code) for code in codes)
    return len({each.number for each in read if not isinstance(each, Problem)} - known)
