"""How far each entry of a round is: answered by the agency, appraised, late. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.enums import LeafState, Stage
from minhchung.rounds.models import Entry, LeafValue, Round
from minhchung.rubric.recompute import COUNTING_STAGES


@dataclass(frozen=True, slots=True)
class Progress:
    """One entry. asked: leaves the agency answers; due: leaves the appraising side must speak on (all in force).

    answered and appraised count leaves that have something said, absent not counted. late_seconds: None before it is in.
    """

    entry_id: int
    agency: str
    group: str
    state: str
    answered: int
    asked: int
    appraised: int
    due: int
    received_at: datetime | None
    late_seconds: int | None
    merged_into: int | None
    withdrawn: bool

    @property
    def takes_part(self) -> bool:
        return self.merged_into is None and not self.withdrawn


def progress_of(round: Round) -> list[Progress]:
    """Every entry in the agencies' official order, those merged or withdrawn too; three queries."""
    rubric = rubric_of(round.rubric)
    answered, appraised = _counts(round, (Stage.SELF,)), _counts(round, COUNTING_STAGES)
    rows = []
    for entry in Entry.objects.filter(round=round).select_related("agency"):
        leaves = own_leaves(rubric, entry.traits)
        rows.append(
            Progress(
                entry_id=entry.pk,
                agency=entry.agency.name,
                group=entry.group,
                state=entry.state,
                answered=min(answered.get(entry.pk, 0), len(leaves.asked)),
                asked=len(leaves.asked),
                appraised=min(appraised.get(entry.pk, 0), len(leaves.every)),
                due=len(leaves.every),
                received_at=entry.received_at,
                late_seconds=entry.late_seconds,
                merged_into=entry.merged_into_id,
                withdrawn=entry.withdrawn_by_id is not None,
            )
        )
    return rows


def _counts(round: Round, stages: tuple[str, ...]) -> Mapping[int, int]:
    """Entry id → leaves of the rubric in force with something said at one of these stages."""
    ids = [leaf.id for leaf in rubric_of(round.rubric).leaves()]
    rows = (
        LeafValue.objects.filter(entry__round=round, stage__in=stages, node_id__in=ids)
        .exclude(state=LeafState.ABSENT)
        .order_by()
        .values_list("entry_id")
        .annotate(n=Count("node_id", distinct=True))
    )
    return dict(rows)
