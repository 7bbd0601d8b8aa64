"""Two versions held against each other: every difference named once, nothing else; and which answers stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.rubric import Rubric, parse, print_rubric
from minhchung.rubric.diff import Change, answers_survive, compare
from minhchung.rubric.shipped import CODES, load_shipped
from tests.rubric.generated import rubrics

TEXT = """rubric: thu
version: "1"
title: Thử
total: 10
window: 01/01/N – 15/10/N
traits: [ { name: cap, title: Cấp, values: [xã, tỉnh] } ]
nodes:
  - label: I
    title: Chung
    max: 6
    children:
      - { label: "1", id: ke-hoach, title: Kế hoạch, max: 2, rule: { kind: options, options: [ { points: 2, text: Có }, { points: 0, text: Không } ] } }
      - { label: "2", id: ty-le, title: Tỷ lệ, max: 2, evidence: [Báo cáo], rule: { kind: bands, measure: rate, rows: [ { when: ">= 95 %", points: 2 }, { when: "< 95 %", points: 0 } ] } }
      - { label: "3", id: bao-cao, title: Báo cáo, max: 2, rule: graded }
  - label: II
    id: rieng
    title: Riêng
    max: 4
    children:
      - { label: "1", id: sang-kien, title: Sáng kiến, max: 4, rule: graded }
"""


def changed(*pairs: tuple[str, str]) -> tuple[Rubric, Rubric]:
    text = TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return parse(TEXT), parse(text)


@pytest.mark.parametrize(
    ("pairs", "expected", "asked"),
    [
        ([("total: 10", "total: 12")], ["tổng điểm: “10” thành “12”"], set()),
        (
            [("title: Chung\n    max: 6", "title: Chung\n    max: 7")],
            ["I: điểm tối đa: “6” thành “7”"],
            set(),
        ),
        (
            [("title: Kế hoạch,", "title: Lập kế hoạch,")],
            ["I.1: tên: “Kế hoạch” thành “Lập kế hoạch”"],
            set(),
        ),
        (
            [('">= 95 %"', '">= 90 %"'), ('"< 95 %"', '"< 90 %"')],
            [
                "I.2: cách tính điểm: “Từ 95 % trở lên → 2 điểm; Dưới 95 % → 0 điểm” thành “Từ 90 % trở lên → 2 điểm; Dưới 90 % → 0 điểm”"
            ],
            {"ty-le"},
        ),
        (
            [("points: 2, text: Có }", "points: 2, text: Có ban hành }")],
            ["I.1: cách tính điểm: “Có → 2 điểm” thành “Có ban hành → 2 điểm”"],
            {"ke-hoach"},
        ),
        (
            [("evidence: [Báo cáo]", "evidence: [Báo cáo, Bảng kê]")],
            ["I.2: tài liệu kiểm chứng: “không có” thành “Bảng kê”"],
            set(),
        ),
        (
            [("max: 4, rule: graded", "max: 4, line: 9, window: 01/01/N – 31/12/N, rule: graded")],
            ["II.1: thời gian lấy số liệu: “không có” thành “01/01/N – 31/12/N”"],
            {"sang-kien"},
        ),
        (
            [("title: Báo cáo, max: 2", "title: Báo cáo, max: 2, when: { cap: xã }")],
            ["I.3: phạm vi áp dụng: “không có” thành “cap là xã”"],
            {"bao-cao"},
        ),
        ([('label: "2", id: ty-le', 'label: "5", id: ty-le')], ["I.5: nhãn: “I.2” thành “I.5”"], set()),
        ([("- label: II", "- label: III")], ["III: nhãn: “II” thành “III”"], set()),
        (
            [("id: bao-cao, title: Báo cáo", "id: bao-cao-nam, title: Báo cáo")],
            [
                "I.3: bỏ: Báo cáo (2 điểm); Chấm từ 0 đến 2 điểm",
                "I.3: thêm mới: Báo cáo (2 điểm); Chấm từ 0 đến 2 điểm",
            ],
            {"bao-cao-nam"},
        ),
    ],
)
def test_a_change_is_named_once(pairs: list[tuple[str, str]], expected: list[str], asked: set[str]) -> None:
    old, new = changed(*pairs)
    said = [change.message.vi for change in compare(old, new)]

    assert said == expected
    assert answers_survive(old, new).to_answer == asked


def test_a_node_under_another_parent_has_moved() -> None:
    old = parse(TEXT)
    first, second = old.nodes
    taken = first.children[2]
    text = print_rubric(
        replace(
            old,
            nodes=(
                replace(first, children=first.children[:2]),
                replace(second, children=(replace(taken, code="II.3"), *second.children)),
            ),
        )
    )

    (change,) = compare(old, parse(text))

    assert (change.kind, change.message.vi) == ("moved", "II.3: chuyển chỗ: “I, thứ 3” thành “II, thứ 1”")
    assert change.message.en == "II.3: moved: “I, no. 3” becomes “II, no. 1”"


def test_of_a_new_order_only_the_node_that_was_taken_out_has_moved() -> None:
    old = parse(TEXT)
    first = old.nodes[0]
    one, two, three = first.children
    new = replace(old, nodes=(replace(first, children=(three, one, two)), old.nodes[1]))

    assert [(change.kind, change.id) for change in compare(old, new)] == [("moved", "bao-cao")]


@pytest.mark.parametrize("code", CODES)
def test_a_rubric_does_not_differ_from_itself(code: str) -> None:
    rubric = load_shipped(code)

    assert compare(rubric, parse(print_rubric(rubric))) == ()
    assert len(answers_survive(rubric, rubric).same) == len(rubric.leaves())


@settings(max_examples=max(4, settings().max_examples // 6))
@given(st.tuples(*[rubrics()] * 4))
def test_what_differs_is_named_and_what_is_named_differs(drawn: tuple[Rubric, ...]) -> None:
    """Any two of a few rubrics, either way round: to make one up takes longer than to compare two."""
    for old, new in permutations(drawn, 2):
        changes = compare(old, new)

        assert bool(changes) == (_bare(old) != _bare(new))
        _holds_together(old, new, changes)


def _holds_together(old: Rubric, new: Rubric, changes: Sequence[Change]) -> None:
    survival = answers_survive(old, new)
    leaves = {leaf.id for leaf in new.leaves()}
    assert {leaf.id for leaf in survival.same} | survival.to_answer == leaves
    for change in changes:
        assert change.message.vi and change.message.en
        assert not change.to_answer or change.id in survival.to_answer
    for id in survival.changed_ids:
        assert any(change.id == id or change.kind == "head" or change.key == "window" for change in changes)


@cache
def _bare(rubric: Rubric) -> str:
    """The canonical text without the lines of the source."""
    return re.sub(
        r"(, )?\bline: \d+(, | (?=\}))?|^ +line: \d+\n", "", print_rubric(rubric), flags=re.MULTILINE
    )
