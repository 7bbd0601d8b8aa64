"""What a leaf is bound to: read, printed, held against the catalogue, and turned into its answer."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minhchung.rubric import ABSENT, Count, Counts, Option, Parts, Rate, parse, print_rubric
from minhchung.rubric.answers import Answer, Number
from minhchung.rubric.binding import Given, answer_from_figures, misfits, untold_states
from minhchung.rubric.evaluate import evaluate_leaf
from minhchung.rubric.indicators import catalogue
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.shipped import CODES, load_shipped

BANDS = (
    '{ kind: bands, measure: rate, rows: [ { when: "= 100 %", points: 2 }, { when: "< 100 %", points: 0 } ] }'
)
COUNTED = "{ kind: counts, lines: [ { each: 2, text: Tỉnh }, { each: 1, text: Huyện } ] }"
CHOSEN = "{ kind: options, options: [ { points: 2, text: Có }, { points: 0, text: Không } ] }"
FORMULA = "{ kind: formula, inputs: [ { name: r, measure: rate }, { name: n, measure: number } ], expression: r + n }"
PICKS = '[ { when: ">= 1", option: a }, { when: "= 0", option: b } ]'
SHARES = '[ { when: ">= 50 %", option: a }, { when: "< 50 %", option: b } ]'


def rubric_with(bind: str, rule: str, more: str = "") -> Rubric:
    return parse(
        f'rubric: thu\ntitle: Thử\nnodes:\n  - label: "1"\n    title: Một\n    max: 2\n{more}    bind: {bind}\n    rule: {rule}\n'
    )


def leaf_with(bind: str, rule: str, more: str = "") -> Node:
    return rubric_with(bind, rule, more).leaf("1")


@pytest.mark.parametrize(
    "bind",
    [
        "TASKS_DONE",
        "{ indicator: CASES_ON_TIME, denominator: received, window: 01/01/N – 15/10/N }",
        f"{{ indicator: EVENT_LEADERS, picks: {PICKS} }}",
        "[ { indicator: INITIATIVES_PROVINCE, into: a }, { indicator: INITIATIVES_DISTRICT, into: b } ]",
    ],
)
def test_what_is_bound_prints_and_reads_back(bind: str) -> None:
    rubric = rubric_with(bind, BANDS)

    assert rubric.leaf("1").bind
    assert parse(print_rubric(rubric)) == rubric


def test_parameters_are_what_the_rubric_does_not_know_itself() -> None:
    (bound,) = leaf_with("{ indicator: CASES_ON_TIME, denominator: received }", BANDS).bind

    assert (bound.indicator, bound.parameters) == ("CASES_ON_TIME", (("denominator", "received"),))


@pytest.mark.parametrize(
    ("bind", "rule", "given_figures", "answer"),
    [
        ("TASKS_DONE", BANDS, [Given(Fraction(9), Fraction(10))], Rate(Fraction(9), Fraction(10))),
        ("TASKS_DONE", BANDS, [Given(Fraction(0), Fraction(0))], Rate(Fraction(0), Fraction(0))),
        ("TASKS_DONE", BANDS, [None], ABSENT),
        (
            "CASES_RECEIVED",
            "{ kind: counts, lines: [ { each: 1, text: X } ] }",
            [Given(Fraction(3))],
            Count(3),
        ),
        (
            "[ { indicator: INITIATIVES_PROVINCE, into: a }, { indicator: INITIATIVES_DISTRICT, into: b } ]",
            COUNTED,
            [Given(Fraction(1)), Given(Fraction(0))],
            Counts((("a", 1), ("b", 0))),
        ),
        (
            "[ { indicator: INITIATIVES_PROVINCE, into: a }, { indicator: INITIATIVES_DISTRICT, into: b } ]",
            COUNTED,
            [Given(Fraction(1)), None],
            ABSENT,
        ),
        (f"{{ indicator: EVENT_LEADERS, picks: {PICKS} }}", CHOSEN, [Given(Fraction(2))], Option("a")),
        (f"{{ indicator: EVENT_LEADERS, picks: {PICKS} }}", CHOSEN, [Given(Fraction(0))], Option("b")),
        (
            f"{{ indicator: EVENT_STAFF, picks: {SHARES} }}",
            CHOSEN,
            [Given(Fraction(1), Fraction(2))],
            Option("a"),
        ),
        (f"{{ indicator: EVENT_STAFF, picks: {SHARES} }}", CHOSEN, [Given(Fraction(0), Fraction(0))], ABSENT),
        (
            "[ { indicator: TASKS_DONE, into: r }, { indicator: CASES_RECEIVED, into: n } ]",
            FORMULA,
            [Given(Fraction(1), Fraction(2)), Given(Fraction(1))],
            Parts((("r", Rate(Fraction(1), Fraction(2))), ("n", Number(Fraction(1))))),
        ),
    ],
)
def test_figures_become_the_answer_the_rule_asks_for(
    bind: str, rule: str, given_figures: list[Given | None], answer: Answer
) -> None:
    assert answer_from_figures(leaf_with(bind, rule), given_figures) == answer


@pytest.mark.parametrize(
    ("bind", "rule", "more", "word"),
    [
        ("NO_SUCH_THING", BANDS, "", "Không có chỉ số"),
        ("CASES_RECEIVED", BANDS, "", "tiêu chí hỏi tử số và mẫu số"),
        ("{ indicator: TASKS_DONE, denominator: received }", BANDS, "", "không có tham số"),
        ("{ indicator: CASES_ON_TIME, denominator: all }", BANDS, "", "không phải là giá trị"),
        ("{ indicator: TASKS_DONE, into: a }", BANDS, "", "bỏ “into: a”"),
        ("TASKS_DONE", CHOSEN, "", "ghi “picks”"),
        (
            f"{{ indicator: EVENT_LEADERS, picks: {PICKS.replace('option: b', 'option: z')} }}",
            CHOSEN,
            "",
            "“z”",
        ),
        ("TASKS_DONE", "graded", "", "không hỏi số liệu"),
        ("INITIATIVES_PROVINCE", COUNTED, "", "Ghi “into”"),
        ("TASKS_DONE", BANDS, "    gate: { question: Có không? }\n", "câu hỏi điều kiện"),
        (
            "[ { indicator: INITIATIVES_PROVINCE, into: a }, { indicator: INITIATIVES_DISTRICT, into: a } ]",
            COUNTED,
            "",
            "cùng điền vào một chỗ",
        ),
    ],
)
def test_what_cannot_answer_a_leaf_is_said(bind: str, rule: str, more: str, word: str) -> None:
    found = misfits(leaf_with(bind, rule, more), catalogue())

    assert len(found) == 1
    assert word in found[0].vi


@pytest.mark.parametrize("code", CODES)
def test_every_binding_of_a_shipped_rubric_fits(code: str) -> None:
    assert [reason.vi for leaf in load_shipped(code).leaves() for reason in misfits(leaf, catalogue())] == []


def test_what_is_bound_in_the_shipped_rubrics() -> None:
    bound = {code: sum(bool(leaf.bind) for leaf in load_shipped(code).leaves()) for code in CODES}

    assert bound == {
        "ca-mau-iso-2018": 9,
        "quang-dien-cchc-2023": 12,
        "dak-nong-iso-2022": 0,
        "qd766-2022": 19,
    }


def test_states_that_no_figure_tells_are_named() -> None:
    """S1 I.7: all tasks done, some of them late, is a state of its own; the share done is 100 % either way."""
    quang_dien = load_shipped("quang-dien-cchc-2023")
    told = {leaf.code: untold_states(leaf) for leaf in quang_dien.leaves() if untold_states(leaf)}

    assert list(told) == ["I.7"]
    assert "hoàn thành muộn so với tiến độ" in told["I.7"][0]
    assert untold_states(leaf_with("TASKS_DONE", BANDS)) == ()


def test_every_indicator_has_its_words_in_both_languages() -> None:
    for described in catalogue().values():
        assert (described.denominator.vi != "") == (described.shape == "rate"), described.code
        assert (described.holder.vi != "") == (described.room == "register"), described.code
        assert all(described.definition.vi != text for text in (described.definition.en, described.title.vi))


@given(
    num=st.integers(0, 400),
    more=st.integers(0, 400),
    leaf=st.sampled_from(load_shipped("qd766-2022").leaves()),
)
def test_a_filled_answer_scores_as_the_same_figures_typed_by_hand(num: int, more: int, leaf: Node) -> None:
    rubric = load_shipped("qd766-2022")
    figure = Given(Fraction(num), Fraction(num + more))

    filled = answer_from_figures(leaf, [figure])

    assert evaluate_leaf(rubric, leaf.code, filled) == evaluate_leaf(
        rubric, leaf.code, Rate(Fraction(num), Fraction(num + more))
    )
