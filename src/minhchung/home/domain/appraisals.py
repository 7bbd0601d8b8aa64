"""How much each body whose appraiser one is still has to appraise; a fixed number of queries at any size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.home.domain.leaves import leaves_of
from minhchung.rounds.enums import EntryState, Side, Stage
from minhchung.rounds.models import BodyAssignment, Entry, Explanation, LeafValue, Round, Substitute


@dataclass(frozen=True)
class Appraising:
    """One body in one round: leaves in all (over `agencies` submitted entries), and those not appraised yet.

    unanswered: explanations of agencies that this body has not answered.
    """

    round_id: int
    body: str
    agencies: int
    total: int
    left: int
    unanswered: int


def appraising_for(acting: Acting, rounds: Sequence[Round]) -> list[Appraising]:
    """For each round and body this person appraises for (substitutes counted, own agency never); six queries.

    What is done is counted by the database per leaf; only agencies with a substitute, and one's own, come one by one.
    """
    mine = acting.agency_ids(Role.APPRAISER)
    work = _Work(rounds, mine)
    return [work.of(round, body) for round in rounds for body in work.bodies[round.pk]]


class _Work:
    """The rows that the counts are made of."""

    def __init__(self, rounds: Sequence[Round], mine: frozenset[int]) -> None:
        self.mine = mine
        self.assigned: dict[tuple[int, str], int] = {}
        for row in BodyAssignment.objects.filter(round__in=rounds, agency__in=mine):
            self.assigned[row.round_id, row.body] = row.agency_id
        self.substitutes: dict[tuple[int, str, int], int] = {}
        for row in Substitute.objects.filter(round__in=rounds):
            self.substitutes[row.round_id, row.body, row.agency_id] = row.substitute_id
        self.bodies: dict[int, list[str]] = defaultdict(list)
        standing_in = {(key[0], key[1]) for key, substitute in self.substitutes.items() if substitute in mine}
        for round_id, body in sorted(self.assigned.keys() | standing_in):
            self.bodies[round_id].append(body)
        self.special = set(mine) | {key[2] for key in self.substitutes}
        self._count(rounds)

    def _count(self, rounds: Sequence[Round]) -> None:
        submitted = Entry.objects.filter(
            round__in=rounds, state=EntryState.SUBMITTED, merged_into=None, withdrawn_by=None
        )
        self.entries: dict[int, list[Entry]] = defaultdict(list)
        for entry in submitted.only("round_id", "agency_id", "traits").order_by("pk"):
            self.entries[entry.round_id].append(entry)
        appraised = LeafValue.objects.filter(entry__in=submitted, stage=Stage.APPRAISED)
        self.done: dict[tuple[int, str], int] = {
            (round_id, node_id): count
            for round_id, node_id, count in appraised.exclude(entry__agency__in=self.special)
            .values_list("entry__round_id", "node_id")
            .annotate(n=Count("pk"))
            .order_by()
        }
        self.done_specially: set[tuple[int, int, str]] = set(
            appraised.filter(entry__agency__in=self.special).values_list(
                "entry__round_id", "entry__agency_id", "node_id"
            )
        )

        later = Explanation.objects.filter(
            entry=OuterRef("entry"), node_id=OuterRef("node_id"), pk__gt=OuterRef("pk")
        )
        self.unanswered: set[tuple[int, str]] = set(
            Explanation.objects.filter(entry__in=submitted, side=Side.AGENCY)
            .exclude(Exists(later))
            .order_by()
            .values_list("entry_id", "node_id")
        )

    def of(self, round: Round, body: str) -> Appraising:
        agencies = total = done = unanswered = 0
        seen_nodes: set[str] = set()
        for entry in self.entries[round.pk]:
            if not self._is_mine(round.pk, body, entry.agency_id):
                continue
            nodes = [leaf.id for leaf in leaves_of(round, entry.traits).every if leaf.appraised_by == body]
            agencies, total = agencies + 1, total + len(nodes)
            unanswered += sum((entry.pk, node) in self.unanswered for node in nodes)
            if entry.agency_id in self.special:
                done += sum((round.pk, entry.agency_id, node) in self.done_specially for node in nodes)
            else:
                seen_nodes.update(nodes)
        done += sum(self.done.get((round.pk, node), 0) for node in seen_nodes)
        return Appraising(round.pk, body, agencies, total, max(0, total - done), unanswered)

    def _is_mine(self, round_id: int, body: str, agency_id: int) -> bool:
        """Whether this body's leaves of this agency are appraised by one of my agencies, never by the agency itself."""
        appraiser = self.substitutes.get((round_id, body, agency_id), self.assigned.get((round_id, body)))
        return appraiser in self.mine and appraiser != agency_id
