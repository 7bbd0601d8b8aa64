"""A round in which Phòng Kinh tế and Phòng Tư pháp have submitted, and every phase is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from minhchung.agencies.domain.acting import acting
from minhchung.rounds.domain.access import EntryAccess, entry_for
from minhchung.rounds.domain.engine import answer_of, rubric_of
from minhchung.rounds.domain.values import NewValue, save_value
from minhchung.rounds.enums import EntryState, RoundState, Stage
from minhchung.rounds.models import Entry, LeafValue, Phase, Round
from minhchung.rubric import Answer, Node
from tests.world import World

SELF = {
    "kinh_te": {"I.1": "15/01/2023", "I.2": "a", "II.1": "264/319"},
    "tu_phap": {"I.1": "25/01/2023", "II.1": "189/200"},
}
"""What the agencies say of themselves: II.1 of Phòng Tư pháp is 94,5 %, which no row takes; I.2 it leaves out."""


@dataclass
class Field:
    """The world with its round, and the things tests ask of it."""

    world: World
    now: datetime

    @property
    def round(self) -> Round:
        return Round.objects.select_related("rubric", "owner").get(pk=self.world.round.pk)  # type: ignore[union-attr]

    def entry(self, name: str) -> Entry:
        pk = self.world.entries[name].pk
        return Entry.objects.select_related("agency", "round__rubric", "round__owner").get(pk=pk)

    def leaf(self, code: str) -> Node:
        return rubric_of(self.round.rubric).node(code)

    def answer(self, code: str, data: Any) -> Answer:
        return answer_of(rubric_of(self.round.rubric), self.leaf(code).id, data)

    def value(self, name: str, code: str, stage: Stage = Stage.SELF) -> LeafValue | None:
        return LeafValue.objects.filter(
            entry=self.world.entries[name], node_id=self.leaf(code).id, stage=stage
        ).first()

    def access(self, person: str, name: str) -> EntryAccess:
        who = acting(self.world.people[person], self.now.date())
        return entry_for(who, self.world.entries[name].pk)

    def say(self, name: str, code: str, data: Any, stage: Stage = Stage.SELF, **more: Any) -> LeafValue:
        standing = self.value(name, code, stage)
        return save_value(
            entry=self.entry(name),
            node_id=self.leaf(code).id,
            stage=stage,
            new=NewValue(self.answer(code, data), **more),
            actor=self.world.people["thu_ky"],
            post=None,
            at=self.now,
            expected=standing.row_version if standing else 0,
        )

    def submit(self, *names: str) -> None:
        pks = [self.world.entries[name].pk for name in names]
        Entry.objects.filter(pk__in=pks).update(
            state=EntryState.SUBMITTED, received_at=self.now, late_seconds=0
        )

    def to_council(self) -> None:
        Round.objects.filter(pk=self.round.pk).update(state=RoundState.COUNCIL)

    def lock(self, kind: str) -> None:
        """The phase has just been locked."""
        past = self.now - timedelta(minutes=1)
        Phase.objects.filter(round=self.round, kind=kind).update(due_at=past, locks_at=past)

    def not_yet(self, kind: str) -> None:
        soon = self.now + timedelta(days=1)
        Phase.objects.filter(round=self.round, kind=kind).update(opens_at=soon)


@pytest.fixture
def field(open_world: World) -> Field:
    made = Field(open_world, datetime.now(UTC))
    for name, answers in SELF.items():
        for code, data in answers.items():
            made.say(name, code, data)
    made.submit("kinh_te", "tu_phap")
    return made
