"""Typed results held against their rubric: the tables of S0 and S2 literally, and each finding on a small one."""

import csv
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from minhchung.rubric.errors import UnknownNode
from minhchung.rubric.model import Rubric
from minhchung.rubric.parse import parse
from minhchung.rubric.results import Finding, ResultsRow, _check_ranks, check_results
from minhchung.rubric.shipped import load_shipped

SAMPLES = Path(__file__).parents[2] / "src/minhchung/home/sample_data"
Said = tuple[str, str, str, str, str]


def table(name: str) -> list[ResultsRow]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return [row_of(cells) for cells in csv.DictReader(file)]


def row_of(cells: Mapping[str, str]) -> ResultsRow:
    stated = {
        code: Fraction(text)
        for code, text in cells.items()
        if text and code not in ("agency", "total", "class", "rank")
    }
    total = Fraction(cells["total"]) if cells.get("total") else None
    rank = int(cells["rank"]) if cells.get("rank") else None
    return ResultsRow(cells["agency"], stated, total, cells.get("class", ""), rank)


def said(findings: Sequence[Finding]) -> list[Said]:
    return [(f.code, f.agency, f.node, str(f.stated), str(f.computed)) for f in findings]


def test_the_ca_mau_table_has_seven_wrong_totals_and_five_cells_its_options_do_not_give() -> None:
    findings = check_results(load_shipped("ca-mau-iso-2018"), table("ca-mau-2018.results.csv"))

    assert said(findings) == [
        ("C110", "Sở Thông tin và Truyền thông", "total", "100", "96"),
        ("C201", "Sở Nội vụ BRVT", "1", "4", "None"),
        ("C110", "Sở Nội vụ BRVT", "total", "95", "91"),
        ("C202", "Sở Giao thông Vận tải BRVT", "2", "2", "None"),
        ("C201", "Sở Giao thông Vận tải BRVT", "4", "4", "None"),
        ("C110", "Sở Giao thông Vận tải BRVT", "total", "93", "89"),
        ("C110", "Sở Lao Động Thương binh Xã hội BRVT", "total", "100", "96"),
        ("C110", "Sở Tư pháp BRVT", "total", "75", "96"),
        ("C202", "Sở Công Thương BRVT", "3", "3", "None"),
        ("C201", "Sở Công Thương BRVT", "11", "7", "None"),
        ("C110", "Sở Công Thương BRVT", "total", "85", "71"),
        ("C110", "Sở Tài nguyên Môi trường BRVT", "total", "100", "96"),
        ("C304", "Sở Tư pháp BRVT", "class", "Đạt yêu cầu", "None"),
    ]
    assert findings[1].message.vi == (
        "Mục 1 ghi 4 điểm; không phương án nào cho điểm này (chỉ có thể: 0; 2; 3; 5; 6)."
    )


def test_the_krong_no_table_has_two_wrong_headings_three_that_carry_them_and_a_total_that_is_not_their_sum() -> (
    None
):
    findings = check_results(load_shipped("dak-nong-iso-2022"), table("krong-no-2022.stated.csv"))

    assert [(f.code, f.node, str(f.stated), str(f.computed)) for f in findings] == [
        ("C102", "I", "135/2", "137/2"),
        ("C102", "9", "13", "14"),
        ("C101", "9.2", "3", "4"),
        ("C102", "II", "27", "28"),
        ("C101", "16", "3", "4"),
        ("C110", "total", "193/2", "189/2"),
    ]
    assert findings[-1].message.vi == (
        "Tổng điểm ghi 96,5, các mục lớn cộng được 67,5 + 27 = 94,5; cộng từ các tiêu chí thành phần được 96,5."
    )
    assert findings[2].message.en == (
        "9.2 is stated as 3; what stands under it adds up to 1 + 1 + 1 + 1 = 4."
    )


SMALL = """
rubric: thu
title: Thử
total: 10
traits: [ { name: cap, title: Cấp, values: [tỉnh, xã] } ]
nodes:
  - label: A
    title: Nhóm A
    max: 6
    children:
      - { label: "1", title: Một, max: 4, rule: { kind: graded, step: 1 } }
      - { label: "2", title: Hai, max: 2, rule: { kind: options, options: [ { points: 2 }, { points: 0 } ] } }
  - { label: B, title: Nhóm B, max: 4, rule: { kind: graded, step: 1 } }
  - { label: C, title: Chỉ cấp xã, when: { cap: xã }, rule: { kind: graded, high: 1, step: 1 } }
"""
CLASSED = (
    SMALL
    + """
classes:
  bands: [ { name: Tốt, when: ">= 8" }, { name: Khá, when: "< 8" } ]
"""
)


