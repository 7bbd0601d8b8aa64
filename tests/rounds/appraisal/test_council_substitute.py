"""The body that owns a round and is scored in it: somebody else decides there."""

from __future__ import annotations

from typing import Any

from minhchung.rounds.domain.access import COUNCIL_BODY
from minhchung.rounds.domain.lacking import needed_substitutes, obstacles_to_open
from minhchung.rounds.models import Entry, Substitute


def test_an_owner_that_takes_part_needs_somebody_else_to_decide(open_world: Any) -> None:
    round = open_world.round
    Entry.objects.create(round=round, agency=open_world.standing)

    assert (open_world.standing, COUNCIL_BODY) in needed_substitutes(round)
    before = obstacles_to_open(round)
    Substitute.objects.create(
        round=round, agency=open_world.standing, body=COUNCIL_BODY, substitute=open_world.van_phong
    )
    assert any(COUNCIL_BODY in line for line in before)
    assert not any(COUNCIL_BODY in line for line in obstacles_to_open(round))


def test_an_owner_that_does_not_take_part_needs_nobody(open_world: Any) -> None:
    assert COUNCIL_BODY not in [body for _agency, body in needed_substitutes(open_world.round)]
