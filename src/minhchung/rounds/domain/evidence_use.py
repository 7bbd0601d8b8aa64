"""Which files stand behind which leaf: attach, pick from the library, take away again (the row stays, with who and when)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.agencies.models import User
from minhchung.evidence.models import EvidenceFile
from minhchung.ledger.domain.record import record
from minhchung.rounds.domain.access import COUNCIL_BODY, DECIDING_ROLES
from minhchung.rounds.domain.entries import appraised_refusal, filling_refusal, require, self_phase
from minhchung.rounds.enums import EntryState, Stage
from minhchung.rounds.models import BodyAssignment, Entry, EvidenceUse, Substitute
from minhchung.rubric import Node
from minhchung.viet.folding import search_key


def uses_of(entry: Entry, node_id: str) -> list[EvidenceUse]:
    """The files that stand behind a leaf in the self-assessment, oldest first; one query."""
    return list(
        EvidenceUse.objects.filter(entry=entry, node_id=node_id, stage=Stage.SELF, removed_at__isnull=True)
        .select_related("file", "by")
        .order_by("at", "pk")
    )


def other_uses(entry: Entry, node_id: str, uses: Iterable[EvidenceUse]) -> dict[int, list[str]]:
    """File id → ids of the other nodes of this entry that the same file stands behind; one query."""
    rows = EvidenceUse.objects.filter(
        entry=entry, stage=Stage.SELF, removed_at__isnull=True, file__in=[use.file_id for use in uses]
    ).exclude(node_id=node_id)
    found: dict[int, list[str]] = {}
    for file_id, other in rows.order_by("at", "pk").values_list("file_id", "node_id"):
        found.setdefault(file_id, []).append(other)
    return found


def attach(
    *, entry: Entry, leaf: Node, files: Iterable[EvidenceFile], actor: User, now: datetime
) -> list[EvidenceUse]:
    """Put files of the entry's agency behind a leaf; one that stands there already is left as it is.

    Raises NotNow when the entry takes nothing now, Http404 for a file of another agency.
    """
    require(filling_refusal(entry, self_phase(entry), now) or appraised_refusal(entry, leaf))
    chosen = list(files)
    if any(file.agency_id != entry.agency_id for file in chosen):
        raise Http404
    with transaction.atomic():
        return [_use(entry, leaf, file, actor, now) for file in chosen]


def _use(entry: Entry, leaf: Node, file: EvidenceFile, actor: User, now: datetime) -> EvidenceUse:
    made, _new = EvidenceUse.objects.get_or_create(
        entry=entry,
        node_id=leaf.id,
        stage=Stage.SELF,
        file=file,
        removed_at=None,
        defaults={"by": actor, "at": now},
    )
    return made


def detach(*, entry: Entry, leaf: Node, use_id: int, actor: User, now: datetime) -> EvidenceUse:
    """Take a file away from a leaf; the row says who did it and when. Raises NotNow, Http404."""
    require(filling_refusal(entry, self_phase(entry), now) or appraised_refusal(entry, leaf))
    found = (
        EvidenceUse.objects.filter(
            pk=use_id, entry=entry, node_id=leaf.id, stage=Stage.SELF, removed_at__isnull=True
        )
        .select_related("file")
        .first()
    )
    if found is None:
        raise Http404
    found.removed_by, found.removed_at = actor, now
    with transaction.atomic():
        found.save(update_fields=["removed_by", "removed_at"])
        record(
            verb="evidence.detached",
            subject=f"rounds.entry:{entry.pk}",
            at=now,
            actor_id=actor.pk,
            agency_id=entry.agency_id,
            detail={"leaf": leaf.code, "sha256": found.file.sha256},
        )
    return found


def candidates(entry: Entry, leaf: Node, *, search: str = "", source: str = "") -> QuerySet[EvidenceFile]:
    """Files of the agency that may be put behind a leaf, the newest first.

    source: "" all · "nam-truoc" used for the same node a year earlier · "tieu-chi-khac" used elsewhere in this entry ·
    "chua-dung" used nowhere. Each has `use_count` and `used_last_year` (of this node).
    """
    standing = EvidenceUse.objects.filter(
        entry=entry, node_id=leaf.id, stage=Stage.SELF, removed_at__isnull=True
    ).values("file_id")
    last_year = EvidenceUse.objects.filter(
        entry__agency_id=entry.agency_id,
        entry__round__year=entry.round.year - 1,
        node_id=leaf.id,
        removed_at__isnull=True,
    ).values("file_id")
    files = EvidenceFile.objects.filter(agency_id=entry.agency_id).exclude(pk__in=standing)
    if search.strip():
        files = files.filter(search_text__contains=search_key(search))
    if source == "nam-truoc":
        files = files.filter(pk__in=last_year)
    elif source == "tieu-chi-khac":
        elsewhere = EvidenceUse.objects.filter(entry=entry, removed_at__isnull=True).exclude(node_id=leaf.id)
        files = files.filter(pk__in=elsewhere.values("file_id"))
    elif source == "chua-dung":
        files = files.exclude(pk__in=EvidenceUse.objects.filter(removed_at__isnull=True).values("file_id"))
    return files.annotate(
        use_count=Count("uses", filter=Q(uses__removed_at__isnull=True)),
        used_last_year=Subquery(last_year.filter(file_id=OuterRef("pk")).values("pk")[:1]),
    ).order_by("-uploaded_at", "-pk")


def judged_from(use: EvidenceUse, entry: Entry) -> datetime | None:
    """The moment whose facts the appraising side goes by: the submission, or for a file put forward in an explanation
    when it was; None while the entry is not submitted."""
    if use.stage != Stage.SELF:
        return use.at
    return entry.received_at if entry.state == EntryState.SUBMITTED else None


def judged_since(file: EvidenceFile) -> datetime | None:
    """The first moment from which somebody judges by this file's facts; None when nobody does. One query."""
    uses = EvidenceUse.objects.filter(
        file=file, removed_at__isnull=True, entry__state=EntryState.SUBMITTED
    ).select_related("entry")
    return min((at for use in uses if (at := judged_from(use, use.entry)) is not None), default=None)


