"""A body calls only its own province into its rounds, and nobody seats a second self in a post that publishes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from minhchung.agencies.domain.acting import acting
from minhchung.agencies.enums import Role
from minhchung.home.domain.handing_over import holdings_for, may_open_accounts
from minhchung.rounds.domain.acts import Decision, RoundRefused
from minhchung.rounds.domain.preparing import eligible
from minhchung.rounds.domain.running import admit
from tests.world import make_person

NOW = datetime(2023, 11, 1, tzinfo=UTC)


def test_an_agency_of_another_province_is_neither_offered_nor_admitted(open_world: Any) -> None:
    offered = set(eligible(open_world.round).values_list("pk", flat=True))

    assert open_world.kinh_te.pk in offered
    assert open_world.other_province.pk not in offered
    with pytest.raises(RoundRefused, match="phạm vi"):
        admit(
            round=open_world.round,
            agency=open_world.other_province,
            group="",
            decision=Decision("1/QĐ", date(2023, 11, 1)),
            actor=open_world.people["thuong_truc"],
            post=open_world.post_of("thuong_truc"),
            now=NOW,
        )


def test_a_department_reaches_its_whole_province(open_world: Any) -> None:
    open_world.round.owner = open_world.noi_vu

    assert open_world.kinh_te.pk in set(eligible(open_world.round).values_list("pk", flat=True))


def test_the_owners_head_neither_hands_over_nor_fills_a_standing_post(world: Any) -> None:
    head = make_person("truong", "Trần Văn Trưởng", world.standing, Role.HEAD)
    today = date.today()
    who = acting(head, today)

    roles = set(holdings_for(who, today).values_list("post__role", flat=True))
    assert roles == {Role.HEAD, Role.AUTHOR}
    assert not may_open_accounts(who, world.post_of("thuong_truc"))
    assert may_open_accounts(acting(world.people["quan_tri"], today), world.post_of("thuong_truc"))
