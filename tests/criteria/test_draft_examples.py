"""Worked examples on a node's page: kept from a trial answer, run at once, mended, taken out; the form leaves them alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from minhchung.criteria.domain.draft_reading import draft_outline, draft_reading
from minhchung.criteria.domain.editing import seen_of
from minhchung.criteria.interfaces.examples import sent_of
from minhchung.criteria.interfaces.node_form.node import NODE
from minhchung.criteria.interfaces.node_form.values import node_fields
from minhchung.criteria.models import RubricDraft
from tests.criteria.drafts import start

TEXT = """
rubric: thu
version: "1"
title: Bộ thử
total: 5
nodes:
  - label: "1"
    title: Tỷ lệ đúng hạn
    max: 3
    examples:
      - { on: 01/02/2026, answer: 19/20, points: 3, note: Đúng 95 % }
    rule:
      kind: bands
      measure: rate
      rows:
        - { when: ">= 95 %", points: 3 }
        - { when: "< 94 %", points: 1 }
  - label: "2"
    title: Thời hạn báo cáo
    max: 2
    rule:
      kind: options
      options: [ { points: 2, text: Có }, { points: 0, text: Không, none: có } ]
"""


@pytest.fixture
def draft(world: Any) -> RubricDraft:
    return start(world, TEXT)


def send(author: Client, draft: RubricDraft, key: str, **sent: str) -> Any:
    draft.refresh_from_db()
    seen = seen_of(draft_outline(draft.text), key)
    fields = {name.replace("__", ".").replace("_", "-"): value for name, value in sent.items()}
    address = f"/bo-tieu-chi/ban-thao/{draft.pk}/vi-du/{key}/"
    answer = author.post(address, {"row_version": seen, **fields})
    draft.refresh_from_db()
    return answer


def examples_of(draft: RubricDraft, key: str) -> Any:
    return draft_outline(draft.text).find(key).fields.get("examples")


def node(author: Client, draft: RubricDraft, rest: str) -> str:
    return author.get(f"/bo-tieu-chi/ban-thao/{draft.pk}/muc/{rest}").content.decode()


def test_an_example_shows_its_answer_in_words_and_that_it_holds(author: Client, draft: RubricDraft) -> None:
    page = node(author, draft, "1/")

    assert "Tử số: 19; Mẫu số: 20" in page
    assert "3 điểm" in page
    assert ">đúng</span>" in page
    assert "examples:" not in page


def test_a_trial_answer_is_kept_with_what_it_gives(author: Client, draft: RubricDraft) -> None:
    answer = send(author, draft, "1", act="keep", thu__num="189", thu__den="200", vd_ngay="02/02/2026")

    assert answer.headers["Location"].endswith("#vi-du")
    assert examples_of(draft, "1")[1] == {
        "on": "02/02/2026",
        "answer": {"num": "189", "den": "200"},
        "state": "undecided",
    }
    send(author, draft, "2", act="keep", thu__none="1", vd_ghi_chu="Chưa làm", vd_ngay="02/02/2026")
    assert examples_of(draft, "2") == [
        {"on": "02/02/2026", "note": "Chưa làm", "answer": "none", "points": "0"}
    ]


def test_points_that_the_rule_does_not_give_stand_as_a_failing_example(
    author: Client, draft: RubricDraft
) -> None:
    send(author, draft, "2", act="keep", thu__option="a", vd_diem="1", vd_ngay="02/02/2026")

    page = node(author, draft, "2/")
    assert ">sai</span> 2 điểm" in page
    assert [each.code for each in draft_reading(draft.text).findings if each.node == "2"].count("L701") == 1


def test_an_example_is_opened_in_the_trial_s_own_fields_and_mended(
    author: Client, draft: RubricDraft
) -> None:
    page = node(author, draft, "1/?vi-du=1")
    assert 'name="thu.num" value="19"' in page
    assert "Đang sửa ví dụ 1" in page

    send(author, draft, "1", act="keep", vd_so="1", thu__num="18", thu__den="20", vd_ngay="02/02/2026")
    assert examples_of(draft, "1") == [
        {"on": "02/02/2026", "answer": {"num": "18", "den": "20"}, "points": "1"}
    ]


def test_an_example_is_taken_out(author: Client, draft: RubricDraft) -> None:
    send(author, draft, "1", act="remove", vd_so="1")

    assert examples_of(draft, "1") is None


def test_what_cannot_be_an_example_is_said_and_stays_in_the_form(author: Client, draft: RubricDraft) -> None:
    answer = send(author, draft, "1", act="keep", thu__num="19", thu__den="", vd_ngay="02/02/2026")

    assert "thu.num=19" in answer.headers["Location"]
    assert len(examples_of(draft, "1")) == 1
    assert "Điền nốt ô còn trống" in author.get(answer.headers["Location"]).content.decode()


def test_saving_the_form_leaves_examples_as_they_are(author: Client, draft: RubricDraft) -> None:
    outline = draft_outline(draft.text)
    own = {name: value for name, value in outline.find("1").fields.items() if name != "examples"}
    posted = node_fields(NODE, own) | {"title": "Tên mới", "row_version": seen_of(outline, "1")}
    before = examples_of(draft, "1")

    author.post(f"/bo-tieu-chi/ban-thao/{draft.pk}/muc/1/", posted)

    draft.refresh_from_db()
    item = draft_outline(draft.text).find("1")
    assert (item.said("title"), item.fields["examples"]) == ("Tên mới", before)
    assert list(item.fields).index("examples") < list(item.fields).index("rule")


def test_somebody_else_s_edit_keeps_the_example_out(author: Client, draft: RubricDraft) -> None:
    address = f"/bo-tieu-chi/ban-thao/{draft.pk}/vi-du/2/"

    author.post(address, {"row_version": "cũ", "act": "keep", "thu.option": "a"})

    draft.refresh_from_db()
    assert examples_of(draft, "2") is None


def test_no_such_example_opens_an_empty_trial(draft: RubricDraft) -> None:
    rubric = draft_reading(draft.text).read.rubric
    assert rubric is not None

    assert sent_of(rubric, rubric.node("1"), 9) == {}
