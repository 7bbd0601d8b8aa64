"""PDF text: lines and ruled tables, page by page. Scanned pages are named, not guessed at."""

from __future__ import annotations

import io
import logging

import pdfplumber
from pdfplumber.page import Page

from minhchung.docread.csv_table import clean_text
from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.pdf_content import too_much_drawing
from minhchung.docread.pdf_flags import inspect_pdf
from minhchung.docread.place import Place
from minhchung.docread.problem import Problem, problem
from minhchung.docread.reading import Cell, Grid, Paragraph, Reading

_MOST_READ = 200
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


def _read_page(
    page: Page, name: str, tables: list[Grid], paragraphs: list[Paragraph], notes: list[Problem]
) -> None:
    number = page.page_number
    found = page.find_tables()
    outside = page
    for table in found:
        place = Place(name, page=number, table=len(tables) + 1)
        rows = tuple(
            tuple(
                Cell(
                    clean_text(text or ""),
                    Place(name, page=number, table=place.table, row=r, column=c),
                )
                for c, text in enumerate(row, start=1)
                if text is not None
            )
            for r, row in enumerate(table.extract(), start=1)
        )
        tables.append(Grid(place, rows))
        outside = outside.outside_bbox(table.bbox, strict=False)
    text = outside.extract_text() or ""
    for line, words in enumerate(text.splitlines(), start=1):
        if clean_text(words):
            paragraphs.append(Paragraph(clean_text(words), Place(name, page=number, line=line)))
    if not text.strip() and not found:
        notes.append(problem("read.no_text", Place(name, page=number)))
