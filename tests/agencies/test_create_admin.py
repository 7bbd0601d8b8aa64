"""The first administrator of a new installation."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from minhchung.agencies.models import Holding, User


def create(username: str = "QuanTri") -> str:
    out = StringIO()
    call_command("create_admin", username, "Lý Minh Quân", agency="Sở Nội vụ", stdout=out)
    return out.getvalue().split()[-1]


def test_the_first_administrator_signs_in_and_must_choose_a_password(db: None) -> None:
    password = create()

    client = Client()
    answer = client.post("/dang-nhap/", {"username": "quantri", "password": password})
    assert answer.status_code == 302
    assert client.get("/").headers["Location"].endswith("/doi-mat-khau/")
    assert Holding.objects.get().post.role == "admin"


def test_a_taken_name_is_refused_and_nothing_is_made(db: None) -> None:
    create()

    with pytest.raises(CommandError, match="taken"):
        create("quantri")
    assert User.objects.count() == 1
