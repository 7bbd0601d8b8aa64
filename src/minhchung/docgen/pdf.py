"""A document as PDF, set by Typst with Tinos embedded. The text travels as data, so nothing in it is markup."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from minhchung.docgen.model import (
    MOTTO,
    NATION,
    RECIPIENTS,
    Block,
    Cell,
    Document,
    Heading,
    Items,
    KeyValues,
    PageBreak,
    Paragraph,
    Picture,
    Signature,
    StateHeader,
    Table,
    Text,
    Title,
    number_line,
    placed,
    runs_of,
)

FONTS = Path(__file__).parent / "fonts"
_TEMPLATE = Path(__file__).parent / "document.typ"
_PICTURE_TEMPLATE = Path(__file__).parent / "picture.typ"
_EPOCH = 0


class CannotSet(Exception):
    """The typesetter refused a document; a fault of this program, never of the text."""


def to_pdf(document: Document) -> bytes:
    """Set a document as tagged PDF on A4. The same document gives the same bytes. Raises CannotSet."""
    stamp = int(document.created_at.timestamp()) if document.created_at else _EPOCH
    written = json.dumps(_document(document), ensure_ascii=False)
    return _compile(_TEMPLATE, {"document": written}, format="pdf", timestamp=stamp)


def svg_to_png(svg: bytes, width: int, ppi: int = 200) -> bytes:
    """Draw an SVG as PNG, `width` mm across, with the document's face: Word takes no SVG. Raises CannotSet."""
    written = json.dumps({"data": list(svg), "width": width})
    return _compile(_PICTURE_TEMPLATE, {"picture": written}, format="png", ppi=float(ppi))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def _compile(template: Path, inputs: dict[str, str], **options: Any) -> bytes:
    try:
        compiler = typst.Compiler(template.read_bytes(), font_paths=_fonts(), sys_inputs=inputs)
        made = compiler.compile(**options)
    except RuntimeError as fault:
        raise CannotSet(str(fault)) from fault
    if isinstance(made, list):
        made = made[0]
    if made is None:
        raise CannotSet("nothing was set")
    return bytes(made)


def _document(document: Document) -> dict[str, Any]:
    margins = document.margins
    return {
        "title": document.title,
        "landscape": document.landscape,
        "margins": [margins.top, margins.right, margins.bottom, margins.left],
        "size": document.font_size,
        "footer": document.footer,
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case StateHeader():
            return {
                "is": "header", "parent": block.parent, "agency": block.agency, "number": number_line(block),
                "subject": block.subject, "date": block.place_and_date, "nation": NATION, "motto": MOTTO,
            }  # fmt: skip
        case Title():
            return {"is": "title", "kind": block.kind, "subject": block.subject}
        case Heading():
            return {"is": "heading", "level": block.level, "text": _text(block.text)}
        case Paragraph():
            return {
                "is": "paragraph",
                "text": _text(block.text),
                "align": block.align,
                "indent": block.indent,
            }
        case Items():
            return {"is": "items", "ordered": block.ordered, "items": [_text(item) for item in block.items]}
        case Table():
            return _table(block)
        case KeyValues():
            return {"is": "pairs", "pairs": [[label, _text(value)] for label, value in block.pairs]}
        case Picture():
            return {
                "is": "picture", "data": list(block.data), "format": block.format, "alt": block.alt,
                "width": block.width, "caption": block.caption,
            }  # fmt: skip
        case PageBreak():
            return {"is": "break"}
        case Signature():
            return {
                "is": "signature", "authority": list(block.authority), "name": block.name, "note": block.note,
                "recipients": list(block.recipients), "heading": RECIPIENTS,
            }  # fmt: skip


def _text(text: Text) -> list[dict[str, Any]]:
    return [{"text": run.text, "bold": run.bold, "italic": run.italic} for run in runs_of(text)]


def _table(table: Table) -> dict[str, Any]:
    width = len(table.columns)
    return {
        "is": "table",
        "widths": [column.width for column in table.columns],
        "small": table.small,
        "caption": table.caption,
        "head": [_cell(table, c, cell, True) for row in placed(table.head, width) for c, cell in row],
        "head_rows": len(table.head),
        "body": [
            {**_cell(table, c, cell, False), "y": y + len(table.head)}
            for y, row in enumerate(placed(table.body, width))
            for c, cell in row
        ],
        "body_rows": len(table.body),
    }


def _cell(table: Table, column: int, cell: Cell, heads: bool) -> dict[str, Any]:
    align = cell.align or ("center" if heads else table.columns[column].align)
    return {
        "text": _text(cell.text), "align": align, "bold": cell.bold or heads, "x": column,
        "columns": cell.column_span, "rows": cell.row_span,
    }  # fmt: skip
