"""The body that holds an indicator sends its figures: whole or not at all, once per batch id, for its own indicators only."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from minhchung.cases.domain.keys import make_key
from minhchung.cases.domain.systems import add_system
from minhchung.indicators.models import Figure, FigureBatch, FigureRevision
from minhchung.ledger.models import LedgerEntry
from tests.indicators.scene import NOW, held_by_van_phong

ROW = {
    "indicator": "TASKS_DONE",
    "agency": "Phòng Kinh tế và Hạ tầng",
    "start": "2023-01-01",
    "end": "2023-12-31",
    "numerator": 264,
    "denominator": 319,
}


@pytest.fixture
def secret(world: Any) -> str:
    """A key of van_phong, which holds the tasks of the district."""
    cache.clear()
    held_by_van_phong(world)
    return key_of(world, world.van_phong)


def key_of(world: Any, agency: Any) -> str:
    actor, post = world.people["thuong_truc"], world.post_of("thuong_truc")
    system = add_system(agency=agency, name="Phần mềm nhiệm vụ", actor=actor, post=None, now=NOW)
    return make_key(system=system, name="Máy", actor=actor, post=post, now=NOW)[1]


def push(secret: str, rows: Any, batch: str = "so-1") -> Any:
    body = rows if isinstance(rows, str) else json.dumps({"batch_id": batch, "figures": rows})
    headers = {"Authorization": f"Bearer {secret}"}
    return Client().post("/api/v1/figures", body, content_type="application/json", headers=headers)


def test_a_batch_is_taken_in_once_and_a_repeat_gives_the_same_receipt(world: Any, secret: str) -> None:
    rows = [ROW, ROW | {"agency": world.tu_phap.name, "numerator": 5, "denominator": 5}]

    first, again = push(secret, rows), push(secret, rows)
    other = push(secret, [ROW])

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409), (
        first.content.decode()
    )
    assert first.json() == again.json() and (first.json()["given"], first.json()["rows"]) == (2, 2)
    assert sorted(Figure.objects.values_list("numerator", "denominator")) == [(5, 5), (264, 319)]
    assert (FigureRevision.objects.count(), FigureBatch.objects.count()) == (2, 1)
    assert LedgerEntry.objects.filter(verb="figures.pushed").count() == 1


def test_a_figure_that_stands_is_corrected_with_a_reason_and_an_equal_one_left(
    world: Any, secret: str
) -> None:
    push(secret, [ROW])

    same, silent = push(secret, [ROW], "so-2"), push(secret, [ROW | {"numerator": 300}], "so-3")
    told = push(secret, [ROW | {"numerator": 300, "reason": "Rà soát lại"}], "so-3")

    assert (same.status_code, same.json()["unchanged"]) == (201, 1)
    (error,) = silent.json()["errors"]
    assert (silent.status_code, error["path"], error["rule"]) == (422, "/figures/0/reason", "reason.unfit")
    assert (told.status_code, told.json()["corrected"], Figure.objects.get().numerator) == (201, 1, 300)
    assert FigureRevision.objects.get(row_version=2).reason == "Rà soát lại"


@pytest.mark.parametrize(
    ("change", "path", "rule"),
    [
        ({"numerator": 320}, "/figures/1/numerator", "numerator.unfit"),
        ({"denominator": None}, "/figures/1/denominator", "denominator.unfit"),
        ({"end": "2022-12-31"}, "/figures/1/end", "end.unfit"),
        ({"agency": "Sở của tỉnh khác"}, "/figures/1/agency", "agency.unknown"),
        ({"indicator": "STAFF_IN_POST"}, "/figures/1/indicator", "indicator.not_held"),
        ({"numerator": "nhiều"}, "/figures/1/numerator", "shape"),
        ({"agency": "Phòng Kinh tế và Hạ tầng"}, "/figures/1/agency", "figure.repeated"),
    ],
)
def test_one_wrong_row_stops_all_and_is_named_in_both_languages(
    world: Any, secret: str, change: dict[str, Any], path: str, rule: str
) -> None:
    answer = push(secret, [ROW, ROW | {"agency": world.tu_phap.name} | change])

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["path"], error["rule"]) == (422, path, rule)
    assert error["vi"] and error["en"] and error["vi"] != error["en"]
    assert not Figure.objects.exists() and not FigureBatch.objects.exists()


def test_what_is_no_batch_is_refused(secret: str) -> None:
    answers = [
        push(secret, body)
        for body in (
            "{",
            "",
            "[]",
            json.dumps({"batch_id": "a b", "figures": [ROW]}),
            json.dumps({"batch_id": "x", "figures": []}),
        )
    ]

    assert [answer.status_code for answer in answers] == [422] * 5
    assert push("mc_khong-co", [ROW]).status_code == 401


def test_the_key_of_another_agency_gives_no_figure(world: Any, secret: str) -> None:
    answer = push(key_of(world, world.tu_phap), [ROW])

    assert answer.status_code == 422 and answer.json()["errors"][0]["rule"] == "indicator.not_held"
    assert not Figure.objects.exists()


def test_every_error_names_its_field_its_rule_and_what_to_do(world: Any, secret: str) -> None:
    wrong = [
        ROW | {"indicator": "NOBODY"},
        ROW | {"agency": "Phòng Không Có"},
        ROW | {"end": "2022-12-31"},
        ROW | {"agency": world.tu_phap.name, "numerator": 320},
        ROW | {"agency": world.noi_vu.name, "denominator": None},
    ]

    answer = push(secret, [ROW, *wrong])
    shapes = push(secret, [ROW | {"numerator": "264"}], "so-2")

    assert (answer.status_code, shapes.status_code) == (422, 422)
    told = {each["path"]: each for each in (*answer.json()["errors"], *shapes.json()["errors"])}
    assert list(told) == [
        "/figures/1/indicator",
        "/figures/2/agency",
        "/figures/3/end",
        "/figures/4/numerator",
        "/figures/5/denominator",
        "/figures/0/numerator",
    ]
    assert all(each["rule"] and each["vi"] and each["mend_vi"] and each["mend_en"] for each in told.values())
    assert Figure.objects.count() == 0
