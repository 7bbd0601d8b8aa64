"""One criterion: saved as an answer, kept as a draft, refused, in conflict; whoever may not is told nothing."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from minhchung.rounds.interfaces.leaf_form import counts_things
from minhchung.rounds.models import Entry, LeafRevision, LeafValue, Phase
from minhchung.rubric import Input
from tests.rounds.entry.conftest import AUTOSAVE, autosave, leaf_url, resize, value_of
from tests.world import World

RATE = "II.1"


def move_phase(
    entry: Entry, *, due: timedelta, locks: timedelta, opens: timedelta = timedelta(days=-30)
) -> None:
    now = datetime.now(UTC)
    Phase.objects.filter(round=entry.round, kind="self").update(
        opens_at=now + opens, due_at=now + due, locks_at=now + locks
    )


def test_the_page_shows_the_rule_and_chooses_nothing(secretary: Client, entry: Entry) -> None:
    page = secretary.get(leaf_url(entry, "I.2")).content.decode()

    assert "Có phân công đầy đủ" in page
    assert 'name="option" value="a"' in page
    assert 'value="a" checked' not in page
    assert "(2 điểm)" in page


def test_autosave_answers_with_version_time_and_the_points_with_their_reason(
    secretary: Client, entry: Entry
) -> None:
    answer = autosave(secretary, entry, RATE, 0, num="96", den="100", ghi_chu="Theo phần mềm")

    body = answer.json()
    assert answer.status_code == 200
    assert body["row_version"] == 1
    assert body["saved_at"].endswith("+07:00")
    assert "96/100 = 96 %" in body["fragments"]["ket-qua"]
    value = value_of(entry, RATE)
    assert value is not None
    assert (value.points, value.state, value.note) == (Fraction(4), "scored", "Theo phần mềm")


def test_the_plain_form_saves_and_goes_to_the_next_criterion(secretary: Client, entry: Entry) -> None:
    answer = secretary.post(leaf_url(entry, "I.1"), {"on": "19/01/2023", "row_version": "0", "go": "next"})

    assert (answer.status_code, answer["Location"]) == (302, leaf_url(entry, "I.2"))
    value = value_of(entry, "I.1")
    assert value is not None
    assert value.points == 2


def test_a_criterion_leads_to_the_check_while_the_agency_may_write(secretary: Client, entry: Entry) -> None:
    check = f'href="/ho-so/{entry.pk}/kiem-tra/"'

    assert check in secretary.get(leaf_url(entry, RATE)).content.decode()

    move_phase(entry, due=timedelta(days=-2), locks=timedelta(days=-1))
    assert check not in secretary.get(leaf_url(entry, RATE)).content.decode()


def test_the_history_says_plainly_where_the_answer_stayed(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, RATE, 0, num="", den="", ghi_chu="Chờ phần mềm")
    autosave(secretary, entry, RATE, 1, num="96", den="100", ghi_chu="Chờ phần mềm")
    autosave(secretary, entry, RATE, 2, num="96", den="100", ghi_chu="Theo phần mềm")

    page = secretary.get(leaf_url(entry, RATE)).content.decode()

    assert page.count("(câu trả lời giữ nguyên)") == 1
    assert page.count("Chưa có câu trả lời đọc được") == 1


def test_the_history_says_who_changed_what(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, RATE, 0, num="96", den="100")
    autosave(secretary, entry, RATE, 1, num="80", den="100")

    page = secretary.get(leaf_url(entry, RATE)).content.decode()

    assert LeafRevision.objects.filter(value__node_id=RATE).count() == 2
    assert "Hồ sơ đúng hạn: 96; Hồ sơ đã giải quyết: 100" in page
    assert "4 → 0" in page
    assert "Nguyễn Thị Thư" in page


def test_a_half_filled_rate_is_kept_as_a_draft_and_the_answer_stays(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, RATE, 0, num="96", den="100")

    answer = autosave(secretary, entry, RATE, 1, num="97", den="")

    body = answer.json()
    assert answer.status_code == 422
    assert (body["draft"], body["row_version"]) == (True, 2)
    assert list(body["errors"]) == ["den"]
    value = value_of(entry, RATE)
    assert value is not None
    assert value.points == 4
    assert value.draft["fields"]["num"] == ["97"]
    page = secretary.get(leaf_url(entry, RATE)).content.decode()
    assert 'value="97"' in page
    assert "Bản nháp đã lưu, chưa tính điểm" in page


def test_a_rate_without_its_counts_survives_a_note(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, RATE, 0, num="96,5 %", den="")
    page = secretary.get(leaf_url(entry, RATE)).content.decode()

    autosave(secretary, entry, RATE, 1, num="96,5 %", den="", ghi_chu="chưa có số đếm")

    assert 'value="96,5 %"' in page
    value = value_of(entry, RATE)
    assert value is not None
    assert (value.answer, value.points, value.note) == ("96,5 %", 4, "chưa có số đếm")


def test_a_good_save_takes_the_draft_away(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, RATE, 0, num="97", den="")

    autosave(secretary, entry, RATE, 1, num="97", den="100")

    value = value_of(entry, RATE)
    assert value is not None
    assert (value.draft, value.points, value.row_version) == (None, 4, 2)


def test_a_first_draft_leaves_the_leaf_absent(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, RATE, 0, num="97", den="")

    value = value_of(entry, RATE)
    assert value is not None
    assert (value.state, value.points) == ("absent", None)


def test_the_plain_form_with_a_fault_comes_back_as_typed(secretary: Client, entry: Entry) -> None:
    answer = secretary.post(leaf_url(entry, RATE), {"num": "120", "den": "100", "row_version": "0"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="120"' in page
    assert "Tử số lớn hơn mẫu số" in page


def test_a_value_no_band_takes_is_undecided(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, RATE, 0, num="945", den="1000")

    value = value_of(entry, RATE)
    assert value is not None
    assert (value.state, value.points) == ("undecided", None)


def test_none_done_is_declared_by_name_and_gives_the_lowest(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, "I.2", 0, khai="khong_co")

    value = value_of(entry, "I.2")
    assert value is not None
    assert (value.answer, value.points, value.state) == ("none", 0, "scored")


def test_an_empty_form_is_absent_not_zero(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, "I.2", 0, khai="", ghi_chu="đang hỏi phòng chuyên môn")

    value = value_of(entry, "I.2")
    assert value is not None
    assert (value.answer, value.points, value.state) == (None, None, "absent")


def test_a_claim_needs_its_reason_and_gives_no_points_before_it_is_accepted(
    secretary: Client, entry: Entry
) -> None:
    refused = autosave(secretary, entry, "I.2", 0, khai="khong_ap_dung")
    kept = autosave(
        secretary, entry, "I.2", 1, khai="khong_ap_dung", ly_do_khong_ap_dung="Không có nhiệm vụ này"
    )

    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["ly_do_khong_ap_dung"])
    long = autosave(secretary, entry, "I.2", 2, khai="khong_ap_dung", ly_do_khong_ap_dung="a" * 2001)
    assert (long.status_code, list(long.json()["errors"])) == (422, ["ly_do_khong_ap_dung"]), (
        "it is published"
    )
    assert kept.status_code == 200
    value = value_of(entry, "I.2")
    assert value is not None
    assert (value.answer, value.points) == ({"not_applicable": "Không có nhiệm vụ này"}, None)


def test_clearing_an_answer_makes_the_leaf_absent_again(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, "I.2", 0, option="a")

    secretary.post(leaf_url(entry, "I.2"), {"option": "a", "row_version": "1", "go": "clear"})

    value = value_of(entry, "I.2")
    assert value is not None
    assert (value.state, value.answer) == ("absent", None)


def test_a_stale_autosave_answers_with_both_values_who_and_when(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, RATE, 0, num="96", den="100")

    answer = autosave(secretary, entry, RATE, 0, num="80", den="100")

    body = answer.json()
    assert (answer.status_code, body["row_version"]) == (409, 1)
    assert body["theirs"]["num"] == ["96"]
    assert "Hồ sơ đúng hạn: 80" in body["html"]
    assert "Hồ sơ đúng hạn: 96" in body["html"]
    assert "Nguyễn Thị Thư" in body["html"]
    assert 'data-resolve="mine"' in body["html"]
    value = value_of(entry, RATE)
    assert value is not None
    assert value.points == 4


def test_a_stale_plain_form_offers_the_three_choices(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, RATE, 0, num="96", den="100")

    stale = secretary.post(leaf_url(entry, RATE), {"num": "80", "den": "100", "row_version": "0"})
    mine = {"num": "80", "den": "100", "row_version": "1", "resolve": "mine"}
    secretary.post(leaf_url(entry, RATE), mine)

    assert stale.status_code == 409
    for choice in ("mine", "theirs", "manual"):
        assert f'value="{choice}"' in stale.content.decode()
    value = value_of(entry, RATE)
    assert value is not None
    assert (value.points, value.row_version) == (0, 2)


def test_taking_theirs_changes_nothing(secretary: Client, entry: Entry) -> None:
    autosave(secretary, entry, RATE, 0, num="96", den="100")

    theirs = {"num": "80", "den": "100", "row_version": "1", "resolve": "theirs"}
    answer = secretary.post(leaf_url(entry, RATE), theirs)

    assert (answer.status_code, answer["Location"]) == (302, leaf_url(entry, RATE))
    assert LeafRevision.objects.count() == 1


def test_a_repeated_key_is_answered_the_same_and_done_once(secretary: Client, entry: Entry) -> None:
    headers = {**AUTOSAVE, "Idempotency-Key": str(uuid.uuid4())}
    body = {"num": "96", "den": "100", "row_version": "0"}

    first = secretary.post(leaf_url(entry, RATE), body, headers=headers)
    again = secretary.post(leaf_url(entry, RATE), body, headers=headers)

    assert first.json() == again.json()
    assert LeafRevision.objects.count() == 1


def test_signed_out_autosave_is_told_401(open_world: World, entry: Entry) -> None:
    answer = autosave(Client(), entry, RATE, 0, num="96", den="100")

    assert answer.status_code == 401


def test_after_the_due_time_work_is_still_taken_until_the_lock(secretary: Client, entry: Entry) -> None:
    move_phase(entry, due=timedelta(days=-1), locks=timedelta(days=1))
    assert autosave(secretary, entry, "I.2", 0, option="a").status_code == 200

    move_phase(entry, due=timedelta(days=-2), locks=timedelta(seconds=-1))
    locked = autosave(secretary, entry, "I.2", 1, option="b")

    assert locked.status_code == 423
    assert "khóa" in locked.json()["message"]
    value = value_of(entry, "I.2")
    assert value is not None
    assert value.points == 2


def test_before_the_phase_opens_nothing_is_taken(secretary: Client, entry: Entry) -> None:
    move_phase(entry, opens=timedelta(days=1), due=timedelta(days=2), locks=timedelta(days=3))

    assert autosave(secretary, entry, "I.2", 0, option="a").status_code == 423
    assert LeafValue.objects.count() == 0


def test_a_leaf_the_body_answers_is_read_only_and_says_who_answers(secretary: Client, entry: Entry) -> None:
    page = secretary.get(leaf_url(entry, "II.2")).content.decode()
    answer = autosave(secretary, entry, "II.2", 0, mark="2")

    assert "Văn phòng chấm" in page
    assert "data-autosave" not in page
    assert answer.status_code == 423
    assert LeafValue.objects.count() == 0


@pytest.mark.parametrize(
    "who", ["thu_ky_tp", "lanh_dao", "nguoi_ngoai", "tham_dinh_nv", "thuong_truc", "hoi_dong", "quan_tri"]
)
def test_nobody_but_the_agencys_secretary_saves(open_world: World, entry: Entry, who: str) -> None:
    answer = autosave(open_world.client(who), entry, RATE, 0, num="96", den="100")

    assert answer.status_code == 404
    assert LeafValue.objects.count() == 0


@pytest.mark.parametrize("who", ["thu_ky_tp", "nguoi_ngoai", "tham_dinh_nv", "quan_tri"])
def test_a_foreign_entry_is_not_there(open_world: World, entry: Entry, who: str) -> None:
    assert open_world.client(who).get(leaf_url(entry, RATE)).status_code == 404


def test_an_unknown_code_is_not_there(secretary: Client, entry: Entry) -> None:
    assert secretary.get(leaf_url(entry, "IX.9")).status_code == 404
    assert secretary.get(leaf_url(entry, "I")).status_code == 404


def test_last_years_value_stands_beside_the_question(secretary: Client, entry: Entry) -> None:
    now = entry.round
    last = Entry.objects.create(round=_round_before(now), agency=entry.agency)
    LeafValue.objects.create(
        entry=last,
        node_id=RATE,
        stage="self",
        answer={"num": "90", "den": "100"},
        points=2,
        state="scored",
        at=datetime.now(UTC),
    )

    page = secretary.get(leaf_url(entry, RATE)).content.decode()

    assert "Năm 2022:" in page
    assert "Hồ sơ đúng hạn: 90" in page


def _round_before(now: Any) -> Any:
    now.pk, now._state.adding, now.year = None, True, now.year - 1
    now.save()
    return now


@pytest.mark.parametrize("count", [100, 400])
def test_saving_takes_the_same_queries_whatever_the_size(
    open_world: World, secretary: Client, tmp_path: Path, django_assert_num_queries: Any, count: int
) -> None:
    entry = resize(open_world, count, tmp_path)
    autosave(secretary, entry, "1.1", 0, num="1", den="2")

    with django_assert_num_queries(11):
        assert autosave(secretary, entry, "1.2", 0, num="1", den="2").status_code == 200
    with django_assert_num_queries(12):
        assert autosave(secretary, entry, "1.1", 1, num="2", den="2").status_code == 200


@pytest.mark.parametrize("count", [100, 400])
def test_the_page_takes_the_same_queries_whatever_the_size(
    open_world: World, secretary: Client, tmp_path: Path, django_assert_num_queries: Any, count: int
) -> None:
    entry = resize(open_world, count, tmp_path)
    autosave(secretary, entry, "1.1", 0, num="1", den="2")
    secretary.get(leaf_url(entry, "1.1"))

    with django_assert_num_queries(9):
        secretary.get(leaf_url(entry, "1.1"))


@pytest.mark.parametrize(
    ("num", "den", "wrong"),
    [("264", "319", []), ("264,0", "319", []), ("264,5", "319", ["num"]), ("3,5", "7,2", ["num", "den"])],
)
def test_what_is_counted_is_whole(
    secretary: Client, entry: Entry, num: str, den: str, wrong: list[str]
) -> None:
    answer = autosave(secretary, entry, "II.1", 0, num=num, den=den)

    assert list(answer.json().get("errors", {})) == wrong
    assert answer.status_code == (422 if wrong else 200)
    if wrong:
        assert answer.json()["errors"]["num"] == [f"Số đếm phải là số nguyên, không phải {num}."]


@pytest.mark.parametrize(
    ("label", "unit", "counts"),
    [
        ("Hồ sơ đã giải quyết", "", True),
        ("Kinh phí đã giải ngân", "", False),
        ("Thời gian đã tham gia", "", False),
        ("Đường đã làm", "km", False),
    ],
)
def test_money_time_and_what_has_a_unit_may_carry_decimals(label: str, unit: str, counts: bool) -> None:
    assert counts_things(Input("ty_le.num", "decimal", label, label, unit=unit)) is counts
