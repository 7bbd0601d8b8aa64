"""A draft on the answers of a published round, through the page."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse

from minhchung.agencies.domain.acting import acting
from minhchung.criteria.domain.drafts import start_draft
from minhchung.criteria.models import RubricDraft
from minhchung.rounds.domain.simulation import candidates, certainty_of, effect_of, groups_of
from minhchung.rounds.models import LeafValue
from minhchung.rubric.simulate import Uncertainty
from tests.rounds.public.published import PublishedWorld, many_published, small_published
from tests.world import World

NOW = datetime(2024, 5, 1, tzinfo=UTC)


def draft_of(made: PublishedWorld, *changes: tuple[str, str]) -> RubricDraft:
    text = made.round.rubric.text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    world = made.world
    return start_draft(
        owner=made.round.owner,
        actor=world.people["thuong_truc"],
        post=world.post_of("thuong_truc"),
        now=NOW,
        title="Bộ tiêu chí năm sau",
        version="2",
        text=text,
    )


HARDER = (("{ points: 1, text: Có phân công chưa đầy đủ }", "{ points: 0, text: Có phân công chưa đầy đủ }"),)


def test_the_page_shows_points_and_ranks_before_and_after(world: World) -> None:
    made = small_published(world)
    draft = draft_of(made, *HARDER)
    client = world.client("thuong_truc")

    page = client.get(reverse("rounds:simulation", args=[made.round.pk]), {"ban": f"ban-thao-{draft.pk}"})

    text = page.content.decode()
    assert page.status_code == 200
    assert "Bộ tiêu chí năm sau" in text
    assert "Đổi cách tính" in text
    shown = {row.agency: row for row in page.context["page"].effect.shown}
    entry = made.entries[1]
    assert (shown[entry.agency.name].total_before, shown[entry.agency.name].total_after) == ("7", "6")
    assert [node.code for node in shown[entry.agency.name].nodes] == ["I.2"]
    assert page.context["page"].certainty.draws == "10.000"


def test_points_before_are_the_published_ones(world: World) -> None:
    made = small_published(world)
    draft_of(made, *HARDER)
    (group,) = groups_of(made.round)
    (tried,) = candidates(acting_of(world), made.round)

    effect = effect_of(made.round, group, tried.rubric, "none_done")

    kept = {str(row.entry_id): row.total for row in made.round.rankings.get().rows.all()}
    assert {each.agency: each.before.total for each in effect.agencies} == kept


def acting_of(world: World) -> Any:
    return acting(world.people["thuong_truc"], NOW.date())


def test_without_uncertainty_every_rank_is_the_published_one(world: World) -> None:
    made = small_published(world)
    (group,) = groups_of(made.round)

    sure = certainty_of(made.round, group, Uncertainty(Fraction(0)), Fraction(0))

    assert [(each.rank, each.low, each.high) for each in sure.intervals] == [(1, 1, 1), (2, 2, 2), (2, 2, 2)]
    assert sum((each.share or Fraction(0)) for each in sure.shares) == 1


def test_the_ranking_that_a_draft_gives_has_its_own_intervals_beside_the_rounds(world: World) -> None:
    made = small_published(world)
    draft = draft_of(made, *HARDER)
    client, place = world.client("thuong_truc"), reverse("rounds:simulation", args=[made.round.pk])
    own = client.get(place, {"lech": "0", "ty_le": "0"}).context["page"].certainty

    page = client.get(place, {"lech": "0", "ty_le": "0", "ban": f"ban-thao-{draft.pk}"})

    tried = page.context["page"]
    assert not own.of_draft and {row.span_before for row in own.rows} == {""}
    assert tried.certainty.of_draft and "Hạng theo bản đem thử chắc chắn tới đâu" in page.content.decode()
    after = {row.agency: (row.total_after, row.rank_after) for row in tried.effect.shown}
    assert {row.agency: (row.total, row.rank) for row in tried.certainty.rows} == after
    assert {row.agency: row.span for row in own.rows} == {
        row.agency: row.span_before for row in tried.certainty.rows
    }


def test_a_simulation_writes_nothing(world: World) -> None:
    made = small_published(world)
    draft = draft_of(made, *HARDER)
    before = list(LeafValue.objects.order_by("pk").values())

    world.client("thuong_truc").get(
        reverse("rounds:simulation", args=[made.round.pk]), {"ban": f"ban-thao-{draft.pk}"}
    )

    assert list(LeafValue.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("who", ["thu_ky", "tham_dinh_nv", "lanh_dao"])
def test_only_those_who_write_or_decide_simulate(world: World, who: str) -> None:
    made = small_published(world)

    assert world.client(who).get(reverse("rounds:simulation", args=[made.round.pk])).status_code == 404
    assert world.client(who).get(reverse("rounds:simulations")).status_code == 404


def test_another_bodys_round_and_draft_are_not_there(world: World) -> None:
    made = small_published(world)
    draft = draft_of(made, *HARDER)
    RubricDraft.objects.filter(pk=draft.pk).update(owner_id=world.entries["noi_vu"].agency_id)
    client = world.client("thuong_truc")

    page = client.get(reverse("rounds:simulation", args=[made.round.pk]), {"ban": f"ban-thao-{draft.pk}"})
    assert page.status_code == 422
    assert "Bộ tiêu chí năm sau" not in page.content.decode()

    type(made.round).objects.filter(pk=made.round.pk).update(owner_id=world.entries["noi_vu"].agency_id)
    assert client.get(reverse("rounds:simulation", args=[made.round.pk])).status_code == 404


@pytest.mark.parametrize("count", [5, 40])
def test_queries_do_not_grow_with_agencies(
    world: World, count: int, django_assert_max_num_queries: Any
) -> None:
    made = many_published(world, count)
    draft = draft_of(made, *HARDER)
    client = world.client("thuong_truc")

    with django_assert_max_num_queries(16):
        page = client.get(reverse("rounds:simulation", args=[made.round.pk]), {"ban": f"ban-thao-{draft.pk}"})

    assert page.status_code == 200
    assert page.context["page"].effect.rows.paginator.count == count + 3
