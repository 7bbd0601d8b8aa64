"""Layouts and wordings that the reader was not made from."""

from __future__ import annotations

import pytest

from minhchung.rubric.model import BandsRule, Limit
from minhchung.rubric.read import read_rubric
from minhchung.rubric.read.limits import quantities

FRAME = """<html><body><p>KHUNG TIÊU CHÍ ĐÁNH GIÁ HTQLCL NĂM 2025</p>
<table><tr><th>TT</th><th>Nội dung đánh giá</th><th>Điểm chuẩn</th><th>Mức điểm</th><th>Phương pháp chấm điểm</th></tr>
<tr><td rowspan=3>1</td><td rowspan=3>Chính sách chất lượng được công bố</td><td rowspan=3>5</td><td>5</td><td>Có công bố và phổ biến</td></tr>
<tr><td>3</td><td>Có công bố, chưa phổ biến đầy đủ</td></tr><tr><td>0</td><td>Không công bố</td></tr>
<tr><td rowspan=3>2</td><td rowspan=3>Khắc phục sự không phù hợp</td><td rowspan=3>4</td><td>4</td><td>Khắc phục trong vòng 15 ngày</td></tr>
<tr><td>2</td><td>Khắc phục sau 15 ngày</td></tr><tr><td>0</td><td>Không khắc phục</td></tr>
<tr><td></td><td>Cộng</td><td>9</td><td></td><td></td></tr></table></body></html>"""


def test_levels_in_a_column_beside_merged_criteria_are_read() -> None:
    read = read_rubric(FRAME.encode(), "khung.html")

    assert read.rubric is not None
    first, second = read.rubric.leaves()
    assert [choice.points for choice in first.rule.choices] == [5, 3, 0]  # type: ignore[union-attr]
    assert isinstance(second.rule, BandsRule)
    assert second.rule.rows[0].limits[-1] == Limit("<=", 15)  # type: ignore[arg-type]
    assert second.rule.rows[1].limits == (Limit(">", 15),)  # type: ignore[arg-type]
    assert read.report.left == ()


@pytest.mark.parametrize(
    ("words", "op", "value"),
    [("sau 15 ngày", ">", 15), ("trong vòng 15 ngày", "<=", 15), ("quá 15 ngày", ">", 15)],
)
def test_days_in_other_words_have_their_limits(words: str, op: str, value: int) -> None:
    (quantity,) = quantities(f"Khắc phục {words}")

    assert quantity.limits == (Limit(op, value),)  # type: ignore[arg-type]
