from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from minhchung.docread.preview import Preview, run_preview
from minhchung.docread.problem import Problem
from tests.docread.samples import docx_bytes, image, pdf, with_parts, xlsx


def preview_of(data: bytes, kind: str) -> Preview:
    made = run_preview(data, kind)
    assert isinstance(made, Preview), made
    return made


def test_a_pdf_becomes_page_images_with_their_text() -> None:
    made = preview_of(pdf("So 12", "Second line", pages=3), "pdf")

    assert [page.number for page in made.pages] == [1, 2, 3]
    assert made.page_count == 3
    assert "Second line" in made.pages[0].text
    with Image.open(io.BytesIO(made.pages[0].png)) as picture:
        assert picture.format == "PNG"
        assert picture.width <= 1400
        assert picture.getextrema()[0][0] < 100  # ink was put on it


def test_a_long_pdf_is_cut_and_says_so() -> None:
    made = preview_of(pdf("x", pages=30), "pdf")

    assert (len(made.pages), made.page_count) == (20, 30)
    assert [note.code for note in made.notes] == ["preview.cut"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_scaled_down_and_made_anew(kind: str) -> None:
    made = preview_of(image(kind, (3000, 1500)), {"PNG": "png", "JPEG": "jpg"}[kind])

    assert (made.pages[0].width, made.pages[0].height) == (1400, 700)
    assert made.pages[0].png.startswith(b"\x89PNG")


def test_a_word_file_gives_its_text_tables_and_facts() -> None:
    data = docx_bytes(
        "Số: 123/QĐ-UBND",
        "Cà Mau, ngày 05 tháng 01 năm 2023",
        "QUYẾT ĐỊNH",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020",
        table=[["TT", "Nội dung"], ["1", "Ưu đãi"]],
    )

    made = preview_of(data, "docx")

    assert made.tables[0].rows == (("TT", "Nội dung"), ("1", "Ưu đãi"))
    assert (made.facts.number, made.facts.dated_on) == ("123/QĐ-UBND", date(2023, 1, 5))
    assert (made.facts.place, made.facts.kind) == ("Cà Mau", "QUYẾT ĐỊNH")
    assert "Căn cứ" in made.text


def test_a_workbook_gives_its_sheets() -> None:
    made = preview_of(xlsx([["a", "b"], [1, 0.5]], sheet="TH"), "xlsx")

    assert [(table.title, table.rows) for table in made.tables] == [("TH", (("a", "b"), ("1", "0.5")))]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4\ntrailer <<>> startxref\n0\n%%EOF", "pdf"),
        (b"", "pdf"),
        (b"\xff\xd8\xff\xe0 no picture", "jpg"),
        (image("PNG")[:50], "png"),
        (pdf("x"), "docx"),
        (with_parts(docx_bytes("x"), {"word/document.xml": b"<a"}), "docx"),
        (pdf("x", extra="/OpenAction << /JS (x) >>"), "pdf"),
        (b"x", "nonsense"),
    ],
)
def test_a_file_that_cannot_be_shown_gives_a_plain_reason(data: bytes, kind: str) -> None:
    made = run_preview(data, kind)

    assert isinstance(made, Problem)
    assert made.code == "preview.failed"


def test_a_worker_that_takes_too_long_is_killed_and_said_so() -> None:
    made = run_preview(pdf("x"), "pdf", timeout=0.01)

    assert isinstance(made, Problem)
    assert made.code == "preview.timeout"


def test_the_worker_is_bound_in_time_memory_and_network(tmp_path: Path) -> None:
    script = (
        "import resource, socket\n"
        "from minhchung.docread.preview import limit_resources\n"
        "limit_resources()\n"
        "assert resource.getrlimit(resource.RLIMIT_CPU)[0] <= 10\n"
        "assert resource.getrlimit(resource.RLIMIT_AS)[0] <= 1 << 30\n"
        "try:\n    bytearray(2 << 30)\nexcept MemoryError:\n    print('memory')\n"
        "try:\n    socket.create_connection(('127.0.0.1', 9))\nexcept PermissionError:\n    print('network')\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True
    )

    assert done.stdout.split() == ["memory", "network"]


def _encoded(mode: str, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    Image.new(mode, (60, 40)).save(target, kind, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (_encoded("CMYK", "JPEG"), "jpg"),
        (_encoded("L", "JPEG"), "jpg"),
        (_encoded("RGB", "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40))]), "jpg"),
        (_encoded("I;16", "PNG"), "png"),
        (_encoded("P", "PNG", transparency=0), "png"),
        (_encoded("1", "PNG"), "png"),
        (_encoded("RGBA", "PNG"), "png"),
    ],
    ids=["cmyk", "grey", "phone", "deep", "palette", "bilevel", "alpha"],
)
def test_pictures_of_every_make_can_be_shown(data: bytes, kind: str) -> None:
    page = preview_of(data, kind).pages[0]

    assert (page.width, page.height) == (60, 40)