def counts_of(entry: Entry) -> dict[str, int]:
    """Node id → number of files behind it in the self-assessment; one query."""
    rows = (
        EvidenceUse.objects.filter(entry=entry, stage=Stage.SELF, removed_at__isnull=True)
        .values("node_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return {row["node_id"]: row["n"] for row in rows}


# ── who may read a file because an entry uses it ──────────────────────────────────────────────────────────────────


def readable_through_entries(acting: Acting) -> Q:
    """Files used in entries this person reads: as Q over EvidenceFile, for evidence.domain.access.

    The standing body and council: files of submitted entries of their rounds. An appraiser: files of submitted entries,
    on the leaves that name the person's body (or the body stood in for), never of the own agency.
    """
    allowed = Q(pk__in=[])
    uses = EvidenceUse.objects.filter(removed_at__isnull=True, entry__state=EntryState.SUBMITTED)
    deciding = acting.agency_ids(*DECIDING_ROLES)
    if deciding:
        allowed |= Q(pk__in=uses.filter(entry__round__owner_id__in=deciding).values("file_id"))
    appraised = _appraised(acting)
    if appraised is not None:
        allowed |= Q(pk__in=uses.filter(appraised).values("file_id"))
    return allowed


def _appraised(acting: Acting) -> Q | None:
    """Uses on the leaves that this person appraises, as Q over EvidenceUse; None when there are none."""
    mine = acting.agency_ids(Role.APPRAISER)
    if not mine:
        return None
    assigned = BodyAssignment.objects.filter(agency_id__in=mine).select_related("round__rubric")
    standing_in = Substitute.objects.filter(substitute_id__in=mine).select_related("round__rubric")
    found: Q | None = None
    for row in assigned:
        replaced = Substitute.objects.filter(round_id=row.round_id, body=row.body).exclude(
            substitute_id=row.agency_id
        )
        part = (
            Q(entry__round_id=row.round_id, node_id__in=nodes_of_body(row.round, row.body))
            & ~Q(entry__agency_id=row.agency_id)
            & ~Q(entry__agency_id__in=replaced.values("agency_id"))
        )
        found = part if found is None else found | part
    for stand_in in standing_in:
        part = Q(
            entry__round_id=stand_in.round_id,
            entry__agency_id=stand_in.agency_id,
            node_id__in=nodes_of_body(stand_in.round, stand_in.body),
        ) & ~Q(entry__agency_id__in=mine)
        found = part if found is None else found | part
    return found


def nodes_of_body(round: object, body: str) -> list[str]:
    """Ids of the leaves that the rubric of this round gives to this body; the council's substitute sees them all."""
    from minhchung.rounds.domain.engine import rubric_of

    rubric = rubric_of(round.rubric)  # type: ignore[attr-defined]
    return [leaf.id for leaf in rubric.leaves() if body in (leaf.appraised_by, COUNCIL_BODY)]
