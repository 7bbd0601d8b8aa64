from __future__ import annotations

import io
import stat
import zipfile

import pytest

from minhchung.docread.limits import Limits
from minhchung.docread.pdf_flags import count_signatures
from minhchung.docread.safety import ALLOWED, check_upload
from minhchung.docread.sniff import sniff
from tests.docread.samples import docx_bytes, image, pdf, relationships, with_parts, xlsx, zipped

WORD = docx_bytes("Báo cáo")
SHEET = xlsx([["a", "b"], [1, 2]])
DOCUMENT_RELS = "word/_rels/extra.xml.rels"


def codes(data: bytes, name: str, limits: Limits | None = None) -> list[str]:
    return [each.code for each in check_upload(data, name, limits or Limits()).problems]


def paragraph(inside: str) -> bytes:
    return (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body><w:p>{inside}</w:p></w:body></w:document>"
    ).encode()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (pdf("x"), "a.pdf", "pdf"),
        (WORD, "Báo cáo.DOCX", "docx"),
        (SHEET, "a.xlsx", "xlsx"),
        (image("JPEG"), "a.jpeg", "jpg"),
        (image("PNG"), "a.png", "png"),
    ],
)
def test_an_honest_file_of_each_kind_is_taken(data: bytes, name: str, kind: str) -> None:
    verdict = check_upload(data, name)

    assert (verdict.kind, verdict.problems, verdict.ok) == (kind, (), True)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.pdf", "file.empty"),
        (WORD, "a.pdf", "file.mismatch"),
        (pdf("x"), "a.docx", "file.mismatch"),
        (WORD, "a.xlsx", "file.mismatch"),
        (b"<html>", "a.html", "file.kind"),
        (b"<svg/>", "a.svg", "file.kind"),
        (zipped({"a": b"b"}), "a.zip", "file.kind"),
        (b"\xd0\xcf\x11\xe0", "a.doc", "file.kind"),
        (b"MZ", "a", "file.kind"),
        (b"MZ\x90", "a.pdf", "file.unreadable"),
        (zipped({"a": b"b"}), "a.docx", "file.unreadable"),
        (b"%PDF-1.4 nothing more", "a.pdf", "file.unreadable"),
        (image("PNG")[:40], "a.png", "file.unreadable"),
        (b"\xff\xd8\xff\xe0 no picture", "a.jpg", "file.unreadable"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_one_reason(
    data: bytes, name: str, code: str
) -> None:
    verdict = check_upload(data, name)

    assert [each.code for each in verdict.problems] == [code]
    assert not verdict.ok
    assert verdict.problems[0].mend_vi and verdict.problems[0].mend_en


def test_open_document_files_are_taken_only_where_allowed() -> None:
    text = zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"})

    assert codes(text, "a.odt") == ["file.kind"]
    assert check_upload(text, "a.odt", allowed=ALLOWED | {"odt"}).ok
    assert sniff(text) == "odt"


def test_size_is_capped() -> None:
    assert codes(SHEET, "a.xlsx", Limits(most_bytes=100)) == ["file.too_big"]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"../evil.xml": b"<a/>"}, "zip.path"),
        ({"/etc/passwd": b"x"}, "zip.path"),
        ({"C:/x": b"x"}, "zip.path"),
        ({"word/..\\..\\x": b"x"}, "zip.path"),
        ({"word/media/blank.bin": b"\0" * 3_000_000}, "zip.ratio"),
        ({"word/comments.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "xml.doctype"),
        ({"word/comments.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")}, "xml.doctype"),
        ({"word/vbaProject.bin": b"x"}, "ooxml.macro"),
        ({"word/activeX/activeX1.xml": b"<a/>"}, "ooxml.object"),
        ({"word/embeddings/oleObject1.bin": b"x"}, "ooxml.object"),
        ({DOCUMENT_RELS: relationships("attachedTemplate", "http://x/t.dotm")}, "ooxml.template"),
        ({DOCUMENT_RELS: relationships("image", "http://x/a.png")}, "ooxml.external"),
        ({DOCUMENT_RELS: relationships("hyperlink", "file:///c:/x.exe")}, "ooxml.external"),
        ({DOCUMENT_RELS: relationships("aFChunk", "x.html")}, "ooxml.object"),
        ({DOCUMENT_RELS: b"<broken"}, "xml.broken"),
        ({"word/document.xml": paragraph("<w:instrText>DDEAUTO c:\\x</w:instrText>")}, "ooxml.dde"),
        (
            {
                "word/document.xml": paragraph(
                    "<w:instrText>DD</w:instrText><w:instrText>E c:\\x</w:instrText>"
                )
            },
            "ooxml.dde",
        ),
        ({"word/document.xml": paragraph('<w:fldSimple w:instr="DDE c"/>')}, "ooxml.dde"),
        (
            {"word/document.xml": paragraph("<w:instrText>INCLUDEPICTURE http://x</w:instrText>")},
            "ooxml.external",
        ),
    ],
)
def test_a_word_file_that_hides_something_is_refused(parts: dict[str, bytes], code: str) -> None:
    assert codes(with_parts(WORD, parts), "a.docx") == [code]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"xl/vbaProject.bin": b"x"}, "ooxml.macro"),
        ({"xl/macrosheets/sheet1.xml": b"<a/>"}, "ooxml.macro"),
        ({"xl/worksheets/x.xml": b"<a><f>cmd|'/C calc'!A0</f></a>"}, "ooxml.dde"),
        ({"xl/externalLinks/x.xml": b"<x:ddeLink/>"}, "ooxml.dde"),
        (
            {"xl/externalLinks/_rels/x.xml.rels": relationships("externalLinkPath", "khac.xlsx")},
            "ooxml.external",
        ),
    ],
)
def test_a_workbook_that_hides_something_is_refused(parts: dict[str, bytes], code: str) -> None:
    assert codes(with_parts(SHEET, parts), "a.xlsx") == [code]


