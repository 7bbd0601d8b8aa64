"""Who is let in, who is made to wait, and that nobody learns which names exist."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.test import Client, RequestFactory
from django.utils import timezone

from minhchung.agencies.domain.sign_in import address_of
from minhchung.agencies.models import SignInAttempt, User
from minhchung.ledger.models import LedgerEntry

PASSWORD = "mat-khau-thu-nghiem-1"
ADDRESS = "/dang-nhap/"


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("an", "Nguyễn Văn An", PASSWORD)


def try_in(client: Client, name: str = "an", password: str = PASSWORD, **more: str) -> Any:
    return client.post(ADDRESS, {"username": name, "password": password, **more})


def test_the_right_pair_is_let_in_with_a_new_session(person: User, client: Client) -> None:
    client.get(ADDRESS)
    client.session["x"] = 1
    before = client.session.session_key

    answer = try_in(client, " AN ")

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.session.session_key != before
    assert person.password.startswith("argon2")


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/co-quan/?tim=a", "/co-quan/?tim=a"),
        ("https://xau.example/", "/"),
        ("//xau.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_only_our_own_addresses_are_gone_on_to(person: User, client: Client, asked: str, given: str) -> None:
    assert try_in(client, next=asked)["Location"] == given


def test_unknown_name_wrong_password_and_closed_account_answer_alike(person: User, client: Client) -> None:
    closed = User.objects.create_user("binh", "Trần Bình", PASSWORD)
    User.objects.filter(pk=closed.pk).update(is_active=False)

    answers = [
        try_in(client, name, password)
        for name, password in (("an", "sai"), ("ai-do", "sai"), ("binh", PASSWORD))
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert all("Tên đăng nhập hoặc mật khẩu không đúng." in answer.content.decode() for answer in answers)


def test_an_unknown_name_costs_a_hash_too(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = []
    encode = hashers.Argon2PasswordHasher.encode
    monkeypatch.setattr(
        hashers.Argon2PasswordHasher, "encode", lambda self, *args: hashed.append(1) or encode(self, *args)
    )

    try_in(client, "khong-co", "sai")

    assert len(hashed) == 1


def test_the_sixth_attempt_waits_and_says_until_when(person: User, client: Client) -> None:
    for _ in range(5):
        assert try_in(client, password="sai").status_code == 422

    refused = try_in(client)

    assert refused.status_code == 429
    assert "Hãy thử lại sau" in refused.content.decode()
    assert 0 < int(refused["Retry-After"]) <= 901
    assert "_auth_user_id" not in client.session


def test_an_unknown_name_waits_as_a_known_one(db: None, client: Client) -> None:
    answers = [try_in(client, "khong-co", "sai").status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]


def test_another_address_and_another_name_do_not_wait(person: User, client: Client) -> None:
    User.objects.create_user("binh", "Trần Bình", PASSWORD)
    for _ in range(5):
        try_in(client, password="sai")

    assert try_in(Client(REMOTE_ADDR="10.0.0.9")).status_code == 302
    assert try_in(client, "binh").status_code == 302


def test_an_address_waits_after_fifty_failures_over_many_names(person: User, client: Client) -> None:
    now = timezone.now()
    SignInAttempt.objects.bulk_create(
        SignInAttempt(username=f"n{number}", address="127.0.0.1", at=now) for number in range(50)
    )

    assert try_in(client).status_code == 429


def test_attempts_older_than_the_window_are_forgiven(person: User, client: Client) -> None:
    old = timezone.now() - timedelta(minutes=16)
    SignInAttempt.objects.bulk_create(
        SignInAttempt(username="an", address="127.0.0.1", at=old) for _ in range(9)
    )

    assert try_in(client).status_code == 302
    assert SignInAttempt.objects.count() == 0


def test_signing_out_ends_the_session_and_needs_a_post(person: User, client: Client) -> None:
    client.force_login(person)

    assert client.get("/dang-xuat/").status_code == 405
    answer = client.post("/dang-xuat/")

    assert answer.status_code == 302
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_a_one_time_password_must_be_changed_before_anything_else(person: User, client: Client) -> None:
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    client.force_login(person)

    assert client.get("/co-quan/")["Location"] == "/doi-mat-khau/"
    assert client.get("/")["Location"] == "/doi-mat-khau/"
    changed = client.post(
        "/doi-mat-khau/", {"current": PASSWORD, "new": "mot-cau-kha-dai-2", "again": "mot-cau-kha-dai-2"}
    )

    assert changed.status_code == 302
    assert client.get("/co-quan/").status_code == 200
    assert list(LedgerEntry.objects.values_list("verb", "subject")) == [
        ("account.password_changed", f"agencies.user:{person.pk}")
    ]


@pytest.mark.parametrize(
    ("current", "new", "again"),
    [
        ("sai", "mot-cau-kha-dai-2", "mot-cau-kha-dai-2"),
        (PASSWORD, "mot-cau-kha-dai-2", "mot-cau-khac-han-3"),
        (PASSWORD, "ngan", "ngan"),
        (PASSWORD, PASSWORD, PASSWORD),
    ],
)
def test_a_password_is_not_changed(person: User, client: Client, current: str, new: str, again: str) -> None:
    client.force_login(person)

    answer = client.post("/doi-mat-khau/", {"current": current, "new": new, "again": again})

    assert answer.status_code == 422
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_settings_keep_language_and_shortcuts(person: User, client: Client) -> None:
    client.force_login(person)

    answer = client.post("/cai-dat/", {"email": "an@vidu.vn", "language": "en", "row_version": 1})

    person.refresh_from_db()
    assert answer.status_code == 302
    assert (person.language, person.shortcuts_on, person.email, person.row_version) == (
        "en",
        False,
        "an@vidu.vn",
        2,
    )
    assert client.cookies["django_language"].value == "en"


def test_settings_saved_in_another_window_are_not_overwritten(person: User, client: Client) -> None:
    User.objects.filter(pk=person.pk).update(row_version=5)
    client.force_login(person)

    answer = client.post("/cai-dat/", {"email": "", "language": "en", "row_version": 1})

    assert answer.status_code == 409
    assert User.objects.get(pk=person.pk).language == "vi"


def test_sample_accounts_are_listed_only_where_they_are_set(db: None, client: Client, settings: Any) -> None:
    assert "tai-khoan-mau" not in client.get(ADDRESS).content.decode()

    settings.SAMPLE_ACCOUNTS = [("thu_ky", "Nguyễn Thị Thư", "Thư ký", "Phòng Kinh tế")]
    settings.SAMPLE_PASSWORD = "mau-cong-khai"
    page = client.get(f"{ADDRESS}?ten=thu_ky").content.decode()

    assert "mau-cong-khai" in page
    assert 'href="?ten=thu_ky"' in page
    assert 'value="thu_ky"' in page


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (False, "203.0.113.9", "127.0.0.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (True, "", "127.0.0.1"),
    ],
)
def test_the_address_is_what_our_own_proxy_wrote_last(
    behind_proxy: bool, forwarded: str, address: str
) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})

    assert address_of(request, behind_proxy=behind_proxy) == address


def test_the_language_chosen_in_this_browser_stays_through_sign_in(person: User, client: Client) -> None:
    client.post("/ngon-ngu/", {"language": "en", "next": "/"})

    try_in(client)

    assert client.cookies["django_language"].value == "en"


def test_without_a_choice_the_accounts_language_is_taken_and_dropped_at_sign_out(
    person: User, client: Client
) -> None:
    User.objects.filter(pk=person.pk).update(language="en")

    try_in(client)

    assert client.cookies["django_language"].value == "en"
    client.post("/dang-xuat/")
    assert client.cookies["django_language"].value == ""
