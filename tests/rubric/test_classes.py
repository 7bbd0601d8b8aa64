"""From a total to a class: bands, minima, zeros, vetoes, caps, grades, and what is not known."""

from fractions import Fraction

import pytest

from minhchung.rubric.classes import ClassResult, Standing, classify
from minhchung.rubric.parse import parse

NODES = """
rubric: thu
title: Thử
total: 100
parameters: [ { name: co_vu_viec, title: Có vụ việc, kind: yes_no } ]
nodes:
  - label: I
    title: Một
    max: 60
    children:
      - { label: "1", title: Một một, max: 20, rule: graded }
      - { label: "2", title: Một hai, max: 40, rule: graded }
  - { label: II, title: Hai, max: 40, rule: graded }
classes:
"""
BANDS = """
  bands:
    - { name: Xuất sắc, when: ">= 90", minimum: [ { node: I, share: ">= 70 %" } ], no_zero: all }
    - { name: Tốt, when: ">= 80" }
    - { name: Yếu, when: "< 80" }
"""


def decide(classes: str, *points: int, **parameters: bool) -> ClassResult:
    """Points of I.1, I.2 and II, in this order."""
    first, second, other = (Fraction(value) for value in points)
    standing = Standing(
        total=first + second + other,
        max=Fraction(100),
        points={"I.1": first, "I.2": second, "I": first + second, "II": other},
        maxima={"I.1": Fraction(20), "I.2": Fraction(40), "I": Fraction(60), "II": Fraction(40)},
        parameters=parameters,
    )
    return classify(parse(NODES + classes), standing)


@pytest.mark.parametrize(
    ("points", "name"),
    [((20, 40, 40), "Xuất sắc"), ((20, 30, 40), "Xuất sắc"), ((20, 29, 40), "Tốt"), ((10, 20, 40), "Yếu")],
)
def test_the_highest_band_whose_limits_hold_is_the_class(points: tuple[int, ...], name: str) -> None:
    assert decide(BANDS, *points).name == name


def test_a_criterion_at_zero_keeps_the_agency_out_of_the_band_and_is_named() -> None:
    strict = BANDS.replace('">= 90"', '">= 80"')

    result = decide(strict, 0, 45, 40)

    assert result.name == "Tốt"
    assert result.reasons[0].vi == "không đạt Xuất sắc: mục I.1 bị 0 điểm"


def test_a_section_under_its_minimum_is_named_with_what_it_reached() -> None:
    stricter = BANDS.replace('">= 70 %"', '">= 90 %"')

    result = decide(stricter, 20, 30, 40)

    assert result.name == "Tốt"
    assert result.reasons[0].vi == "không đạt Xuất sắc: mục I đạt 83,33 % (từ 90 % trở lên)"
    assert result.reasons[0].en == "not Xuất sắc: I reaches 83.33 % (90 % or more)"


VETO = BANDS + "  vetoes: [ { declared: co_vu_viec, text: Có vụ việc tham nhũng } ]\n"
CAP = BANDS + '  caps: [ { node: II, share: "< 50 %", at_most: Yếu } ]\n'


def test_a_veto_sends_to_the_lowest_class_and_waits_until_it_is_declared() -> None:
    assert decide(VETO, 20, 40, 40, co_vu_viec=True).name == "Yếu"
    assert decide(VETO, 20, 40, 40, co_vu_viec=False).name == "Xuất sắc"
    undeclared = decide(VETO, 20, 40, 40)
    assert (undeclared.name, len(undeclared.unknown)) == (None, 1)
    assert decide(VETO, 10, 10, 10).name == "Yếu"


def test_a_cap_lowers_and_never_raises() -> None:
    assert decide(CAP, 20, 40, 20).name == "Tốt"
    assert decide(CAP, 20, 40, 19).name == "Yếu"


COMBINED = """
  grades: [ { name: A, when: ">= 80 %" }, { name: B, when: ">= 50 %" }, { name: C, when: "< 50 %" } ]
  combinations:
    - { name: Xuất sắc, at_least: { A: 2 } }
    - { name: Tốt, at_least: { A: 1 }, none_below: B }
    - { name: Đạt }
"""


@pytest.mark.parametrize(
    ("points", "name"),
    [((20, 40, 40), "Xuất sắc"), ((20, 40, 20), "Tốt"), ((20, 40, 10), "Đạt"), ((5, 5, 10), "Đạt")],
)
def test_grades_of_the_sections_combine_to_a_class(points: tuple[int, ...], name: str) -> None:
    assert decide(COMBINED, *points).name == name


def test_without_a_total_there_is_no_class() -> None:
    standing = Standing(total=None, max=None, points={}, maxima={})

    result = classify(parse(NODES + BANDS), standing)

    assert result.name is None
    assert [str(reason) for reason in result.unknown] == ["Chưa đủ điểm để xếp loại."]


def test_a_requirement_that_is_not_known_leaves_the_class_open() -> None:
    standing = Standing(total=Fraction(95), max=Fraction(100), points={}, maxima={})

    result = classify(parse(NODES + BANDS), standing)

    assert result.name is None
    assert result.unknown[0].vi.startswith("Xuất sắc: chưa có điểm mục I")
