"""A document as DOCX: Times New Roman, Vietnamese, real headings and styles, table heads that repeat."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph

from minhchung.docgen.model import (
    MOTTO,
    NATION,
    RECIPIENTS,
    Align,
    Block,
    Cell,
    Document,
    Heading,
    Items,
    KeyValues,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Signature,
    StateHeader,
    Table,
    Text,
    Title,
    number_line,
    placed,
    runs_of,
)
from minhchung.docgen.pdf import svg_to_png

_FACE = "Times New Roman"
_LANGUAGE = "vi-VN"
_BLACK = RGBColor(0, 0, 0)
_A4 = (210, 297)
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN = {c: None for c in range(32) if c not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}


def to_docx(document: Document) -> bytes:
    """Write a Word document; the same document gives the same bytes. Characters XML forbids are dropped."""
    word = docx.Document()
    _set_page(word, document)
    _set_styles(word, document.font_size)
    _set_properties(word, document)
    width = (_A4[1] if document.landscape else _A4[0]) - document.margins.left - document.margins.right
    for block in document.blocks:
        _add(word, block, width)
    target = io.BytesIO()
    word.save(target)
    return _dateless(target.getvalue())


def _dateless(package: bytes) -> bytes:
    """Give every part of the package one fixed date, so equal documents are equal files."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            part = zipfile.ZipInfo(entry.filename, _ZIP_DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(entry))
    return target.getvalue()


def _set_page(word: Word, document: Document) -> None:
    section = word.sections[0]
    across, down = (_A4[1], _A4[0]) if document.landscape else _A4
    section.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(across), Mm(down)
    margins = document.margins
    section.top_margin, section.bottom_margin = Mm(margins.top), Mm(margins.bottom)
    section.left_margin, section.right_margin = Mm(margins.left), Mm(margins.right)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_field(number, "PAGE")
    for footer in (section.footer, section.first_page_footer):
        if document.footer:
            line = footer.paragraphs[0]
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _write(line, document.footer, size=9)


def _add_field(paragraph: WordParagraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _set_styles(word: Word, size: int) -> None:
    _set_face(word.styles["Normal"], size)
    normal: Any = word.styles["Normal"]
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    _set_language(normal)
    for level in range(1, 5):
        style: Any = word.styles[f"Heading {level}"]
        _set_face(style, size)
        style.font.bold, style.font.italic = level < 4, level >= 3
        style.font.color.rgb = _BLACK
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(8), Pt(6)
        style.paragraph_format.keep_with_next = True
    for name in ("List Bullet", "List Number", "Header", "Footer", "Caption", "Title"):
        _set_face(word.styles[name], size)
    caption: Any = word.styles["Caption"]
    caption.font.color.rgb, caption.font.bold = _BLACK, True
    caption.paragraph_format.keep_with_next = True
    title: Any = word.styles["Title"]
    title.font.color.rgb, title.font.bold = _BLACK, True
    title.font.size = Pt(14)
    _drop(title.element.find(qn("w:pPr")), "w:pBdr")
    _add_style(word, "Table Text", size - 1)
    _add_style(word, "Table Text Small", 10)


def _add_style(word: Word, name: str, size: int) -> None:
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = word.styles["Normal"]
    style.font.size = Pt(size)
    style.paragraph_format.space_after = Pt(0)


def _set_face(style: Any, size: int) -> None:
    style.font.name, style.font.size = _FACE, Pt(size)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), _FACE)


def _set_language(style: Any) -> None:
    properties = style.element.get_or_add_rPr()
    _drop(properties, "w:lang")
    language = OxmlElement("w:lang")
    for script in ("val", "eastAsia"):
        language.set(qn(f"w:{script}"), _LANGUAGE)
    properties.append(language)


def _drop(parent: Any, tag: str) -> None:
    found = parent.find(qn(tag)) if parent is not None else None
    if found is not None:
        parent.remove(found)


def _set_properties(word: Word, document: Document) -> None:
    properties = word.core_properties
    properties.title = _clean(document.title)[:255]
    properties.language = _LANGUAGE
    properties.author, properties.comments, properties.last_modified_by = "", "", ""
    properties.created = properties.modified = document.created_at or _NO_DATE
    defaults = word.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)


