"""What waits for a ruling, said once: for the council's board, its list of rulings and everybody's tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef

from minhchung.rounds.domain.values import ORDER, Key
from minhchung.rounds.enums import EntryState, LeafState, Stage
from minhchung.rounds.models import LeafValue

NOT_OWN = tuple(stage for stage in ORDER if stage != Stage.SELF)


def standing_state(states: Mapping[str, str]) -> str | None:
    """State of the value that counts: the appraising side's latest; the agency's own value alone counts for nothing."""
    return next((states[stage] for stage in NOT_OWN if stage in states), None)


def awaits_ruling(*, standing: str | None, own: str | None, is_sent: bool) -> bool:
    """Whether a leaf's value waits for a ruling: the one that stands; or, while nobody has appraised it, the agency's
    own once it was sent. A draft waits for nothing: the agency may still change it."""
    if standing is not None and standing != LeafState.ABSENT:
        return standing == LeafState.UNDECIDED
    return is_sent and own == LeafState.UNDECIDED


def waiting_in(rounds: Iterable[int]) -> dict[int, set[Key]]:
    """Round id → leaves that wait for a ruling, of the entries that take part; one query, by the undecided values only."""
    same = LeafValue.objects.filter(
        entry=OuterRef("entry"), node_id=OuterRef("node_id"), state=LeafState.UNDECIDED
    )
    rows = LeafValue.objects.filter(
        Exists(same), entry__round__in=list(rounds), entry__merged_into=None, entry__withdrawn_by=None
    ).values_list("entry__round_id", "entry__state", "entry_id", "node_id", "stage", "state")
    states: dict[tuple[int, str, int, str], dict[str, str]] = defaultdict(dict)
    for round_id, entry_state, entry_id, node_id, stage, state in rows.order_by():
        states[round_id, entry_state, entry_id, node_id][stage] = state
    found: dict[int, set[Key]] = defaultdict(set)
    for (round_id, entry_state, entry_id, node_id), here in states.items():
        own, is_sent = here.get(Stage.SELF), entry_state == EntryState.SUBMITTED
        if awaits_ruling(standing=standing_state(here), own=own, is_sent=is_sent):
            found[round_id].add((entry_id, node_id))
    return found
