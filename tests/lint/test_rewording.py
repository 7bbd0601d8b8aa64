"""The words of a band follow its limits when these have moved; other words are left alone."""

from __future__ import annotations

from fractions import Fraction

import pytest

from minhchung.rubric import parse, print_rubric
from minhchung.rubric.lint import lint
from minhchung.rubric.lint.rewording import reworded, said_anew
from minhchung.rubric.mending import mended
from minhchung.rubric.model import Limit
from minhchung.rubric.outline import outline_of, print_outline
from minhchung.rubric.shipped import shipped_text

LOW, HIGH = Limit(">=", Fraction(9, 10)), Limit("<", Fraction(96, 100))


@pytest.mark.parametrize(
    ("text", "limits", "wanted"),
    [
        ("Thực hiện từ 50% đến dưới 70% kế hoạch", (HIGH,), ("từ 50% đến dưới 70%", "dưới 96%")),
        ("Từ 90% - dưới 95% hồ sơ", (LOW, HIGH), ("Từ 90% - dưới 95%", "Từ 90% đến dưới 96%")),
        ("Dưới 80 %", (LOW,), ("Dưới 80 %", "Từ 90% trở lên")),
        ("Thực hiện 03 cuộc", (LOW,), None),
        ("Từ 90% - dưới 95%, hoặc trên 99%", (LOW,), None),
    ],
)
def test_the_phrase_that_names_the_limits_is_said_anew(
    text: str, limits: tuple[Limit, ...], wanted: tuple[str, str] | None
) -> None:
    assert reworded(text, limits) == wanted


def test_what_a_mended_gap_leaves_behind_is_mended_too() -> None:
    text = print_rubric(parse(shipped_text("quang-dien-cchc-2023")))
    text = text.replace(">= 95 %, < 100 %", ">= 96 %, < 100 %", 1)
    codes = {"L201", "L604"}

    for _step in range(4):
        found = [each for each in lint(parse(text)) if each.node == "II.2.4" and each.code in codes]
        after = next((after for each in found if (after := mended(outline_of(text), each)) is not None), None)
        text = print_outline(after) if after is not None else text

    assert not [each for each in lint(parse(text)) if each.node == "II.2.4" and each.code in codes]


def test_only_the_row_s_own_words_are_said_anew() -> None:
    text = (
        'rubric: thu\nversion: "1"\ntitle: Thử\ntotal: 2\nnodes:\n  - label: "1"\n    title: Kiểm tra\n    max: 2\n'
        "    rule:\n      kind: bands\n      measure: rate\n      rows:\n"
        '        - { when: ">= 10 %, < 20 %", points: 1, text: Có kế hoạch và dưới 20% công chức }\n'
        '        - { when: "< 10 %", points: 0, text: Không có kế hoạch hoặc dưới 20% công chức }\n'
        '        - { when: ">= 20 %", points: 2, text: Từ 20% trở lên }\n'
    )

    for _step in range(2):
        found = next(each for each in lint(parse(text)) if each.code == "L604")
        after = mended(outline_of(text), found)
        assert after is not None
        text = print_outline(after)

    assert "Có kế hoạch và từ 10% đến dưới 20% công chức" in text
    assert "Không có kế hoạch hoặc dưới 10% công chức" in text


DAYS = [
    ("Chậm trên 15 ngày so với yêu cầu", ">= 15", "Chậm từ 15 ngày trở lên so với yêu cầu"),
    ("Có báo cáo nhưng chậm 05 ngày", ">= 1, <= 5", "Có báo cáo nhưng chậm từ 01 đến 05 ngày"),
    ("Chậm dưới 10 ngày, hoặc 3 lần", "<= 10", "Chậm dưới 10 ngày, hoặc 3 lần"),
]


@pytest.mark.parametrize(("text", "limits", "wanted"), DAYS)
def test_days_and_counts_are_said_anew_with_their_unit(text: str, limits: str, wanted: str) -> None:
    assert said_anew(text, limits_of(limits), share=False, unit="ngày") == wanted


def test_the_unit_of_a_count_stays_and_so_does_what_follows_it() -> None:
    said = "Số lượng hồ sơ trên 6.000 hồ sơ/năm nhưng dưới 8.000 hồ sơ/năm"

    assert (
        said_anew(said, limits_of(">= 6001, <= 8000"), share=False, unit="hồ sơ")
        == "Số lượng hồ sơ từ 6.001 đến 8.000 hồ sơ/năm"
    )


def limits_of(said: str) -> tuple[Limit, ...]:
    parts = (part.split() for part in said.split(", "))
    return tuple(Limit(op, Fraction(value)) for op, value in parts)  # type: ignore[arg-type]
