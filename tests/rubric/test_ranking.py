"""Ranks on published totals: shared, parted by the chain, withheld; and rules that look at the whole group."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from minhchung.rubric.answering import answers_from_data
from minhchung.rubric.context import Context
from minhchung.rubric.errors import RubricError, UnknownNode
from minhchung.rubric.parse import parse
from minhchung.rubric.printing import print_rubric
from minhchung.rubric.ranking import Entrant, RankRow, rank, score_group

HEAD = """
rubric: thu
title: Thử
nodes:
  - { label: A, title: Một, max: 4, rule: { kind: graded, step: "0,01" } }
  - { label: B, title: Hai, max: 4, rule: { kind: graded, step: "0,01" } }
  - { label: C, title: Trừ, max: 2, rule: { kind: deductions, items: [ { each: "0,5" } ] } }
"""
Rows = list[tuple[str, int | None, bool]]


def ranking(
    text: str, *, context: Context | None = None, **entries: Mapping[str, object]
) -> tuple[RankRow, ...]:
    rubric = parse(text)
    entrants: dict[str, Entrant] = {}
    for agency, data in entries.items():
        answers, faults = answers_from_data(rubric, data)
        assert not faults
        entrants[agency] = Entrant(answers)
    return rank(rubric, score_group(rubric, entrants, context or Context()))


def shown(rows: tuple[RankRow, ...]) -> Rows:
    return [(row.agency, row.rank, row.tied) for row in rows]


def marks(a: str, b: str, failures: int = 0) -> dict[str, object]:
    return {"A": a, "B": b, "C": failures}


def test_equal_totals_share_a_rank_and_the_next_is_skipped() -> None:
    rows = ranking(HEAD, P=marks("1", "2"), Q=marks("3", "3"), R=marks("2", "4"), S=marks("0", "0"))

    assert shown(rows) == [("Q", 1, True), ("R", 1, True), ("P", 3, False), ("S", 4, False)]
    assert str(rows[0].reasons[0]) == "đồng hạng 1 với R"


def test_ranks_compare_the_rounded_total_that_is_published() -> None:
    rounded = HEAD + "rounding: { places: 1, at: end }\n"

    assert shown(ranking(rounded, P=marks("2,04", "1"), Q=marks("2", "1"))) == [
        ("P", 1, True),
        ("Q", 1, True),
    ]
    assert shown(ranking(HEAD, P=marks("2", "1"), Q=marks("2,04", "1"))) == [("Q", 1, False), ("P", 2, False)]


TIED = {"P": marks("3", "2", 1), "Q": marks("2", "3", 1), "R": marks("2", "2,5", 0)}


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ("[ { node: B } ]", [("Q", 1, False), ("R", 2, False), ("P", 3, False)]),
        ("[ { node: B, order: low } ]", [("P", 1, False), ("R", 2, False), ("Q", 3, False)]),
        ("[ { node: A } ]", [("P", 1, False), ("Q", 2, True), ("R", 2, True)]),
        ("[ fewer_deductions ]", [("R", 1, False), ("P", 2, True), ("Q", 2, True)]),
        ("[ more_full_marks ]", [("R", 1, False), ("P", 2, True), ("Q", 2, True)]),
        ("[ fewer_deductions, { node: A } ]", [("R", 1, False), ("P", 2, False), ("Q", 3, False)]),
        ("[ vote ]", [("P", 1, True), ("Q", 1, True), ("R", 1, True)]),
    ],
)
def test_the_chain_parts_equal_totals_step_by_step(chain: str, expected: Rows) -> None:
    assert shown(ranking(f"{HEAD}tie_break: {chain}\n", **TIED)) == expected


def test_what_broke_a_tie_is_said_and_a_vote_is_asked_for_where_nothing_does() -> None:
    rows = ranking(HEAD + "tie_break: [ { node: A }, vote ]\n", **TIED)

    assert [str(reason) for reason in rows[0].reasons] == ["bằng tổng điểm; xét điểm mục A: 3"]
    assert "hội đồng bỏ phiếu" in str(rows[1].reasons[1])
    assert rows[0].reasons[0].en == "equal totals; by the points of A: 3"


def test_a_tie_is_broken_by_a_figure_of_the_agency() -> None:
    text = (
        'traits: [ { name: hang, title: Hạng đơn vị hành chính, values: ["1", "2", "3"] } ]\n'
        "tie_break: [ { parameter: hang, order: low } ]\n"
    )
    rubric = parse(HEAD + text)
    answers, _ = answers_from_data(rubric, marks("2", "2"))
    entrants = {name: Entrant(answers, {"hang": place}) for name, place in (("P", "3"), ("Q", "1"))}

    rows = rank(rubric, score_group(rubric, entrants))

    assert shown(rows) == [("Q", 1, False), ("P", 2, False)]
    assert str(rows[0].reasons[0]) == "bằng tổng điểm; xét “hang”: 1"
    assert parse(print_rubric(rubric)) == rubric


def test_a_figure_that_breaks_ties_is_declared() -> None:
    with pytest.raises(RubricError, match="hang"):
        parse(HEAD + "tie_break: [ { parameter: hang } ]\n")


def test_fewer_zeros_stand_ahead() -> None:
    text = HEAD + "tie_break: [ fewer_zeros ]\n"

    assert shown(ranking(text, P=marks("4", "0"), Q=marks("2", "2"))) == [("Q", 1, False), ("P", 2, False)]


def test_an_agency_with_an_absent_leaf_has_no_total_and_no_rank_and_keeps_what_it_has() -> None:
    rows = ranking(HEAD, P={"A": "4", "C": 0}, Q=marks("1", "1"))

    assert shown(rows) == [("Q", 1, False), ("P", None, False)]
    assert (rows[1].total, rows[1].missing) == (None, ("B",))
    assert rows[1].score.find("A").points == 4
    assert str(rows[1].reasons[0]) == "chưa xếp hạng, thiếu: B"


def test_a_class_comes_with_its_reason() -> None:
    text = HEAD + 'classes: { bands: [ { name: Tốt, when: ">= 8" }, { name: Khá, when: "< 8" } ] }\n'

    rows = ranking(text, P=marks("4", "4"), Q=marks("1", "1"))

    assert [(row.agency, row.class_name) for row in rows] == [("P", "Tốt"), ("Q", "Khá")]
    assert str(rows[0].reasons[-1]) == "tổng 10 điểm (từ 8 trở lên) → Tốt"


GROUP = """
rubric: nhom
title: Nhóm
nodes:
  - label: R
    title: Thứ hạng
    max: 3
    rule: { kind: rank, measure: rate, rows: [ { when: "<= 1", points: 3 }, { when: "> 1", points: 1 } ] }
  - label: M
    title: So với bình quân
    max: 2
    rule: { kind: relative, measure: count, to: group_mean, rows: [ { when: ">= 100 %", points: 2 }, { when: "< 100 %", points: 0 } ] }
