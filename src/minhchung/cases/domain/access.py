"""Whose cases a person may see, and for whom they may bring them in. Missing and forbidden answer the same 404."""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet
from django.http import Http404

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.domain.jurisdiction import within_reach
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency, Post
from minhchung.cases.domain.reach import beneath
from minhchung.cases.models import (
    ApiKey,
    CaseSystem,
    Contest,
    FrozenFigure,
    ImportBatch,
    ImportDraft,
)
from minhchung.cases.models.contest import ContestState
from minhchung.rounds.domain.access import appraised_entry_for
from minhchung.rounds.enums import EntryState, RoundState
from minhchung.rounds.models import Entry

IMPORTERS = (Role.SECRETARY, Role.STANDING)
"""Who brings cases in, keeps the keys of the system, and the register of procedures."""
OWN_READERS = (Role.SECRETARY, Role.HEAD, Role.AUDITOR, Role.APPRAISER)
"""See the cases of their own agency and of those beneath it."""
BODY_READERS = (Role.STANDING, Role.COUNCIL, Role.INSPECTOR)
"""See the cases of every agency that their body may call into its rounds."""
READERS = (*OWN_READERS, *BODY_READERS)


def agencies_for(acting: Acting) -> QuerySet[Agency]:
    """Agencies whose figures and cases this person may read."""
    allowed = Q(pk__in=[])
    for post in acting.posts:
        if post.role in OWN_READERS:
            allowed |= Q(pk__in=beneath(post.agency_id))
        if post.role in BODY_READERS:
            allowed |= within_reach(post.agency) | Q(pk=post.agency.parent_id)
    return Agency.objects.filter(allowed)


def agency_for(acting: Acting, pk: int) -> Agency:
    """The agency, if this person may read its cases. Raises Http404."""
    found = agencies_for(acting).filter(pk=pk).select_related("kind", "parent").first()
    if found is None:
        raise Http404
    return found


def listed_agency_for(acting: Acting, pk: int) -> Agency:
    """The agency, if this person may read the list of its cases: also those who appraise an entry of it now, since the
    figures they appraise are counted from these cases. Raises Http404."""
    try:
        return agency_for(acting, pk)
    except Http404:
        submitted = Entry.objects.filter(
            agency_id=pk, state=EntryState.SUBMITTED, round__state__in=(RoundState.OPEN, RoundState.COUNCIL)
        )
        for entry_id in submitted.order_by("-pk").values_list("pk", flat=True):
            try:
                return appraised_entry_for(acting, entry_id).entry.agency
            except Http404:
                continue
        raise


def systems_for(acting: Acting) -> QuerySet[CaseSystem]:
    """Systems this person may import for."""
    return CaseSystem.objects.filter(agency__in=acting.agency_ids(*IMPORTERS)).select_related("agency")


def system_for(acting: Acting, pk: int) -> CaseSystem:
    found = systems_for(acting).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def importing_post(acting: Acting, agency_id: int) -> Post:
    """The post through which this person imports for an agency. Raises Http404."""
    post = acting.post_for(agency_id, *IMPORTERS)
    if post is None:
        raise Http404
    return post


def draft_for(acting: Acting, pk: uuid.UUID) -> ImportDraft:
    found = (
        ImportDraft.objects.filter(pk=pk, system__in=systems_for(acting))
        .select_related("system__agency")
        .first()
    )
    if found is None:
        raise Http404
    return found


def batches_for(acting: Acting) -> QuerySet[ImportBatch]:
    """Receipts of the systems of the agencies this person reads."""
    return ImportBatch.objects.filter(system__agency__in=agencies_for(acting)).select_related(
        "system__agency", "by", "api_key", "manifest_after"
    )


def batch_for(acting: Acting, pk: int) -> ImportBatch:
    found = batches_for(acting).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def key_for(acting: Acting, pk: int) -> ApiKey:
    found = ApiKey.objects.filter(pk=pk, system__in=systems_for(acting)).select_related("system").first()
    if found is None:
        raise Http404
    return found


def figures_for(acting: Acting) -> QuerySet[FrozenFigure]:
    return FrozenFigure.objects.filter(agency__in=agencies_for(acting)).select_related(
        "agency", "manifest", "by"
    )


def figure_for(acting: Acting, pk: int) -> FrozenFigure:
    found = figures_for(acting).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def contests_for(acting: Acting) -> QuerySet[Contest]:
    return Contest.objects.filter(agency__in=agencies_for(acting)).select_related(
        "agency", "system", "evidence", "by", "decided_by"
    )


def contest_for(acting: Acting, pk: int) -> Contest:
    found = contests_for(acting).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def deciding_post(acting: Acting, agency_id: int) -> Post | None:
    """The post in which this person decides contests of an agency: a standing body whose reach it is in, never its own."""
    for post in acting.posts:
        if (
            post.role == Role.STANDING
            and post.agency_id != agency_id
            and Agency.objects.filter(within_reach(post.agency), pk=agency_id).exists()
        ):
            return post
    return None


def decidable_for(acting: Acting) -> QuerySet[Contest]:
    """Open contests that this person decides; a filter, no query of its own."""
    allowed = Q(pk__in=[])
    for post in acting.posts:
        if post.role == Role.STANDING:
            reach = Agency.objects.filter(within_reach(post.agency)).exclude(pk=post.agency_id).order_by()
            allowed |= Q(agency__in=reach)
    return Contest.objects.filter(allowed, state=ContestState.OPEN)


def readable_through_contests(acting: Acting) -> Q:
    """Files with which agencies contest late flags, for the bodies above that read the contest: as Q over EvidenceFile.

    A withdrawn contest shows its file to nobody but its own agency.
    """
    bodies = [post.agency for post in acting.posts if post.role in BODY_READERS]
    if not bodies:
        return Q(pk__in=[])
    reach = Q(pk__in=[])
    for body in bodies:
        reach |= within_reach(body)
    contests = Contest.objects.filter(agency__in=Agency.objects.filter(reach).order_by())
    return Q(pk__in=contests.exclude(state=ContestState.WITHDRAWN).order_by().values("evidence_id"))
