"""Rounds brought to a state for tests of the standing body: appraised, with the council, published."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client

from minhchung.agencies.models import Agency
from minhchung.rounds.domain import acts, publication, ranking, running
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.values import NewValue, save_value
from minhchung.rounds.enums import Stage
from minhchung.rounds.models import Entry, Publication, Round
from minhchung.rubric import Context, answer_from_data
from tests.world import World, make_agency

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
GOOD = {"I.1": "19/01/2023", "I.2": "a", "II.1": {"num": 99, "den": 100}, "II.2": "2"}
FAIR = {"I.1": "25/01/2023", "I.2": "a", "II.1": {"num": 90, "den": 100}, "II.2": "1,5"}
DECISION = acts.Decision("12/QĐ-UBND", date(2026, 11, 20), "Theo đề nghị của thường trực")
FIELDS = {
    "decision_number": "12/QĐ-UBND",
    "decided_on": "20/11/2026",
    "decision_text": "Theo đề nghị của thường trực",
}


def who(world: World, name: str = "thuong_truc") -> dict[str, Any]:
    return {"actor": world.people[name], "post": world.post_of(name), "now": NOW}


def say(world: World, entry: Entry, answers: dict[str, Any], stage: Stage = Stage.APPRAISED) -> None:
    """Put these answers on the entry's leaves at a stage."""
    rubric = rubric_of(entry.round.rubric)
    for code, data in answers.items():
        answer = answer_from_data(rubric, code, data, Context(traits=entry.traits))
        assert not isinstance(answer, list), answer
        save_value(
            entry=entry,
            node_id=rubric.node(code).id,
            stage=stage,
            new=NewValue(answer),
            actor=world.people["tham_dinh_nv"],
            post=world.post_of("tham_dinh_nv"),
            at=NOW,
            expected=0,
        )


def with_council(world: World) -> Round:
    """Every leaf of the three entries appraised; the round in the council's hands."""
    say(world, world.entries["kinh_te"], GOOD)
    say(world, world.entries["tu_phap"], FAIR)
    say(world, world.entries["noi_vu"], FAIR)
    assert world.round is not None
    running.to_council(round=world.round, decision=DECISION, **who(world))
    return world.round


def proposed(world: World) -> Publication:
    round = with_council(world)
    ranking.compute_ranking(round=round, **who(world))
    return publication.propose(round=round, decision=DECISION, **who(world))


def published(world: World) -> Publication:
    found = proposed(world)
    return publication.confirm(publication=found, **who(world, "thuong_truc_2"))


def many_entries(world: World, n: int, answers: dict[str, Any] = GOOD) -> list[Entry]:
    """n more agencies in the round, each appraised."""
    made = []
    for number in range(n):
        agency: Agency = make_agency(f"Xã thử {number}", world.kind, world.standing, 100 + number)
        made.append(Entry.objects.create(round=world.round, agency=agency, group="Xã"))
        say(world, made[-1], answers)
    return made


def post(client: Client, href: str, fields: dict[str, Any], **extra: Any) -> Any:
    """POST as a page would: with a fresh idempotency key."""
    return client.post(href, {"idempotency_key": str(uuid.uuid4()), **fields}, **extra)


def moment(days: int) -> str:
    """Days from now as the forms take it."""
    return f"{datetime.now(UTC) + timedelta(days=days, hours=7):%d/%m/%Y %H:%M}"
