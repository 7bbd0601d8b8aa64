"""Who may read a file: its own agency's people, and whoever the room that uses it vouches for."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.http import Http404

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.evidence.models import EvidenceFile

OWN_ROLES = (Role.SECRETARY, Role.HEAD, Role.AUDITOR, Role.APPRAISER)
Readable = Callable[[Acting], Q]
_READERS: list[Readable] = []


def register_reader(readable: Readable) -> None:
    """A room that uses files says, as a Q over EvidenceFile, which ones a person may read through it.

    Called from that room's AppConfig.ready().
    """
    _READERS.append(readable)


def files_for(acting: Acting) -> QuerySet[EvidenceFile]:
    """Files of the person's own agencies, and those they read through an entry they appraise or decide."""
    allowed = Q(agency_id__in=acting.agency_ids(*OWN_ROLES))
    for readable in _READERS:
        allowed |= readable(acting)
    return EvidenceFile.objects.filter(allowed).distinct()


def own_files_for(acting: Acting) -> QuerySet[EvidenceFile]:
    """Files of the agencies in which the person may add evidence."""
    return EvidenceFile.objects.filter(agency_id__in=acting.agency_ids(*OWN_ROLES))


def file_for(acting: Acting, pk: int) -> EvidenceFile:
    """The file, if this person may read it. Raises Http404."""
    found = files_for(acting).filter(pk=pk).select_related("agency").first()
    if found is None:
        raise Http404
    return found
