"""The figures behind published points, as a snapshot keeps them: each leaf's frozen figures, each definition once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from minhchung.rounds.domain.data_answers import latest_answers
from minhchung.rounds.enums import DecisionKind
from minhchung.rounds.models import DataAnswer, Entry, Round, RoundDecision
from minhchung.rubric import Rubric
from minhchung.rubric.figures import apart

Figures = dict[int, dict[str, dict[str, Any]]]
"""Entry id → leaf code → what data say of the leaf."""


def figures_data(
    round: Round, rubric: Rubric, entries: Iterable[Entry]
) -> tuple[Figures, dict[str, dict[str, Any]]]:
    """What data said of every bound leaf, and the definitions under their SHA-256; two queries.

    A leaf of which data say nothing is left out. frozen_at: when the agency submitted, else when the council began.
    """
    received = {entry.pk: entry.received_at for entry in entries}
    council = RoundDecision.objects.filter(round=round, kind=DecisionKind.COUNCIL).order_by("-pk").first()
    found: Figures = {}
    definitions: dict[str, dict[str, Any]] = {}
    for (entry_id, node_id), said in latest_answers(received).items():
        if not said.is_known or not rubric.has_node(node_id):
            continue
        frozen_at = received[entry_id] or (council.at if council is not None else None)
        told = _told(said, definitions) | {"frozen_at": frozen_at.isoformat() if frozen_at else None}
        found.setdefault(entry_id, {})[rubric.node(node_id).code] = told
    return found, definitions


def _told(said: DataAnswer, definitions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "answer": said.answer,
        "points": None if said.points is None else str(said.points),
        "figures": [_without_words(figure, definitions) for figure in said.figures],
        "sha256": said.sha256,
        "computed_at": said.computed_at.isoformat(),
    }


def _without_words(figure: Mapping[str, Any], definitions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The figure with its definition set aside; one kept before definitions had a digest stays whole."""
    rest, words = apart(figure)
    if words:
        definitions.setdefault(figure["definition_sha256"], words)
    return rest
