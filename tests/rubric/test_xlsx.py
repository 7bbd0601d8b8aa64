"""A rubric as a workbook and back: nothing lost, and every fault at its sheet, row and column."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from minhchung.docread.safety import check_upload
from minhchung.rubric import Rubric, RubricError, parse
from minhchung.rubric.shipped import CODES, load_shipped
from minhchung.rubric.xlsx import from_workbook, is_rubric_workbook, place_in_words, to_workbook
from minhchung.rubric.xlsx.cells import cell_of_text, column_letters, text_at
from minhchung.rubric.xlsx.words import COLUMNS, HEAD, KIND_WORDS, NODES, OPTIONS
from tests.rubric.generated import rubrics
from tests.spec.cases import Case, all_cases, rubric_of

GOOD = {case.file.stem: case for case in all_cases() if case.file.parent.name == "good"}
Book = dict[str, list[list[object]]]
Edit = Callable[[Book], None]


def edited(data: bytes, edit: Edit) -> bytes:
    """The workbook after somebody's work in a spreadsheet program, saved by that program."""
    opened = load_workbook(io.BytesIO(data))
    sheets: Book = {
        name: opened.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in opened.sheet_names
    }
    edit(sheets)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if value == "=1/0":
                        page.write_formula(r, c, value, None, "#DIV/0!")
                    elif isinstance(value, str):
                        page.write_string(r, c, value)
                    elif value is not None:
                        page.write(r, c, value)
    return target.getvalue()


def put(book: Book, sheet: str, key: str, row: int, value: object) -> None:
    cells = book[sheet][row - 1]
    at = column(sheet, key) - 1
    cells.extend([""] * (at + 1 - len(cells)))
    cells[at] = value


def column(sheet: str, key: str) -> int:
    return next(index for index, each in enumerate(COLUMNS[sheet], start=1) if each.key == key)


@pytest.fixture(scope="module")
def s1() -> bytes:
    return to_workbook(load_shipped("quang-dien-cchc-2023"))


@pytest.mark.parametrize("code", CODES)
def test_a_shipped_rubric_comes_back_as_it_went(code: str) -> None:
    rubric = load_shipped(code)
    data = to_workbook(rubric)

    assert from_workbook(data) == rubric
    assert data == to_workbook(rubric)
    assert is_rubric_workbook(data)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rubrics())
def test_any_rubric_comes_back_as_it_went(rubric: Rubric) -> None:
    assert from_workbook(to_workbook(rubric)) == rubric


@pytest.mark.parametrize("case", GOOD.values(), ids=GOOD)
def test_every_form_of_the_golden_cases_comes_back(case: Case) -> None:
    rubric = rubric_of(case)

    assert from_workbook(to_workbook(rubric)) == rubric


@pytest.mark.parametrize(
    "title",
    [
        "=1+1",
        "'=1",
        "@SUM(A1)",
        "-1",
        '"trong nháy"',
        "[[dài 1]]",
        "[x",
        "{a: b}",
        "_x0041_",
        "a\u00a0\u00a0b",
        "\u200bẩn",
        "dòng 1\n  dòng 2",
        "a\tb",
        "điều\x0bkhiển",
        "0,5",
        "1.125",
        "TRUE",
        "https://vi.du/",
        "x" * 40_000,
        ("chữ  " * 9_000).strip(),
        "😀 biểu tượng",
        "null",
        "~",
        "#",
        "a: b # c",
    ],
)
def test_no_text_is_changed_by_a_cell(title: str) -> None:
    text = "rubric: a\ntitle: A\nnodes:\n  - { label: '1', title: x, max: 1, evidence: [y], notes: [z], rule: graded }\n"
    rubric = parse(text)
    node = replace(rubric.nodes[0], title=title, evidence=(title, "b"), notes=(title,), text=title)
    changed = replace(rubric, title=title, nodes=(node,), legal_basis=(title,))

    assert from_workbook(to_workbook(changed)) == changed


@given(st.text())
def test_a_text_in_a_cell_reads_as_itself(text: str) -> None:
    from minhchung.rubric.errors import Span
    from minhchung.viet.folding import nfc

    text = nfc(text).encode("utf-8", "ignore").decode()

    assert text_at(cell_of_text(text), Span("x", 1, 1)).text == text


def test_a_workbook_has_no_formula_and_may_be_uploaded(s1: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(s1)) as container:
        sheets = [container.read(name) for name in container.namelist() if "worksheets/sheet" in name]

    assert len(sheets) == 5
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    assert check_upload(s1, "bo-tieu-chi.xlsx", allowed=frozenset({"xlsx"})).ok


def test_work_in_a_spreadsheet_program_is_read_back(s1: bytes) -> None:
    def edit(book: Book) -> None:
        nodes, options = book[NODES], book[OPTIONS]
        row = 1 + next(i for i, cells in enumerate(nodes) if cells[1] == "II.2.4")
        put(book, NODES, "max", row, 4.5)
        put(book, NODES, "label", row, "2.9")
        put(book, NODES, "evidence", row, "Báo cáo\nẢnh chụp")
        first = 1 + next(i for i, cells in enumerate(options) if cells[0] == "II.2.4")
        put(book, OPTIONS, "points", first, 4.5)
        options.insert(first, [""] * 10)
        for key, value in (
            ("node", "II.2.4"),
            ("part", "Mức"),
            ("when", ">= 99 %, < 100 %"),
            ("points", "3,5"),
        ):
            put(book, OPTIONS, key, first + 1, value)

    node = from_workbook(edited(s1, edit)).node("II.2.4")

    assert (node.code, node.id, str(node.max)) == ("II.2.9", "II.2.4", "9/2")
    assert node.evidence == ("Báo cáo", "Ảnh chụp")
    assert [str(row.points) for row in node.rule.rows][:2] == ["9/2", "7/2"]  # type: ignore[union-attr]


