"""The rows of one published rubric set again in other layouts, to see that the layout does not change the reading."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import xlsxwriter
from docx import Document as Word

from minhchung.docgen.model import Cell, Column, Document, Table, Title
from minhchung.docgen.pdf import to_pdf
from minhchung.docread.read import read
from minhchung.rubric.model import Node, Rubric
from minhchung.rubric.read.figures import Figures
from minhchung.rubric.read.from_cells import from_cells
from minhchung.rubric.read.items import Sheet
from tests.rubric_read.test_seeds import DATA, SEEDS

HEAD = ("TT", "NỘI DUNG", "Điểm chuẩn", "Tài liệu kiểm chứng")
TITLE = "BỘ TIÊU CHÍ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023"
Cells = tuple[str, str, str, str]


@cache
def rows() -> tuple[Cells, ...]:
    """Label, words, points, evidence of every row of the Quảng Điền draft."""
    sheet = from_cells(read(DATA / SEEDS["quang-dien-cchc-2023"]), Figures())
    assert isinstance(sheet, Sheet)
    return tuple(
        (
            item.label,
            "\n".join(words.text for words in item.words),
            item.top.text if item.top else "",
            "\n".join(words.text for words in item.evidence),
        )
        for item in sheet.items
    )


def as_docx() -> bytes:
    word = Word()
    word.add_paragraph(TITLE)
    table = word.add_table(rows=1, cols=4)
    for cell, text in zip(table.rows[0].cells, HEAD, strict=True):
        cell.text = text
    for row in rows():
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def as_html() -> bytes:
    cells = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in (HEAD, *rows()))
    return f"<html><body><p>{TITLE}</p><table>{cells}</table></body></html>".encode()


def _html_cell(text: str) -> str:
    lines = html.escape(text).replace("\n", "<br>")
    return f"<td>{lines}</td>"


def as_xlsx() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    page.write(0, 0, TITLE)
    for index, row in enumerate((HEAD, *rows())):
        for column, text in enumerate(row):
            if text:
                page.write(2 + index, column, text)
    book.close()
    return out.getvalue()


def as_tabs() -> bytes:
    lines = ["\t".join(text.replace("\n", " ") for text in row) for row in (HEAD, *rows())]
    return "\n".join([TITLE, *lines]).encode()


def as_lines() -> bytes:
    lines = [
        " ".join(part for part in (row[0] or "-", row[1].replace("\n", " "), row[2]) if part)
        for row in rows()
    ]
    return "\n".join([TITLE, "TT Nội dung Điểm chuẩn", *lines]).encode()


def as_cells_without_blanks() -> bytes:
    text = (DATA / SEEDS["quang-dien-cchc-2023"]).read_text(encoding="utf-8")
    return "\n".join(line for line in text.split("\n") if line.strip(" \t\r\u00a0")).encode()


def as_pdf() -> bytes:
    """Many pages, the header again on each, long cells wrapped."""
    body = tuple(tuple(Cell(text.replace("\n", " ")) for text in row) for row in rows())
    head = (tuple(Cell(text) for text in HEAD),)
    table = Table((Column(1), Column(6), Column(2), Column(5)), head, body, caption="Bảng điểm")
    return to_pdf(Document(title="Bộ tiêu chí", blocks=(Title(TITLE), table)))


LAYOUTS: dict[str, Callable[[], bytes]] = {
    "a.docx": as_docx,
    "a.html": as_html,
    "a.xlsx": as_xlsx,
    "a.pdf": as_pdf,
    "tabs.txt": as_tabs,
    "lines.txt": as_lines,
    "cells.txt": as_cells_without_blanks,
}


def without_lines(rubric: Rubric) -> Rubric:
    """The rubric with every source line left out."""
    return replace(rubric, nodes=tuple(_bare(node) for node in rubric.nodes))


def _bare(node: Node) -> Node:
    return replace(
        node, line=None, children=tuple(_bare(child) for child in node.children), rule=_bare_rule(node.rule)
    )


def _bare_rule(rule):
    if rule is None:
        return None
    changed = {
        name: tuple(replace(one, line=None) if hasattr(one, "line") else one for one in getattr(rule, name))
        for name in ("choices", "rows", "items", "lines")
        if hasattr(rule, name)
    }
    if hasattr(rule, "parts"):
        changed["parts"] = tuple(replace(part, rule=_bare_rule(part.rule)) for part in rule.parts)
    return replace(rule, **changed)