def _add(word: Word, block: Block, width: int) -> None:
    match block:
        case StateHeader():
            _add_state_header(word, block, width)
        case Title():
            _add_title(word, block)
        case Heading():
            _write(word.add_paragraph(style=f"Heading {block.level}"), block.text)
        case Paragraph():
            paragraph = _write(word.add_paragraph(), block.text, align=block.align)
            if block.indent:
                paragraph.paragraph_format.first_line_indent = Mm(10)
        case Items():
            _add_items(word, block)
        case Table():
            _add_table(word, block, width)
        case KeyValues():
            _add_pairs(word, block, width)
        case Picture():
            _add_picture(word, block, width)
        case PageBreak():
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        case Signature():
            _add_signature(word, block, width)


def _clean(text: str) -> str:
    return text.translate(_FORBIDDEN).encode("utf-8", "ignore").decode("utf-8")


def _write(
    paragraph: WordParagraph,
    text: Text,
    *,
    align: Align | None = None,
    bold: bool = False,
    italic: bool = False,
    size: int | None = None,
) -> WordParagraph:
    if align is not None:
        paragraph.alignment = _ALIGN[align]
    for run in runs_of(text):
        written = paragraph.add_run(_clean(run.text))
        written.bold = True if run.bold or bold else None
        written.italic = True if run.italic or italic else None
        if size is not None:
            written.font.size = Pt(size)
    return paragraph


def _tight(paragraph: WordParagraph, after: int = 0) -> WordParagraph:
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def _fill(cell: WordCell, lines: list[tuple[Text, dict[str, Any]]]) -> None:
    """Write lines into a cell, one paragraph each; the cell's first, empty paragraph is used."""
    for index, (text, how) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        _tight(_write(paragraph, text, **how))


def _frame(word: Word, widths: tuple[float, ...]) -> WordTable:
    """Add a one-row table without rules, for things that stand side by side."""
    table: WordTable = word.add_table(rows=1, cols=len(widths))
    table.autofit = False
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = Mm(width)
    return table


