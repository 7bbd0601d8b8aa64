"""A role taken away while a page is open: nothing is kept, the page says so, and what was written comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from minhchung.agencies.interfaces.sign_in_forms import ChangePasswordForm, SignInForm
from minhchung.agencies.models import Holding
from minhchung.config.views import PASSWORDS, texts_sent
from minhchung.rounds.models import LeafValue
from tests.world import World


def losing_the_role(world: World, name: str) -> Client:
    """A person who is signed in and held a post until today."""
    client = world.client(name)
    client.get("/dot/")
    Holding.objects.filter(user=world.people[name]).update(to_on=timezone.localdate() - timedelta(days=1))
    return client


def test_what_was_written_comes_back_and_nothing_is_kept(open_world: World) -> None:
    entry = open_world.entries["kinh_te"].pk
    client = losing_the_role(open_world, "thu_ky")
    sent = {
        "on": "19/01/2023",
        "ghi_chu": "Theo kế hoạch số 16 <b>",
        "row_version": "0",
        "password": "bí mật này",
    }

    answer = client.post(f"/ho-so/{entry}/tieu-chi/I.1/", sent)

    words = answer.content.decode()
    assert answer.status_code == 404
    assert "Chưa ghi được gì" in words
    assert "Theo kế hoạch số 16 &lt;b&gt;" in words
    assert "bí mật này" not in words
    assert not LeafValue.objects.exists()


def test_an_autosave_says_why_in_place(open_world: World) -> None:
    entry = open_world.entries["kinh_te"].pk
    client = losing_the_role(open_world, "thu_ky")

    answer = client.post(
        f"/ho-so/{entry}/tieu-chi/I.1/", {"on": "19/01/2023"}, headers={"X-Requested-With": "minhchung"}
    )

    assert answer.status_code == 404
    assert "không còn làm được việc này" in answer.json()["message"]


def test_missing_and_forbidden_still_answer_alike(open_world: World) -> None:
    client = losing_the_role(open_world, "thu_ky")
    entry = open_world.entries["kinh_te"].pk
    sent = {"ghi_chu": "Theo kế hoạch số 16"}

    forbidden = client.post(f"/ho-so/{entry}/tieu-chi/I.1/", sent)
    missing = client.post("/ho-so/999999/tieu-chi/I.1/", sent)

    assert without_time(forbidden.content) == without_time(missing.content)
    assert "Không tìm thấy trang" in client.get(f"/ho-so/{entry}/").content.decode()


@pytest.mark.parametrize("form", [SignInForm, ChangePasswordForm])
def test_no_password_is_given_back(form: Any) -> None:
    fields = form.base_fields
    secret = {name for name, field in fields.items() if isinstance(field.widget, forms.PasswordInput)}

    assert secret and secret <= PASSWORDS
    assert texts_sent(QueryDict(urlencode(dict.fromkeys(secret, "con mèo ngủ trên mái")))) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=", b"x"),
        ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 20_001)),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * (5 * 1024 * 1024 + 1)),
    ],
)
def test_a_body_that_cannot_be_read_is_not_found_all_the_same(world: World, kind: str, body: bytes) -> None:
    answer = world.client("thu_ky").generic("POST", "/khong-co/", body, content_type=kind)

    assert answer.status_code == 404


def test_a_stranger_gets_nothing_back(open_world: World) -> None:
    answer = Client().post("/khong-co/", {"ghi_chu": "Một câu dài"})

    assert answer.status_code == 404
    assert "Một câu dài" not in answer.content.decode()


def without_time(page: bytes) -> list[str]:
    """The page without what differs from one request to the next: the clock, tokens, nonces, its own address."""
    return [
        line
        for line in page.decode().splitlines()
        if not any(word in line for word in ("giờ VN", "csrf", "nonce", "data-server-time", 'name="next"'))
    ]


def test_a_form_sent_after_the_session_ended_is_told_at_sign_in(open_world: World) -> None:
    entry = open_world.entries["kinh_te"].pk

    sent = Client().post(f"/ho-so/{entry}/tieu-chi/I.1/", {"ghi_chu": "Theo kế hoạch số 16"}, follow=True)
    asked = Client().get(f"/ho-so/{entry}/", follow=True)

    assert "chưa ghi được gì" in sent.content.decode()
    assert "chưa ghi được gì" not in asked.content.decode()
