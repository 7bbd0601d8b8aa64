from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from minhchung.docgen.csv import to_csv
from minhchung.docgen.xlsx import Sheet, SheetColumn, to_xlsx
from minhchung.docread.read_table import read_table
from minhchung.docread.safety import check_upload

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x")',
    "http://x",
    "007",
    "1e5",
]


def test_a_workbook_holds_no_formula_and_no_link_whatever_people_typed() -> None:
    data = to_xlsx((Sheet("A", (SheetColumn("=cột"),), tuple((text,) for text in DANGEROUS)),))

    with zipfile.ZipFile(io.BytesIO(data)) as book:
        page = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in page and b"hyperlink" not in page
    assert page.count(b't="s"') == len(DANGEROUS) + 1
    assert check_upload(data, "a.xlsx").problems == ()


def test_values_come_back_as_they_went_in() -> None:
    columns = tuple(
        SheetColumn(title, kind=kind)  # type: ignore[arg-type]
        for title, kind in [
            ("t", "text"),
            ("n", "number"),
            ("f", "number"),
            ("p", "percent"),
            ("d", "date"),
            ("x", "text"),
        ]
    )
    rows = (("Sở Y tế", 12, Fraction(193, 2), Fraction(1, 4), date(2026, 1, 5), None),
            ("B", Decimal("0.1"), Fraction(1, 3), 1, datetime(2026, 1, 5), True))  # fmt: skip

    data = to_xlsx((Sheet("Điểm", columns, rows, lines=("Bộ tiêu chí năm 2026",)),))

    plain = read_table(data, "a.xlsx", header_holds="t")
    assert (plain.sheet, plain.header_row) == ("Điểm", 3)
    assert plain.columns == ("t", "n", "f", "p", "d", "x")
    assert plain.rows[0].cells == ("Sở Y tế", "12", "96.5", "25%", "2026-01-05", "")
    assert plain.rows[0].numbers[2] == Fraction(193, 2)
    assert plain.rows[1].cells == ("B", "0.1", "0.333333333333333", "100%", "2026-01-05", "TRUE")


def test_long_whole_numbers_keep_every_digit() -> None:
    data = to_xlsx((Sheet("A", (SheetColumn("n", kind="number"),), ((12345678901234567890,),)),))

    assert read_table(data, "a.xlsx").rows[0].cells == ("12345678901234567890",)


def test_sheet_names_are_made_fit_and_unique() -> None:
    column = (SheetColumn("a"),)
    data = to_xlsx(
        tuple(Sheet(name, column, (("x",),)) for name in ["Sở [A]/B", "Sở [A]/B", "", "x" * 40, "'q'"])
    )

    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = book.read("xl/workbook.xml").decode()
    for name in ("Sở  A  B", "Sở  A  B (2)", "Sheet", "x" * 31, "q"):
        assert f'name="{name}"' in names


def test_text_too_long_for_a_cell_is_cut_and_shows_it() -> None:
    data = to_xlsx((Sheet("A", (SheetColumn("a"),), (("x" * 40_000,),)),))

    assert read_table(data, "a.xlsx").rows[0].cells[0] == "x" * 32_766 + "…"


def test_a_row_of_the_wrong_width_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="row 1"):
        to_xlsx((Sheet("A", (SheetColumn("a"),), (("x", "y"),)),))
    with pytest.raises(ValueError, match="needs a sheet"):
        to_xlsx(())


def test_the_same_sheets_give_the_same_file() -> None:
    sheets = (Sheet("A", (SheetColumn("a", choices=("Có", "Không")),), (("Có",),), freeze=1, protects=True),)

    assert to_xlsx(sheets) == to_xlsx(sheets)


def test_csv_defuses_formulas_in_text_and_leaves_numbers_alone() -> None:
    data = to_csv([["tên", "số"], *[[text, -1] for text in DANGEROUS[:6]]])

    lines = data.decode("utf-8-sig").split("\r\n")
    assert data.startswith(b"\xef\xbb\xbf")
    assert lines[1:5] == ["'=1+1,-1", "'+1,-1", "'-1,-1", "'@SUM(A1),-1"]
    assert '"\'\r=1",-1' in data.decode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(193, 2), "96.5"), (Fraction(-1, 3), "-0.3333333333"), (Fraction(2, 3), "0.6666666667"),
        (Decimal("0.10"), "0.1"), (0, "0"), (Fraction(1, 2**20), "0.00000095367431640625"), (None, ""),
        (True, "TRUE"), (date(2026, 1, 5), "2026-01-05"), ("a,b", '"a,b"'), ('a"b', '"a""b"'), (" a", '" a"'),
    ],
)  # fmt: skip
def test_csv_values_are_plain(value: object, text: str) -> None:
    assert to_csv([[value]]).decode("utf-8-sig") == text + "\r\n"  # type: ignore[list-item]


def test_csv_comes_back_through_our_own_reader() -> None:
    table = read_table(to_csv([["agency", "ghi chú"], ["A", 'x, "y"\nz']]), "a.csv")

    assert table.rows[0].cells == ("A", 'x, "y"\nz')
