"""The figures behind published points, as a snapshot keeps them: each leaf's frozen figures, each definition once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from minhchung.rounds.domain.data_answers import latest_answers
from minhchung.rounds.domain.values import Key
from minhchung.rounds.enums import DecisionKind, Verdict
from minhchung.rounds.models import DataAnswer, Entry, LeafValue, Round, RoundDecision
from minhchung.rubric import ABSENT, Node, Rubric, answer_to_data
from minhchung.rubric.figures import answer_of_figures, apart

Figures = dict[int, dict[str, dict[str, Any]]]
"""Entry id → leaf code → what data say of the leaf."""


def figures_data(
    round: Round, rubric: Rubric, entries: Iterable[Entry]
) -> tuple[Figures, dict[str, dict[str, Any]]]:
    """What data said of every bound leaf, and the definitions under their SHA-256; three queries, one more where needed.

    A leaf of which data say nothing is left out. A value taken from data stands beside the figures that made it, also
    where others came in after it could no longer follow them; where an amendment has bound its leaf otherwise since, it
    stands by itself, for its figures no longer make it. frozen_at: when the agency submitted, else when the council began.
    """
    received = {entry.pk: entry.received_at for entry in entries}
    council = RoundDecision.objects.filter(round=round, kind=DecisionKind.COUNCIL).order_by("-pk").first()
    found: Figures = {}
    definitions: dict[str, dict[str, Any]] = {}
    latest = latest_answers(received)
    taken = _taken(received) if latest else {}
    for (entry_id, node_id), said in _behind(taken, latest).items():
        if not said.is_known or not rubric.has_node(node_id):
            continue
        node = rubric.node(node_id)
        if (entry_id, node_id) in taken and not _make(node, said, taken[entry_id, node_id]):
            continue
        frozen_at = received[entry_id] or (council.at if council is not None else None)
        told = _told(said, definitions) | {"frozen_at": frozen_at.isoformat() if frozen_at else None}
        found.setdefault(entry_id, {})[node.code] = told
    return found, definitions


def _taken(entries: Iterable[int]) -> dict[Key, Any]:
    """The answers that were taken from data, by entry and leaf."""
    values = LeafValue.objects.filter(entry_id__in=list(entries), verdict=Verdict.DATA).order_by()
    return {
        (entry, node): answer for entry, node, answer in values.values_list("entry_id", "node_id", "answer")
    }


def _behind(taken: Mapping[Key, Any], latest: Mapping[Key, DataAnswer]) -> dict[Key, DataAnswer]:
    """What data say of each leaf: where an answer was taken from data, the row it was taken from, else the latest."""
    moved = {key for key, said in latest.items() if key in taken and said.answer != taken[key]}
    found = {key: said for key, said in latest.items() if key not in moved}
    if moved:
        for row in DataAnswer.objects.filter(entry_id__in={entry for entry, _node in moved}).order_by("pk"):
            key = (row.entry_id, row.node_id)
            if key in moved and row.answer == taken[key]:
                found[key] = row
    return found


def _make(leaf: Node, said: DataAnswer, answer: Any) -> bool:
    """Whether the figures make this answer by the rubric as it stands."""
    made = answer_of_figures(leaf, said.figures) if leaf.is_leaf else ABSENT
    return made != ABSENT and answer_to_data(made) == answer


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
