"""A reading that the rubric states is what its undecided answers are worth: everywhere, and before any ruling."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from minhchung.rubric import Context, Rate, Rubric, RubricError, Ruling, evaluate_leaf, parse, print_rubric
from minhchung.rubric.model import BandsRule, Limit, Node, Reading
from minhchung.rubric.shipped import shipped_text
from minhchung.rubric.words import leaf_in_words
from tests.rubric.answering_at_random import entrants_for
from tests.rubric.test_batch import agree

CODE = "quang-dien-cchc-2023"
UNDER = Reading(Fraction(0), "Dưới 50 % không có điểm", (Limit("<", Fraction(1, 2)),), True)
REST = Reading(Fraction(1, 2), "Mức thấp nhất của bảng")
SMALL = """
rubric: nho
title: Nhỏ
nodes:
  - label: "1"
    title: Tỷ lệ đúng hạn
    max: 2
    readings: [{ share: "> 94 %, < 95 %", points: 1, text: Lấy mức liền dưới }]
    rule:
      kind: bands
      measure: { kind: rate, numerator: đúng hạn, denominator: đã giải quyết }
      rows:
        - { when: ">= 95 %", points: 2 }
        - { when: "<= 94 %", points: 0,5 }
"""


def with_readings(rubric: Rubric, code: str, *readings: Reading) -> Rubric:
    """The rubric with these readings on one leaf; code "" puts them on every leaf."""

    def changed(node: Node) -> Node:
        children = tuple(changed(child) for child in node.children)
        if node.is_leaf and code in ("", node.code):
            return replace(node, readings=readings)
        return replace(node, children=children)

    return replace(rubric, nodes=tuple(changed(node) for node in rubric.nodes))


def test_a_reading_reads_and_prints_and_scores_what_no_row_takes() -> None:
    rubric = parse(SMALL)

    score = evaluate_leaf(rubric, "1", Rate(Fraction(189), Fraction(200)))

    assert parse(print_rubric(rubric)) == rubric
    assert (score.state, score.points) == ("scored", Fraction(1))
    assert "Cách hiểu ghi trong bộ tiêu chí: Lấy mức liền dưới → 1 điểm" in score.reasons[-1].vi


@pytest.mark.parametrize(("num", "points"), [(190, Fraction(2)), (188, Fraction(1, 2))])
def test_a_reading_never_touches_what_a_row_takes(num: int, points: Fraction) -> None:
    assert evaluate_leaf(parse(SMALL), "1", Rate(Fraction(num), Fraction(200))).points == points


def test_the_reading_stands_before_a_ruling() -> None:
    ruling = Context(rulings=(Ruling("1", Fraction(2), "Quyết nghị"),))

    assert evaluate_leaf(parse(SMALL), "1", Rate(Fraction(189), Fraction(200)), ruling).points == 1


def test_a_value_that_the_reading_does_not_take_still_waits_for_a_ruling() -> None:
    one = with_readings(parse(SMALL), "1", UNDER)

    assert evaluate_leaf(one, "1", Rate(Fraction(189), Fraction(200))).state == "undecided"


def test_the_rule_in_words_tells_the_reading() -> None:
    words = [line.vi for line in leaf_in_words(parse(SMALL), "1")]

    assert "Cách hiểu khi chấm: trên 94 – dưới 95 % → 1 điểm (Lấy mức liền dưới)" in words


def test_a_reading_on_a_heading_is_refused() -> None:
    text = "rubric: a\ntitle: A\nnodes:\n  - label: I\n    title: I\n    readings: [{ points: 1, text: x }]\n    children:\n"
    leaf = "      - { label: '1', title: L, max: 1, rule: { kind: graded } }\n"

    with pytest.raises(RubricError) as refused:
        parse(text + leaf)

    assert [item.code for item in refused.value.diagnostics] == ["R126"]


@pytest.mark.parametrize("readings", [(UNDER,), (REST,), (UNDER, REST)])
def test_batch_reads_as_evaluate_does(readings: tuple[Reading, ...]) -> None:
    rubric = parse(shipped_text(CODE), CODE)
    shares = {
        leaf.code
        for leaf in rubric.leaves()
        if isinstance(leaf.rule, BandsRule) and leaf.rule.measure.kind == "rate"
    }
    read = with_readings(rubric, "", *readings) if readings == (REST,) else rubric
    for code in shares if readings != (REST,) else ():
        read = with_readings(read, code, *readings)

    agree(read, entrants_for(read, Random(7), 12), Context(year=2023))
