"""Accounts and posts: made, given, ended, closed, by the administrator alone; one administrator always stays."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from minhchung.agencies.domain.posts import give_post
from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Holding, Post, User
from minhchung.ledger.models import IdempotentAnswer, LedgerEntry
from tests.world import make_person


def today_text() -> str:
    return f"{timezone.localdate():%d/%m/%Y}"


def admin(world: Any) -> Client:
    return world.client("quan_tri")


def verbs() -> list[str]:
    return list(LedgerEntry.objects.order_by("seq").values_list("verb", flat=True))


def addresses(world: Any) -> list[str]:
    person, post = world.people["thu_ky"], world.post_of("thu_ky")
    holding = Holding.objects.get(post=post)
    return [
        "/tai-khoan/",
        "/tai-khoan/moi/",
        f"/tai-khoan/{person.pk}/",
        f"/tai-khoan/{person.pk}/mat-khau/",
        f"/tai-khoan/{person.pk}/ngung/",
        f"/vi-tri/{post.pk}/giao/",
        f"/giu-vi-tri/{holding.pk}/thoi/",
    ]


@pytest.mark.parametrize("person", ["thu_ky", "lanh_dao", "thuong_truc", "nguoi_ngoai"])
def test_nobody_but_the_administrator_manages_people(world: Any, person: str) -> None:
    before = [list(model.objects.order_by("pk").values()) for model in (Post, Holding)]
    client = world.client(person)

    for address in addresses(world):
        assert client.get(address).status_code == 404
        sent = client.post(
            address, {"to_on": today_text(), "row_version": 1, "username": "moi", "full_name": "M"}
        )
        assert sent.status_code == 404

    assert [list(model.objects.order_by("pk").values()) for model in (Post, Holding)] == before
    assert User.objects.filter(is_active=False).count() == 0
    assert verbs() == []


def test_the_administrator_reads_every_page(world: Any) -> None:
    assert {admin(world).get(address).status_code for address in addresses(world)} == {200}


def test_a_new_account_signs_in_once_with_the_shown_password_and_changes_it(world: Any) -> None:
    page = admin(world).post(
        "/tai-khoan/moi/", {"full_name": "Mai Thị Mới", "username": "Moi.Mai", "email": ""}
    )
    password = re.search(r"<code>([a-z0-9-]{19})</code>", page.content.decode())
    assert password
    fresh = Client()

    signed_in = fresh.post("/dang-nhap/", {"username": "moi.mai", "password": password[1]})

    assert signed_in.status_code == 302
    assert fresh.get("/co-quan/")["Location"] == "/doi-mat-khau/"
    assert IdempotentAnswer.objects.count() == 0
    assert password[1] not in LedgerEntry.objects.get(verb="account.created").body


def test_a_taken_user_name_is_refused_with_nothing_lost(world: Any) -> None:
    answer = admin(world).post("/tai-khoan/moi/", {"full_name": "Mai Thị Mới", "username": "thu_ky"})

    assert answer.status_code == 422
    assert 'value="Mai Thị Mới"' in answer.content.decode()
    assert verbs() == []


def test_a_closed_account_is_out_at_once_and_its_old_sessions_stay_dead(world: Any) -> None:
    person = world.people["thu_ky"]
    inside = world.client("thu_ky")
    assert inside.get("/co-quan/").status_code == 200

    answer = admin(world).post(f"/tai-khoan/{person.pk}/ngung/", {"row_version": 1})
    assert answer.status_code == 302
    assert inside.get("/co-quan/").status_code == 302
    admin(world).post(f"/tai-khoan/{person.pk}/mat-khau/", {"row_version": 2})

    assert User.objects.get(pk=person.pk).is_active
    assert inside.get("/co-quan/").status_code == 302
    assert verbs() == ["account.deactivated", "account.password_reset"]


def test_a_stale_form_does_not_close_an_account(world: Any) -> None:
    person = world.people["thu_ky"]
    User.objects.filter(pk=person.pk).update(row_version=4)

    assert admin(world).post(f"/tai-khoan/{person.pk}/ngung/", {"row_version": 1}).status_code == 409
    assert User.objects.get(pk=person.pk).is_active


def test_the_last_administrator_is_neither_closed_nor_taken_off_the_post(world: Any) -> None:
    person = world.people["quan_tri"]
    holding = Holding.objects.get(user=person)

    closed = admin(world).post(f"/tai-khoan/{person.pk}/ngung/", {"row_version": 1})
    ended = admin(world).post(f"/giu-vi-tri/{holding.pk}/thoi/", {"to_on": today_text()})

    assert (closed.status_code, ended.status_code) == (422, 422)
    assert User.objects.get(pk=person.pk).is_active
    assert Holding.objects.get(pk=holding.pk).to_on is None
    assert verbs() == []


def test_one_of_two_administrators_may_go_but_not_both(world: Any) -> None:
    second = make_person("quan_tri_2", "Lê Quản", world.noi_vu, Role.ADMIN)

    assert admin(world).post(f"/tai-khoan/{second.pk}/ngung/", {"row_version": 1}).status_code == 302
    own = admin(world).post(f"/tai-khoan/{world.people['quan_tri'].pk}/ngung/", {"row_version": 1})

    assert own.status_code == 422


def test_a_post_is_added_with_its_first_holder(world: Any) -> None:
    answer = admin(world).post(
        f"/co-quan/{world.tu_phap.pk}/them-vi-tri/",
        {"role": "auditor", "title": "Đánh giá viên", "from_on": today_text(), "holder": "thu_ky"},
    )

    post = Post.objects.get(title="Đánh giá viên")
    assert answer.status_code == 302
    assert list(post.holdings.values_list("user__username", "to_on")) == [("thu_ky", None)]
    assert verbs() == ["post.created", "post.given"]


@pytest.mark.parametrize(
    "fields",
    [{"holder": "khong-co"}, {"from_on": "01/01/2010"}, {"role": "chua"}, {"title": ""}],
)
def test_an_impossible_post_is_refused(world: Any, fields: dict[str, str]) -> None:
    given = {"role": "auditor", "title": "Đánh giá viên", "from_on": today_text(), "holder": "", **fields}

    answer = admin(world).post(f"/co-quan/{world.tu_phap.pk}/them-vi-tri/", given)

    assert answer.status_code == 422
    assert Post.objects.filter(title="Đánh giá viên").count() == 0


def test_a_post_that_is_held_is_not_given_to_another(world: Any) -> None:
    post = world.post_of("thu_ky")

    answer = admin(world).post(f"/vi-tri/{post.pk}/giao/", {"holder": "thu_ky_tp", "from_on": today_text()})

    assert answer.status_code == 422
    assert post.holdings.count() == 1


def test_a_vacated_post_is_given_again_and_rights_follow_the_days(world: Any) -> None:
    post = world.post_of("thu_ky")
    holding = Holding.objects.get(post=post)

    admin(world).post(f"/giu-vi-tri/{holding.pk}/thoi/", {"to_on": today_text()})
    assert world.client("thu_ky").get("/minh-chung/").status_code == 404
    given = admin(world).post(f"/vi-tri/{post.pk}/giao/", {"holder": "soan_thao", "from_on": today_text()})

    assert given.status_code == 302
    assert world.client("soan_thao").get("/minh-chung/").status_code == 200
    assert verbs() == ["post.holding_ended", "post.given"]


def test_nobody_is_put_in_a_post_from_a_closed_account(world: Any) -> None:
    from minhchung.agencies.domain.by import By

    gone = User.objects.create_user("da-nghi", "Đã Nghỉ")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    post = Post.objects.create(
        agency=world.tu_phap,
        role=Role.AUDITOR,
        title="Trống",
        valid_from=timezone.localdate() - timedelta(days=1),
    )

    with pytest.raises(Refused):
        give_post(
            post=post,
            holder=gone,
            from_on=timezone.localdate(),
            by=By(world.people["quan_tri"], None, timezone.now()),
        )


@pytest.mark.parametrize("size", [1, 60])
def test_the_list_of_accounts_takes_six_queries(
    world: Any, django_assert_num_queries: Any, size: int
) -> None:
    for number in range(size):
        make_person(f"nguoi{number}", f"Nguyễn Văn {number}", world.tu_phap, Role.AUDITOR)
    client = admin(world)
    client.get("/tai-khoan/")

    with django_assert_num_queries(6):  # session, person, posts; count, page, holdings
        client.get("/tai-khoan/")


def test_people_are_found_without_marks(world: Any) -> None:
    page = admin(world).get("/tai-khoan/?tim=nguyen thi thu").content.decode()

    assert "Nguyễn Thị Thư" in page
    assert "Trần Văn Lãnh" not in page
