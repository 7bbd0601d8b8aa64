"""An indicator chosen for a leaf: what fits, why the rest does not, its parameters as fields; and read back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from minhchung.criteria.domain.draft_reading import draft_outline
from minhchung.criteria.domain.editing import seen_of
from minhchung.criteria.interfaces.node_form.node import NODE, NODE_ORDER
from minhchung.criteria.interfaces.node_form.values import node_fields, node_of
from minhchung.criteria.models import RubricDraft
from minhchung.rubric import parse
from minhchung.rubric.binding import fitted
from minhchung.rubric.errors import Reason
from minhchung.rubric.indicators import catalogue
from minhchung.rubric.model import Binding
from tests.criteria.drafts import start

TEXT = """
rubric: thu
version: "1"
title: Bộ thử
total: 6
nodes:
  - label: "1"
    title: Tỷ lệ đúng hạn
    max: 2
    rule: { kind: linear, measure: rate }
  - label: "2"
    title: Có sáng kiến
    max: 2
    rule:
      kind: options
      options: [ { points: 2, text: Có }, { points: 0, text: Không } ]
  - label: "3"
    title: Sáng kiến
    max: 2
    rule:
      kind: counts
      lines: [ { each: 2, text: Cấp tỉnh }, { each: 1, text: Cấp huyện } ]
"""


@pytest.fixture
def draft(world: Any) -> RubricDraft:
    return start(world, TEXT)


def choose(author: Client, draft: RubricDraft, key: str, code: str) -> Any:
    draft.refresh_from_db()
    seen = seen_of(draft_outline(draft.text), key)
    address = f"/bo-tieu-chi/ban-thao/{draft.pk}/chi-so/{key}/"
    answer = author.post(address, {"indicator": code, "row_version": seen})
    draft.refresh_from_db()
    return answer


def test_a_figure_goes_into_the_first_place_of_its_shape_that_nothing_fills() -> None:
    rate, options, counts = parse(TEXT).leaves()
    on_time, initiatives = catalogue()["CASES_ON_TIME"], catalogue()["INITIATIVES_PROVINCE"]

    assert fitted(rate, on_time) == Binding("CASES_ON_TIME")
    assert isinstance(fitted(rate, initiatives), Reason)
    assert fitted(options, initiatives) == Binding("INITIATIVES_PROVINCE")
    assert fitted(counts, initiatives) == Binding("INITIATIVES_PROVINCE", into="a")
    assert isinstance(fitted(counts, on_time), Reason)


def test_only_what_fits_is_offered_and_the_rest_says_why(author: Client, draft: RubricDraft) -> None:
    page = author.get(f"/bo-tieu-chi/ban-thao/{draft.pk}/chi-so/1/").content.decode()
    offered, _, others = page.partition("chỉ số không hợp, và vì sao")

    assert 'value="CASES_ON_TIME"' in offered
    assert 'value="INITIATIVES_PROVINCE"' not in page
    assert "INITIATIVES_PROVINCE" in others
    assert "cho số đếm, tiêu chí hỏi tử số và mẫu số" in others


def test_the_catalogue_is_searched_without_marks(author: Client, draft: RubricDraft) -> None:
    page = author.get(f"/bo-tieu-chi/ban-thao/{draft.pk}/chi-so/1/?tim=xin+loi").content.decode()

    assert 'value="CASES_APOLOGY"' in page
    assert 'value="CASES_ON_TIME"' not in page


def test_an_indicator_is_chosen_and_its_parameter_is_a_field(author: Client, draft: RubricDraft) -> None:
    assert choose(author, draft, "1", "CASES_ON_TIME").status_code == 302
    assert draft_outline(draft.text).find("1").fields["bind"] == "CASES_ON_TIME"

    page = author.get(f"/bo-tieu-chi/ban-thao/{draft.pk}/muc/1/").content.decode()
    assert 'name="bind.0.with.denominator"' in page
    assert "Hồ sơ tiếp nhận trong kỳ và kỳ trước chuyển sang" in page

    outline = draft_outline(draft.text)
    posted = node_fields(NODE, outline.find("1").fields) | {"bind.0.with.denominator": "received"}
    author.post(f"/bo-tieu-chi/ban-thao/{draft.pk}/muc/1/", {**posted, "row_version": seen_of(outline, "1")})
    draft.refresh_from_db()
    assert draft_outline(draft.text).find("1").fields["bind"] == {
        "indicator": "CASES_ON_TIME",
        "denominator": "received",
    }


def test_a_second_indicator_takes_the_next_line_and_a_third_the_place_of_the_first(
    author: Client, draft: RubricDraft
) -> None:
    for code in ("INITIATIVES_PROVINCE", "INITIATIVES_DISTRICT", "EVENT_LEADERS"):
        choose(author, draft, "3", code)

    assert draft_outline(draft.text).find("3").fields["bind"] == [
        {"indicator": "EVENT_LEADERS", "into": "a"},
        {"indicator": "INITIATIVES_DISTRICT", "into": "b"},
    ]


def test_which_figure_is_which_option_is_asked_and_its_lack_is_said(
    author: Client, draft: RubricDraft
) -> None:
    choose(author, draft, "2", "INITIATIVES_PROVINCE")
    page = author.get(f"/bo-tieu-chi/ban-thao/{draft.pk}/muc/2/").content.decode()
    assert 'name="bind.0.picks.0.when.op"' in page
    assert "Cách chấm này hỏi một trạng thái" in page

    posted = node_fields(NODE, draft_outline(draft.text).find("2").fields)
    posted |= {
        "bind.0.picks.0.option": "a",
        "bind.0.picks.0.when.op": ">=",
        "bind.0.picks.0.when.from": "1",
        "bind.0.picks.1.option": "b",
    }
    assert node_of(NODE, posted, NODE_ORDER)["bind"] == {
        "indicator": "INITIATIVES_PROVINCE",
        "picks": [{"when": ">= 1", "option": "a"}],
    }


def test_somebody_else_s_edit_in_between_keeps_the_choice_out(author: Client, draft: RubricDraft) -> None:
    answer = author.post(
        f"/bo-tieu-chi/ban-thao/{draft.pk}/chi-so/1/", {"indicator": "CASES_ON_TIME", "row_version": "cũ"}
    )

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert "bind" not in draft_outline(draft.text).find("1").fields
