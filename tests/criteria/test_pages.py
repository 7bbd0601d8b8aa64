"""Issued rubrics are read by everybody, with every rule in words and every finding."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from minhchung.criteria.domain.library import keep_version
from minhchung.criteria.models import RubricVersion
from minhchung.rubric import Node, Rubric, parse, print_rubric
from minhchung.rubric.model import Reading
from minhchung.rubric.shipped import CODES, shipped_text

NOW = datetime(2023, 1, 1, tzinfo=UTC)


@pytest.fixture
def shipped(db: None) -> None:
    for code in CODES:
        keep_version(text=shipped_text(code), name=code, owner=None, now=NOW)


def test_the_list_names_every_version(shipped: None, client: Client) -> None:
    page = client.get("/bo-tieu-chi/").content.decode()

    assert all(f"/bo-tieu-chi/{code}/1/" in page for code in CODES)


def test_a_rubric_shows_rules_points_and_evidence(shipped: None, client: Client) -> None:
    page = client.get("/bo-tieu-chi/quang-dien-cchc-2023/1/").content.decode()

    assert "Từ 95% - dưới 100%  hồ sơ TTHC" in page
    assert "Bảng tổng hợp tiến độ thực hiện các nhiệm vụ CCHC" in page


def test_a_rubric_shows_its_examples_and_how_it_is_read_where_it_is_silent(db: None, client: Client) -> None:
    rubric = parse(shipped_text("quang-dien-cchc-2023"))
    leaf = replace(rubric.node("II.2.4"), readings=(Reading(Fraction(1), "Lấy mức liền dưới"),))
    kept = print_rubric(with_leaf(rubric, leaf))
    keep_version(text=kept, name="s1", owner=None, now=NOW)

    page = client.get("/bo-tieu-chi/quang-dien-cchc-2023/1/").content.decode()

    assert "Cách hiểu khi chấm: điều chưa nói rõ → 1 điểm (Lấy mức liền dưới)" in page
    assert "hạn và trước hạn: 19; Hồ sơ TTHC đã được giải quyết: 20 → 3 điểm" in page


def with_leaf(rubric: Rubric, leaf: Node) -> Rubric:
    """The rubric with another node in the place of the one with the same id."""

    def put(node: Node) -> Node:
        return (
            leaf if node.id == leaf.id else replace(node, children=tuple(put(each) for each in node.children))
        )

    return replace(rubric, nodes=tuple(put(node) for node in rubric.nodes))


def test_the_text_is_downloaded_byte_for_byte(shipped: None, client: Client) -> None:
    answer = client.get("/bo-tieu-chi/ca-mau-iso-2018/1/tai-ve/")

    assert answer.content.decode() == shipped_text("ca-mau-iso-2018")


def test_lint_names_the_gap_at_its_line_with_a_value_and_a_row(shipped: None, client: Client) -> None:
    page = client.get("/bo-tieu-chi/ca-mau-iso-2018/1/soat/").content.decode()
    found = json.loads(client.get("/bo-tieu-chi/ca-mau-iso-2018/1/soat.json").content)

    gap = next(each for each in found if each["code"] == "L201" and each["node"] == "7.2")
    assert set(gap) == {"code", "severity", "node", "line", "message", "hint", "sample", "proposal"}
    assert gap["line"] in range(95, 99)
    assert gap["message"] in page
    assert gap["proposal"]


def test_lint_says_proposals_in_words_and_reads_on_a_phone(shipped: None, client: Client) -> None:
    page = client.get("/bo-tieu-chi/ca-mau-iso-2018/1/soat/").content.decode()

    assert "“cảu” sửa thành “của”" in page and "mẫu số bằng 0: không áp dụng tiêu chí" in page
    assert "{ when:" not in page and "{ points:" not in page and "not_applicable" not in page
    assert "mc-blocks" in page


def test_a_rubric_that_does_not_exist_is_missing(shipped: None, client: Client) -> None:
    for address in ("/bo-tieu-chi/khong-co/1/", "/bo-tieu-chi/ca-mau-iso-2018/2/soat/"):
        assert client.get(address).status_code == 404


def test_the_same_text_again_is_the_same_version(shipped: None) -> None:
    before = RubricVersion.objects.count()

    keep_version(text=shipped_text("qd766-2022"), name="qd766-2022", owner=None, now=NOW)

    assert RubricVersion.objects.count() == before


def test_another_content_under_the_same_version_is_refused(shipped: None) -> None:
    changed = shipped_text("qd766-2022").replace("title: ", "title: Bản khác ", 1)

    with pytest.raises(ValueError, match="another content"):
        keep_version(text=changed, name="qd766-2022", owner=None, now=NOW)


def test_a_kept_version_cannot_be_changed_in_the_database(shipped: None) -> None:
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError), transaction.atomic():
        RubricVersion.objects.update(title="khác")


def test_signed_in_and_not_signed_in_read_the_same(world: Any, shipped: None) -> None:
    for client in (Client(), world.client("thu_ky")):
        assert client.get("/bo-tieu-chi/qd766-2022/1/").status_code == 200
