"""HTML pages as published: tables with their spans resolved, paragraphs with their source line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree, html

from minhchung.docread.csv_table import clean_text
from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.place import Place
from minhchung.docread.problem import problem
from minhchung.docread.reading import Cell, Grid, Paragraph, Reading

_SILENT = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "object"})
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
    ]
)
_MOST_SPAN = 200
_MOST_COLUMNS = 300  # a table of spans over spans would otherwise take longer with every row
_UNSAYABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What the parser lets through and no element may be given."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,30})", re.IGNORECASE)


def read_html(data: bytes, name: str, limits: Limits = DEFAULT) -> Reading:
    """Read a page. Scripts and styles are dropped; nothing is fetched. Never raises."""
    try:
        root = html.document_fromstring(
            _decode(data), parser=html.HTMLParser(no_network=True, huge_tree=False)
        )
    except (etree.LxmlError, ValueError, LookupError, AssertionError):
        return Reading(notes=(problem("file.unreadable", Place(name), kind="HTML"),))
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            _drop(element)
    frames = _frames(root)
    tables: list[Grid] = []
    for table in root.iter("table"):
        if table not in frames and all(above in frames for above in table.iterancestors("table")):
            tables.append(_grid(table, name, len(tables) + 1))
    return Reading(tuple(tables), tuple(_paragraphs(root, name, frames)))


def _frames(root: etree._Element) -> set[etree._Element]:
    """Tables that only lay out the page: a table inside them has more rows than they have themselves."""
    rows = Counter(next(row.iterancestors("table"), None) for row in root.iter("tr"))
    return {
        above
        for table in root.iter("table")
        for above in table.iterancestors("table")
        if rows[table] > rows[above]
    }


def _decode(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    for encoding in ("utf-8-sig", declared[1].decode("ascii") if declared else "windows-1258", "latin-1"):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    return ""


def _drop(element: etree._Element) -> None:
    """Take an element out and keep the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = _UNSAYABLE.sub(" ", (parent.text or "") + element.tail)
        else:
            before.tail = _UNSAYABLE.sub(" ", (before.tail or "") + element.tail)
    parent.remove(element)


def _grid(table: etree._Element, name: str, number: int) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    covered: dict[int, int] = {}  # column → rows still covered by a cell above
    for row_number, row in enumerate(_own_rows(table), start=1):
        cells: list[Cell] = []
        column = 1
        taken = {c for c, left in covered.items() if left > 0}
        covered = {c: left - 1 for c, left in covered.items() if left > 0}
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while column in taken:
                column += 1
            if column > _MOST_COLUMNS:
                break
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            width = min(width, _MOST_COLUMNS - column + 1)
            place = Place(name, table=number, row=row_number, column=column, line=_line(cell))
            cells.append(Cell(_flat_text(cell), place, height, width))
            for each in range(column, column + width):
                if height > 1:
                    covered[each] = height - 1
            column += width
        rows.append(tuple(cells))
    return Grid(Place(name, table=number, line=_line(table)), tuple(rows))


def _own_rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            yield row


def _span(cell: etree._Element, which: str) -> int:
    value = str(cell.get(which) or "").strip()
    return (
        min(int(value), _MOST_SPAN)
        if value.isascii() and value.isdigit() and len(value) < 6 and int(value)
        else 1
    )


def _line(element: etree._Element) -> int | None:
    return element.sourceline if isinstance(element.sourceline, int) else None


def _flat_text(element: etree._Element) -> str:
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if node.tag in ("br", "tr") or (node.tag in _BLOCKS and node is not element):
                parts.append("\n")
            elif node.tag in ("td", "th") and node is not element:
                parts.append(" ")
            parts.append(re.sub(r"\s+", " ", node.text or ""))
        elif node is not element:
            parts.append(re.sub(r"\s+", " ", node.tail or ""))
    lines = (clean_text(line) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _paragraphs(root: etree._Element, name: str, frames: set[etree._Element]) -> Iterator[Paragraph]:
    """Gather running text into lines, broken at block elements and <br>; text in tables is left to the grids.

    Tables that only lay out the page are no tables here: their cells break lines as blocks do.
    """
    pieces: list[str] = []
    line: int | None = None
    level = inside = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = str(node.tag)
        breaks = tag in _BLOCKS or tag in ("br", "table", "tr", "td", "th")
        if breaks and not inside:
            text = clean_text(re.sub(r"\s+", " ", "".join(pieces)))
            if text:
                yield Paragraph(text, Place(name, line=line), level)
            pieces, line = [], _line(node)
            level = int(tag[1]) if event == "start" and re.fullmatch(r"h[1-6]", tag) else 0
        if tag == "table" and node not in frames:
            inside += 1 if event == "start" else -1
        if inside:
            continue
        pieces.append(
            (node.text if event == "start" and tag != "table" else node.tail if event == "end" else "") or ""
        )
    text = clean_text(re.sub(r"\s+", " ", "".join(pieces)))
    if text:
        yield Paragraph(text, Place(name, line=line), level)
