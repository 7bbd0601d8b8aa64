"""`minhchung rubric check` on the two seeds' tables, and on tables with faults."""

from __future__ import annotations

import csv
from pathlib import Path

import xlsxwriter

from tests.cli.conftest import SAMPLES, Run


def test_the_krong_no_table_gives_its_six_findings_as_json(run: Run) -> None:
    ran = run(
        "rubric", "check", "dak-nong-iso-2022", SAMPLES / "krong-no-2022.stated.csv", "--format", "json"
    )

    assert ran.code == 1
    assert all(
        set(found) == {"code", "agency", "node", "stated", "computed", "message"} for found in ran.data
    )
    assert [(f["code"], f["node"], f["stated"], f["computed"]) for f in ran.data] == [
        ("C102", "I", 67.5, 68.5),
        ("C102", "9", 13, 14),
        ("C101", "9.2", 3, 4),
        ("C102", "II", 27, 28),
        ("C101", "16", 3, 4),
        ("C110", "total", 96.5, 94.5),
    ]


def test_the_ca_mau_table_names_all_seven_totals_and_five_cells(run: Run) -> None:
    ran = run("rubric", "check", "ca-mau-iso-2018", SAMPLES / "ca-mau-2018.results.csv", "--format", "json")

    found = ran.data
    assert [(f["stated"], f["computed"]) for f in found if f["node"] == "total"] == [
        (100, 96),
        (95, 91),
        (93, 89),
        (100, 96),
        (75, 96),
        (85, 71),
        (100, 96),
    ]
    assert [(f["agency"], f["node"], f["stated"]) for f in found if f["code"] == "C201"] == [
        ("Sở Nội vụ BRVT", "1", 4),
        ("Sở Giao thông Vận tải BRVT", "4", 4),
        ("Sở Công Thương BRVT", "11", 7),
    ]
    assert [(f["agency"], f["node"], f["stated"]) for f in found if f["code"] == "C202"] == [
        ("Sở Giao thông Vận tải BRVT", "2", 2),
        ("Sở Công Thương BRVT", "3", 3),
    ]


def test_the_text_names_agency_code_and_reason_in_both_languages(run: Run) -> None:
    words = ("rubric", "check", "dak-nong-iso-2022", SAMPLES / "krong-no-2022.stated.csv")

    assert "C101  9.2: ghi 3, tính được 4" in run(*words).out
    assert "C101  9.2: stated 3, computed 4" in run(*words, "--lang", "en").out


def test_a_table_that_holds_gives_exit_0_and_an_empty_list(run: Run, small: Path, tmp_path: Path) -> None:
    path = tmp_path / "ket-qua.csv"
    path.write_text("agency;A;A.1;A.2;B;total;class\nP;6;2;4;3,5;9.5;Tốt\n", encoding="utf-8")

    ran = run("rubric", "check", small, path, "--format", "json")

    assert (ran.code, ran.data) == (0, [])


def test_faults_of_a_results_table_are_all_listed(run: Run, small: Path, tmp_path: Path) -> None:
    path = tmp_path / "ket-qua.csv"
    path.write_text("agency,A,B,rank\nP,hai,1,1\nP,2,x,0\n", encoding="utf-8")

    ran = run("rubric", "check", small, path, "--format", "json")

    assert ran.code == 2
    assert sorted((fault["place"], fault["value"]) for fault in ran.data) == [
        ("ô A3 (agency)", "P"),
        ("ô B2 (A)", "hai"),
        ("ô C3 (B)", "x"),
        ("ô D3 (rank)", "0"),
    ]


def test_two_columns_for_one_node_and_unknown_columns_are_refused(
    run: Run, small: Path, tmp_path: Path
) -> None:
    path = tmp_path / "ket-qua.csv"
    path.write_text("agency,A,Z9\nP,1,2\n", encoding="utf-8")

    ran = run("rubric", "check", small, path, "--format", "json")

    assert (ran.code, [fault["place"] for fault in ran.data]) == (2, ["ô C1"])


def test_a_figure_that_reads_two_ways_is_asked_about_unless_the_max_settles_it(
    run: Run, small: Path, tmp_path: Path
) -> None:
    settled = tmp_path / "mot.csv"
    settled.write_text("agency,B\nP,1.500\n", encoding="utf-8")
    open_ = tmp_path / "hai.csv"
    open_.write_text("agency,total\nP,1.500\n", encoding="utf-8")

    assert run("rubric", "check", small, settled, "--format", "json").data == []
    assert run("rubric", "check", small, open_, "--format", "json").code == 0


def test_a_missing_file_is_a_fault(run: Run, small: Path, tmp_path: Path) -> None:
    ran = run("rubric", "check", small, tmp_path / "khong-co.csv")

    assert ran.code == 2
    assert "khong-co.csv" in ran.err


def test_an_excel_table_with_numbers_for_codes_gives_the_same_findings(run: Run, tmp_path: Path) -> None:
    source = SAMPLES / "ca-mau-2018.results.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    path = tmp_path / "ket-qua.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_numbers": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)

    def found(table: Path) -> object:
        return run("rubric", "check", "ca-mau-iso-2018", table, "--format", "json").data

    assert found(path) == found(source)
