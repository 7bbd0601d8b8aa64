"""Rows written as lines of text made into files: Word with its own numbering and tracked changes, Excel, web, PDF, text."""

from __future__ import annotations

import io
import zipfile
from html import escape

import xlsxwriter

from minhchung.docgen.model import Cell, Column, Document, Paragraph, Table
from minhchung.docgen.pdf import to_pdf

Row = tuple[str, ...]
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def rows_of(text: str, width: int) -> list[Row]:
    """Lines as rows: cells parted by `|`, lines within a cell by `//`."""
    found = []
    for line in text.strip("\n").splitlines():
        cells = [cell.strip().replace("//", "\n") for cell in line.split("|")]
        found.append(tuple(cells + [""] * (width - len(cells))))
    return found


# ── Word ──


def paragraph(text: str, *, level: int | None = None, raw: str = "") -> str:
    """One paragraph. level: of the document's own outline numbering. raw: XML in place of the text."""
    number = (
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        if level is not None
        else ""
    )
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
    return f"<w:p>{number}{raw or f'<w:r>{runs}</w:r>'}</w:p>"


def changed(old: str, new: str) -> str:
    """A tracked change: `old` struck out, `new` put in."""
    return (
        f'<w:del w:id="1" w:author="a"><w:r><w:delText>{old}</w:delText></w:r></w:del>'
        f'<w:ins w:id="2" w:author="a"><w:r><w:t>{new}</w:t></w:r></w:ins>'
    )


def text_box(text: str) -> str:
    """A paragraph whose words stand in a box, as Word writes it: once drawn, once for older programs."""
    box = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def cell(content: str, *, span: int = 1, merge: str = "") -> str:
    """A cell of finished blocks. merge: `restart` or `continue` for one merged downwards."""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return (
        f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{down}</w:tcPr>{content or paragraph("")}'
        f"{paragraph('') if content.endswith('</w:tbl>') else ''}</w:tc>"
    )


def table(rows: list[list[str]]) -> str:
    """Rows of finished cells."""
    lines = ("".join(row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def plain_table(rows: list[Row]) -> str:
    """Rows of texts; `#1` in a cell is a number that Word makes by itself, at that level of the outline."""
    return table([[cell(_numbered(text)) for text in row] for row in rows])


def _numbered(text: str) -> str:
    if text[:1] == "#" and text[1:2].isdigit():
        return paragraph(text[2:].strip(), level=int(text[1]))
    return "".join(paragraph(part) for part in text.split("\n"))


NUMBERING = """<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%4)"/></w:lvl>
<w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"""


def word(*blocks: str, landscape: bool = False) -> bytes:
    """A Word document of finished blocks."""
    size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if landscape else ""
    names = (
        f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kinds}.document.main+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{kinds}.numbering+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{link}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{link}/numbering" Target="numbering.xml"/></Relationships>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{_W}">{NUMBERING}</w:numbering>',
        "word/document.xml": f"<w:document {names}><w:body>{''.join(blocks)}<w:sectPr>{size}</w:sectPr></w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, text in parts.items():
            container.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)
    return out.getvalue()


# ── others ──


def page(title: str, rows: list[Row], *, before: str = "", after: str = "") -> bytes:
    """A web page with one table."""
    lines = "".join("<tr>" + "".join(f"<td>{_web(text)}</td>" for text in row) + "</tr>\n" for row in rows)
    return f"<html><body><h1>{title}</h1>{before}<table>{lines}</table>{after}</body></html>".encode()


def _web(text: str) -> str:
    if "<ul>" in text:
        return text
    return escape(text).replace("\n", "<br>")


def pdf_table(before: list[str], head: Row, rows: list[Row], widths: tuple[int, ...]) -> bytes:
    """A ruled table over as many pages as it needs; its head stands on each."""
    blocks = (
        *(Paragraph(text) for text in before),
        Table(
            tuple(Column(width) for width in widths),
            (tuple(Cell(text) for text in head),),
            tuple(tuple(Cell(text) for text in row) for row in rows),
            caption="Bảng điểm",
        ),
    )
    return to_pdf(Document(title="Bộ tiêu chí", blocks=blocks))


def pdf_lines(lines: list[str]) -> bytes:
    """Paragraphs only."""
    return to_pdf(Document(title="Bộ tiêu chí", blocks=tuple(Paragraph(text) for text in lines)))


def cell_lines(before: list[str], rows: list[Row]) -> bytes:
    """A table saved as text: one cell a line, a blank line for an empty one."""
    lines = [*before, *(text.replace("\n", " ") for row in rows for text in row)]
    return "\n".join(lines).encode()


def sheet(draw: object) -> bytes:
    """A workbook that `draw` fills."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        draw(book)  # type: ignore[operator]
    return out.getvalue()


def number_or_text(text: str) -> float | str:
    """What Excel holds for a figure as Vietnamese write it."""
    bare = text.replace(",", ".")
    return float(bare) if bare.replace(".", "", 1).isdigit() else text
