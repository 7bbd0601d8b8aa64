from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
import xlsxwriter

from minhchung.docread.read import read
from minhchung.docread.reading import Reading
from tests.docread.samples import docx_bytes, image, pdf, with_parts, xlsx


def texts(reading: Reading, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in reading.tables[table].rows]


def test_word_paragraphs_and_tables_come_with_their_places() -> None:
    reading = read(docx_bytes("Một", "", "Ba", table=[["a", "b"], ["c", "d"]]), "x.docx")

    assert [(p.text, p.place.line) for p in reading.paragraphs] == [("Một", 1), ("Ba", 3)]
    assert texts(reading) == [["a", "b"], ["c", "d"]]
    cell = reading.tables[0].rows[1][0]
    assert (cell.place.file, cell.place.table, cell.place.row, cell.place.column) == ("x.docx", 1, 2, 1)


def test_word_headings_keep_their_level_and_merged_cells_their_spans() -> None:
    document = docx.Document()
    document.add_heading("Phần", level=2)
    grid = document.add_table(rows=3, cols=3)
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "ngang"
    grid.cell(1, 2).merge(grid.cell(2, 2)).text = "dọc"
    target = io.BytesIO()
    document.save(target)

    reading = read(target.getvalue(), "x.docx")

    spans = {cell.text: (cell.row_span, cell.column_span) for row in reading.tables[0].rows for cell in row}
    assert reading.paragraphs[0].level == 2
    assert spans["ngang"] == (1, 2)
    assert spans["dọc"] == (2, 1)
    assert [cell.place.column for cell in reading.tables[0].rows[0]] == [1, 3]
    assert [cell.place.column for cell in reading.tables[0].rows[2]] == [1, 2]


def test_deleted_text_of_a_tracked_change_is_not_read() -> None:
    body = (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>'
        b"<w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        b"</w:p></w:body></w:document>"
    )

    assert read(with_parts(docx_bytes("x"), {"word/document.xml": body}), "x.docx").text == "new"


def test_workbook_sheets_are_grids_and_hidden_ones_are_left_out() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        seen = book.add_worksheet("Thấy")
        seen.merge_range(0, 0, 0, 1, "gộp")
        seen.write_row(1, 0, ["a", 0.5])
        book.add_worksheet("Ẩn").hide()

    reading = read(target.getvalue(), "x.xlsx")

    assert texts(reading) == [["gộp"], ["a", "0.5"]]
    assert reading.tables[0].rows[0][0].column_span == 2
    assert reading.tables[0].rows[1][1].place.in_vietnamese() == "x.xlsx, trang tính Thấy, ô B2"


def test_pdf_lines_come_with_page_and_line_and_a_scan_is_named() -> None:
    reading = read(pdf("First", "Second", pages=2), "x.pdf")
    scan = read(pdf(), "x.pdf")

    assert [(p.text, p.place.page, p.place.line) for p in reading.paragraphs][:3] == [
        ("First", 1, 1), ("Second", 1, 2), ("First", 2, 1),
    ]  # fmt: skip
    assert [note.code for note in scan.notes] == ["read.no_text"]
    assert scan.ok


def test_html_tables_keep_their_spans_and_text_its_line() -> None:
    page = """<!doctype html><html><head><title>t</title><script>x()</script></head><body>
<h2>Tiêu đề</h2>
<p>Một<br>hai <b>ba</b></p>
<table><tr><th rowspan="2">TT</th><th colspan="2">Nội dung</th></tr>
<tr><td>a</td><td>b<br>c</td></tr></table>
sau</body></html>"""

    reading = read(page.encode(), "x.html")

    assert [(p.text, p.level, p.place.line) for p in reading.paragraphs] == [
        ("Tiêu đề", 2, 2), ("Một", 0, 3), ("hai ba", 0, 3), ("sau", 0, 4),
    ]  # fmt: skip
    assert texts(reading) == [["TT", "Nội dung"], ["a", "b\nc"]]
    assert [cell.place.column for cell in reading.tables[0].rows[1]] == [2, 3]


def test_plain_text_keeps_every_line_number() -> None:
    reading = read("I\n\nCÔNG TÁC\r\n22".encode(), "x.txt")

    assert [(p.text, p.place.line) for p in reading.paragraphs] == [("I", 1), ("CÔNG TÁC", 3), ("22", 4)]


def test_csv_is_a_grid() -> None:
    assert texts(read(b"a;b\n1;2\n", "x.csv")) == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "x", "file.empty"),
        (image(), "x.png", "read.format"),
        (b"\x00\x01", "x.txt", "read.format"),
        (b"S\xea", "x.txt", "csv.encoding"),
        (b"PK\x03\x04", "x.docx", "read.format"),
        (with_parts(docx_bytes("x"), {"word/document.xml": b"<a"}), "x.docx", "file.unreadable"),
        (with_parts(xlsx([["a"]]), {"xl/worksheets/sheet1.xml": b"<a"}), "x.xlsx", "file.unreadable"),
        (pdf("x", extra="/Encrypt 9 0 R"), "x.pdf", "pdf.encrypted"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_raises(data: bytes, name: str, code: str) -> None:
    reading = read(data, name)

    assert [note.code for note in reading.notes] == [code]
    assert not reading.ok


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert [note.code for note in read(tmp_path / "no.docx").notes] == ["file.missing"]
