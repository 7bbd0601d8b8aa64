from __future__ import annotations

import io
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter

from minhchung.docread.limits import Limits
from minhchung.docread.place import column_letters, column_number
from minhchung.docread.read_table import read_table
from tests.docread.samples import docx_bytes, with_parts, xlsx


def codes(table: object) -> list[str]:
    return [problem.code for problem in table.problems]  # type: ignore[attr-defined]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_csv_is_read_whatever_its_separator_mark_and_line_end(mark: str, bom: str, line_end: str) -> None:
    text = bom + line_end.join([mark.join(["agency", "II.6.3", "1#1"]), mark.join(["Sở Y tế", "2", ""])])

    table = read_table(text.encode(), "diem.csv")

    assert table.ok
    assert table.columns == ("agency", "II.6.3", "1#1")
    assert list(table.records()) == [(2, {"agency": "Sở Y tế", "II.6.3": "2", "1#1": ""})]


def test_a_semicolon_file_with_decimal_commas_keeps_its_numbers_whole() -> None:
    table = read_table("Cơ quan, đơn vị;1.1;1.2\nA;0,5;1\nB;1,25;0,5\n".encode(), "a.csv")

    assert [row.cells for row in table.rows] == [("A", "0,5", "1"), ("B", "1,25", "0,5")]


def test_an_unquoted_decimal_comma_is_a_fault_at_its_row_and_not_a_shifted_table() -> None:
    table = read_table(b"agency,1.1,1.2\nA,1,2\nB,0,5,1\n", "a.csv")

    assert codes(table) == ["table.ragged"]
    assert table.problems[0].place.row == 3
    assert not table.ok


def test_a_file_that_two_separators_split_alike_is_asked_about_not_guessed() -> None:
    table = read_table("Cơ quan, đơn vị;Điểm\nA, B;5\n".encode(), "a.csv")

    assert codes(table) == ["csv.delimiter"]
    assert table.rows == ()


def test_a_declared_separator_settles_it_and_row_numbers_stay_those_of_the_file() -> None:
    table = read_table("sep=;\nCơ quan, đơn vị;Điểm\n\nA, B;5\n".encode(), "a.csv")

    assert [(row.number, row.cells) for row in table.rows] == [(4, ("A, B", "5"))]


def test_a_quoted_cell_may_hold_separators_quotes_and_lines() -> None:
    table = read_table(b'agency,note\nA,"one, ""two""\nthree"\nB,x\n', "a.csv")

    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("A", 'one, "two"\nthree')),
        (4, ("B", "x")),
    ]


def test_a_quotation_mark_left_open_is_named_at_its_line() -> None:
    table = read_table(b'agency,note\nA,x\nB,"open\n', "a.csv")

    assert codes(table) == ["csv.quote"]
    assert table.problems[0].place.row == 3 or table.problems[0].place.line == 3


def test_a_file_in_a_legacy_encoding_is_refused_with_its_line() -> None:
    table = read_table("agency,x\nSở,1\n".encode().replace(b"\xe1\xbb\x9f", b"\xeb"), "a.csv")

    assert codes(table) == ["csv.encoding"]
    assert table.problems[0].place.line == 2
    assert "UTF-8" in table.problems[0].message


def test_letters_of_tcvn3_come_through_untouched_and_decomposed_ones_are_joined() -> None:
    table = read_table("agency,x\nUû ban nh©n d©n,Đa\u0323t\n".encode(), "a.csv")

    assert table.rows[0].cells == ("Uû ban nh©n d©n", "Đạt")


@pytest.mark.parametrize(
    ("header", "code"), [("a,a,b", "table.column_twice"), ("a,,b", "table.column_unnamed")]
)
def test_a_header_that_cannot_name_its_columns_is_a_fault(header: str, code: str) -> None:
    assert codes(read_table(f"{header}\n1,2,3\n".encode(), "a.csv")) == [code]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "file.empty"),
        (b"\n \n", "table.empty"),
        (b"\x00\x01\x02", "table.format"),
        (b"PK\x03\x04rest", "table.format"),
        (Path("/no/such/file.csv"), "file.missing"),
    ],
)
def test_what_is_no_table_is_said_plainly(source: bytes | Path, code: str) -> None:
    assert codes(read_table(source, "x")) == [code]


def test_a_word_document_is_not_taken_for_a_table() -> None:
    assert codes(read_table(docx_bytes("a"), "x.xlsx")) == ["table.format"]


