"""The leaves of a round's rubric that are in force for an agency."""

from __future__ import annotations

from collections.abc import Mapping

from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.own_leaves import OwnLeaves, own_leaves
from minhchung.rounds.models import Round


def leaves_of(round: Round, traits: Mapping[str, str | bool]) -> OwnLeaves:
    """In force for an agency with these traits; parsed and kept once per process."""
    return own_leaves(rubric_of(round.rubric), traits)
