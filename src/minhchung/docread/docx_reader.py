"""DOCX: paragraphs and tables from the package's own XML, as a person sees them with all changes accepted.

Merged cells are resolved, Word's own numbers written out; what is deleted, moved away or hidden is left out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from minhchung.docread.container import inspect_container
from minhchung.docread.csv_table import clean_text
from minhchung.docread.docx_numbers import ListNumbers, list_numbers
from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.place import Place
from minhchung.docread.problem import problem
from minhchung.docread.reading import Cell, Grid, Paragraph, Reading
from minhchung.docread.safe_xml import XML_FAULTS, parse_xml
from minhchung.docread.sniff import ZIP_FAULTS

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|Heading|DAUMUC|TieuDe)\s*([1-9])$")
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = (f"{_MC}Fallback", f"{_W}moveFrom")
_PIECES = tuple(f"{_W}{name}" for name in ("t", "tab", "br", "cr", "noBreakHyphen", "p"))
_MOST_SPAN = 200
_MOST_DEPTH = 40


def read_docx(data: bytes, name: str, limits: Limits = DEFAULT) -> Reading:
    """Read a Word document's body in order."""
    found = inspect_container(data, limits)
    if found:
        return Reading(notes=tuple(each.in_file(name) for each in found))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            root = parse_xml(container.read("word/document.xml"))
            numbers = list_numbers(container)
    except (*ZIP_FAULTS, *XML_FAULTS):
        return Reading(notes=(problem("file.unreadable", Place(name), kind="DOCX"),))
    body = root.find(f"{_W}body")
    _leave_out(root)
    document = _Document(name, numbers, _frames(root))
    document.take(body if body is not None else root)
    return Reading(tuple(document.tables), tuple(document.paragraphs))


def _leave_out(root: etree._Element) -> None:
    """Drop what nobody sees: text moved away, deleted rows, hidden words, and the second drawing of a text box."""
    for element in list(root.iter(*_GONE, f"{_W}del", f"{_W}vanish")):
        above = element.getparent()
        if above is None:
            continue
        if element.tag in _GONE:
            above.remove(element)
        elif above.tag == f"{_W}trPr" or (above.tag == f"{_W}rPr" and element.tag == f"{_W}vanish"):
            _drop_owner(above, element)


def _drop_owner(properties: etree._Element, mark: etree._Element) -> None:
    """Drop the row or the run whose properties say that it is gone. A paragraph mark's own properties say nothing."""
    owner = properties.getparent()
    if owner is None or owner.tag not in (f"{_W}tr", f"{_W}r") or mark.get(f"{_W}val") in ("0", "false"):
        return
    above = owner.getparent()
    if above is not None:
        above.remove(owner)


def _frames(root: etree._Element) -> set[etree._Element]:
    """Tables that only lay out the page: a table inside them has more rows than they have themselves."""
    rows = Counter(next(row.iterancestors(f"{_W}tbl"), None) for row in root.iter(f"{_W}tr"))
    return {
        above
        for table in root.iter(f"{_W}tbl")
        for above in table.iterancestors(f"{_W}tbl")
        if rows[table] > rows[above]
    }


@dataclass(slots=True)
class _Document:
    """What was met so far, in the order of the text, which the numbers need."""

    name: str
    numbers: ListNumbers
    frames: set[etree._Element]
    tables: list[Grid] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    line: int = 0

    def take(self, parent: etree._Element, depth: int = 0) -> None:
        """Read the blocks of a body, or of a cell of a table that only lays out the page."""
        for block in _blocks(parent):
            if block.tag == f"{_W}p":
                self._paragraph(block)
            elif block in self.frames and depth < _MOST_DEPTH:
                for row in _rows(block):
                    for cell in _cells(row):
                        self.take(cell, depth + 1)
            else:
                self.tables.append(self._grid(block, Place(self.name, table=len(self.tables) + 1)))

    def _paragraph(self, block: etree._Element) -> None:
        self.line += 1
        text = clean_text(self._text(block))
        if text:
            self.paragraphs.append(Paragraph(text, Place(self.name, line=self.line), _level(block)))

    def _text(self, element: etree._Element) -> str:
        """The words of a paragraph or a cell, a line each paragraph; rows of a table within a cell are a line each."""
        parts: list[str] = []
        for node in element.iter(*_PIECES):
            if node.tag == f"{_W}t":
                parts.append(node.text or "")
            elif node.tag == f"{_W}p":
                number = self.numbers.before(node)
                parts.append(self._break(node, element) if parts else "")
                parts.append(f"{number} " if number else "")
            elif node.tag == f"{_W}tab":
                parts.append("" if node.getparent() is not None and _is_tab_stop(node) else "\t")
            else:
                parts.append("-" if node.tag == f"{_W}noBreakHyphen" else "\n")
        return "".join(parts)

    def _break(self, paragraph: etree._Element, element: etree._Element) -> str:
        """Between paragraphs a new line; between the cells of a row in a table within the cell, a colon."""
        cell = paragraph.getparent()
        former = cell.getprevious() if cell is not None else None
        if cell is None or former is None or cell is element or former.tag != f"{_W}tc":
            return "\n"
        first = next(iter(cell.iterchildren(f"{_W}p")), None) is paragraph
        return ": " if first else "\n"

    def _grid(self, table: etree._Element, place: Place) -> Grid:
        rows: list[list[Cell]] = []
        open_spans: dict[int, tuple[int, int]] = {}  # column → (row, cell) of a cell merged downwards
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
                    cells.append(Cell(clean_text(self._text(cell)), here, 1, width))
                column += width
            rows.append(cells)
        return Grid(place, tuple(tuple(cells) for cells in rows), after=len(self.paragraphs))


def _blocks(parent: etree._Element, depth: int = 0) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, also those inside content controls and inserted ranges."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif (
            child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml") and depth < _MOST_DEPTH
        ):
            yield from _blocks(child, depth + 1)


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
