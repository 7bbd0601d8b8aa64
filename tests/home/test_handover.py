"""Bàn giao: who may hand over what, what goes with it, and what is refused."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pdfplumber
import pytest
from django.test import Client
from django.utils import timezone

from minhchung.agencies.models import Handover, Holding, User
from minhchung.ledger.models import LedgerEntry


def today_text(days: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


def send(world: Any, person: str, post: Any, step: str = "xac-nhan", **fields: str) -> Any:
    given = {
        "vi-tri": post.pk,
        "buoc": step,
        "receiver": "soan_thao",
        "on": today_text(),
        "note": "",
        **fields,
    }
    return world.client(person).post("/ban-giao/", given)


def holders(post: Any) -> list[tuple[str, bool]]:
    return [(row.user.username, row.to_on is None) for row in post.holdings.order_by("pk")]


@pytest.mark.parametrize("person", ["thu_ky", "lanh_dao", "quan_tri"])
def test_holder_head_and_administrator_hand_a_post_over(open_world: Any, person: str) -> None:
    post = open_world.post_of("thu_ky")

    answer = send(open_world, person, post, note="Hồ sơ giấy ở tủ 3")

    done = Handover.objects.get()
    assert answer["Location"] == f"/ban-giao/{done.pk}/"
    assert holders(post) == [("thu_ky", False), ("soan_thao", True)]
    assert (done.from_user.username, done.to_user.username, done.by.username) == (
        "thu_ky",
        "soan_thao",
        person,
    )
    assert [item["title"] for item in done.summary["items"]] == ["Tự chấm điểm"]
    assert list(LedgerEntry.objects.values_list("verb", flat=True)) == ["post.handed_over"]


def test_work_and_rights_go_with_the_post_at_once(open_world: Any) -> None:
    send(open_world, "thu_ky", open_world.post_of("thu_ky"))

    entry = f"/ho-so/{open_world.entries['kinh_te'].pk}/"
    assert entry in open_world.client("soan_thao").get("/").content.decode()
    assert entry not in open_world.client("thu_ky").get("/").content.decode()
    assert open_world.client("thu_ky").get("/minh-chung/").status_code == 404


@pytest.mark.parametrize("person", ["thu_ky_tp", "lanh_dao_tp", "thuong_truc", "nguoi_ngoai"])
def test_nobody_else_hands_over_or_even_sees_the_post(world: Any, person: str) -> None:
    post = world.post_of("thu_ky")

    assert world.client(person).get(f"/ban-giao/?vi-tri={post.pk}").status_code == 404
    assert send(world, person, post).status_code == 404
    assert "Nguyễn Thị Thư" not in world.client(person).get("/ban-giao/").content.decode()
    assert holders(post) == [("thu_ky", True)]
    assert LedgerEntry.objects.count() == 0


def test_a_secretary_does_not_hand_over_the_heads_post(world: Any) -> None:
    assert send(world, "thu_ky", world.post_of("lanh_dao")).status_code == 404


def test_the_check_page_lists_what_is_open_and_changes_nothing(open_world: Any) -> None:
    post = open_world.post_of("thu_ky")

    answer = send(open_world, "thu_ky", post, step="xem-truoc", note="Hai\ndòng")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Tự chấm điểm" in page
    assert "Dương Thị Soạn" in page
    assert 'name="receiver" value="soan_thao"' in page
    assert holders(post) == [("thu_ky", True)]


@pytest.mark.parametrize(
    "fields",
    [
        {"receiver": "khong-co"},
        {"receiver": "thu_ky"},
        {"receiver": ""},
        {"on": "01/01/2024"},
        {"on": "31/02/2027"},
        {"on": ""},
    ],
)
def test_an_impossible_handover_is_refused_and_nothing_is_lost(world: Any, fields: dict[str, str]) -> None:
    post = world.post_of("thu_ky")

    answer = send(world, "thu_ky", post, note="Giữ lại", **fields)

    assert answer.status_code == 422
    assert "Giữ lại" in answer.content.decode()
    assert holders(post) == [("thu_ky", True)]
    assert LedgerEntry.objects.count() == 0


def test_a_post_is_not_handed_over_twice(world: Any) -> None:
    post = world.post_of("thu_ky")
    send(world, "lanh_dao", post, on=today_text(5))

    again = send(world, "lanh_dao", post, receiver="thu_ky_tp")

    assert again.status_code == 422
    assert holders(post) == [("thu_ky", False), ("soan_thao", True)]


def test_until_the_day_the_giver_still_works(world: Any) -> None:
    send(world, "lanh_dao", world.post_of("thu_ky"), on=today_text(5))

    assert world.client("thu_ky").get("/minh-chung/").status_code == 200
    assert world.client("soan_thao").get("/minh-chung/").status_code == 404


def test_a_head_hands_over_to_somebody_new_whose_password_is_shown_once(world: Any) -> None:
    new = {"receiver": "", "full_name": "Mai Thị Mới", "username": "mai.moi"}

    answer = send(world, "lanh_dao", world.post_of("thu_ky"), **new)

    password = re.search(r"<code>([a-z0-9-]{19})</code>", answer.content.decode())
    assert password
    assert Client().post("/dang-nhap/", {"username": "mai.moi", "password": password[1]}).status_code == 302
    record = world.client("lanh_dao").get(f"/ban-giao/{Handover.objects.get().pk}/").content.decode()
    assert password[1] not in record


def test_a_leaving_holder_opens_no_account(world: Any) -> None:
    new = {"receiver": "", "full_name": "Mai Thị Mới", "username": "mai.moi"}

    assert send(world, "thu_ky", world.post_of("thu_ky"), **new).status_code == 422
    assert not User.objects.filter(username="mai.moi").exists()


def test_an_account_is_not_left_behind_by_a_refused_handover(world: Any) -> None:
    new = {"receiver": "", "full_name": "Mai Thị Mới", "username": "mai.moi", "on": "01/01/2024"}

    assert send(world, "quan_tri", world.post_of("thu_ky"), **new).status_code == 422
    assert not User.objects.filter(username="mai.moi").exists()


def test_the_minutes_are_for_those_concerned_as_page_and_pdf(open_world: Any) -> None:
    send(open_world, "thu_ky", open_world.post_of("thu_ky"), note="Hồ sơ giấy ở tủ 3")
    address = f"/ban-giao/{Handover.objects.get().pk}/"

    for person in ("thu_ky", "soan_thao", "lanh_dao", "quan_tri"):
        assert "BIÊN BẢN BÀN GIAO" in open_world.client(person).get(address).content.decode()
    for person in ("lanh_dao_tp", "thuong_truc", "nguoi_ngoai"):
        assert open_world.client(person).get(address).status_code == 404
        assert open_world.client(person).get(f"{address}bien-ban.pdf").status_code == 404

    with pdfplumber.open(
        io.BytesIO(open_world.client("thu_ky").get(f"{address}bien-ban.pdf").content)
    ) as pdf:
        text = " ".join((pdf.pages[0].extract_text() or "").split())
        assert len(pdf.pages) == 1
    for words in ("BIÊN BẢN BÀN GIAO CÔNG VIỆC", "Nguyễn Thị Thư", "Dương Thị Soạn", "Tự chấm điểm", "tủ 3"):
        assert words in text


def test_the_administrator_passes_the_own_post_on(world: Any) -> None:
    post = world.post_of("quan_tri")

    assert send(world, "quan_tri", post).status_code == 302
    assert Holding.objects.get(post=post, to_on=None).user.username == "soan_thao"


def test_either_way_to_name_the_receiver_is_asked_and_none_is_called_optional(world: Any) -> None:
    post = world.post_of("thu_ky")

    page = world.client("quan_tri").get(f"/ban-giao/?vi-tri={post.pk}").content.decode()

    assert "Tên đăng nhập, nếu người nhận đã có tài khoản</label>" in page
    assert "Hoặc họ tên, nếu người nhận chưa có tài khoản</label>" in page
