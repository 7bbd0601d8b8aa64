"""Answers that fill themselves: from figures, beside people's own answers, frozen at submission."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.indicators.models import Figure
from minhchung.rounds.domain.autofill import refresh, refresh_entry
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.entries import NotNow, approve_entry, send_to_head
from minhchung.rounds.domain.snapshot_figures import figures_data
from minhchung.rounds.domain.submitted import submitted
from minhchung.rounds.models import DataAnswer, Entry, LeafRevision, LeafValue, Phase
from minhchung.rubric import Counts, Rate, evaluate_leaf, parse
from tests.indicators.scene import give
from tests.world import DATA

HALF = (date(2023, 1, 1), date(2023, 6, 30))
AUTOSAVE = {"X-Requested-With": "minhchung"}


def now() -> datetime:
    return datetime.now(UTC)


def fill(world: Any, *names: str) -> None:
    entries = [Entry.objects.select_related("round__rubric").get(pk=world.entries[name].pk) for name in names]
    refresh(round=entries[0].round, entries=entries, now=now())


def value(world: Any, node: str, name: str = "kinh_te", stage: str = "self") -> LeafValue | None:
    return LeafValue.objects.filter(entry=world.entries[name], node_id=node, stage=stage).first()


def save(world: Any, code: str, version: int, **fields: str) -> Any:
    told = {"row_version": str(version), "autosave": "1", **fields}
    headers = {**AUTOSAVE, "Idempotency-Key": str(uuid.uuid4())}
    return world.client("thu_ky").post(
        f"/ho-so/{world.entries['kinh_te'].pk}/tieu-chi/{code}/", told, headers=headers
    )


# ── filling in ──


def test_a_figure_that_comes_in_fills_the_answer_of_an_open_round(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now())

    filled = value(bound_world, "I.1")

    assert filled is not None
    assert (filled.verdict, filled.answer, filled.points) == (
        "data",
        {"num": "9", "den": "10"},
        Fraction(9, 2),
    )
    assert filled.reasons[0][0].startswith("9/10 = 90 %")
    assert (filled.by, filled.revisions.get().verdict) == (None, "data")
    assert value(bound_world, "I.1", "tu_phap") is None, "nobody else's leaf is touched"


def test_what_is_absent_stays_absent_and_is_not_zero(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 1, None, code="INITIATIVES_PROVINCE", now=now())

    said = DataAnswer.objects.get(entry=bound_world.entries["kinh_te"], node_id="I.2")
    assert (said.answer, said.points, said.state) == (None, None, "absent")
    assert [("why" in figure) for figure in said.figures] == [False, True]
    assert value(bound_world, "I.2") is None

    give(bound_world, bound_world.kinh_te, 0, None, code="INITIATIVES_DISTRICT", now=now())

    filled = value(bound_world, "I.2")
    assert filled is not None
    assert (filled.answer, filled.points) == ({"a": 1, "b": 0}, Fraction(2))


def test_a_leaf_answered_by_data_alone_counts_at_once(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 3, 4, code="DOCUMENTS_SIGNED", days=HALF, now=now())

    filled = value(bound_world, "I.3", stage="appraised")

    assert filled is not None
    assert (filled.points, filled.verdict) == (Fraction(3, 2), "data")
    assert value(bound_world, "I.3") is None


def test_a_new_figure_is_followed_and_every_state_is_kept(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now())
    give(bound_world, bound_world.kinh_te, 10, 10, expected=1, reason="Đếm lại", now=now())

    filled = value(bound_world, "I.1")

    assert filled is not None
    assert (filled.points, filled.row_version) == (Fraction(5), 2)
    assert list(LeafRevision.objects.filter(value=filled).values_list("points", flat=True)) == [
        Fraction(9, 2),
        Fraction(5),
    ]
    assert DataAnswer.objects.filter(node_id="I.1", entry=filled.entry).count() == 2


def test_computing_again_without_news_writes_nothing(
    bound_world: Any, django_assert_num_queries: Any
) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now())
    fill(bound_world, "kinh_te")
    before = (DataAnswer.objects.count(), LeafRevision.objects.count())

    entry = Entry.objects.select_related("round__rubric").get(pk=bound_world.entries["kinh_te"].pk)
    with django_assert_num_queries(12):  # four of them hold the entry: inside a transaction
        refresh_entry(entry, now())

    assert (DataAnswer.objects.count(), LeafRevision.objects.count()) == before


@settings(max_examples=8)
@given(figures=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=3, max_size=3))
def test_filling_in_equals_evaluating_the_figures(db: None, figures: list[tuple[int, int]]) -> None:
    from tests.world import DATA, load_rubric, make_world, open_round

    with transaction.atomic():
        world = make_world()
        open_round(world, now())
        world.round.rubric = load_rubric(world.standing, DATA / "bound.rubric.yaml")
        world.round.parameters = {}
        world.round.save()
        names = ("kinh_te", "tu_phap", "noi_vu")
        for name, (part, rest) in zip(names, figures, strict=True):
            agency = getattr(world, name)
            give(world, agency, part, part + rest, now=now())
            give(world, agency, part, None, code="INITIATIVES_PROVINCE", now=now())
            give(world, agency, rest, None, code="INITIATIVES_DISTRICT", now=now())
        rubric = rubric_of(world.round.rubric)
        for name, (part, rest) in zip(names, figures, strict=True):
            rate = evaluate_leaf(rubric, "I.1", Rate(Fraction(part), Fraction(part + rest)))
            counts = evaluate_leaf(rubric, "I.2", Counts((("a", part), ("b", rest))))
            for node, wanted in (("I.1", rate), ("I.2", counts)):
                filled = value(world, node, name)
                assert filled is not None
                assert (filled.points, filled.state) == (wanted.points, wanted.state)
        transaction.set_rollback(True)


# ── a person's own answer ──


def test_an_answer_that_a_person_gave_is_not_overwritten(bound_world: Any) -> None:
    assert save(bound_world, "I.1", 0, num="7", den="10").status_code == 200

    give(bound_world, bound_world.kinh_te, 9, 10, now=now())

    kept = value(bound_world, "I.1")
    assert kept is not None
    assert (kept.answer, kept.verdict) == ({"num": "7", "den": "10"}, "entered")
    assert DataAnswer.objects.get(node_id="I.1", entry=kept.entry).points == Fraction(9, 2)


def test_overruling_needs_a_reason_and_keeps_a_draft_until_it_is_given(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now())

    refused = save(bound_world, "I.1", 1, num="10", den="10")

    assert refused.status_code == 422
    assert refused.json()["errors"] == {"ly_do_khac": ["Trả lời khác số liệu của hệ thống: ghi lý do."]}
    held = value(bound_world, "I.1")
    assert held is not None
    assert (held.verdict, held.points, held.draft is not None) == ("data", Fraction(9, 2), True)

    kept = save(bound_world, "I.1", held.row_version, num="10", den="10", ly_do_khac="Một nhiệm vụ đã xong")

    assert kept.status_code == 200
    held = value(bound_world, "I.1")
    assert held is not None
    assert (held.verdict, held.points, held.reason) == ("changed", Fraction(5), "Một nhiệm vụ đã xong")


def test_an_answer_older_than_its_figures_asks_for_its_reason_before_it_is_sent(bound_world: Any) -> None:
    save(bound_world, "I.1", 0, num="10", den="10")
    give(bound_world, bound_world.kinh_te, 9, 10, now=now())
    address = f"/ho-so/{bound_world.entries['kinh_te'].pk}"
    client = bound_world.client("thu_ky")

    page = client.get(f"{address}/tieu-chi/I.1/").content.decode()
    check = client.get(f"{address}/kiem-tra/").content.decode()
    with pytest.raises(NotNow, match=r"chưa ghi lý do: I\.1\."):
        submit(bound_world)

    assert "cơ quan trả lời khác" in page
    assert "Câu trả lời có trước số liệu này và chưa ghi lý do khác." in page
    assert "Khác số liệu của hệ thống, chưa ghi lý do" in check
    assert "9/10 = 90,00 %" in check
    assert save(bound_world, "I.1", 1, num="10", den="10").status_code == 422
    held = value(bound_world, "I.1")
    assert held is not None
    save(bound_world, "I.1", held.row_version, num="10", den="10", ly_do_khac="Một nhiệm vụ đã xong")
    assert submit(bound_world).state == "submitted"


def test_what_data_say_can_be_taken_back(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now())
    save(bound_world, "I.1", 1, num="10", den="10", ly_do_khac="Một nhiệm vụ đã xong")
    address = f"/ho-so/{bound_world.entries['kinh_te'].pk}/tieu-chi/I.1/theo-du-lieu/"
    client = bound_world.client("thu_ky")

    client.post(address, {"row_version": "1"})
    stale = value(bound_world, "I.1")
    assert stale is not None
    assert stale.verdict == "changed", "on an old version nothing is written"
    client.post(address, {"row_version": "2"})

    back = value(bound_world, "I.1")
    assert back is not None
    assert (back.verdict, back.points, back.reason) == ("data", Fraction(9, 2), "")


def test_the_same_answer_typed_again_follows_data(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now())

    assert save(bound_world, "I.1", 1, num="9", den="10", ghi_chu="Đã đối chiếu").status_code == 200

    kept = value(bound_world, "I.1")
    assert kept is not None
    assert (kept.verdict, kept.note) == ("data", "Đã đối chiếu")


# ── frozen at submission ──


def submit(world: Any, name: str = "kinh_te") -> Entry:
    entry = Entry.objects.select_related("round__rubric").get(pk=world.entries[name].pk)
    secretary, head = ("thu_ky", "lanh_dao") if name == "kinh_te" else ("thu_ky_tp", "lanh_dao_tp")
    absent = ("I.2", "I.4")
    send_to_head(
        entry=entry,
        expected=entry.row_version,
        confirmed_absent=absent,
        actor=world.people[secretary],
        post=world.post_of(secretary),
        now=now(),
    )
    approve_entry(
        entry=entry,
        expected=entry.row_version,
        confirmed_absent=absent,
        actor=world.people[head],
        post=world.post_of(head),
        received_at=now(),
    )
    return entry


def test_what_was_submitted_is_frozen(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now())
    entry = submit(bound_world)
    before = (entry.receipts.get().digest, DataAnswer.objects.count())

    give(bound_world, bound_world.kinh_te, 10, 10, expected=1, reason="Đếm lại", now=now())
    done = refresh_entry(entry, now())

    kept = value(bound_world, "I.1")
    assert kept is not None
    assert (kept.points, done.leaves) == (Fraction(9, 2), 0)
    assert DataAnswer.objects.count() == before[1]
    assert Figure.objects.get(agency=bound_world.kinh_te).numerator == 10


def test_the_receipt_is_taken_of_the_figures_too(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now())

    entry = submit(bound_world)

    said = DataAnswer.objects.get(node_id="I.1", entry=entry)
    assert {"node": "I.1", "sha256": said.sha256} in list(submitted(entry).figures)
    assert b'"figures"' in submitted(entry).canonical()


def test_a_publication_keeps_the_figures_that_a_value_was_taken_from(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now())
    give(bound_world, bound_world.tu_phap, 7, 10, now=now())
    over = now() - timedelta(hours=1)
    Phase.objects.filter(round=bound_world.round, kind="self").update(
        opens_at=over - timedelta(days=1), due_at=over, locks_at=over
    )
    give(bound_world, bound_world.kinh_te, 10, 10, expected=1, reason="Đếm lại", now=now())
    filled, entries = (
        value(bound_world, "I.1"),
        [bound_world.entries[name] for name in ("kinh_te", "tu_phap")],
    )
    assert filled is not None

    figures, _definitions = figures_data(bound_world.round, rubric_of(bound_world.rubric), entries)

    kept = [figures[entry.pk]["I.1"] for entry in entries]
    assert DataAnswer.objects.filter(entry=filled.entry, node_id="I.1").count() == 2
    assert kept[0]["answer"] == filled.answer == {"num": "9", "den": "10"}
    assert [each["figures"][0]["numerator"] for each in kept] == ["9", "7"]


def test_a_value_whose_leaf_was_bound_otherwise_since_is_published_without_figures(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now())
    text = (DATA / "bound.rubric.yaml").read_text(encoding="utf-8").replace("TASKS_DONE", "DOCUMENTS_SIGNED")

    figures, _definitions = figures_data(
        bound_world.round, parse(text, "amended"), [bound_world.entries["kinh_te"]]
    )

    assert value(bound_world, "I.1") is not None
    assert figures == {}


def test_what_data_said_is_never_changed(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now())

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        DataAnswer.objects.update(points=None)


# ── pages ──


def test_the_criterion_says_where_its_answer_comes_from(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now(), excluded=1, exclusions="lùi hạn")
    pk = bound_world.entries["kinh_te"].pk

    page = bound_world.client("thu_ky").get(f"/ho-so/{pk}/tieu-chi/I.1/").content.decode()
    source = bound_world.client("thu_ky").get(f"/ho-so/{pk}/tieu-chi/I.1/nguon/").content.decode()

    for words in (
        "Từ dữ liệu",
        "9/10 = 90,00 %",
        "đang dùng làm câu trả lời",
        "đã loại 1 (lùi hạn)",
        "/nguon/",
    ):
        assert words in page
    assert 'value="9"' in page
    assert "Quảng Điền năm 2023, mục I.7" in source
    assert DataAnswer.objects.get(node_id="I.1").sha256 in source
    assert "lần ghi thứ 1" in source
    assert "Cơ quan nắm số liệu" in source
    assert bound_world.van_phong.name in source


def test_without_data_the_criterion_says_so(bound_world: Any) -> None:
    pk = bound_world.entries["kinh_te"].pk

    page = bound_world.client("thu_ky").get(f"/ho-so/{pk}/tieu-chi/I.1/").content.decode()

    assert "Chưa có dữ liệu." in page
    assert "ly_do_khac" not in page, "nothing to overrule"


def test_the_appraiser_sees_both_side_by_side(bound_world: Any) -> None:
    give(bound_world, bound_world.tu_phap, 9, 10, now=now())
    entry = bound_world.entries["tu_phap"]
    headers = {**AUTOSAVE, "Idempotency-Key": str(uuid.uuid4())}
    told = {"row_version": "1", "num": "10", "den": "10", "ly_do_khac": "Đã xong cả mười việc"}
    bound_world.client("thu_ky_tp").post(f"/ho-so/{entry.pk}/tieu-chi/I.1/", told, headers=headers)
    submit(bound_world, "tu_phap")

    page = bound_world.client("tham_dinh_nv").get(f"/ho-so/{entry.pk}/tham-dinh/I.1/").content.decode()

    for words in (
        "9/10 = 90,00 %",
        "Đã xong cả mười việc",
        "cơ quan trả lời khác",
        "10; Nhiệm vụ được giao: 10",
    ):
        assert words in page
    assert bound_world.client("tham_dinh_nv").get(f"/ho-so/{entry.pk}/tieu-chi/I.1/nguon/").status_code == 200
    assert bound_world.client("thu_ky").get(f"/ho-so/{entry.pk}/tieu-chi/I.1/nguon/").status_code == 404


def test_the_list_marks_what_came_from_data(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now())

    page = bound_world.client("thu_ky").get(f"/ho-so/{bound_world.entries['kinh_te'].pk}/").content.decode()

    assert page.count('mc-tag--neutral">từ dữ liệu<') == 1
    assert "Thiếu minh chứng</span>" not in page, "a value from data has its source behind it"


def test_counts_are_read_back_as_they_were_filled(bound_world: Any) -> None:
    for code in ("INITIATIVES_PROVINCE", "INITIATIVES_DISTRICT"):
        give(bound_world, bound_world.kinh_te, 1, None, code=code, now=now())

    page = (
        bound_world.client("thu_ky")
        .get(f"/ho-so/{bound_world.entries['kinh_te'].pk}/tieu-chi/I.2/")
        .content.decode()
    )

    assert "Cấp tỉnh: 1; Cấp huyện: 1" in page


# ── who comes in between ──


@pytest.mark.django_db(transaction=True)
def test_of_two_computations_the_later_figures_stand(bound_world: Any, monkeypatch: Any) -> None:
    from minhchung.rounds.domain import autofill

    give(bound_world, bound_world.kinh_te, 8, 10, now=now())
    computed = autofill.figures_of
    Figure.objects.update(numerator=9)

    def overtaken(*asked: Any) -> Any:
        """An import is computed and kept while this computation still has the earlier figures in hand."""
        found = computed(*asked)
        monkeypatch.setattr(autofill, "figures_of", computed)
        Figure.objects.update(numerator=10)
        fill(bound_world, "kinh_te")
        return found

    monkeypatch.setattr(autofill, "figures_of", overtaken)
    fill(bound_world, "kinh_te")

    said = DataAnswer.objects.filter(node_id="I.1", entry=bound_world.entries["kinh_te"]).order_by("pk")
    kept = value(bound_world, "I.1")
    assert kept is not None
    assert [row.points for row in said] == [Fraction(4), Fraction(5)]
    assert kept.points == Fraction(5)


@pytest.mark.django_db(transaction=True)
def test_what_is_submitted_while_figures_are_computed_stays_as_it_was(
    bound_world: Any, monkeypatch: Any
) -> None:
    from minhchung.rounds.domain import autofill

    give(bound_world, bound_world.kinh_te, 8, 10, now=now())
    computed = autofill.figures_of
    Figure.objects.update(numerator=9)

    def overtaken(*asked: Any) -> Any:
        found = computed(*asked)
        Entry.objects.filter(pk=bound_world.entries["kinh_te"].pk).update(
            state="submitted", received_at=now(), late_seconds=0
        )
        return found

    monkeypatch.setattr(autofill, "figures_of", overtaken)
    fill(bound_world, "kinh_te")

    kept = value(bound_world, "I.1")
    assert kept is not None
    assert kept.points == Fraction(4)
    assert DataAnswer.objects.filter(node_id="I.1", entry=kept.entry).count() == 1


# ── what came in later ──


def test_new_figures_are_seen_beside_the_old_ones(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 8, 10, now=now())
    give(bound_world, bound_world.kinh_te, 9, 10, expected=1, reason="Đếm lại", now=now())
    address = f"/ho-so/{bound_world.entries['kinh_te'].pk}"
    client = bound_world.client("thu_ky")

    page = client.get(f"{address}/tieu-chi/I.1/").content.decode()
    check = client.get(f"{address}/kiem-tra/").content.decode()

    assert "Đổi theo số liệu mới: lần tính" in page
    assert "8/10 = 80,00 % → 9/10 = 90,00 %" in check


def test_the_head_sees_that_figures_moved_since_the_entry_was_sent(bound_world: Any) -> None:
    give(bound_world, bound_world.kinh_te, 9, 10, now=now())
    entry = Entry.objects.select_related("round__rubric").get(pk=bound_world.entries["kinh_te"].pk)
    send_to_head(
        entry=entry,
        expected=entry.row_version,
        confirmed_absent=("I.2", "I.4"),
        actor=bound_world.people["thu_ky"],
        post=bound_world.post_of("thu_ky"),
        now=now(),
    )
    give(bound_world, bound_world.kinh_te, 10, 10, expected=1, reason="Đếm lại", now=now())

    page = bound_world.client("lanh_dao").get(f"/ho-so/{entry.pk}/duyet/").content.decode()

    assert "Hồ sơ trình theo 9/10 = 90,00 %; số liệu nay là 10/10 = 100,00 %" in page
    kept = value(bound_world, "I.1")
    assert kept is not None
    assert kept.points == Fraction(9, 2), "what the head approves is what was sent"


def test_a_frozen_figure_keeps_its_definition_its_tree_and_its_number(
    bound_world: Any, monkeypatch: Any
) -> None:
    from dataclasses import replace

    from minhchung.agencies.models import Agency
    from minhchung.rounds.views import data_words
    from minhchung.rubric.errors import Reason
    from minhchung.rubric.indicators import catalogue

    give(bound_world, bound_world.kinh_te, 9, 10, now=now())
    entry = submit(bound_world)
    address = f"/ho-so/{entry.pk}/tieu-chi/I.1/nguon/"
    before = bound_world.client("thu_ky").get(address).content.decode()
    said = DataAnswer.objects.get(node_id="I.1", entry=entry)

    give(bound_world, bound_world.kinh_te, 10, 10, expected=1, reason="Đếm lại", now=now())
    Agency.objects.filter(pk=bound_world.kinh_te.pk).update(parent=bound_world.other_province)
    other = replace(catalogue()["TASKS_DONE"], title=Reason("Tên khác", "Another name"))
    monkeypatch.setattr(data_words, "catalogue", lambda: {"TASKS_DONE": other})
    after = bound_world.client("thu_ky").get(address).content.decode()

    assert said.figures[0]["definition_sha256"] in before
    assert DataAnswer.objects.get(node_id="I.1", entry=entry).sha256 == said.sha256
    assert "Vẫn ra đúng câu trả lời" in before
    assert "Nhiệm vụ được giao đã hoàn thành" in after
    assert "Tên khác" not in after
    assert "<strong>10/10 = 100,00 %</strong>, khác số hồ sơ đang giữ (9/10 = 90,00 %)" in after
