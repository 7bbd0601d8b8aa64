"""What strangers send: bodies without end, numbers no row can hold, texts no database keeps, names made up in the address."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import timezone

from minhchung.agencies.domain.sign_in import address_of
from minhchung.ledger.domain.idempotency import request_digest
from minhchung.rounds.models import Entry

TOO_MANY_DIGITS = "9" * 5000
ODD_NUMBERS = ("²", TOO_MANY_DIGITS, str(2**70), "-1")


class Unread:
    """A body that says when it is read."""

    def __init__(self) -> None:
        self.was_read = False

    def read(self, *_size: int) -> bytes:
        self.was_read = True
        return b""

    readline = read


def _send(client: Client, size: int) -> tuple[int, bool]:
    body = Unread()
    answer = client.generic(
        "POST",
        "/dang-nhap/",
        b"",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(size), "wsgi.input": body},  # type: ignore[arg-type]
    )
    return answer.status_code, body.was_read


@pytest.mark.django_db
def test_a_stranger_cannot_fill_the_disk() -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32

    assert _send(client, settings.PUBLIC_REQUEST_MAX_BYTES + 1) == (413, False)


def test_somebody_signed_in_may_send_several_files_but_not_without_end(world: Any) -> None:
    client = world.client("thu_ky")

    assert _send(client, settings.REQUEST_MAX_BYTES + 1) == (413, False)
    assert _send(client, settings.REQUEST_MAX_BYTES)[0] != 413


@pytest.mark.django_db
@pytest.mark.parametrize("size", ["-5", "x", "٣", "9" * 40])
def test_a_size_that_says_nothing_is_too_much(client: Client, size: str) -> None:
    answer = client.generic("POST", "/dang-nhap/", b"", CONTENT_LENGTH=size)

    assert answer.status_code == 413


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/co-quan/?tim=a%00b", "/cong-bo/?tim=%00", "/bo-tieu-chi/a/b%00/"])
def test_a_nul_is_refused_before_it_reaches_a_database(world: Any, address: str) -> None:
    assert world.client("thu_ky").get(address).status_code == 400


def test_a_nul_in_a_form_is_refused(open_world: Any) -> None:
    client = open_world.client("thu_ky")

    answer = client.post(f"/ho-so/{open_world.entries['kinh_te'].pk}/tieu-chi/I.1/", {"note": "a\x00b"})

    assert answer.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("address", [f"/cong-bo/{2**63}/", f"/cong-bo/{2**63}/ket-qua.csv"])
def test_an_address_no_row_can_have_leads_nowhere(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("number", ODD_NUMBERS)
def test_odd_numbers_in_forms_are_bad_input_not_failures(open_world: Any, number: str) -> None:
    entry = open_world.entries["kinh_te"].pk
    secretary, appraiser = open_world.client("thu_ky"), open_world.client("tham_dinh_nv")
    Entry.objects.filter(pk=open_world.entries["tu_phap"].pk).update(
        state="submitted", received_at=timezone.now(), late_seconds=0
    )
    submitted = open_world.entries["tu_phap"].pk
    standing, admin = open_world.client("thuong_truc"), open_world.client("quan_tri")
    round = open_world.round.pk
    asked = (
        (secretary, f"/ho-so/{entry}/tieu-chi/I.1/", {"row_version": number}),
        (secretary, f"/ho-so/{entry}/bang/I/", {"I.1:row_version": number, "I.1:note": "x"}),
        (secretary, f"/ho-so/{entry}/tieu-chi/I.1/minh-chung/chon/", {"file": number}),
        (secretary, f"/ho-so/{entry}/trinh/", {"row_version": number}),
        (secretary, "/minh-chung/tai-len/", {"agency": number}),
        (secretary, "/ban-giao/", {"vi-tri": number}),
        (appraiser, f"/dot/{round}/ban-tham-dinh/dong-y/", {"item": f"{number}|I.1|{number}|0"}),
        (appraiser, f"/ho-so/{submitted}/tham-dinh/I.1/", {"ly_do_mau": number, "y_kien": "changed"}),
        (standing, f"/dot/{round}/co-quan/", {"shown": number, "chosen": number, "row_version": number}),
        (admin, f"/co-quan/moi/?cha={number}", {}),
    )

    answers = [client.post(address, data).status_code for client, address, data in asked]

    assert [status for status in answers if status >= 500] == []
    assert standing.get("/co-quan/", {"trong": number}).status_code == 404


@pytest.mark.parametrize("form", ["exe", 'csv"; x="', "bat", "xlsx%0d%0aX-Mark: 1"])
def test_the_name_of_a_download_is_ours(open_world: Any, form: str) -> None:
    from datetime import UTC, datetime
    from fractions import Fraction

    from minhchung.rounds.domain.stated import keep_stated
    from minhchung.rounds.domain.stated_public import confirm_public
    from minhchung.rubric.results import ResultsRow

    table = keep_stated(
        rubric=open_world.rubric,
        title="Bảng",
        source="Quyết định 1",
        rows=[ResultsRow(agency="A", stated={}, total=Fraction(1), class_name="", rank=None, traits={})],
        owner=open_world.standing,
        actor=open_world.people["thuong_truc"],
        post=None,
        now=datetime(2026, 1, 1, tzinfo=UTC),
        is_public=True,
    )
    second = open_world.people["thuong_truc_2"]
    confirm_public(table=table, actor=second, post=None, now=datetime(2026, 1, 2, tzinfo=UTC))
    standing = open_world.client("thuong_truc")

    assert Client().get(f"/cong-khai/ket-qua-noi-khac/{table.pk}.csv").status_code == 200
    assert Client().get(f"/cong-khai/ket-qua-noi-khac/{table.pk}.{form}").status_code == 404
    assert standing.get(f"/dot/{open_world.round.pk}/tien-do.csv").status_code == 200
    assert standing.get(f"/dot/{open_world.round.pk}/tien-do.{form}").status_code == 404


def test_a_corrected_file_of_the_same_name_and_size_is_another_request() -> None:
    def digest(content: bytes) -> str:
        file = SimpleUploadedFile("bang.csv", content)
        return request_digest(
            RequestFactory().post("/x/", {"file": file, "idempotency_key": str(uuid.uuid4())})
        )

    assert digest(b"agency,total\nA,16\n") == digest(b"agency,total\nA,16\n")
    assert digest(b"agency,total\nA,16\n") != digest(b"agency,total\nA,61\n")


def test_a_file_is_still_whole_after_it_was_digested() -> None:
    request = RequestFactory().post("/x/", {"file": SimpleUploadedFile("bang.csv", b"0123456789")})

    request_digest(request)

    assert request.FILES["file"].read() == b"0123456789"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9:5123", "203.0.113.9"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("unknown", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_whatever_a_proxy_writes_the_throttle_has_an_address(forwarded: str, address: str) -> None:
    request = RequestFactory().post("/", headers={"X-Forwarded-For": forwarded})

    assert address_of(request, behind_proxy=True) == address


def test_what_somebody_signed_in_is_shown_is_kept_by_no_proxy(open_world: Any) -> None:
    secretary = open_world.client("thu_ky")

    shown = [secretary.get(address) for address in ("/", "/dot/", "/khong-co/", "/minh-chung/")]

    assert {answer["Cache-Control"] for answer in shown} == {"private, no-cache"}
    assert not Client().get("/cong-bo/").has_header("Cache-Control")


def test_remarks_reach_the_ledger_only_as_ids_of_leaves(open_world: Any) -> None:
    from minhchung.ledger.models import LedgerEntry

    entry = open_world.entries["kinh_te"]
    Entry.objects.filter(pk=entry.pk).update(state="with_head")
    words = {"ly_do": "Xem lại", "row_version": "1", "gop_y:Nguyễn Văn A, số 0912": "x", "gop_y:I.1": "Thiếu"}

    answer = open_world.client("lanh_dao").post(f"/ho-so/{entry.pk}/tra-lai/", words)

    assert answer.status_code == 302
    assert Entry.objects.get(pk=entry.pk).return_remarks == {"I.1": "Thiếu"}
    assert "Nguyễn" not in LedgerEntry.objects.get(verb="entry.returned").body
