"""A published round, made with the domain's own verbs: open, appraised, put to the council, ranked, published by two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from minhchung.agencies.models import Agency
from minhchung.rounds.domain.acts import Decision
from minhchung.rounds.domain.engine import answer_of, rubric_of
from minhchung.rounds.domain.publication import confirm, correct, propose, revoke
from minhchung.rounds.domain.ranking import compute_ranking
from minhchung.rounds.domain.running import to_council
from minhchung.rounds.domain.values import NewValue, save_value
from minhchung.rounds.enums import Stage, Verdict
from minhchung.rounds.models import Entry, Publication, Round, Ruling
from tests.world import World, make_agency, open_round

NOW = datetime(2024, 2, 1, 2, 0, tzinfo=UTC)
CODES = ("I.1", "I.2", "II.1", "II.2")
CHANGED = "Biên bản kiểm tra cho thấy phân công chưa đầy đủ."
SECRET_NOTE = "GHI-CHU-RIENG-CUA-CO-QUAN"

Answers = Mapping[str, Any]


def answers(days: int = 0, choice: str = "a", on_time: str = "97/100", mark: str = "2") -> dict[str, Any]:
    """Answers to the small rubric's four leaves; points 2 + (a 2, b 1, c 0) + (4, 2, 0 by rate) + mark."""
    return {"I.1": {"days_late": days}, "I.2": choice, "II.1": on_time, "II.2": mark}


@dataclass
class PublishedWorld:
    world: World
    round: Round
    publication: Publication

    @property
    def entries(self) -> list[Entry]:
        return list(Entry.objects.filter(round=self.round).order_by("pk"))


def fill(
    world: World, entry: Entry, stage: Stage, given: Answers, who: str, reasons: Answers | None = None
) -> None:
    """Save one stage's answers for the leaves given; `reasons` marks leaves whose value was changed."""
    rubric = rubric_of(entry.round.rubric)
    for code, data in given.items():
        node = rubric.node(code)
        reason = (reasons or {}).get(code, "")
        save_value(
            entry=entry,
            node_id=node.id,
            stage=stage,
            new=NewValue(
                answer_of(rubric, node.id, data),
                verdict=Verdict.CHANGED if reason else Verdict.ENTERED,
                reason=reason,
                note=SECRET_NOTE if stage == Stage.SELF else "",
            ),
            actor=world.people[who],
            post=world.post_of(who),
            at=NOW,
            expected=0,
        )


def more_agencies(world: World, count: int, groups: Iterable[str] = ("Phòng chuyên môn",)) -> list[Entry]:
    names = list(groups)
    assert world.round is not None
    made = []
    for n in range(count):
        name = f"Ủy ban nhân dân xã Nguyễn Nghiễm Thượng số {n + 1}"
        agency: Agency = make_agency(name, world.kind, world.standing, 10 + n)
        made.append(Entry.objects.create(round=world.round, agency=agency, group=names[n % len(names)]))
    return made


def publish(world: World, number: str = "45/QĐ-UBND", rank: bool = True) -> PublishedWorld:
    """Hand the round to the council, rank, propose, confirm."""
    round = world.round
    assert round is not None
    if round.state == "open":
        to_council(
            round=round, decision=Decision("40/TB", date(2024, 1, 20)), actor=world.people["thuong_truc"],
            post=world.post_of("thuong_truc"), now=NOW,
        )  # fmt: skip
    return publish_round(world, round, number)


def publish_round(world: World, round: Round, number: str) -> PublishedWorld:
    one, two = "thuong_truc", "thuong_truc_2"
    compute_ranking(round=round, actor=world.people[one], post=world.post_of(one), now=NOW)
    proposed = propose(
        round=round, decision=Decision(number, date(2024, 2, 1)), actor=world.people[one],
        post=world.post_of(one), now=NOW,
    )  # fmt: skip
    publication = confirm(
        publication=proposed, actor=world.people[two], post=world.post_of(two), now=NOW + timedelta(hours=1)
    )
    round.refresh_from_db()
    return PublishedWorld(world, round, publication)


def small_published(world: World) -> PublishedWorld:
    """Three agencies: Nội vụ first with 10, the other two share rank 2 with 7; one value was lowered, one ruled on."""
    open_round(world, NOW)
    assert world.round is not None
    Ruling.objects.create(
        round=world.round, node_id=rubric_of(world.round.rubric).node("II.1").id,
        data={"points": "2", "lower": "0.94", "lower_closed": False, "upper": "0.95"}, words="Trên 94 đến 95 % thuộc mức 81–94 %",
        decision_number="12/NQ-HĐ", by=world.people["hoi_dong"], post=world.post_of("hoi_dong"), at=NOW,
    )  # fmt: skip
    for name, own, stood in (
        ("noi_vu", answers(), answers()),
        ("kinh_te", answers(), answers(choice="b", on_time="189/200")),
        ("tu_phap", answers(choice="b", on_time="90/100"), answers(choice="b", on_time="90/100")),
    ):
        entry = world.entries[name]
        said = {code: data for code, data in own.items() if code != "II.2"}
        fill(world, entry, Stage.SELF, said, "thu_ky")
        changed = {code: CHANGED for code in said if said[code] != stood[code]}
        fill(world, entry, Stage.APPRAISED, stood, "tham_dinh_nv", changed)
        fill(world, entry, Stage.FINAL, stood, "hoi_dong")
    return publish(world)


def many_published(world: World, count: int, groups: Iterable[str] = ("Phòng chuyên môn",)) -> PublishedWorld:
    """`count` further agencies beside the three, with differing points; only final values."""
    open_round(world, NOW)
    for name in ("noi_vu", "kinh_te", "tu_phap"):
        fill(world, world.entries[name], Stage.FINAL, answers(), "hoi_dong")
    for n, entry in enumerate(more_agencies(world, count, groups)):
        given = answers(days=n % 15, choice="abc"[n % 3], on_time=f"{70 + n % 25}/100", mark=str(n % 3))
        fill(world, entry, Stage.FINAL, given, "hoi_dong")
        fill(world, entry, Stage.SELF, {"I.1": {"days_late": 0}, "I.2": "a"}, "thu_ky")
    return publish(world)


def revoke_published(made: PublishedWorld) -> None:
    world = made.world
    revoke(
        publication=made.publication, decision=Decision("60/QĐ-UBND", date(2024, 3, 1), "Tính sai mục II.1."),
        actor=world.people["thuong_truc"], post=world.post_of("thuong_truc"), now=NOW + timedelta(days=30),
    )  # fmt: skip
    made.round.refresh_from_db()


def correct_published(made: PublishedWorld) -> PublishedWorld:
    world = made.world
    fresh = correct(
        round=made.round, decision=Decision("61/QĐ-UBND", date(2024, 3, 2)), actor=world.people["thuong_truc"],
        post=world.post_of("thuong_truc"), now=NOW + timedelta(days=31),
    )  # fmt: skip
    return publish_round(world, fresh, "62/QĐ-UBND")
