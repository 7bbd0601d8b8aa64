"""The rounds under way that a person may reach, with the phases that run in them."""

from __future__ import annotations

from datetime import datetime

from minhchung.agencies.domain.acting import Acting
from minhchung.rounds.domain.access import rounds_for
from minhchung.rounds.enums import PhaseKind, RoundState
from minhchung.rounds.models import Phase, Round


class RunningRounds:
    """The running rounds a person may reach, with their phases; two queries."""

    def __init__(self, acting: Acting) -> None:
        running = (RoundState.OPEN, RoundState.COUNCIL)
        self.rounds = {
            round.pk: round
            for round in rounds_for(acting)
            .filter(state__in=running)
            .prefetch_related("phases")
            .order_by("-year", "-pk")
        }

    def phase(self, round_id: int, kind: PhaseKind) -> Phase | None:
        return next((row for row in self.rounds[round_id].phases.all() if row.kind == kind), None)

    def due(self, round_id: int, kind: PhaseKind) -> datetime | None:
        phase = self.phase(round_id, kind)
        return phase.due_at if phase else None

    def is_running(self, round_id: int, kind: PhaseKind, now: datetime) -> bool:
        """Between the phase's opening and its lock, while the round is open: a round without the phase never runs it, and
        one that has gone to the council takes no self-assessment, appraisal or explanation any more."""
        phase = self.phase(round_id, kind)
        is_open = self.rounds[round_id].state == RoundState.OPEN
        return is_open and phase is not None and phase.opens_at <= now < phase.locks_at

    def owned_by(self, agency_ids: frozenset[int]) -> list[Round]:
        return [round for round in self.rounds.values() if round.owner_id in agency_ids]
