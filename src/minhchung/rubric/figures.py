"""Frozen figures as a snapshot tells them, and the answer they make: what an outsider computes a published point from.

A figure's definition stands once in the snapshot, under its SHA-256 (`definitions`); `whole` puts the two together again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from minhchung.merkle.canonical import canonical_json
from minhchung.rubric.answers import Answer
from minhchung.rubric.binding import Given, answer_from_figures
from minhchung.rubric.model import Node

DEFINED: Final = (
    "title",
    "definition",
    "definition_en",
    "numerator_words",
    "denominator_words",
    "unit",
    "source",
)
"""The keys of a frozen figure that belong to its definition."""
BEFORE: Final[Mapping[str, tuple[str, ...]]] = {
    "final": ("explained", "second", "appraised", "self"),
    "explained": ("second", "appraised", "self"),
    "second": ("appraised", "self"),
    "appraised": ("self",),
}
"""Stage → the stages whose value it may have accepted, the nearest first."""


def apart(figure: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A frozen figure without its definition, and the definition; empty where the figure does not name it by SHA-256."""
    if "definition_sha256" not in figure:
        return dict(figure), {}
    rest = {key: value for key, value in figure.items() if key not in DEFINED}
    return rest, {key: figure[key] for key in DEFINED}


def whole(figure: Mapping[str, Any], definitions: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A figure of a snapshot with its definition, as it was frozen. Raises KeyError for a definition that is not there."""
    digest = figure.get("definition_sha256")
    return dict(figure) if digest is None else {**figure, **definitions[digest]}


def digest_of(figures: Sequence[Mapping[str, Any]], definitions: Mapping[str, Mapping[str, Any]]) -> str:
    """SHA-256 (hex) of a leaf's figures, as it was taken when they were frozen."""
    told = {"figures": [whole(figure, definitions) for figure in figures]}
    return hashlib.sha256(canonical_json(told)).hexdigest()


def rests_on_data(stages: Mapping[str, Mapping[str, Any]], stage: str) -> bool:
    """Whether the value of this stage is what data said, at first hand or accepted from a stage before it."""
    verdict = stages[stage]["verdict"]
    if verdict != "accepted":
        return bool(verdict == "data")
    before = next((one for one in BEFORE.get(stage, ()) if one in stages), None)
    return before is not None and rests_on_data(stages, before)


def answer_of_figures(leaf: Node, figures: Sequence[Mapping[str, Any]]) -> Answer:
    """The answer that a leaf's frozen figures make; absent where the leaf is bound to others than these."""
    if [figure["indicator"] for figure in figures] != [one.indicator for one in leaf.bind]:
        return answer_from_figures(leaf, [None] * len(leaf.bind))
    return answer_from_figures(leaf, [_given(figure) for figure in figures])


def _given(figure: Mapping[str, Any]) -> Given | None:
    if "numerator" not in figure:
        return None
    whole_of = figure["denominator"]
    return Given(Fraction(figure["numerator"]), None if whole_of is None else Fraction(whole_of))
