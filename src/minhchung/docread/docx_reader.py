"""DOCX: paragraphs and tables from the package's own XML, merged cells resolved, deletions left out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from minhchung.docread.container import inspect_container
from minhchung.docread.csv_table import clean_text
from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.place import Place
from minhchung.docread.problem import problem
from minhchung.docread.reading import Cell, Grid, Paragraph, Reading
from minhchung.docread.safe_xml import XML_FAULTS, parse_xml
from minhchung.docread.sniff import ZIP_FAULTS

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|Heading|DAUMUC|TieuDe)\s*([1-9])$")
_MOST_SPAN = 200
_MOST_DEPTH = 40


def read_docx(data: bytes, name: str, limits: Limits = DEFAULT) -> Reading:
    """Read a Word document's body in order. Numbers that Word makes by itself (lists) are not in the text."""
    found = inspect_container(data, limits)
    if found:
        return Reading(notes=tuple(each.in_file(name) for each in found))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            root = parse_xml(container.read("word/document.xml"))
    except (*ZIP_FAULTS, *XML_FAULTS):
        return Reading(notes=(problem("file.unreadable", Place(name), kind="DOCX"),))
    body = root.find(f"{_W}body")
    tables: list[Grid] = []
    paragraphs: list[Paragraph] = []
    line = 0
    for block in _blocks(body if body is not None else root):
        if block.tag == f"{_W}tbl":
            tables.append(_grid(block, Place(name, table=len(tables) + 1)))
            continue
        line += 1
        text = clean_text(_text(block))
        if text:
            paragraphs.append(Paragraph(text, Place(name, line=line), _level(block)))
    return Reading(tuple(tables), tuple(paragraphs))


def _blocks(parent: etree._Element, depth: int = 0) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, also those inside content controls and inserted ranges."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif (
            child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml") and depth < _MOST_DEPTH
        ):
            yield from _blocks(child, depth + 1)


def _text(element: etree._Element) -> str:
    parts: list[str] = []
    for node in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen", f"{_W}p"):
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag == f"{_W}p":
            parts.append("\n" if parts else "")
        elif node.tag == f"{_W}tab":
            parts.append("" if node.getparent() is not None and _is_tab_stop(node) else "\t")
        else:
            parts.append("-" if node.tag == f"{_W}noBreakHyphen" else "\n")
    return "".join(parts)


def _is_tab_stop(node: etree._Element) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag == f"{_W}tabs"


def _level(paragraph: etree._Element) -> int:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    match = _HEADING.match(str(style.get(f"{_W}val") or "")) if style is not None else None
    if match:
        return int(match[1])
    outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    level = _integer(outline, -1)
    return level + 1 if 0 <= level < 9 else 0


def _integer(element: etree._Element | None, otherwise: int) -> int:
    value = str(element.get(f"{_W}val") or "") if element is not None else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else otherwise


def _grid(table: etree._Element, place: Place) -> Grid:
    rows: list[list[Cell]] = []
    open_spans: dict[int, tuple[int, int]] = {}  # column → (row index, cell index) of a cell merged downwards
    for number, row in enumerate(_rows(table), start=1):
        cells: list[Cell] = []
        column = 1 + _integer(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for cell in _cells(row):
            width = min(max(_integer(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1), 1), _MOST_SPAN)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            continues = merge is not None and merge.get(f"{_W}val", "continue") != "restart"
            if continues and column in open_spans:
                _grow(rows, open_spans[column])
            else:
                open_spans.pop(column, None)
                if merge is not None:
                    open_spans[column] = (number - 1, len(cells))
                here = Place(place.file, table=place.table, row=number, column=column)
                cells.append(Cell(clean_text(_text(cell)), here, 1, width))
            column += width
        rows.append(cells)
    return Grid(place, tuple(tuple(cells) for cells in rows))


def _rows(table: etree._Element, depth: int = 0) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == f"{_W}tr":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins") and depth < _MOST_DEPTH:
            yield from _rows(child, depth + 1)


def _cells(row: etree._Element, depth: int = 0) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent") and depth < _MOST_DEPTH:
            yield from _cells(child, depth + 1)


def _grow(rows: list[list[Cell]], at: tuple[int, int]) -> None:
    row, index = at
    cell = rows[row][index]
    rows[row][index] = Cell(cell.text, cell.place, cell.row_span + 1, cell.column_span)