def test_ordinary_links_and_formulas_are_no_fault() -> None:
    linked = with_parts(WORD, {DOCUMENT_RELS: relationships("hyperlink", "https://chinhphu.vn")})
    formula = with_parts(SHEET, {"xl/worksheets/x.xml": b"<a><f>IF(A1&gt;0,'T|S'!A1,2)</f></a>"})

    assert codes(linked, "a.docx") == []
    assert codes(formula, "a.xlsx") == []


def test_a_workbook_behind_a_chart_is_looked_into() -> None:
    clean = with_parts(WORD, {"word/embeddings/chart.xlsx": SHEET})
    bad = with_parts(WORD, {"word/embeddings/chart.xlsx": with_parts(SHEET, {"xl/vbaProject.bin": b"x"})})

    assert codes(clean, "a.docx") == []
    assert codes(bad, "a.docx") == ["ooxml.macro"]


def test_too_many_entries_and_too_much_inside_are_refused() -> None:
    many = with_parts(WORD, {f"word/{n}.txt": b"" for n in range(60)})

    assert codes(many, "a.docx", Limits(most_entries=50)) == ["zip.entries"]
    assert codes(WORD, "a.docx", Limits(most_unpacked=100)) == ["zip.size"]


def test_a_link_inside_a_container_is_refused() -> None:
    target = io.BytesIO(WORD)
    with zipfile.ZipFile(target, "a") as container:
        link = zipfile.ZipInfo("word/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        container.writestr(link, "/etc/passwd")

    assert codes(target.getvalue(), "a.docx") == ["zip.link"]


def test_a_container_that_lies_about_its_sizes_is_broken() -> None:
    data = bytearray(
        zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a>" + b"x" * 900 + b"</a>"})
    )
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (20).to_bytes(4, "little")

    assert codes(bytes(data), "a.docx") == ["zip.broken"]


@pytest.mark.parametrize(
    ("extra", "code", "ok"),
    [
        ("/OpenAction << /S /JavaScript /JS (app.alert) >>", "pdf.script", False),
        ("/Names << /J#61vaScript 9 0 R >>", "pdf.script", False),
        ("/AA << /O << /S /Launch /F (cmd.exe) >> >>", "pdf.launch", False),
        ("/Names << /EmbeddedFiles 9 0 R >>", "pdf.attachment", True),
        ("/OpenAction 9 0 R", "pdf.open_action", True),
        ("/Encrypt 9 0 R", "pdf.encrypted", False),
    ],
)
def test_a_pdf_that_can_act_is_flagged(extra: str, code: str, ok: bool) -> None:
    verdict = check_upload(pdf("x", extra=extra), "a.pdf")

    assert code in [each.code for each in verdict.problems]
    assert verdict.ok is ok


def test_a_pdf_that_only_opens_at_a_page_or_names_scripts_in_its_text_is_clean() -> None:
    assert codes(pdf("/JS and /JavaScript", extra="/OpenAction [5 0 R /Fit]"), "a.pdf") == []


def test_names_packed_into_object_streams_are_found() -> None:
    import zlib

    packed = zlib.compress(b"9 0 << /S /JavaScript /JS (x) >>")
    hidden = (
        b"8 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\nendobj\n"
    )

    assert "pdf.script" in codes(pdf("x").replace(b"xref\n0", hidden + b"xref\n0", 1), "a.pdf")


def test_pages_are_capped_and_signatures_counted() -> None:
    assert codes(pdf("x", pages=4), "a.pdf", Limits(most_pages=3)) == ["pdf.pages"]
    assert count_signatures(pdf("x", extra="/V << /Type /Sig /ByteRange [0 1 2 3] >>")) == 1


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    assert codes(image("PNG", (300, 300)), "a.png", Limits(most_pixels=1000)) == ["image.pixels"]
