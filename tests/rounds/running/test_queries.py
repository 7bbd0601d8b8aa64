"""Queries do not grow with the number of agencies: literal counts at 5 and at 50 entries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minhchung.rounds.domain.publication import confirm, propose
from minhchung.rounds.domain.ranking import compute_ranking
from minhchung.rounds.domain.running import to_council
from minhchung.rounds.models import Round
from tests.rounds.running.build import DECISION, FAIR, GOOD, many_entries, say, who
from tests.world import World


def counted(do: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        do()
    return len([each for each in queries if "SAVEPOINT" not in each["sql"]])


def filled(world: World, n: int) -> Round:
    for name in ("kinh_te", "tu_phap", "noi_vu"):
        say(world, world.entries[name], FAIR)
    many_entries(world, n - 3, GOOD)
    assert world.round is not None
    return Round.objects.select_related("rubric", "owner").get(pk=world.round.pk)


@pytest.mark.parametrize("n", [5, 50])
def test_a_ranking_is_computed_in_a_fixed_number_of_queries(open_world: World, n: int) -> None:
    round, by = filled(open_world, n), who(open_world)

    assert counted(lambda: compute_ranking(round=round, **by)) == 11
    assert round.rankings.get().rows.count() == n


@pytest.mark.parametrize("n", [5, 50])
def test_a_confirmation_takes_a_fixed_number_of_queries(open_world: World, n: int) -> None:
    round, by, second = filled(open_world, n), who(open_world), who(open_world, "thuong_truc_2")
    to_council(round=round, decision=DECISION, **by)
    compute_ranking(round=round, **by)
    found = propose(round=round, decision=DECISION, **by)

    assert counted(lambda: confirm(publication=found, **second)) == 27


@pytest.mark.parametrize("n", [5, 50])
@pytest.mark.parametrize(
    ("name", "expected"),
    [("manage", 12), ("rank", 18), ("merge", 7)],
)
def test_pages_take_a_fixed_number_of_queries(open_world: World, n: int, name: str, expected: int) -> None:
    round = filled(open_world, n)
    compute_ranking(round=round, **who(open_world))
    client, href = open_world.client("thuong_truc"), reverse(f"rounds:{name}", args=[round.pk])
    client.get(href)

    assert counted(lambda: client.get(href)) == expected
