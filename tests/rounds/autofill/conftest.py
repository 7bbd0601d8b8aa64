"""An open round of a rubric whose leaves are bound, in the small district."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from minhchung.rounds.models import Entry
from tests.world import DATA, load_rubric, open_round


@pytest.fixture
def bound_world(world: Any) -> Any:
    """As open_world, with the rubric of tests/data/bound.rubric.yaml; nothing is computed yet."""
    open_round(world, datetime.now(UTC))
    version = load_rubric(world.standing, DATA / "bound.rubric.yaml")
    world.round.rubric = version
    world.round.parameters = {}
    world.round.save(update_fields=["rubric", "parameters"])
    world.rubric = version
    for name, entry in world.entries.items():
        world.entries[name] = Entry.objects.select_related("round__rubric", "agency").get(pk=entry.pk)
    return world