"""


def test_rules_on_the_whole_group_are_scored_once_every_agency_is_in() -> None:
    rows = ranking(
        GROUP, P={"R": "9/10", "M": "10"}, Q={"R": "90/100", "M": "20"}, S={"R": "1/10", "M": "40"}
    )

    points = {row.agency: [row.score.find(code).points for code in ("R", "M")] for row in rows}
    assert points == {
        "P": [Fraction(3), Fraction(0)],
        "Q": [Fraction(3), Fraction(0)],
        "S": [Fraction(1), Fraction(2)],
    }


def test_one_absent_answer_keeps_the_whole_group_waiting_on_that_leaf() -> None:
    rows = ranking(GROUP, P={"R": "9/10", "M": "10"}, Q={"R": "8/10"})

    assert [(row.agency, row.pending, row.missing) for row in rows] == [
        ("P", ("M",), ()),
        ("Q", (), ("M",)),
    ]
    assert rows[0].score.find("R").points == 3


def test_an_agency_that_did_nothing_is_in_without_adding_a_figure() -> None:
    rows = ranking(GROUP, P={"R": "9/10", "M": "10"}, Q={"R": "không có", "M": "không có"})

    assert {row.agency: (row.rank, row.total) for row in rows} == {"P": (1, 5), "Q": (2, 1)}


def test_a_code_in_other_letters_is_named() -> None:
    rubric = parse(HEAD)

    with pytest.raises(UnknownNode, match="Có phải: A"):
        rubric.leaf("a")


def test_a_section_that_is_one_leaf_is_rounded_as_sections_are() -> None:
    rounded = HEAD + "rounding: { places: 1, at: section }\n"

    rows = ranking(rounded, P=marks("1,25", "1"), Q=marks("1,24", "1"))

    assert [row.total for row in rows] == [Fraction("4.3"), Fraction("4.2")]
