"""Published rankings as outsiders read them: from the frozen snapshot only, parsed once and kept by its SHA-256.

Live tables say two things beside it: that a publication was revoked (by which decision), and which revision follows.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from minhchung.rounds.domain.snapshot_reading import read_snapshot
from minhchung.rounds.domain.snapshot_values import Published
from minhchung.rounds.enums import DecisionKind, PublicationState
from minhchung.rounds.models import Publication, RoundDecision

FROZEN = (PublicationState.PUBLISHED, PublicationState.REVOKED)


class SnapshotAltered(Exception):
    """The text that is kept no longer has the SHA-256 that was published with it."""


def publications() -> QuerySet[Publication]:
    """Every publication that was frozen, the newest year first; without its text."""
    return (
        Publication.objects.filter(state__in=FROZEN)
        .defer("snapshot")
        .select_related("round__owner")
        .order_by("-round__year", "-confirmed_at", "-pk")
    )


def publication_of(round_id: int) -> Publication:
    """The round's frozen publication (a round has at most one), or Http404."""
    found = publications().filter(round_id=round_id).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Standing:
    """What became of a publication since: the decision that revoked it, the revision before and after (round ids)."""

    revoked_by: RoundDecision | None
    corrected_in: int | None
    corrects: int | None

    @property
    def is_revoked(self) -> bool:
        return self.revoked_by is not None


def standing_of(publication: Publication) -> Standing:
    """Two queries for a revoked publication, one for a corrected revision, none otherwise."""
    round = publication.round
    corrects = round.corrects_id if round.corrects_id and _is_frozen(round.corrects_id) else None
    if publication.state != PublicationState.REVOKED:
        return Standing(None, None, corrects)
    decision = RoundDecision.objects.filter(round=round, kind=DecisionKind.REVOKE).last()
    later = publications().filter(round__corrects=round).values_list("round_id", flat=True).first()
    return Standing(decision, later, corrects)


def _is_frozen(round_id: int) -> bool:
    return Publication.objects.filter(round_id=round_id, state__in=FROZEN).exists()


def published(publication: Publication) -> Published:
    """The snapshot of a frozen publication; one query the first time, none after that."""
    found = _KEPT.get(publication.sha256)
    if found is None:
        found = read_snapshot(snapshot_text(publication), publication.sha256)
        for oldest in list(_KEPT)[: len(_KEPT) - _MOST_KEPT + 1]:
            _KEPT.pop(oldest, None)
        _KEPT[publication.sha256] = found
    return found


_MOST_KEPT = 8
_KEPT: dict[str, Published] = {}


def snapshot_text(publication: Publication) -> str:
    """The text as it is kept. Raises SnapshotAltered when it is not what was published."""
    text = publication.snapshot
    if hashlib.sha256(text.encode()).hexdigest() != publication.sha256:
        raise SnapshotAltered(f"publication {publication.pk}: the snapshot does not have its SHA-256")
    return text
