from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import docx
import html5lib
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image

from minhchung.docgen.docx import to_docx
from minhchung.docgen.html import to_html
from minhchung.docgen.model import Cell, Column, Document, Paragraph, Run, Table, placed
from minhchung.docgen.pdf import FONTS, svg_to_png, to_pdf
from minhchung.docread.safety import check_upload
from tests.docgen.samples import LETTERS, MARKUP, SVG, document


def pdf_text(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_pdf_shows_every_vietnamese_letter_and_takes_no_text_for_markup() -> None:
    text = squeezed(pdf_text(to_pdf(document())))

    assert squeezed(LETTERS) in text
    assert squeezed(MARKUP) in text
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 12/BC-UBND", "Nơi nhận:",
                  "KT. CHỦ TỊCH", "Nguyễn Văn Ẩn", "Mốc sổ cái 7f3a"):  # fmt: skip
        assert squeezed(words) in text


def test_pdf_embeds_tinos_and_no_other_text_face() -> None:
    data = to_pdf(document())

    faces = set(re.findall(rb"/BaseFont\s*/([A-Z]{6}\+)?([A-Za-z-]+)", _opened(data)))
    assert {name.decode() for _, name in faces} <= {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}
    assert {name for _, name in faces} >= {b"Tinos", b"Tinos-Bold"}


def _opened(data: bytes) -> bytes:
    """The PDF with its object streams unpacked."""
    import zlib

    parts = [data]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            parts.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_pdf_is_a4_tagged_titled_and_the_same_each_time() -> None:
    data = to_pdf(document())
    page = pypdfium2.PdfDocument(data)[0]

    assert [round(side) for side in page.get_size()] == [595, 842]
    assert b"/StructTreeRoot" in _opened(data)
    assert pypdfium2.PdfDocument(data).get_metadata_dict()["Title"] == "Báo cáo thử"
    assert data == to_pdf(document())
    assert check_upload(data, "a.pdf").problems == ()


def test_pdf_of_a_landscape_document_lies_down() -> None:
    page = pypdfium2.PdfDocument(to_pdf(replace(document(), landscape=True)))[0]

    assert page.get_width() > page.get_height()


def test_table_heads_repeat_on_every_page_of_the_pdf() -> None:
    pages = pypdfium2.PdfDocument(to_pdf(document(rows=120)))
    heads = [page.get_textpage().get_text_bounded().count("Nội dung") for page in pages]

    assert len(heads) >= 4
    assert heads[:4] == [1, 1, 1, 1]


@pytest.mark.parametrize("text", ["", "\n", "=" * 500, "\u0000\u0007", "a\u0301\u0323", "😀", "#", "\\"])
def test_any_text_can_be_written_everywhere(text: str) -> None:
    odd = Document(text, (Paragraph(text), Table((Column(1),), (), ((Cell(text),),))))

    assert to_pdf(odd).startswith(b"%PDF")
    assert docx.Document(io.BytesIO(to_docx(odd))).paragraphs
    assert to_html(odd).startswith("<article")


def test_word_file_has_the_face_language_headings_and_repeated_heads() -> None:
    word = docx.Document(io.BytesIO(to_docx(document())))
    normal = word.styles["Normal"]
    table = word.tables[2]

    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(13))
    assert normal.element.rPr.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    assert [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith(("Heading", "Title"))] == [
        ("Title", "BÁO CÁO"), ("Heading 1", "I. Tình hình"), ("Heading 2", "Phụ lục"),
    ]  # fmt: skip
    repeats = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeats == [True, True, False, False, False]
    assert table.cell(0, 2)._tc is table.cell(0, 3)._tc
    assert table.cell(0, 0)._tc.vMerge == "restart"
    assert round(word.sections[0].page_width.mm) == 210
    assert word.core_properties.language == "vi-VN"
    assert MARKUP in "\n".join(p.text for p in word.paragraphs)


def test_word_pictures_carry_their_words() -> None:
    word = docx.Document(io.BytesIO(to_docx(document())))

    assert word.inline_shapes[0]._inline.docPr.get("descr") == "Một hình chữ nhật"


def test_word_file_is_the_same_each_time_and_passes_our_own_gate() -> None:
    data = to_docx(document())

    assert data == to_docx(document())
    assert check_upload(data, "a.docx").problems == ()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None


def test_html_is_valid_escaped_and_free_of_styles() -> None:
    fragment = to_html(document())

    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(f"<!doctype html><html><head><title>t</title></head><body>{fragment}</body></html>")
    assert "style=" not in fragment
    assert "<script" not in fragment
    text = "".join(tree.itertext())
    assert MARKUP in text
    assert [h.text for h in tree.iter("h2")] == ["Báo cáo", "I. Tình hình"]
    assert [cell.get("scope") for cell in tree.iter("th")] == ["col", "col", "colgroup", "col", "col"]


def test_bold_and_italic_survive_in_html() -> None:
    fragment = to_html(
        Document("t", (Paragraph((Run("a", bold=True, italic=True), Run("b\nc")), "left", False),))
    )

    assert '<p class="doc-p doc-left"><strong><em>a</em></strong>b<br>c</p>' in fragment


def test_cells_find_their_columns_past_spans() -> None:
    rows = ((Cell("a", row_span=2), Cell("b", column_span=2)), (Cell("c"), Cell("d")), (Cell("e"),))

    assert [[column for column, _ in row] for row in placed(rows, 3)] == [[0, 1], [1, 2], [0]]
    with pytest.raises(ValueError, match="more than 2"):
        placed(rows, 2)


def test_an_svg_becomes_a_picture_word_can_show() -> None:
    with Image.open(io.BytesIO(svg_to_png(SVG, 40))) as picture:
        assert picture.format == "PNG"
        assert picture.convert("RGB").getpixel((20, 20)) == (0x1D, 0x4F, 0x7C)
        assert 300 <= picture.width <= 330


def test_the_fonts_travel_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text("utf-8")
    assert len(list(FONTS.glob("Tinos-*.ttf"))) == 4
