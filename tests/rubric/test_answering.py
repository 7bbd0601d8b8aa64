"""Answers from files and from a browser's form."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from minhchung.rubric import (
    ABSENT,
    NONE_DONE,
    Answer,
    Context,
    Count,
    Date,
    Days,
    Fault,
    Mark,
    NotApplicable,
    Option,
    Parts,
    Percent,
    Rate,
    Ticks,
    answer_from_data,
    answer_from_form,
    answers_from_text,
    form_from_answer,
    inputs_of,
    parse,
)

RUBRIC = parse("""
rubric: thu
title: Thử
traits: [ { name: cap, title: Cấp } ]
nodes:
  - { label: "1", title: Tỷ lệ, max: 2, rule: { kind: linear, measure: rate } }
  - { label: "2", title: Hạn, max: 2, rule: { kind: bands, measure: { kind: days, due: 15/10/N }, rows: [ { when: "<= 0", points: 2 }, { when: "> 0", points: 0 } ] } }
  - { label: "3", title: Số đếm, max: 2, rule: { kind: bands, measure: count, rows: [ { when: ">= 0", points: 2 } ] } }
  - { label: "4", title: Danh sách, max: 2, rule: { kind: checklist, items: [ { points: 1, deduct: "0,5" }, { points: 1 } ] } }
  - { label: "5", title: Phần, max: 4, rule: { kind: sum_of, parts: [ { name: x, rule: graded }, { name: y, rule: { kind: linear, measure: rate } } ] } }
  - { label: "6", title: Chấm, max: 2000, rule: graded }
  - { label: "7", title: Theo cấp, max: 2, rule: { kind: by_agency, cases: [ { when: { cap: xã }, rule: graded }, { when: { not cap: xã }, rule: { kind: linear, measure: rate } } ] } }
  - { label: "8", title: Hỏi, max: 2, gate: { question: Có không? }, rule: { kind: options, options: [ { points: 2, text: Tốt }, { points: 1, text: Khá } ] } }