def check(text: str, *rows: Mapping[str, str], traits: Mapping[str, str] | None = None) -> list[Said]:
    rubric: Rubric = parse(text)
    typed = [row_of({"agency": "X", **row}) for row in rows]
    given = [
        ResultsRow(row.agency, row.stated, row.total, row.class_name, row.rank, traits or {}) for row in typed
    ]
    return said(check_results(rubric, given))


RIGHT = {"A": "5", "A.1": "3", "A.2": "2", "B": "4", "total": "9"}


def test_a_table_that_holds_has_no_findings() -> None:
    assert check(CLASSED, {**RIGHT, "class": "Tốt", "rank": "1"}) == []


def test_a_table_of_leaves_and_a_total_needs_no_headings() -> None:
    assert check(SMALL, {"A.1": "3", "A.2": "2", "B": "4", "total": "9"}) == []
    assert check(SMALL, {"A.1": "3", "A.2": "2", "B": "4", "total": "8"}) == [
        ("C110", "X", "total", "8", "9")
    ]


def test_a_total_that_fits_wrong_headings_is_named_with_what_the_leaves_give() -> None:
    assert check(SMALL, {**RIGHT, "A": "4", "total": "8"}) == [
        ("C101", "X", "A", "4", "5"),
        ("C111", "X", "total", "8", "9"),
    ]


def test_what_cannot_be_checked_is_said() -> None:
    assert check(SMALL, {"A": "5", "A.1": "3", "total": "9"}) == [
        ("C105", "X", "A", "5", "None"),
        ("C105", "X", "total", "9", "None"),
    ]


def test_points_over_the_declared_maximum_are_named() -> None:
    over = SMALL.replace("max: 6", "max: 4")

    assert check(over, RIGHT) == [("C203", "X", "A", "5", "4")]


def test_a_node_of_another_kind_of_agency_is_named() -> None:
    row = {**RIGHT, "C": "1", "total": "10"}

    assert check(SMALL, row, traits={"cap": "xã"}) == []
    assert check(SMALL, row, traits={"cap": "tỉnh"}) == [("C204", "X", "C", "1", "None")]


@pytest.mark.parametrize(
    ("total", "stated", "expected"),
    [
        ("9", "Khá", ("C301", "X", "class", "Khá", "Tốt")),
        ("9", "Xuất sắc", ("C303", "X", "class", "Xuất sắc", "None")),
    ],
)
def test_a_class_that_the_bands_do_not_give_is_named(total: str, stated: str, expected: Said) -> None:
    assert check(CLASSED, {**RIGHT, "total": total, "class": stated}) == [expected]


def test_a_class_that_follows_only_from_a_wrong_total_is_named() -> None:
    assert check(CLASSED, {**RIGHT, "total": "7", "class": "Khá"}) == [
        ("C110", "X", "total", "7", "9"),
        ("C302", "X", "class", "Khá", "Tốt"),
    ]


def test_ranks_follow_the_totals_and_equal_totals_share_one() -> None:
    def ranked(*ranks: str) -> list[Said]:
        rows = [
            {"agency": name, "total": total, "rank": rank}
            for name, total, rank in zip("PQR", ("9", "9", "7"), ranks, strict=True)
        ]
        return check(SMALL, *rows)

    assert ranked("1", "1", "3") == []
    assert ranked("1", "2", "3") == [("C401", "Q", "rank", "2", "1")]
    assert ranked("1", "1", "1") == [
        ("C402", "P", "rank", "1", "None"),
        ("C402", "Q", "rank", "1", "None"),
        ("C401", "R", "rank", "1", "3"),
    ]


def test_a_rank_shared_after_a_tie_break_comes_right_after_those_ahead() -> None:
    voted = SMALL.replace("nodes:", "tie_break: [ vote ]\nnodes:", 1)
    rows = [
        {"agency": name, "total": total, "rank": rank}
        for name, total, rank in zip("PQR", ("9", "7", "7"), ("1", "3", "3"), strict=True)
    ]

    assert check(voted, *rows) == [("C401", "Q", "rank", "3", "2"), ("C401", "R", "rank", "3", "2")]


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownNode):
        check(SMALL, {"Z": "1"})


def test_the_ranks_of_a_large_table_are_held_against_each_other_once() -> None:
    rubric = load_shipped("ca-mau-iso-2018")
    rows = [
        ResultsRow(f"Cơ quan {number}", {}, Fraction(number // 2), "", 1 + 2 * (9_999 - number // 2))
        for number in range(20_000)
    ]

    assert [each.code for each in _check_ranks(rubric, rows)] == []  # row by row, it took ten minutes
