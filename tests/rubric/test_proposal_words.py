"""Proposals as an author says them."""

from __future__ import annotations

import pytest

from minhchung.rubric import parse
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint import Finding, lint
from minhchung.rubric.proposal_words import proposal_in_words
from minhchung.rubric.shipped import CODES, shipped_text


def words(proposal: str, sample: str | None = None) -> str | None:
    said = Reason("", "")
    found = Finding("L000", "error", None, said, said, "1", sample=sample, proposal=proposal)
    told = proposal_in_words(found)
    return told.vi if told is not None else None


@pytest.mark.parametrize(
    ("proposal", "sample", "told"),
    [
        ('{ when: ">= 80 %, < 100 %", points: 3, text: "Đủ" }', None, "80 – dưới 100 %: 3 điểm (mức “Đủ”)"),
        ('{ when: "> 6000, <= 8000", points: 0,5 }', None, "trên 6.000 – 8.000: 0,5 điểm"),
        ('{ when: "= 0", points: 0, text: "Không có" }', None, "đúng 0: 0 điểm (mức “Không có”)"),
        (
            '{ points: 0, text: "Không thực hiện", none: có }',
            None,
            "“Không thực hiện”: 0 điểm, dành cho cơ quan không thực hiện",
        ),
        ("max: 34", "2 + 2", "ghi điểm tối đa là 34 điểm"),
        (
            "tie_break: [ fewer_deductions, vote ]",
            None,
            "bằng điểm: ít điểm trừ hơn đứng trên, rồi hội đồng biểu quyết",
        ),
        ("chính sách", "chinh sách", "“chinh sách” sửa thành “chính sách”"),
        ('classes: { bands: [ { name: "Xuất sắc", when: ">= 90" }, … ] }', None, None),
        ('{ when: "x > y", points: 1 }', None, None),
        ('tie_break: [ fewer_deductions, { by: "II.1" } ]', None, None),
    ],
)
def test_a_proposal_is_said_or_left_to_its_text(proposal: str, sample: str | None, told: str | None) -> None:
    assert words(proposal, sample) == told


@pytest.mark.parametrize("code", CODES)
def test_nearly_every_proposal_of_a_shipped_rubric_is_said_in_words(code: str) -> None:
    found = [each for each in lint(parse(shipped_text(code))) if each.proposal and "…" not in each.proposal]

    unsaid = [each.code for each in found if proposal_in_words(each) is None]

    assert set(unsaid) <= {"L502"}