def _underline(paragraph: WordParagraph, indent: float) -> None:
    """Draw the short rule below a line: a bottom border, drawn in from both sides by `indent` mm."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent)
    properties = paragraph._p.get_or_add_pPr()
    borders: Any = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _add_rule(cell_or_word: WordCell | Word, indent: float) -> None:
    rule = cell_or_word.add_paragraph()
    rule.paragraph_format.line_spacing = Pt(3)
    _tight(rule, after=3)
    _underline(rule, indent)


def _add_state_header(word: Word, header: StateHeader, width: int) -> None:
    left, right = width * 0.42, width * 0.58
    frame = _frame(word, (left, right))
    agency, nation = frame.rows[0].cells
    center = {"align": "center", "size": 12}
    lines: list[tuple[Text, dict[str, Any]]] = [(header.parent.upper(), center)] if header.parent else []
    _fill(agency, [*lines, (header.agency.upper(), {**center, "bold": True})])
    _add_rule(agency, left * 0.32)
    _tight(_write(agency.add_paragraph(), number_line(header), align="center"))
    if header.subject:
        _tight(_write(agency.add_paragraph(), header.subject, align="center", size=12))
    motto = {"align": "center", "size": 13, "bold": True}
    _fill(nation, [(NATION, {**center, "bold": True}), (MOTTO, motto)])
    _add_rule(nation, right * 0.2)
    _tight(_write(nation.add_paragraph(), header.place_and_date, align="center", italic=True))


def _add_title(word: Word, title: Title) -> None:
    _tight(_write(word.add_paragraph(style="Title"), title.kind.upper(), align="center"))
    if title.subject:
        _tight(_write(word.add_paragraph(), title.subject, align="center", bold=True))
    _add_rule(word, 55)


def _add_items(word: Word, items: Items) -> None:
    if not items.ordered:
        for item in items.items:
            _write(word.add_paragraph(style="List Bullet"), item)
        return
    for number, item in enumerate(items.items, start=1):
        paragraph = _write(word.add_paragraph(), (Run(f"{number}. "), *runs_of(item)))
        paragraph.paragraph_format.left_indent = Mm(8)


def _add_table(word: Word, table: Table, width: int) -> None:
    if table.caption:
        _write(word.add_paragraph(style="Caption"), table.caption)
    columns = len(table.columns)
    written = word.add_table(rows=len(table.head) + len(table.body), cols=columns, style="Table Grid")
    written.autofit = False
    total = sum(column.width for column in table.columns) or 1
    widths = [Mm(width * column.width / total) for column in table.columns]
    for column, each in zip(written.columns, widths, strict=True):
        column.width = each
    style = "Table Text Small" if table.small else "Table Text"
    grid = [row.cells for row in written.rows]
    for row in grid:
        for cell, each in zip(row, widths, strict=True):
            cell.width = each
    for offset, rows, heads in ((0, table.head, True), (len(table.head), table.body, False)):
        for number, line in enumerate(placed(rows, columns)):
            for column_index, cell in line:
                _add_cell(grid, offset + number, column_index, cell, table, heads, style)
    for number, row in enumerate(written.rows):
        _mark_row(row, repeats=number < len(table.head))
    _tight(word.add_paragraph())


def _add_cell(
    grid: list[tuple[WordCell, ...]], row: int, column: int, cell: Cell, table: Table, heads: bool, style: str
) -> None:
    target = grid[row][column]
    if cell.column_span > 1 or cell.row_span > 1:
        last = min(row + cell.row_span, len(grid)) - 1
        target = target.merge(grid[last][column + cell.column_span - 1])
    align = cell.align or ("center" if heads else table.columns[column].align)
    paragraph = target.paragraphs[0]
    paragraph.style = style
    _write(paragraph, cell.text, align=align, bold=heads or cell.bold)


def _mark_row(row: Any, *, repeats: bool) -> None:
    """Keep a row on one page; repeat it on every page if it is part of the head."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeats:
        properties.append(OxmlElement("w:tblHeader"))


def _add_pairs(word: Word, block: KeyValues, width: int) -> None:
    table = word.add_table(rows=len(block.pairs), cols=2)
    table.autofit = False
    for row, (label, value) in zip(table.rows, block.pairs, strict=True):
        row.cells[0].width, row.cells[1].width = Mm(width * 0.34), Mm(width * 0.66)
        _fill(row.cells[0], [(label, {})])
        _fill(row.cells[1], [(value, {})])
    _tight(word.add_paragraph())


def _add_picture(word: Word, picture: Picture, width: int) -> None:
    across = min(picture.width, width)
    data = svg_to_png(picture.data, across) if picture.format == "svg" else picture.data
    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shape = paragraph.add_run().add_picture(io.BytesIO(data), width=Mm(across))
    shape._inline.docPr.set("descr", _clean(picture.alt))
    if picture.caption:
        _write(word.add_paragraph(style="Caption"), picture.caption, align="center")


def _add_signature(word: Word, signature: Signature, width: int) -> None:
    frame = _frame(word, (width / 2, width / 2))
    recipients, signer = frame.rows[0].cells
    if signature.recipients:
        heading: tuple[Text, dict[str, Any]] = (RECIPIENTS, {"bold": True, "italic": True, "size": 12})
        _fill(recipients, [heading, *((f"- {each}", {"size": 11}) for each in signature.recipients)])
    lines: list[tuple[Text, dict[str, Any]]] = [
        (each.upper(), {"align": "center", "bold": True}) for each in signature.authority
    ]
    blank: tuple[Text, dict[str, Any]] = ("", {"align": "center"})
    note: tuple[Text, dict[str, Any]] = (signature.note, {"align": "center", "italic": True})
    name: tuple[Text, dict[str, Any]] = (signature.name, {"align": "center", "bold": True})
    _fill(signer, [*lines, blank, note, blank, blank, name])
    _mark_row(frame.rows[0], repeats=False)
