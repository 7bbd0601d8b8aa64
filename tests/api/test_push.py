"""Another system pushes cases: with its key, for its own agencies, whole or not at all, once per batch id."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from minhchung.cases.domain import manifests
from minhchung.cases.domain.keys import revoke_key
from minhchung.cases.models import ApiKey, CaseManifest, ImportBatch
from minhchung.stats.counting import open_cases, total
from minhchung.stats.periods import year

Key = tuple[ApiKey, str]
CASE = {
    "code": "000.00.07.H57-260105-0001",
    "received_on": "2026-01-05",
    "promised_on": "2026-01-15",
    "procedure": "1.000603",
}


def push(secret: str, body: Any, batch: str = "lo-1", **headers: str) -> Any:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return Client().post(
        f"/api/v1/case-batches/{batch}",
        data,
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}", **headers},
    )


def counted() -> int:
    with open_cases(manifests.root(), manifests.current_manifest()) as cases:
        return total(cases, year(2026)).received


def test_a_batch_is_taken_in_and_a_repeat_gives_the_same_answer(key: Key) -> None:
    body = [CASE, CASE | {"code": "000.00.07.H57-260105-0002", "received_on": "2026-01-05T14:05:00+07:00"}]

    first, again = push(key[1], body), push(key[1], body)
    read = Client().get("/api/v1/case-batches/lo-1", headers={"Authorization": f"Bearer {key[1]}"})

    assert (first.status_code, again.status_code, read.status_code) == (201, 200, 200)
    assert first.json() == again.json() == read.json()
    assert (first.json()["new"], counted(), ImportBatch.objects.count(), CaseManifest.objects.count()) == (
        2,
        2,
        1,
        1,
    )
    key[0].refresh_from_db()
    assert key[0].last_used_at is not None


def test_json_lines_are_taken_in_too(key: Key) -> None:
    lines = "\n".join(json.dumps(CASE | {"code": f"000.00.07.H57-260105-000{n}"}) for n in range(1, 4))

    assert push(key[1], lines).json()["new"] == 3


def test_the_same_id_with_other_content_is_refused(key: Key) -> None:
    push(key[1], [CASE])

    answer = push(key[1], [CASE | {"procedure": "1.000604"}])

    assert answer.status_code == 409 and answer.json()["errors"][0]["rule"] == "batch.other_content"
    assert ImportBatch.objects.count() == 1


def test_an_error_names_path_value_rule_and_mend_in_both_languages_and_stops_the_batch(key: Key) -> None:
    answer = push(key[1], [CASE, CASE | {"code": "000.00.07.H57-260105-0002", "received_on": "2026-02-30"}])

    (error,) = answer.json()["errors"]
    assert answer.status_code == 422 and answer.json()["count"] == 1
    assert (error["path"], error["value"], error["rule"]) == ("/1/received_on", "2026-02-30", "date.day")
    assert "không có ngày" in error["vi"] and "no such day" in error["en"] and error["mend_vi"]
    assert counted() == 0


@pytest.mark.parametrize(
    ("body", "status", "rule"),
    [
        ([], 422, "batch.empty"),
        ("{", 422, "batch.unreadable"),
        ("", 422, "batch.unreadable"),
        ([{"x": 1}], 422, "required"),
        ("code;received_on\n1;2", 415, "batch.format"),
        ([CASE | {"agency": "Phòng Tư pháp"}], 422, "agency.unknown"),
        ([CASE | {"agency": "Sở Khoa học và Công nghệ tỉnh khác"}], 422, "agency.unknown"),
        ([CASE | {"code": "046099001234"}], 422, "code.personal"),
        ([CASE | {"channel": "chim bồ câu"}], 422, "channel.unknown"),
        ([CASE | {"field": {"a": 1}, "fee_due": -1}], 422, "money.unreadable"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_in_words(key: Key, body: Any, status: int, rule: str) -> None:
    answer = push(key[1], body)

    assert answer.status_code == status, answer.content
    assert rule in {each["rule"] for each in answer.json()["errors"]}
    assert not ImportBatch.objects.exists()


def test_names_and_numbers_of_citizens_are_neither_kept_nor_answered(key: Key, settings: Any) -> None:
    answer = push(
        key[1], [CASE | {"applicant": "Nguyễn Thị Dân", "phone": "0912345678", "channel": "0912345678"}]
    )

    kept = b"".join(path.read_bytes() for path in settings.CASES_DIR.rglob("*") if path.is_file())
    assert "Nguyễn Thị Dân" not in answer.content.decode() and "0912345678" not in answer.content.decode()
    assert b"0912345678" not in kept and list((settings.CASES_DIR / "drafts").iterdir()) == []


def test_a_missing_a_wrong_and_a_revoked_key_are_all_refused_alike(world: Any, key: Key) -> None:
    revoked = make_revoked(world, key)
    answers = [push(secret, [CASE]) for secret in ("", "mc_khong-co", revoked)]
    answers.append(
        world.client("thu_ky").post("/api/v1/case-batches/lo-1", "[]", content_type="application/json")
    )

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1


def make_revoked(world: Any, key: Key) -> str:
    from minhchung.cases.domain.keys import make_key
    from tests.api.conftest import NOW

    person, post = world.people["thu_ky"], world.post_of("thu_ky")
    other, secret = make_key(system=key[0].system, name="Cũ", actor=person, post=post, now=NOW)
    revoke_key(key=other, actor=person, post=post, now=NOW)
    return secret


def test_another_systems_receipt_is_not_found(world: Any, key: Key) -> None:
    from minhchung.cases.domain.keys import make_key
    from minhchung.cases.domain.systems import add_system
    from tests.api.conftest import NOW

    push(key[1], [CASE])
    person = world.people["thu_ky_tp"]
    system = add_system(agency=world.tu_phap, name="Một cửa khác", actor=person, post=None, now=NOW)
    _other, secret = make_key(
        system=system, name="Khác", actor=person, post=world.post_of("thu_ky_tp"), now=NOW
    )

    answer = Client().get("/api/v1/case-batches/lo-1", headers={"Authorization": f"Bearer {secret}"})

    assert answer.status_code == 404
    assert push(secret, [CASE | {"agency": world.kinh_te.name}]).status_code == 422


def test_too_many_requests_are_told_to_wait(key: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    from minhchung.api.throttling import PerKey

    monkeypatch.setattr(PerKey, "allow_request", lambda self, request: False)
    monkeypatch.setattr(PerKey, "wait", lambda self: 7)

    answer = push(key[1], [CASE])

    assert (answer.status_code, answer["Retry-After"]) == (429, "7")


def test_a_large_batch_needs_a_key_before_a_byte_of_it_is_read(key: Key, settings: Any) -> None:
    settings.PUBLIC_REQUEST_MAX_BYTES = 1_000
    body = json.dumps([CASE | {"code": f"000.00.07.H57-260105-{n:04d}"} for n in range(1, 60)])

    without = push("mc_khong-co", body)

    assert (without.status_code, without["Content-Type"]) == (413, "application/json")
    assert [each["rule"] for each in without.json()["errors"]] == ["key.needed"]
    assert "khóa API" in without.json()["errors"][0]["vi"]
    assert push(key[1], body).status_code == 201


def test_a_body_too_large_for_any_key_says_so_in_json(key: Key, settings: Any) -> None:
    settings.PUBLIC_REQUEST_MAX_BYTES, settings.REQUEST_MAX_BYTES = 1_000, 2_000
    body = json.dumps([CASE | {"code": f"000.00.07.H57-260105-{n:04d}"} for n in range(1, 60)])

    answer = push(key[1], body)

    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (413, "batch.too_large")


def test_an_address_that_leads_nowhere_is_told_in_json(world: Any) -> None:
    answer = Client().get("/api/v1/khong-co")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert answer.json()["errors"][0]["rule"] == "address.missing"


def test_a_key_is_shown_once_and_only_its_digest_is_kept(world: Any, key: Key) -> None:
    client = world.client("thu_ky")

    made = client.post("/ho-so-mot-cua/khoa-api/tao/", {"system": key[0].system_id, "name": "Khóa hai"})
    secret = made.content.decode().split('mc-receipt__number">')[1].split("<")[0]

    assert made["Cache-Control"] == "no-store" and push(secret, [CASE]).status_code == 201
    assert secret not in client.get("/ho-so-mot-cua/khoa-api/").content.decode()
    assert not ApiKey.objects.filter(digest=secret).exists()


def test_the_description_and_its_page_need_no_other_host(world: Any) -> None:
    schema = Client().get("/api/v1/openapi.json").json()
    page = Client().get("/api/").content.decode()

    assert set(schema["paths"]) == {"/api/v1/case-batches/{batch_id}", "/api/v1/figures", "/api/v1/results"}
    assert "CaseIn" in schema["components"]["schemas"]
    assert "/api/v1/case-batches/{batch_id}" in page and "received_on" in page and "https://" not in page


def test_published_results_are_listed_for_anyone(open_world: Any) -> None:
    assert Client().get("/api/v1/results").json() == {"results": []}