def test_a_day_that_the_program_keeps_as_a_date_is_read_as_the_day(s1: bytes) -> None:
    def edit(book: Book) -> None:
        row = 1 + next(i for i, cells in enumerate(book[HEAD]) if cells[0] == "issued_on")
        put(book, HEAD, "value", row, "2024-01-15")

    assert from_workbook(edited(s1, edit)).issued_on == date(2024, 1, 15)


def test_words_that_look_like_such_a_day_stay_words(s1: bytes) -> None:
    rubric = from_workbook(s1)

    assert from_workbook(to_workbook(replace(rubric, title="2024-01-15"))).title == "2024-01-15"


def faults(data: bytes) -> list[tuple[str, str, str | None]]:
    """Code, place, value."""
    with pytest.raises(RubricError) as error:
        from_workbook(data)
    for each in error.value.diagnostics:
        assert each.message.vi and each.message.en and each.hint.vi and each.hint.en
    return [(each.code, place_in_words(each.span).vi, each.sample) for each in error.value.diagnostics]


def at(sheet: str, key: str, row: int, value: object) -> Edit:
    def edit(book: Book) -> None:
        put(book, sheet, key, row, value)

    return edit


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (at(NODES, "depth", 4, 5), ("R405", "trang “Tiêu chí”, hàng 4, cột A", "5")),
        (at(NODES, "depth", 2, "hai"), ("R405", "trang “Tiêu chí”, hàng 2, cột A", "hai")),
        (at(NODES, "id", 5, "I.1.1"), ("R406", "trang “Tiêu chí”, hàng 5, cột B", "I.1.1")),
        (at(NODES, "label", 5, 1.2), ("R409", "trang “Tiêu chí”, hàng 5, cột C", "1.2")),
        (at(NODES, "max", 4, "hai điểm"), ("R111", "trang “Tiêu chí”, hàng 4, cột E", "hai điểm")),
        (at(NODES, "max", 4, "1.125"), ("R111", "trang “Tiêu chí”, hàng 4, cột E", "1.125")),
        (at(NODES, "kind", 4, "Chấm bừa"), ("R408", "trang “Tiêu chí”, hàng 4, cột F", "Chấm bừa")),
        (at(NODES, "measure", 4, "a: b: c"), ("R001", "trang “Tiêu chí”, hàng 4, cột G", "a: b: c")),
        (at(NODES, "window", 4, "cả năm"), ("R114", "trang “Tiêu chí”, hàng 4, cột K", "cả năm")),
        (at(NODES, "when", 4, "vung: núi"), ("R302", "trang “Tiêu chí”, hàng 4, cột A", "3")),
        (at(NODES, "rest", 4, "xã"), ("R407", "trang “Tiêu chí”, hàng 4, cột S", "xã")),
        (at(NODES, "rest", 4, "max: 3"), ("R405", "trang “Tiêu chí”, hàng 4, cột S", None)),
        (at(NODES, "rest", 4, "mau: đỏ"), ("R102", "trang “Tiêu chí”, hàng 4, cột S", "mau: đỏ")),
        (at(NODES, "answered_by", 4, "ai đó"), ("R106", "trang “Tiêu chí”, hàng 4, cột J", "ai đó")),
        (at(OPTIONS, "node", 2, "X.9"), ("R406", "trang “Phương án”, hàng 2, cột A", "X.9")),
        (at(OPTIONS, "part", 2, "phần khác"), ("R408", "trang “Phương án”, hàng 2, cột C", "phần khác")),
        (at(OPTIONS, "points", 2, "=1/0"), ("R401", "trang “Phương án”, hàng 2, cột F", None)),
        (at(OPTIONS, "when", 2, "5 ngày"), ("R113", "trang “Phương án”, hàng 2, cột E", "5 ngày")),
        (at(HEAD, "value", 2, None), ("R101", "trang “Bộ tiêu chí”, hàng 1, cột A", None)),
        (at(HEAD, "key", 4, "tên"), ("R102", "trang “Bộ tiêu chí”, hàng 4, cột A", "tên")),
        (at(HEAD, "key", 3, "rubric"), ("R405", "trang “Bộ tiêu chí”, hàng 3, cột A", "rubric")),
        (at(NODES, "title", 1, "Tên tiêu"), ("R404", "trang “Tiêu chí”, hàng 1, cột D", "Tên tiêu")),
        (at(NODES, "title", 1, "Nhãn"), ("R404", "trang “Tiêu chí”, hàng 1, cột D", "Nhãn")),
    ],
)
def test_a_fault_says_sheet_row_column_and_value(
    s1: bytes, edit: Edit, expected: tuple[str, str, str | None]
) -> None:
    assert expected in faults(edited(s1, edit))


def test_a_sheet_that_is_gone_is_named(s1: bytes) -> None:
    def edit(book: Book) -> None:
        del book[OPTIONS]

    assert ("R402", "trang “Phương án”", None) in faults(edited(s1, edit))


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    assert [code for code, _, _ in faults(b"khong phai")] == ["R401"]
    assert not is_rubric_workbook(b"khong phai")


def test_every_kind_has_its_own_words() -> None:
    from minhchung.rubric import KINDS

    assert set(KIND_WORDS) == {kind.name for kind in KINDS}
    assert len(set(KIND_WORDS.values())) == len(KIND_WORDS)


def test_columns_are_named_as_a_spreadsheet_does() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
