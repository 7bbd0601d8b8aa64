"""`minhchung rubric rank`: tables in, rows out; every fault of a table with its cell."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tests.cli.conftest import Run

TABLE = """agency,A.1,A.2.num,A.2.den,B
Sở P,a,95,100,3
Sở Q,b,95,100,4
Sở R,a,60,100,"1,5"
Sở S,,95,100,4
Sở T,a,85,100,4
"""


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_come_ranked_with_their_nodes_and_incomplete_ones_without_a_rank(
    run: Run, small: Path, tmp_path: Path
) -> None:
    ran = run("rubric", "rank", small, write(tmp_path / "bang.csv", TABLE), "--format", "json")

    assert (ran.code, ran.err) == (0, "")
    assert ran.data == [
        {
            "agency": "Sở Q",
            "total": 9,
            "rank": 1,
            "class": "Tốt",
            "missing": [],
            "nodes": {"A": 5, "A.1": 1, "A.2": 4, "B": 4},
        },
        {
            "agency": "Sở P",
            "total": 9,
            "rank": 2,
            "class": "Tốt",
            "missing": [],
            "nodes": {"A": 6, "A.1": 2, "A.2": 4, "B": 3},
        },
        {
            "agency": "Sở R",
            "total": 5.5,
            "rank": 3,
            "class": "Khá",
            "missing": [],
            "nodes": {"A": 4, "A.1": 2, "A.2": 2, "B": 1.5},
        },
        {
            "agency": "Sở S",
            "total": None,
            "rank": None,
            "class": None,
            "missing": ["A.1"],
            "nodes": {"A": None, "A.1": None, "A.2": 4, "B": 4},
        },
        {
            "agency": "Sở T",
            "total": None,
            "rank": None,
            "class": None,
            "missing": [],
            "nodes": {"A": None, "A.1": 2, "A.2": None, "B": 4},
            "undecided": ["A.2"],
        },
    ]


def test_the_text_says_what_broke_a_tie_and_what_is_wanted(run: Run, small: Path, tmp_path: Path) -> None:
    ran = run("rubric", "rank", small, write(tmp_path / "bang.csv", TABLE))

    assert ran.code == 0
    assert "bằng tổng điểm; xét điểm mục B: 4" in ran.out
    assert "chưa xếp hạng, thiếu: A.1" in ran.out


def test_an_excel_table_reads_as_its_csv(run: Run, small: Path, tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("TH")
        for row, cells in enumerate(
            [["agency", "A.1", "A.2.num", "A.2.den", "B"], ["Sở R", "a", 60, 100, 1.5]]
        ):
            sheet.write_row(row, 0, cells)

    ran = run("rubric", "rank", small, path, "--format", "json")

    assert ran.data[0]["nodes"] == {"A": 4, "A.1": 2, "A.2": 2, "B": 1.5}


def test_require_complete_turns_a_missing_answer_into_exit_1(run: Run, small: Path, tmp_path: Path) -> None:
    whole = write(tmp_path / "du.csv", "agency,A.1,A.2,B\nSở P,a,95/100,3\n")
    partial = write(tmp_path / "thieu.csv", "agency,A.1,B\nSở P,a,3\n")

    assert run("rubric", "rank", small, whole, "--require-complete").code == 0
    assert run("rubric", "rank", small, partial, "--require-complete").code == 1


def test_groups_are_ranked_each_by_itself(run: Run, small: Path, tmp_path: Path) -> None:
    text = "agency,group,A.1,A.2,B\nP,sở,a,95/100,3\nQ,xã,b,60/100,3\nR,sở,b,60/100,3\n"

    ran = run("rubric", "rank", small, write(tmp_path / "nhom.csv", text), "--format", "json")

    assert [(row["group"], row["rank"], row["agency"]) for row in ran.data] == [
        ("sở", 1, "P"),
        ("sở", 2, "R"),
        ("xã", 1, "Q"),
    ]


def test_equal_throughout_stays_shared_and_asks_for_a_vote(run: Run, small: Path, tmp_path: Path) -> None:
    text = "agency,A.1,A.2,B\nP,a,95/100,3\nQ,a,95/100,3\nR,b,95/100,3\n"
    table = write(tmp_path / "bang.csv", text)

    assert [row["rank"] for row in run("rubric", "rank", small, table, "--format", "json").data] == [1, 1, 3]
    assert "hội đồng bỏ phiếu" in run("rubric", "rank", small, table).out


FAULTS = [
    ("agency,A.1,Z\nP,a,1\n", "dòng", "ô C1", "Z"),
    ("agency,A.1,A.1\nP,a,b\n", "", "ô C1", ""),
    ("agency,A.2.num\nP,5\n", "A.2.den", "ô B1", "A.2.num"),
    ("agency,A.2.num,A.2.den\nP,5,\n", "mẫu số", "ô C2 (A.2.den)", ""),
    ("agency,A.2.num,A.2.den\nP,9,5\n", "lớn hơn", "ô B2 (A.2.num)", "9/5"),
    ("agency,A.2.num,A.2.den\nP,9,-5\n", "ngoài khoảng", "ô C2 (A.2.den)", "-5"),
    ("agency,A.1.num,A.1.den\nP,5,6\n", "không nhận tỷ lệ", "ô B1", "A.1.num"),
    ("agency,A.2,A.2.num,A.2.den\nP,5/6,5,6\n", "hai cột", "ô B2 (A.2)", "5/6"),
    ("agency,A\nP,1\n", "mục cha", "ô B1", "A"),
    ("agency,A.1\nP,a\nP,b\n", "dòng 2", "ô A3 (agency)", "P"),
    ("agency,A.1\n,a\n", "cơ quan", "ô A2 (agency)", ""),
    ("agency,A.1\nP,z\n", "phương án", "ô B2 (A.1)", "z"),
    ("agency,B\nP,5\n", "", "ô B2 (B)", "5"),
    ("agency,trait:cap\nP,huyện\n", "giá trị", "ô B2 (trait:cap)", "huyện"),
    ("agency,trait:loai\nP,huyện\n", "đặc điểm", "ô B1", "trait:loai"),
    ("name,A.1\nP,a\n", "agency", "dòng 1", "name, A.1"),
]


@pytest.mark.parametrize(("text", "rule", "place", "value"), FAULTS)
def test_a_fault_has_file_place_value_rule_and_fix(
    run: Run, small: Path, tmp_path: Path, text: str, rule: str, place: str, value: str
) -> None:
    path = write(tmp_path / "bang.csv", text)

    ran = run("rubric", "rank", small, path, "--format", "json")

    assert ran.code == 2
    fault = ran.data[0]
    assert set(fault) == {"file", "place", "value", "rule", "fix"}
    assert (fault["file"], fault["place"]) == (str(path), place)
    assert rule in fault["rule"] or rule == "dòng"
    assert value in fault["value"]
    assert fault["fix"]
    assert str(path) in ran.err


def test_faults_of_header_and_values_are_told_together_by_place(
    run: Run, small: Path, tmp_path: Path
) -> None:
    text = "agency,A.1,Z,A.2.num,trait:loai\nP,z,1,5,x\nP,a,1,5,x\nQ,a\n"
    path = write(tmp_path / "bang.csv", text)

    ran = run("rubric", "rank", small, path, "--trait", "cap=rừng", "--format", "json")

    assert ran.code == 2
    assert [fault["place"] for fault in ran.data] == [
        "--trait",
        "ô C1",
        "ô D1",
        "ô E1",
        "ô B2 (A.1)",
        "ô A3 (agency)",
        "dòng 4",
    ]


def test_a_sheet_is_not_chosen_by_a_guess(run: Run, small: Path, tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, points in (("Ghi chú", None), ("2022", 3), ("2023", 4)):
            sheet = book.add_worksheet(name)
            if points is None:
                sheet.write(0, 0, "Bảng tổng hợp")
                continue
            sheet.write_row(0, 0, ["agency", "A.1", "B"])
            sheet.write_row(1, 0, ["Sở R", "a", points])

    ran = run("rubric", "rank", small, path, "--format", "json")

    assert ran.code == 2
    assert ran.data[0]["place"] == "trang tính 2022" and "2022, 2023" in ran.data[0]["rule"]


def test_merged_cells_and_formulas_without_a_result_are_not_taken_for_absent(
    run: Run, small: Path, tmp_path: Path
) -> None:
    path = tmp_path / "bang.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "BẢNG TỔNG HỢP")
        sheet.write_row(1, 0, ["agency", "A.1", "B"])
        sheet.write_row(2, 0, ["Sở P", "a"])
        sheet.write_formula("C3", "=1+2", None, "")
        sheet.merge_range("B4:B5", "a")
        sheet.write("A4", "Sở Q")
        sheet.write("A5", "Sở R")

    ran = run("rubric", "rank", small, path, "--format", "json")

    assert [fault["place"] for fault in ran.data] == ["trang tính Sheet1, ô C3", "trang tính Sheet1, ô B4"]


def test_all_faults_are_listed_and_nothing_is_computed(run: Run, small: Path, tmp_path: Path) -> None:
    text = "agency,A.1,B\nP,z,1\nQ,a,abc\n,a,1\n"

    ran = run("rubric", "rank", small, write(tmp_path / "bang.csv", text), "--format", "json")

    assert [fault["place"] for fault in ran.data] == ["ô B2 (A.1)", "ô C3 (B)", "ô A4 (agency)"]
    assert "3 lỗi; chưa tính gì." in ran.err


def test_the_ca_mau_leaves_are_addressed_by_their_ordinals(run: Run, tmp_path: Path) -> None:
    text = "agency,trait:tthc_bat_buoc,1#1,1#2,7.2.num,7.2.den\nSở X,có,a,b,945,1000\n"

    row = run(
        "rubric", "rank", "ca-mau-iso-2018", write(tmp_path / "bang.csv", text), "--format", "json"
    ).data[0]

    assert (row["nodes"]["1"], row["nodes"]["1#1"], row["nodes"]["1#2"]) == (5, 3, 2)
    assert row["rank"] is None and row["undecided"] == ["7.2"]
    assert row["unknown_traits"] == {"truc_tuyen_muc_3": ["11.1", "11.2"]}
    assert not {"11.1", "11.2", "6.4.2"} & set(row["missing"]) and "6.4.1" in row["missing"]


def test_a_trait_nobody_says_is_named_with_what_hangs_on_it(run: Run, tmp_path: Path) -> None:
    rubric = write(tmp_path / "nhanh.rubric.yaml", BRANCHED)
    table = write(tmp_path / "bang.csv", "agency,1.1,1.2\nR,1,1\nS,,\n")

    rows = run("rubric", "rank", rubric, table, "--format", "json").data

    assert [(row["missing"], row["rank"], row["unknown_traits"]) for row in rows] == [
        ([], None, {"cap": ["1.1", "1.2"]}),
        ([], None, {"cap": ["1.1", "1.2"]}),
    ]
    assert all("undecided" not in row for row in rows)
    assert (
        "chưa biết đặc điểm cap (Cấp): có chấm hay không là tùy đó: 1.1, 1.2"
        in run("rubric", "rank", rubric, table).out
    )


BRANCHED = """rubric: nhanh
title: Nhánh
traits: [ { name: cap, title: Cấp, values: [tỉnh, xã] } ]
nodes:
  - label: "1"
    title: Theo cấp
    max: 2
    combine: one_of
    children:
      - { label: "1.1", title: Tỉnh, max: 2, when: { cap: tỉnh }, rule: { kind: graded, step: 1 } }
      - { label: "1.2", title: Xã, max: 2, when: { cap: xã }, rule: { kind: graded, step: 1 } }
