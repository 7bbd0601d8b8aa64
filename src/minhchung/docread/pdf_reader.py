"""PDF text: lines and ruled tables, page by page. Scanned pages are named, not guessed at."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import replace

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.table import Table

from minhchung.docread.csv_table import clean_text
from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.pdf_content import too_much_drawing
from minhchung.docread.pdf_flags import inspect_pdf
from minhchung.docread.place import Place
from minhchung.docread.problem import Problem, problem
from minhchung.docread.reading import Cell, Grid, Paragraph, Reading

Box = tuple[float, float, float, float]
_MOST_READ = 200
_SLACK = 1.0
"""Points that rules may lie apart and still be one."""
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it logs pieces of the file it reads


def read_pdf(data: bytes, name: str, limits: Limits = DEFAULT, pages: int = _MOST_READ) -> Reading:
    """Read the first `pages` pages. Never raises; slow on large files, so run strangers' files in the worker."""
    refused = [each for each in inspect_pdf(data, limits) if each.severity == "error"]
    refused = refused or too_much_drawing(data)
    if refused:
        return Reading(notes=tuple(each.in_file(name) for each in refused))
    tables: list[Grid] = []
    paragraphs: list[Paragraph] = []
    notes: list[Problem] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            total = len(document.pages)
            for page in document.pages[:pages]:
                _read_page(page, name, tables, paragraphs, notes)
                page.close()
    except RecursionError:
        return Reading(notes=(problem("file.unreadable", Place(name), kind="PDF"),))
    except Exception:
        return Reading(notes=(problem("file.unreadable", Place(name), kind="PDF"),))
    if total > pages:
        notes.append(problem("read.cut", Place(name), count=pages))
    return Reading(tuple(tables), tuple(paragraphs), tuple(notes))


def _rows(table: Table, place: Place) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a ruled table. A cell that reaches over others says so by how far its rules go."""
    boxes = [list(row.cells) for row in table.rows]
    tops = [row.bbox[1] for row in table.rows]
    lefts = sorted({box[0] for row in boxes for box in row if box is not None})
    texts = [list(row) for row in table.extract()]
    _fill_open(table, boxes, texts, tops, lefts)
    return tuple(
        tuple(
            Cell(
                clean_text(text),
                replace(place, row=r, column=c),
                _reach(tops, box[1], box[3]) if box is not None else 1,
                _reach(lefts, box[0], box[2]) if box is not None else 1,
            )
            for c, (text, box) in enumerate(zip(texts_here, boxes_here, strict=True), start=1)
            if text is not None
        )
        for r, (texts_here, boxes_here) in enumerate(zip(texts, boxes, strict=True), start=1)
    )


def _fill_open(
    table: Table,
    boxes: list[list[Box | None]],
    texts: list[list[str | None]],
    tops: Sequence[float],
    lefts: Sequence[float],
) -> None:
    """Cells that a page break left without their last rule: no rule closes them, yet their words are the table's."""
    rights = [*lefts[1:], table.bbox[2]]
    for row, top in enumerate(tops):
        for column, (left, right) in enumerate(zip(lefts, rights, strict=True)):
            if boxes[row][column] is not None or _is_covered(boxes, left, top):
                continue
            below = (tops[at] for at in range(row + 1, len(tops)) if boxes[at][column] is not None)
            box = (left, top, right, next(below, table.bbox[3]))
            words = table.page.crop(box, strict=False).extract_text() or ""
            if words.strip():
                boxes[row][column], texts[row][column] = box, words


def _is_covered(boxes: Sequence[Sequence[Box | None]], left: float, top: float) -> bool:
    """Whether some cell reaches over this corner."""
    x, y = left + _SLACK, top + _SLACK
    return any(
        box[0] <= x < box[2] and box[1] <= y < box[3] for row in boxes for box in row if box is not None
    )


def _reach(starts: Sequence[float], low: float, high: float) -> int:
    """How many rows, or columns, begin between two rules."""
    return max(1, sum(1 for start in starts if low - _SLACK <= start < high - _SLACK))


def _read_page(
    page: Page, name: str, tables: list[Grid], paragraphs: list[Paragraph], notes: list[Problem]
) -> None:
    number = page.page_number
    found = page.find_tables()
    outside = page
    for table in found:
        place = Place(name, page=number, table=len(tables) + 1)
        tables.append(Grid(place, _rows(table, place)))
        outside = outside.outside_bbox(table.bbox, strict=False)
    text = outside.extract_text() or ""
    for line, words in enumerate(text.splitlines(), start=1):
        if clean_text(words):
            paragraphs.append(Paragraph(clean_text(words), Place(name, page=number, line=line)))
    if not text.strip() and not found:
        notes.append(problem("read.no_text", Place(name, page=number)))
