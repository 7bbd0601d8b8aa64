"""Answers that say otherwise than data: each has its reason before the entry goes on.

Who answers after the figures are there is asked for the reason at once. Figures that come after the answer leave it as it
is, and the reason is asked for here.
"""

from __future__ import annotations

from minhchung.indicators.interfaces.words import figures_words
from minhchung.rounds.domain.data_answers import latest_answers
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.enums import Stage
from minhchung.rounds.models import Entry, LeafValue


def without_reason(entry: Entry) -> dict[str, str]:
    """Node id → what data say, in words, where the agency's own answer is another one and gives no reason.

    A leaf that nobody answered is not among them, nor one that was appraised already (an entry back after an amendment).
    No query where no leaf is bound, else three.
    """
    bound = {leaf.id for leaf in rubric_of(entry.round.rubric).leaves() if leaf.bind}
    if not bound:
        return {}
    latest = latest_answers([entry.pk])
    values = list(
        LeafValue.objects.filter(entry=entry, node_id__in=bound).only("node_id", "stage", "answer", "reason")
    )
    appraised = {value.node_id for value in values if value.stage != Stage.SELF and value.answer is not None}
    found = {}
    for value in values:
        said = latest.get((entry.pk, value.node_id))
        if value.stage != Stage.SELF or value.answer is None or value.node_id in appraised or said is None:
            continue
        if said.is_known and value.answer != said.answer and not value.reason.strip():
            found[value.node_id] = figures_words(said.figures)
    return found
