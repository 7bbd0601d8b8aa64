"""Scoring, beyond what the golden cases tell: addresses, single leaves, broken promises."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

import pytest

from minhchung.rubric import (
    BrokenAnswer,
    Context,
    Date,
    Mark,
    NotApplicable,
    Option,
    Parts,
    Percent,
    Rate,
    Ruling,
    Ticks,
    UnknownNode,
    answer_to_data,
    evaluate,
    evaluate_leaf,
    leaf_in_words,
    may_claim_not_applicable,
    parse,
    rubric_hash,
)
from minhchung.rubric.evaluate import evaluate_node
from minhchung.rubric.shipped import CODES, load_shipped
from tests.rubric.answering_at_random import answer_for

TEXT = """
rubric: thu
title: Thử
total: 10
not_applicable: drop
parameters: [ { name: han, title: Hạn } ]
nodes:
  - label: II
    title: Phần hai
    evidence: [ Báo cáo ]
    window: 01/01/N – 15/10/N
    children:
      - label: "6"
        title: Sáu
        children:
          - { label: "6.3", title: Ba, max: 2, id: bao-cao, rule: graded }
          - { label: "6.10", title: Mười, max: 2, evidence: [ Quyết định ], rule: { kind: linear, measure: rate } }
      - label: "7"
        title: Bảy
        gate: { node: II.6.3, points: ">= 1" }
        children: [ { label: "7.1", title: Một, max: 1, rule: graded } ]
  - label: III
    title: Phần ba
    children:
      - title: Kịp thời
        max: 2
        not_applicable: { claimable: không }
        rule: { kind: bands, measure: { kind: days, due: han }, rows: [ { when: "<= 0", points: 2 }, { when: "> 0", points: 0 } ] }