def test_xlsx_cells_read_as_a_person_sees_them() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("Điểm")
        percent = book.add_format({"num_format": "0.00%"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, ["agency", "whole", "sum", "share", "on", "at", "yes", "text"])
        page.write(1, 0, "  Sở\u00a0Y tế ")
        page.write_number(1, 1, 3)
        page.write_formula(1, 2, "=0.1+0.2", None, 0.30000000000000004)
        page.write_number(1, 3, 0.8276, percent)
        page.write_datetime(1, 4, datetime(2024, 1, 5), day)
        page.write_datetime(1, 5, datetime(2024, 1, 5, 14, 30), day)
        page.write_boolean(1, 6, True)
        page.write_string(1, 7, "007")

    table = read_table(target.getvalue(), "a.xlsx")

    assert table.problems == ()
    assert table.sheet == "Điểm"
    assert table.rows[0].cells == (
        "Sở\u00a0Y tế", "3", "0.3", "82.76%", "2024-01-05", "2024-01-05 14:30:00", "TRUE", "007",
    )  # fmt: skip
    assert table.rows[0].numbers == (None, Fraction(3), Fraction(3, 10), None, None, None, None, None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e-7, "0.0000001"),
        (1234567.5, "1234567.5"),
        (-0.0, "0"),
        (1e15, "1000000000000000"),
        (2.675, "2.675"),
    ],
)
def test_numbers_never_show_an_exponent_or_binary_noise(value: float, text: str) -> None:
    table = read_table(xlsx([["x", "y"], [value, "a"]]), "a.xlsx")

    assert table.rows[0].cells[0] == text
    assert table.rows[0].numbers[0] == Fraction(text)


def test_row_numbers_are_those_of_the_sheet_and_blank_rows_are_skipped() -> None:
    table = read_table(xlsx([[], ["agency", "1.1"], [], ["A", 2]]), "a.xlsx")

    assert table.header_row == 2
    assert [(row.number, row.cells) for row in table.rows] == [(4, ("A", "2"))]


def test_an_error_cell_is_named_at_its_place_never_read_as_blank() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("TH")
        page.write_row(0, 0, ["agency", "1.1"])
        page.write(1, 0, "A")
        page.write_formula(1, 1, "=1/0", None, "#DIV/0!")

    table = read_table(target.getvalue(), "diem.xlsx")

    assert codes(table) == ["table.cell_error"]
    assert table.problems[0].message == (
        "diem.xlsx, trang tính TH, ô B2: Ô báo lỗi #DIV/0!. Sửa công thức hoặc gõ giá trị vào ô."
    )
    assert table.problems[0].message_en.startswith("diem.xlsx, sheet TH, cell B2: The cell holds the error")


def test_a_formula_saved_without_its_result_is_a_warning_at_its_place() -> None:
    plain = xlsx([["agency", "1.1"], ["A", 7]])
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="str"><v>agency</v></c><c r="B1" t="str"><v>x</v></c></row>'
        b'<row r="2"><c r="A2" t="str"><v>A</v></c><c r="B2"><f>1+1</f></c></row></sheetData></worksheet>'
    )

    table = read_table(with_parts(plain, {"xl/worksheets/sheet1.xml": sheet}), "a.xlsx")

    assert codes(table) == ["table.formula_unsaved"]
    assert (table.problems[0].place.row, table.problems[0].place.column) == (2, 2)


def test_other_sheets_with_data_are_named_and_one_can_be_asked_for() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name in ("Một", "Hai"):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["sheet", "x"])
            page.write_row(1, 0, [name, 1])

    first = read_table(target.getvalue(), "a.xlsx")
    second = read_table(target.getvalue(), "a.xlsx", sheet="Hai")
    third = read_table(target.getvalue(), "a.xlsx", sheet="Ba")

    assert (first.rows[0].cells[0], codes(first), first.ok) == ("Một", ["table.other_sheets"], True)
    assert (second.rows[0].cells[0], codes(second)) == ("Hai", [])
    assert codes(third) == ["table.sheet_missing"]


def test_two_far_corners_do_not_make_a_table_of_17_thousand_million_cells() -> None:
    plain = xlsx([["agency"]])
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )

    table = read_table(with_parts(plain, {"xl/worksheets/sheet1.xml": sheet}), "a.xlsx")

    assert codes(table) == ["table.too_big"]


def test_limits_are_kept() -> None:
    assert codes(read_table(b"a,b\n1,2\n1,2\n", "a.csv", Limits(most_rows=2))) == ["table.too_big"]
    assert codes(read_table(b"a,b\n1,2\n1,2\n", "a.csv", Limits(most_bytes=3))) == ["file.too_big"]


def test_columns_are_written_as_spreadsheets_do() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_number(column_letters(n)) == n for n in range(1, 2000))


def test_lines_above_the_header_are_passed_over_when_the_header_is_named() -> None:
    data = b"title,\n\nagency,x\nA,1\n"

    table = read_table(data, "a.csv", header_holds="agency")

    assert (table.header_row, table.columns, [row.number for row in table.rows]) == (3, ("agency", "x"), [4])
    assert codes(read_table(data, "a.csv", header_holds="absent")) == ["table.empty"]
