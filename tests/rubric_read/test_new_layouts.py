"""Layouts that nobody taught the reader: other head words, no head at all, other labels; and documents never mended on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from minhchung.docread.read import read
from minhchung.docread.reading import Cell, Grid, Reading
from minhchung.rubric.model import Rubric
from minhchung.rubric.read import read_rubric
from minhchung.rubric.read.header_row import find_header
from minhchung.rubric.read.labels import parse_label
from tests.rubric_read.unseen.document import Unseen
from tests.rubric_read.unseen.scoring import score
from tests.rubric_read.unseen_report import ALL, HELD_OUT

STRANGE = ("Thứ", "Việc", "Hạn mức", "Chi tiết", "Khác", "Thêm", "Nữa", "Vân vân")
TABLES = [each for each in ALL if not each.name.endswith(".txt")]
FEW = [
    each for each in TABLES if each.name in ("dti-huyen.xlsx", "tram-y-te.docx", "iso-xa.html", "par-bo.docx")
]
STYLES: dict[str, Callable[[str], str]] = {
    "brackets": lambda label: f"({label})",
    "slash": lambda label: f"{label}/",
    "hyphens": lambda label: label.replace(".", "-"),
    "letter": lambda label: f"K{label}" if label[0].isdigit() else label,
    "sign": lambda label: f"§{label}",
    "word": lambda label: f"Việc {label}" if label[0].isdigit() else label,
}


def nodes(rubric: Rubric | None) -> list[tuple[object, ...]]:
    assert rubric is not None
    return [(node.max, type(node.rule).__name__, node.title, len(node.children)) for node in rubric.walk()]


def with_head(reading: Reading, head: Callable[[tuple[Cell, ...]], list[tuple[Cell, ...]]]) -> Reading:
    """The reading, the header row of each table put in other words, or left out."""
    grids = []
    for grid in reading.tables:
        found = find_header([list(row) for row in grid.rows])
        start = found[1] if found is not None else 0
        first = max(0, start - 2)
        rows = [*grid.rows[:first]]
        for row in grid.rows[first:start]:
            rows += head(row) if sum(1 for cell in row if cell.text.strip()) > 1 else [row]
        grids.append(replace(grid, rows=(*rows, *grid.rows[start:])))
    return replace(reading, tables=tuple(grids))


def strange(row: tuple[Cell, ...]) -> list[tuple[Cell, ...]]:
    return [
        tuple(replace(cell, text=STRANGE[(cell.place.column or 1) - 1] if cell.text else "") for cell in row)
    ]


@pytest.mark.parametrize("unseen", TABLES, ids=lambda unseen: unseen.name)
def test_a_table_reads_the_same_whatever_its_head_says(unseen: Unseen) -> None:
    reading = read(unseen.make(), unseen.name)
    wanted = nodes(read_rubric(reading, unseen.name).rubric)

    assert nodes(read_rubric(with_head(reading, strange), unseen.name).rubric) == wanted
    assert nodes(read_rubric(with_head(reading, lambda row: []), unseen.name).rubric) == wanted


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("unseen", FEW, ids=lambda unseen: unseen.name)
def test_a_table_reads_the_same_however_it_writes_its_labels(unseen: Unseen, style: str) -> None:
    reading = read(unseen.make(), unseen.name)
    wanted = nodes(read_rubric(reading, unseen.name).rubric)

    assert nodes(read_rubric(relabelled(reading, STYLES[style]), unseen.name).rubric) == wanted


def relabelled(reading: Reading, style: Callable[[str], str]) -> Reading:
    return replace(reading, tables=tuple(_relabelled(grid, style) for grid in reading.tables))


def _relabelled(grid: Grid, style: Callable[[str], str]) -> Grid:
    first = min((cell.place.column or 1 for row in grid.rows for cell in row), default=1)
    rows = tuple(
        tuple(
            replace(cell, text=style(cell.text))
            if cell.place.column == first and re.match(r"[\dA-Z]", cell.text) and parse_label(cell.text)
            else cell
            for cell in row
        )
        for row in grid.rows
    )
    return replace(grid, rows=rows)


def test_columns_told_by_their_cells_are_said_to_be() -> None:
    unseen = next(each for each in ALL if each.name == "par-bo.docx")

    report = read_rubric(unseen.make(), unseen.name).report

    assert report.layout == "guessed"
    assert [each.sure for each in report.head if each.what == "header"] == ["likely"]


def test_where_the_sums_speak_against_a_reading_nothing_is_certain() -> None:
    rows = [("STT", "Nội dung", "Điểm chuẩn"), ("I", "Thể chế", "90"), ("1", "Kế hoạch", "5")]
    rows += [("", "- Có kế hoạch", "3"), ("", "- Không có kế hoạch", "0")]
    rows += [
        ("5", "Báo cáo", "7"),
        ("", "- Có báo cáo", "1"),
        ("", "- Không có báo cáo", "0"),
        ("", "Tổng cộng", "20"),
    ]
    lines = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)

    report = read_rubric(f"<table>{lines}</table>".encode(), "sai.html").report

    assert len(report.leaves) == 2
    assert "certain" not in {each.sure for each in report.nodes}


FIRST_TRY = {
    "hoi-phu-nu.docx": (0, 0, 0, 0, 0),
    "quan-tri-xa.txt": (0, 0, 0, 0, 0),
    "cong-chuc-thang.html": (8, 8, 5, 9, 1),
    "cho-an-toan.xlsx": (0, 0, 0, 0, 0),
}


@pytest.mark.parametrize("unseen", HELD_OUT, ids=lambda unseen: unseen.name)
def test_documents_never_mended_on_read_as_well_as_at_the_first_try(unseen: Unseen) -> None:
    result = score(unseen)

    right = tuple(
        each[0] for each in (result.tree, result.points, result.kinds, result.options, result.found)
    )
    assert all(now >= then for now, then in zip(right, FIRST_TRY[unseen.name], strict=True)), right
    assert result.sure_wrong == []
