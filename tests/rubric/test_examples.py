"""Worked examples: they run whenever the rubric is read for faults, and say what changed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from minhchung.rubric import RubricError, check_examples, parse, print_rubric, rubric_hash
from minhchung.rubric.lint import lint
from minhchung.rubric.shipped import CODES, load_shipped

HEAD = """rubric: thu
title: Thử
rounding: { places: 2, mode: half_up, at: leaf }
parameters: [ { name: han, title: Hạn } ]
traits: [ { name: cap, title: Cấp, values: [xã, tỉnh] } ]
nodes:
  - label: I
    title: Chung
    max: 6
    examples: [%s]
    children:
      - label: "1"
        title: Hạn
        max: 2
        rule:
          kind: bands
          measure: { kind: days, due: han }
          rows: [ { when: "<= 0", points: 2 }, { when: "> 0, < 15", points: 1 }, { when: "> 15", points: 0 } ]
        examples: [%s]
      - label: "2"
        title: Tỷ lệ
        max: 2
        when: { cap: xã }
        rule: { kind: linear, measure: rate }
        examples: [%s]
      - label: "3"
        title: So với nhóm
        max: 2
        not_applicable: not_scored
        rule: { kind: relative, measure: rate, to: group_best }
        examples: [%s]
"""


def failing(*, parent: str = "", days: str = "", rate: str = "", group: str = "") -> list[tuple[str, str]]:
    """Code of the node, and what it gives now ("" where the example cannot be run)."""
    rubric = parse(HEAD % (parent, days, rate, group))

    assert parse(print_rubric(rubric)) == rubric
    return [(one.node.code, one.found.vi if one.found else "") for one in check_examples(rubric)]


@pytest.mark.parametrize(
    "held",
    [
        {
            "days": "{ on: 01/02/2025, parameters: { han: 20/01/2025 }, year: 2025, answer: 25/01/2025, points: 1 }"
        },
        {"days": "{ on: 01/02/2025, answer: { days_late: 15 }, state: undecided }"},
        {"days": "{ on: 01/02/2025, state: absent }"},
        {"rate": "{ on: 01/02/2025, traits: { cap: xã }, answer: 1/3, points: 0,67 }"},
        {"rate": "{ on: 01/02/2025, traits: { cap: tỉnh }, state: excluded }"},
        {"group": "{ on: 01/02/2025, group: [50 %, 80 %], answer: 1/2, points: 1,25 }"},
        {"group": "{ on: 01/02/2025, answer: 1/2, state: pending }"},
        {
            "parent": "{ on: 01/02/2025, traits: { cap: xã }, points: 2,67, "
            "answers: { I.1: { days_late: 0 }, I.2: 1/3, I.3: { not_applicable: không, accepted: có } } }"
        },
    ],
)
def test_an_example_that_holds_is_silent(held: dict[str, str]) -> None:
    assert failing(**held) == []


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ({"days": "{ on: 01/02/2025, answer: { days_late: 9 }, points: 2 }"}, [("I.1", "1 điểm")]),
        (
            {"days": "{ on: 01/02/2025, answer: { days_late: 15 }, points: 0 }"},
            [("I.1", "chờ quyết định cách chấm")],
        ),
        (
            {"days": "{ on: 01/02/2025, answer: { days_late: 9 }, points: 1, state: absent }"},
            [("I.1", "1 điểm")],
        ),
        ({"days": "{ on: 01/02/2025, answer: abc, points: 0 }"}, [("I.1", "")]),
        ({"days": "{ on: 01/02/2025, answers: { IX.9: a }, points: 0 }"}, [("I.1", "")]),
        (
            {"days": "{ on: 01/02/2025, parameters: { khac: 1 }, answer: { days_late: 0 }, points: 2 }"},
            [("I.1", "")],
        ),
        (
            {"days": "{ on: 01/02/2025, parameters: { han: mai }, answer: { days_late: 0 }, points: 2 }"},
            [("I.1", "")],
        ),
        ({"rate": "{ on: 01/02/2025, traits: { vung: núi }, answer: 1/2, points: 1 }"}, [("I.2", "")]),
        ({"parent": "{ on: 01/02/2025, answer: 2, points: 2 }"}, [("I", "")]),
    ],
)
def test_an_example_that_fails_says_what_it_gives_now(
    broken: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert failing(**broken) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{ answer: { days_late: 9 }, points: 2 }", "R101"),
        ("{ on: 32/01/2025, points: 2 }", "R114"),
        ("{ on: 01/02/2025, answer: { days_late: 9 } }", "R125"),
        ("{ on: 01/02/2025, state: lost }", "R106"),
        ("{ on: 01/02/2025, points: 2, marks: 3 }", "R102"),
        ("Ví dụ bằng lời", "R107"),
        ("{ on: 01/02/2025, points: 2, group: { a: 1 } }", "R103"),
    ],
)
def test_an_example_that_cannot_be_read_is_refused(text: str, code: str) -> None:
    with pytest.raises(RubricError) as error:
        parse(HEAD % ("", text, "", ""))

    assert [finding.code for finding in error.value.diagnostics] == [code]


def test_lint_names_the_example_with_its_reasons() -> None:
    example = "{ on: 01/02/2025, source: họp giao ban, answer: { days_late: 9 }, points: 2 }"
    (finding,) = [one for one in lint(parse(HEAD % ("", example, "", ""))) if one.code == "L701"]

    assert (finding.severity, finding.node) == ("error", "I.1")
    assert finding.message.vi.startswith(
        "Mục I.1: ví dụ ngày 01/02/2025 (họp giao ban) ghi 2 điểm, nay 1 điểm:"
    )
    assert finding.sample == "{days_late: 9} → 2 điểm"
    assert finding.span is not None and finding.span.line == 19


def test_examples_are_part_of_what_is_issued() -> None:
    without, with_one = (
        parse(HEAD % ("", text, "", "")) for text in ("", "{ on: 01/02/2025, state: absent }")
    )

    assert rubric_hash(without) != rubric_hash(with_one)


@pytest.mark.parametrize("code", CODES)
def test_the_examples_of_shipped_rubrics_hold(code: str) -> None:
    assert check_examples(load_shipped(code)) == ()


def test_a_changed_band_is_caught_by_a_shipped_example() -> None:
    text = print_rubric(load_shipped("quang-dien-cchc-2023")).replace(
        '">= 95 %, < 100 %"', '"> 95 %, < 100 %"'
    )

    (finding,) = check_examples(parse(text))

    assert (finding.node.code, finding.example.points) == ("II.2.4", Fraction(3))