"""
RUBRIC = parse(TEXT)


def test_nodes_are_found_by_code_and_by_id() -> None:
    assert RUBRIC.node("II.6.3") is RUBRIC.node("bao-cao")
    assert RUBRIC.leaf("III").code == "III#1"
    assert [leaf.code for leaf in RUBRIC.leaves()] == ["II.6.3", "II.6.10", "II.7.1", "III#1"]
    assert [node.code for node in RUBRIC.sections()] == ["II", "III"]
    assert RUBRIC.section_of("bao-cao").code == "II"


def test_parents_evidence_and_windows_come_from_above() -> None:
    parent = RUBRIC.parent("II.6.3")

    assert parent is not None
    assert parent.code == "II.6"
    assert RUBRIC.parent("II") is None
    assert RUBRIC.evidence_for("II.6.3") == ("Báo cáo",)
    assert RUBRIC.evidence_for("II.6.10") == ("Quyết định",)
    assert RUBRIC.evidence_for("III#1") == ()
    assert RUBRIC.window_for("II.7.1") == RUBRIC.node("II").window
    assert RUBRIC.window_for("III#1") is None


def test_unknown_node_names_near_ones() -> None:
    with pytest.raises(UnknownNode) as caught:
        RUBRIC.node("II.6.4")

    assert "II.6.3" in caught.value.near
    with pytest.raises(UnknownNode):
        evaluate(RUBRIC, {"II.6": Mark(Fraction(1))})


def test_answer_of_the_wrong_type_is_a_broken_promise() -> None:
    with pytest.raises(BrokenAnswer):
        evaluate(RUBRIC, {"II.6.3": Option("a")})


def test_one_leaf_scores_as_it_does_in_the_whole() -> None:
    answers = {
        "II.6.3": Mark(Fraction(1)),
        "II.6.10": Rate(Fraction(1), Fraction(4)),
        "II.7": Mark(Fraction(1)),
    }
    whole = evaluate(RUBRIC, answers)

    for code, answer in answers.items():
        alone = evaluate_leaf(RUBRIC, code, answer, answers=answers)
        inside = whole.find(RUBRIC.leaf(code).code)
        assert (alone.points, alone.state, alone.reasons) == (inside.points, inside.state, inside.reasons)


def test_gate_on_another_node_waits_when_a_leaf_is_scored_alone() -> None:
    gated = parse(TEXT.replace("gate: { node: II.6.3, points", "gate: { node: III, points").replace(
        '{ label: "7.1", title: Một, max: 1, rule', '{ label: "7.1", title: Một, max: 1, gate: { node: II.6.3, points: ">= 1" }, rule'
    ))  # fmt: skip

    alone = evaluate_leaf(gated, "II.7.1", Mark(Fraction(1)))
    beside = evaluate_leaf(gated, "II.7.1", Mark(Fraction(1)), answers={"bao-cao": Mark(Fraction(0))})

    assert alone.state == "pending"
    assert (beside.state, beside.points) == ("scored", 0)


def test_missing_due_date_is_pending_until_the_round_sets_it() -> None:
    answer = Date(date(2023, 10, 16))

    waiting = evaluate_leaf(RUBRIC, "III", answer)
    late = evaluate_leaf(RUBRIC, "III", answer, Context(parameters={"han": date(2023, 10, 15)}))

    assert (waiting.state, waiting.points) == ("pending", None)
    assert (late.state, late.points) == ("scored", 0)
    assert late.reasons[0].vi == "ngày 16/10/2023, hạn 15/10/2023: chậm 1 ngày → dải trên 0 ngày → 0 điểm"


def test_claim_waits_for_acceptance_and_only_where_it_is_allowed() -> None:
    claimed = evaluate_leaf(RUBRIC, "II.6.10", NotApplicable("không có TTHC"))
    accepted = evaluate_leaf(RUBRIC, "II.6.10", NotApplicable("không có TTHC", accepted=True))
    refused = evaluate_leaf(RUBRIC, "III", NotApplicable("x", accepted=True))

    assert [score.state for score in (claimed, accepted, refused)] == [
        "pending",
        "not_applicable",
        "undecided",
    ]
    assert may_claim_not_applicable(RUBRIC, "II.6.10")
    assert not may_claim_not_applicable(RUBRIC, "III")


def test_ruling_may_name_the_answer_itself() -> None:
    answer = Rate(Fraction(0), Fraction(0))
    pattern = '{"den": "0", "num": "0"}'
    ruling = Ruling("II.6.10", Fraction(2), "không phát sinh hồ sơ", pattern=pattern)

    without = evaluate_leaf(RUBRIC, "II.6.10", answer)
    ruled = evaluate_leaf(RUBRIC, "II.6.10", answer, Context(rulings=(ruling,)))
    other = evaluate_leaf(RUBRIC, "II.6.10", Rate(Fraction(1), Fraction(0)), Context(rulings=(ruling,)))

    assert without.state == "undecided"
    assert (ruled.state, ruled.points, ruled.ruled) == ("scored", 2, True)
    assert other.state == "undecided"


def test_exempt_section_is_taken_out_with_all_below_it() -> None:
    score = evaluate(RUBRIC, {"III": Date(date(2023, 1, 1))}, Context(exempt=frozenset({"II"}), parameters={"han": date(2023, 1, 1)}))  # fmt: skip

    assert score.is_complete
    assert score.missing == ()
    assert (score.total, score.max) == (2, 2)
    assert score.find("II").state == "not_applicable"


def test_hash_is_of_the_meaning_and_not_of_the_layout() -> None:
    spaced = TEXT.replace("title: Thử", "title:   Thử   # ghi chú")

    assert rubric_hash(parse(spaced)) == rubric_hash(RUBRIC)
    assert rubric_hash(parse(TEXT.replace("total: 10", "total: 11"))) != rubric_hash(RUBRIC)
    assert len(rubric_hash(RUBRIC)) == 64


def test_words_say_the_rule_its_window_and_what_happens_when_nothing_arose() -> None:
    lines = [line.vi for line in leaf_in_words(RUBRIC, "II.6.10")]

    assert lines == [
        "Tỷ lệ",
        "2 × tỷ lệ",
        "Số liệu từ 01/01/N đến 15/10/N",
        "Không phát sinh: bỏ ra, ngưỡng xếp loại giữ nguyên",
    ]


def test_words_name_the_year_of_the_window_when_it_is_known() -> None:
    lines = [line.vi for line in leaf_in_words(RUBRIC, "II.6.10", Context(year=2023))]

    assert "Số liệu từ 01/01/2023 đến 15/10/2023" in lines


def test_plain_form_of_answers() -> None:
    assert answer_to_data(Percent(Fraction(2069, 2500))) == "82,76 %"
    assert answer_to_data(Ticks(("a", "b"), ("a",))) == {"ticks": ["a", "b"], "flawed": ["a"]}
    assert answer_to_data(Parts((("x", Mark(Fraction(9, 8))),))) == {"x": "1,1250"}


def test_whole_numbers_given_by_code_stay_exact_and_floats_are_refused() -> None:
    from minhchung.rubric.answers import Mark, Percent, Rate

    assert (Rate(190, 200).num / Rate(190, 200).den) == Fraction(19, 20)  # type: ignore[arg-type]
    assert type(Mark(1).value) is Fraction  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="float"):
        Percent(0.95)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", CODES)
def test_a_node_alone_is_scored_as_in_the_whole(code: str) -> None:
    rubric, at_random = load_shipped(code), Random(701)
    answers = {leaf.code: answer_for(leaf, at_random) for leaf in rubric.leaves() if at_random.random() < 0.8}

    whole = evaluate(rubric, answers)

    for node in rubric.walk():
        assert evaluate_node(rubric, node.code, answers) == whole.find(node.code)
