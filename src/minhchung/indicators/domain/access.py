"""Who may give, and who may read, which figures. Missing and forbidden are one thing: Http404."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.domain.jurisdiction import within_reach
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency, Post
from minhchung.indicators.models import Figure, FigureHolder

HOLDING_ROLES = (Role.SECRETARY, Role.APPRAISER, Role.STANDING)
OWN_ROLES = (Role.SECRETARY, Role.HEAD, Role.AUDITOR, Role.APPRAISER)
READING_ROLES = (Role.STANDING, Role.COUNCIL, Role.INSPECTOR)


def holders_for(acting: Acting) -> QuerySet[FigureHolder]:
    """The indicators whose figures the person's bodies hold."""
    held = FigureHolder.objects.filter(holder_id__in=acting.agency_ids(*HOLDING_ROLES))
    return held.select_related("owner", "holder").prefetch_related("kinds")


def concerned(holder: FigureHolder) -> QuerySet[Agency]:
    """The agencies whose figures a holder gives, in the official order."""
    agencies = Agency.objects.filter(within_reach(holder.owner)).select_related("kind")
    kinds = [kind.pk for kind in holder.kinds.all()]
    return agencies.filter(kind_id__in=kinds) if kinds else agencies


def holding_for(acting: Acting, code: str, agency_id: int) -> tuple[FigureHolder, Post]:
    """The holding through which the person gives this indicator's figure for this agency. Raises Http404."""
    for holder in holders_for(acting).filter(indicator=code):
        post = acting.post_for(holder.holder_id, *HOLDING_ROLES)
        if post is not None and concerned(holder).filter(pk=agency_id).exists():
            return holder, post
    raise Http404


def readable_agencies(acting: Acting) -> QuerySet[Agency]:
    """Agencies whose figures the person reads whatever the indicator: the own, and those of the own reach."""
    allowed = Q(pk__in=acting.agency_ids(*OWN_ROLES))
    for post in acting.posts:
        if post.role in READING_ROLES:
            allowed |= within_reach(post.agency)
    return Agency.objects.filter(allowed).select_related("kind")


def figures_for(acting: Acting) -> QuerySet[Figure]:
    """Figures of the agencies the person reads, and those that the person's bodies gave; a filter, no query of its own."""
    allowed = Q(agency__in=readable_agencies(acting).order_by())
    allowed |= Q(holder_id__in=acting.agency_ids(*HOLDING_ROLES))
    return Figure.objects.filter(allowed).select_related("agency", "holder", "source", "by")


def figure_for(acting: Acting, pk: int) -> Figure:
    """The figure, if this person may read it. Raises Http404."""
    found = figures_for(acting).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def owned_posts(acting: Acting) -> tuple[Post, ...]:
    """The posts in which the person is the standing body itself, and names holders."""
    return tuple(post for post in acting.posts if post.role == Role.STANDING)


def readable_through_figures(acting: Acting) -> Q:
    """Files that figures rest on, for who reads the figures: as Q over EvidenceFile, for evidence.domain.access."""
    return Q(pk__in=figures_for(acting).filter(source__isnull=False).order_by().values("source_id"))