""")


def form(code: str, **fields: str | list[str]) -> Answer | list[Fault]:
    return answer_from_form(RUBRIC, code, {name.replace("__", "."): value for name, value in fields.items()})


def codes(found: Answer | list[Fault]) -> list[str]:
    assert isinstance(found, list), found
    return [one.code for one in found]


def rate(num: int, den: int) -> Rate:
    return Rate(Fraction(num), Fraction(den))


def test_form_reads_vietnamese_numbers() -> None:
    assert form("1", num="1 264", den="20 290") == rate(1264, 20290)
    assert form("1", num=" 264 ", den="319") == rate(264, 319)
    assert form("3", count="20.290") == Count(20290)
    assert form("6", mark="0,5") == Mark(Fraction(1, 2))


def test_number_that_reads_two_ways_is_asked_about() -> None:
    assert codes(form("6", mark="1.500")) == ["A102"]
    assert codes(form("1", num="1.234", den="2000")) == ["A102"]
    assert codes(form("1", num="1", den="20.290")) == ["A102"]
    assert form("6", mark="1.5") == Mark(Fraction(3, 2))


def test_empty_form_is_absent_and_a_half_filled_one_says_what_lacks() -> None:
    assert form("1", num="", den="") == ABSENT
    assert form("1") == ABSENT
    lacking = form("1", num="264", den="")
    assert codes(lacking) == ["A180"]
    assert isinstance(lacking, list)
    assert "Mẫu số" in lacking[0].rule.vi


def test_dates_or_days_but_not_both() -> None:
    assert form("2", on="2023-10-16", days="") == Date(date(2023, 10, 16))
    assert form("2", on="16/10/2023") == Date(date(2023, 10, 16))
    assert form("2", days="3") == Days(3)
    assert codes(form("2", on="16/10/2023", days="3")) == ["A122"]


def test_nothing_ticked_differs_from_an_untouched_form() -> None:
    assert form("4") == ABSENT
    assert form("4", ticks_sent="1") == Ticks(())
    assert form("4", ticks=["b", "a"], flawed="a") == Ticks(("a", "b"), ("a",))


def test_none_done_and_not_applicable_come_from_any_form() -> None:
    assert form("1", none="1", num="5") == NONE_DONE
    assert form("1", na="1", na_reason="Không có hồ sơ") == NotApplicable("Không có hồ sơ")
    assert codes(form("1", na="1", na_reason=" ")) == ["A160"]


def test_parts_carry_their_names() -> None:
    assert [one.name for one in inputs_of(RUBRIC, "5")] == ["x.mark", "y.num", "y.den"]
    both = form("5", x__mark="1", y__num="1", y__den="2")
    assert both == Parts((("x", Mark(Fraction(1))), ("y", rate(1, 2))))
    assert form("5", x__mark="1") == Parts((("x", Mark(Fraction(1))), ("y", ABSENT)))


def test_inputs_follow_the_agencys_branch() -> None:
    commune, province = Context(traits={"cap": "xã"}), Context(traits={"cap": "tỉnh"})

    assert [one.name for one in inputs_of(RUBRIC, "7", commune)] == ["mark"]
    assert [one.name for one in inputs_of(RUBRIC, "7", province)] == ["num", "den"]
    assert inputs_of(RUBRIC, "7") == []
    assert codes(answer_from_data(RUBRIC, "7", "1")) == ["A150"]


def test_gate_question_comes_first_and_no_ends_it() -> None:
    asked = inputs_of(RUBRIC, "8")

    assert [(one.name, one.kind) for one in asked] == [("gate", "choice"), ("value.option", "choice")]
    assert form("8", gate="no") == Parts((("gate", Option("no")),))
    assert form("8", gate="yes", value__option="a") == Parts(
        (("gate", Option("yes")), ("value", Option("a")))
    )
    assert form("8", gate="yes") == Parts((("gate", Option("yes")),))
    assert codes(form("8", value__option="a")) == ["A180"]


def test_choices_are_offered_with_their_points_and_none_is_chosen_before() -> None:
    options = inputs_of(RUBRIC, "8")[1].options

    assert [(one.id, one.text, one.points) for one in options] == [("a", "Tốt", 2), ("b", "Khá", 1)]


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("1", rate(264, 319)),
        ("1", Percent(Fraction(2069, 2500))),
        ("2", Days(-3)),
        ("4", Ticks((), ())),
        ("6", Mark(Fraction(1999))),
        ("8", Parts((("gate", Option("yes")), ("value", Option("b"))))),
    ],
)
def test_form_shows_an_answer_and_reads_it_back(code: str, answer: Answer) -> None:
    assert answer_from_form(RUBRIC, code, form_from_answer(answer)) == answer


@pytest.mark.parametrize(
    ("code", "data", "expected"),
    [
        ("1", {"num": 264, "den": 319}, rate(264, 319)),
        ("1", "264 / 319", rate(264, 319)),
        ("1", "82,76 %", Percent(Fraction(2069, 2500))),
        ("1", {"num": 0.5, "den": 1}, Rate(Fraction(1, 2), Fraction(1))),
        ("3", 7, Count(7)),
        ("4", [], Ticks(())),
        ("6", 0.1, Mark(Fraction(1, 10))),
        ("6", "Không có", NONE_DONE),
        ("6", None, ABSENT),
        ("6", "  ", ABSENT),
        ("6", {"not_applicable": "x", "accepted": True}, NotApplicable("x", True)),
    ],
)
def test_json_and_yaml_values_mean_the_same(code: str, data: object, expected: Answer) -> None:
    assert answer_from_data(RUBRIC, code, data) == expected


@pytest.mark.parametrize("data", [True, float("nan"), {"a": 1}, [1], "1/0x", "5"])
def test_what_is_no_rate_is_a_fault(data: object) -> None:
    assert codes(answer_from_data(RUBRIC, "1", data)) == ["A110"]


def test_answers_file_gives_answers_and_faults_with_their_lines() -> None:
    text = '"1": 264/319\n"9": 1\n"3": nhiều\n"6": 1.500\n'

    answers, faults = answers_from_text(RUBRIC, text, "tra-loi.yaml")

    assert answers == {"1": rate(264, 319)}
    assert [(one.code, one.place) for one in faults] == [
        ("A001", "tra-loi.yaml:2 · 9"),
        ("A101", "tra-loi.yaml:3 · 3"),
        ("A102", "tra-loi.yaml:4 · 6"),
    ]


def test_json_is_read_like_yaml_and_a_list_is_refused() -> None:
    answers, faults = answers_from_text(RUBRIC, '{"1": {"num": 1, "den": 2}, "3": 4}', "tra-loi.json")

    assert faults == []
    assert answers == {"1": rate(1, 2), "3": Count(4)}
    assert [one.code for one in answers_from_text(RUBRIC, "- 1", "x.yaml")[1]] == ["A003"]