"""


def test_the_branch_that_is_answered_tells_the_kind_of_agency(run: Run, tmp_path: Path) -> None:
    rubric = write(tmp_path / "nhanh.rubric.yaml", BRANCHED)
    text = "agency,1.1,1.2,trait:cap\nP,2,,\nQ,,1,\nR,1,1,\nS,,,\nT,,1,tỉnh\n"

    rows = run("rubric", "rank", rubric, write(tmp_path / "bang.csv", text), "--format", "json").data

    assert {row["agency"]: row["rank"] for row in rows} == {"P": 1, "Q": 2, "R": None, "S": None, "T": None}
    assert {row["agency"]: row["missing"] for row in rows}["T"] == ["1.1"]


STATED = """rubric: hai-cach
title: Hai cách
nodes:
  - label: "1"
    title: Tỷ lệ hoặc trạng thái
    max: 2
    rule:
      kind: bands
      measure: rate
      rows: [ { when: ">= 50 %", points: 2 }, { when: "< 50 %", points: 1 }, { points: 0, text: Không làm } ]
"""


def test_a_leaf_that_takes_a_rate_or_a_state_may_have_all_three_columns(run: Run, tmp_path: Path) -> None:
    rubric = write(tmp_path / "hai-cach.rubric.yaml", STATED)
    text = "agency,1,1.num,1.den\nP,,3,4\nQ,Không làm,,\n"

    rows = run("rubric", "rank", rubric, write(tmp_path / "bang.csv", text), "--format", "json").data

    assert [(row["agency"], row["total"]) for row in rows] == [("P", 2), ("Q", 0)]


def test_one_agency_spelt_two_ways_is_one_agency(run: Run, small: Path, tmp_path: Path) -> None:
    text = "agency,A.1\nSở Tư pháp,a\nsở  tư pháp,b\nSở Tư phap,b\n"

    ran = run("rubric", "rank", small, write(tmp_path / "bang.csv", text), "--format", "json")

    assert [(fault["place"], fault["value"]) for fault in ran.data] == [("ô A3 (agency)", "sở  tư pháp")]


def test_a_table_without_rows_is_a_fault(run: Run, small: Path, tmp_path: Path) -> None:
    ran = run("rubric", "rank", small, write(tmp_path / "bang.csv", "agency,A.1\n"), "--format", "json")

    assert (ran.code, [fault["rule"] for fault in ran.data]) == (2, ["Bảng không có dòng nào."])


def test_a_fault_shows_the_cell_as_it_was_typed(run: Run, small: Path, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "bang.xlsx")
    sheet = book.add_worksheet("Bang")
    sheet.write_row(0, 0, ["agency", "A.2"])
    sheet.write_row(1, 0, ["Sở A", 0.5])
    sheet.write_row(2, 0, ["Sở B", "120 %"])
    book.close()

    ran = run("rubric", "rank", small, tmp_path / "bang.xlsx", "--format", "json")

    assert [fault["value"] for fault in ran.data] == ["0.5", "120 %"]


def test_a_numerator_that_reads_two_ways_is_asked_about(run: Run, small: Path, tmp_path: Path) -> None:
    text = "agency,A.2.num,A.2.den\nSở A,1.234,2000\n"

    ran = run("rubric", "rank", small, write(tmp_path / "bang.csv", text), "--format", "json")

    assert ran.code == 2 and "1.234" in ran.data[0]["rule"]


def test_rows_above_the_one_that_names_the_columns_are_passed_over(
    run: Run, small: Path, tmp_path: Path
) -> None:
    text = "TỔNG HỢP NĂM 2023,,\n,,\nagency,A.1,B\nSở A,a,4\n"

    ran = run("rubric", "rank", small, write(tmp_path / "bang.csv", text), "--format", "json")

    assert (ran.code, ran.data[0]["nodes"]["A.1"]) == (0, 2)


WORKING_DAYS = """rubric: ngay-lam-viec
title: Ngày làm việc
nodes:
  - label: "1"
    title: Báo cáo
    max: 2
    rule:
      kind: bands
      measure: { kind: working_days, due: 13/01/N }
      rows: [ { when: "<= 0", points: 2 }, { when: "> 0, <= 1", points: 1 }, { when: "> 1", points: 0 } ]
"""


def test_working_days_are_counted_once_the_year_is_said(run: Run, tmp_path: Path) -> None:
    rubric = write(tmp_path / "ngay.rubric.yaml", WORKING_DAYS)
    table = write(tmp_path / "bang.csv", "agency,1\nSở A,16/01/2023\n")
    asked = ("rubric", "rank", rubric, table, "--format", "json")

    assert run(*asked, "--year", "2023").data[0]["total"] == 1
    assert run(*asked).data[0]["pending"] == ["1"]
