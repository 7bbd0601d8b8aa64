"""The first page: each role finds what it has to do, in order of deadline, and nothing of others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import resolve
from django.utils import timezone

from minhchung.agencies.domain.acting import acting
from minhchung.agencies.enums import Role
from minhchung.agencies.models import User
from minhchung.home.domain.tasks import PAGES, Task, _href, next_step, tasks_for
from minhchung.home.views.tasks import nearness
from minhchung.rounds.enums import (
    EntryState,
    LeafState,
    PhaseKind,
    PublicationState,
    RoundState,
    Side,
    Stage,
    Verdict,
)
from minhchung.rounds.models import (
    Entry,
    Explanation,
    LeafValue,
    Phase,
    Publication,
    Ranking,
    Round,
    Substitute,
)
from tests.world import make_agency, make_person


def tasks_of(world: Any, person: str, now: datetime | None = None) -> list[Task]:
    return tasks_for(acting(world.people[person], timezone.localdate()), now or timezone.now())


def kinds_of(world: Any, person: str, now: datetime | None = None) -> list[str]:
    return [task.kind for task in tasks_of(world, person, now)]


def value(world: Any, name: str, label: str, stage: Stage = Stage.SELF, **more: Any) -> LeafValue:
    rubric_id = leaf_id(world, label)
    return LeafValue.objects.create(
        entry=world.entries[name],
        node_id=rubric_id,
        stage=stage,
        **{"state": LeafState.SCORED, "points": "1", "at": timezone.now(), **more},
    )


def leaf_id(world: Any, code: str) -> str:
    from minhchung.rounds.domain.engine import rubric_of

    return rubric_of(world.rubric).node(code).id


def submit(world: Any, *names: str) -> None:
    for name in names:
        Entry.objects.filter(pk=world.entries[name].pk).update(
            state=EntryState.SUBMITTED, received_at=timezone.now(), late_seconds=0
        )


def test_a_secretary_sees_how_many_leaves_are_answered(open_world: Any) -> None:
    value(open_world, "kinh_te", "I.1")
    value(open_world, "kinh_te", "I.2", state=LeafState.ABSENT, points=None)

    tasks = tasks_of(open_world, "thu_ky")

    assert [(task.kind, task.title) for task in tasks] == [("fill", "Tự chấm điểm")]
    assert "đã trả lời 1/3" in tasks[0].detail
    assert tasks[0].due_at == Phase.objects.get(kind=PhaseKind.SELF).due_at


def test_a_returned_entry_is_the_secretarys_and_one_before_the_head_is_the_heads(open_world: Any) -> None:
    entries = Entry.objects.filter(agency=open_world.kinh_te)
    entries.update(state=EntryState.WITH_HEAD)
    assert (kinds_of(open_world, "thu_ky"), kinds_of(open_world, "lanh_dao")) == ([], ["approve"])

    entries.update(state=EntryState.RETURNED)
    assert tasks_of(open_world, "thu_ky")[0].title == "Sửa bài tự chấm lãnh đạo trả lại"
    assert kinds_of(open_world, "lanh_dao") == []


def test_after_the_lock_there_is_nothing_left_to_fill(open_world: Any) -> None:
    assert kinds_of(open_world, "thu_ky", timezone.now() + timedelta(days=21)) == []


def test_a_withdrawn_agency_has_nothing_to_fill(open_world: Any) -> None:
    Entry.objects.filter(agency=open_world.kinh_te).update(merged_into=open_world.entries["tu_phap"])

    assert kinds_of(open_world, "thu_ky") == []


def test_an_appraiser_counts_leaves_of_submitted_entries_but_never_of_the_own_agency(open_world: Any) -> None:
    submit(open_world, "kinh_te", "tu_phap", "noi_vu")
    value(open_world, "kinh_te", "I.1", Stage.APPRAISED)

    tasks = tasks_of(open_world, "tham_dinh_nv")

    assert [(task.kind, task.count) for task in tasks] == [("appraise", 3)]
    assert "còn 3/4 mục ở 2 cơ quan" in tasks[0].detail


def test_a_substitute_appraises_what_the_body_may_not(open_world: Any) -> None:
    submit(open_world, "kinh_te", "noi_vu")
    Substitute.objects.create(
        round=open_world.round, agency=open_world.noi_vu, body="Phòng Nội vụ", substitute=open_world.van_phong
    )
    value(open_world, "noi_vu", "I.1", Stage.APPRAISED)

    found = {task.detail.split(" – ")[1]: task.count for task in tasks_of(open_world, "tham_dinh_vp")}

    assert found == {
        "Phòng Nội vụ: còn 1/2 mục ở 1 cơ quan đã nộp": 1,
        "Văn phòng: còn 4/4 mục ở 2 cơ quan đã nộp": 4,
    }


def test_an_agency_is_asked_to_explain_only_what_it_has_not_spoken_of(open_world: Any) -> None:
    submit(open_world, "kinh_te")
    for code in ("I.1", "I.2"):
        value(
            open_world, "kinh_te", code, Stage.APPRAISED, verdict=Verdict.CHANGED, reason="Thiếu minh chứng"
        )
    value(open_world, "kinh_te", "II.1", Stage.APPRAISED, verdict=Verdict.ACCEPTED)
    Explanation.objects.create(
        entry=open_world.entries["kinh_te"],
        node_id=leaf_id(open_world, "I.1"),
        side=Side.AGENCY,
        text="Đã có",
        by=open_world.people["thu_ky"],
        at=timezone.now(),
    )

    assert [(task.kind, task.count) for task in tasks_of(open_world, "thu_ky")] == [("explain", 1)]
    assert kinds_of(open_world, "thu_ky_tp") == ["fill"]


def test_the_standing_body_follows_who_has_not_submitted(open_world: Any) -> None:
    submit(open_world, "kinh_te")

    tasks = tasks_of(open_world, "thuong_truc")

    assert [(task.kind, task.count) for task in tasks] == [("chase", 2), ("follow", 1), ("follow", 1)]
    assert tasks_of(open_world, "thuong_truc_ngoai") == []


def test_only_another_person_is_asked_to_confirm_a_publication(open_world: Any) -> None:
    Round.objects.update(state=RoundState.COUNCIL)
    submit(open_world, "kinh_te", "tu_phap", "noi_vu")
    Phase.objects.exclude(kind=PhaseKind.COUNCIL).update(locks_at=timezone.now() + timedelta(days=14))
    later = timezone.now() + timedelta(days=15)
    assert kinds_of(open_world, "thuong_truc", later) == ["propose"]
    ranking = Ranking.objects.create(
        round=open_world.round, computed_at=timezone.now(), engine="1", input_digest="0"
    )
    Publication.objects.create(
        round=open_world.round,
        ranking=ranking,
        state=PublicationState.PROPOSED,
        decision_number="5/QĐ",
        decided_on=timezone.localdate(),
        proposed_by=open_world.people["thuong_truc"],
        proposed_at=timezone.now(),
    )

    assert kinds_of(open_world, "thuong_truc", later) == []
    assert kinds_of(open_world, "thuong_truc_2", later) == ["publish"]


def test_the_council_decides_explanations_and_rules_on_undecided_leaves(open_world: Any) -> None:
    submit(open_world, "kinh_te", "tu_phap")
    for name in ("kinh_te", "tu_phap"):
        value(open_world, name, "II.1", state=LeafState.UNDECIDED, points=None)
    Explanation.objects.create(
        entry=open_world.entries["kinh_te"],
        node_id=leaf_id(open_world, "I.1"),
        side=Side.AGENCY,
        text="Đã có",
        by=open_world.people["thu_ky"],
        at=timezone.now(),
    )
    assert [(task.kind, task.count) for task in tasks_of(open_world, "hoi_dong")] == [
        ("decide", 1),
        ("rule", 1),
    ]

    value(open_world, "kinh_te", "I.1", Stage.FINAL)
    assert kinds_of(open_world, "hoi_dong") == ["rule"]


def explained(world: Any, name: str, label: str, side: Side, person: str) -> None:
    Explanation.objects.create(
        entry=world.entries[name],
        node_id=leaf_id(world, label),
        side=side,
        text="Có thêm tài liệu",
        by=world.people[person],
        at=timezone.now(),
    )


def test_an_explanation_waits_for_its_appraiser_until_answered(open_world: Any) -> None:
    submit(open_world, "kinh_te", "tu_phap")
    for name, label in (("kinh_te", "I.1"), ("tu_phap", "I.1"), ("kinh_te", "II.1")):
        explained(open_world, name, label, Side.AGENCY, "thu_ky")
    explained(open_world, "tu_phap", "I.1", Side.APPRAISER, "tham_dinh_nv")

    asked = [task for task in tasks_of(open_world, "tham_dinh_nv") if task.kind == "reply"]

    assert [(task.count, task.href) for task in asked] == [
        (1, f"/dot/{open_world.round.pk}/ban-tham-dinh/?loc=cho-giai-trinh")
    ]

    explained(open_world, "kinh_te", "I.1", Side.APPRAISER, "tham_dinh_nv")
    assert "reply" not in kinds_of(open_world, "tham_dinh_nv")


def test_at_the_council_nobody_is_sent_to_steps_that_are_over(open_world: Any) -> None:
    explained(open_world, "kinh_te", "I.1", Side.AGENCY, "thu_ky")
    submit(open_world, "tu_phap")
    Round.objects.update(state=RoundState.COUNCIL)

    assert [kinds_of(open_world, name) for name in ("thu_ky", "tham_dinh_nv")] == [[], []]
    assert kinds_of(open_world, "thuong_truc") == ["propose"]


def test_a_round_in_preparation_gives_nobody_anything_to_do(open_world: Any) -> None:
    Round.objects.update(state=RoundState.DRAFT)

    assert [kinds_of(open_world, name) for name in ("thu_ky", "thuong_truc", "hoi_dong")] == [[], [], []]


def test_tasks_come_in_order_of_deadline(open_world: Any) -> None:
    submit(open_world, "kinh_te")
    make_person("da_nang", "Đỗ Đa Năng", open_world.tu_phap, Role.SECRETARY)
    both = User.objects.get(username="da_nang")
    make_extra = open_world.noi_vu.posts.get(role=Role.APPRAISER)
    make_extra.holdings.update(user=both)
    open_world.people["da_nang"] = both

    dues = [task.due_at for task in tasks_of(open_world, "da_nang")]

    assert len(dues) == 2
    assert dues == sorted(dues)


@pytest.mark.parametrize(
    ("person", "queries"),
    [
        ("thu_ky", 6),
        ("lanh_dao", 5),
        ("tham_dinh_nv", 8),
        ("thuong_truc", 6),
        ("hoi_dong", 5),
        ("soan_thao", 3),
    ],
)
@pytest.mark.parametrize("size", [1, 40])
def test_the_queries_do_not_grow_with_the_round(
    open_world: Any, django_assert_num_queries: Any, person: str, queries: int, size: int
) -> None:
    for number in range(size):
        agency = make_agency(f"Xã {number}", open_world.kind, open_world.standing, number)
        open_world.entries[f"xa{number}"] = Entry.objects.create(round=open_world.round, agency=agency)
        submit(open_world, f"xa{number}")
        value(open_world, f"xa{number}", "I.1", Stage.APPRAISED)
    someone = acting(open_world.people[person], timezone.localdate())

    with django_assert_num_queries(queries):
        tasks_for(someone, timezone.now())


@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_page_a_task_leads_to_exists(page: str) -> None:
    assert resolve(_href(page, 1)).view_name in PAGES[page]


def test_the_next_step_is_said_when_there_is_nothing_to_do(open_world: Any) -> None:
    now = timezone.now()
    Phase.objects.filter(kind=PhaseKind.EXPLANATION).update(opens_at=now + timedelta(days=2))
    submit(open_world, "kinh_te")

    step = next_step(acting(open_world.people["thu_ky"], timezone.localdate()), now)
    page = open_world.client("thu_ky").get("/").content.decode()

    assert step is not None
    assert step.at == now + timedelta(days=2)
    assert "Giải trình – Chấm điểm thử nghiệm 2023" in page


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (datetime(2026, 11, 21, 9, tzinfo=UTC), "late"),
        (datetime(2026, 11, 24, 16, tzinfo=UTC), "soon"),
        (datetime(2026, 11, 24, 18, tzinfo=UTC), "later"),  # already the 25th in Vietnam
        (None, "none"),
    ],
)
def test_nearness_is_counted_in_vietnamese_days(due: datetime | None, words: str) -> None:
    assert nearness(due, datetime(2026, 11, 21, 10, tzinfo=UTC)) == words


def test_the_page_shows_the_tasks_to_who_is_signed_in(open_world: Any) -> None:
    page = open_world.client("thu_ky").get("/").content.decode()

    assert "Việc cần làm" in page
    assert f"/ho-so/{open_world.entries['kinh_te'].pk}/" in page


def test_a_visitor_finds_what_is_published_and_nothing_else(open_world: Any, client: Any) -> None:
    assert "Chấm điểm thử nghiệm 2023" not in client.get("/").content.decode()

    Round.objects.update(state=RoundState.PUBLISHED)
    page = client.get("/").content.decode()

    assert "Chấm điểm thử nghiệm 2023" in page
    assert "/dang-nhap/" in page


def test_a_person_without_a_post_is_told_whom_to_ask(world: Any) -> None:
    world.people["moi"] = User.objects.create_user("moi", "Người Mới")

    assert "Bạn chưa giữ vị trí nào" in world.client("moi").get("/").content.decode()


def test_help_is_open_to_all(db: None, client: Any) -> None:
    assert client.get("/tro-giup/").status_code == 200
