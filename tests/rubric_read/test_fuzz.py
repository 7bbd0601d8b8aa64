"""Strangers' and damaged files: always an answer, never a crash; what is read always parses as itself."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.docread.place import Place
from minhchung.docread.reading import Cell, Grid, Paragraph, Reading
from minhchung.rubric.parse import parse
from minhchung.rubric.printing import print_rubric
from minhchung.rubric.read import ReadRubric, read_rubric
from minhchung.rubric.read.limits import quantities
from tests.rubric_read.documents import DOCUMENTS
from tests.rubric_read.memory import forget_most, most_taken, taken_now
from tests.rubric_read.test_seeds import DATA, SEEDS

SECONDS = 20
WORDS = (
    *(
        "I",
        "II",
        "1",
        "1.1",
        "1.1.1",
        "a)",
        "đ",
        "-",
        "+",
        "A",
        "TT",
        "STT",
        "Nội dung",
        "Tiêu chí",
        "Điểm chuẩn",
    ),
    *(
        "Điểm tối đa",
        "Điểm tự chấm",
        "Tài liệu kiểm chứng",
        "Tổng cộng",
        "2",
        "0,5",
        "8,0",
        "0",
        "-1",
        "0 - 2",
        "x",
    ),
    *(
        "Từ 95% - dưới 100%",
        "chậm dưới 10 ngày",
        "Không ban hành",
        "Đúng hạn",
        "dưới 03 quy trình trở lên",
        "100%",
    ),
    *(
        "mỗi tiêu chí không đạt trừ 0,75 điểm",
        "01 sáng kiến = 02 điểm",
        "Đạt 100%: 1 điểm",
        "(b/a) x điểm tối đa",
    ),
    *(
        "từ 01/01/2023 đến 15/10/2023",
        "trước ngày 31/02/2023",
        "Đối với cơ quan có TTHC",
        "Kết quả theo dõi của Sở",
    ),
    *(
        "Có đầy đủ 3 bảng: A, B, C",
        "không đủ 3 bảng",
        "cứ tăng thêm 0% được cộng 1 điểm",
        "ĐIỂM TRỪ",
        "\u0000\ud800",
    ),
)
texts = st.one_of(
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("\n".join),
    st.text(max_size=40),
)


def well_made(found: ReadRubric) -> None:
    """Either a rubric that its own text holds, or a reason why there is none; and every number is accounted for."""
    if found.rubric is not None:
        assert parse(print_rubric(found.rubric)) == found.rubric
        assert len({node.code for node in found.rubric.walk()}) == len(found.report.nodes)
    else:
        assert found.report.faults or found.report.problems
    assert sum(found.report.uses.values()) == len(found.report.points)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(texts, min_size=1, max_size=5), max_size=25), st.integers(0, 3))
def test_any_table_gives_an_answer(rows: list[list[str]], header: int) -> None:
    heads = [["TT", "Nội dung", "Điểm chuẩn", "Tài liệu kiểm chứng"]] * min(header, 1)
    grid = tuple(
        tuple(Cell(text, Place("x", table=1, row=r, column=c)) for c, text in enumerate(row, start=1))
        for r, row in enumerate([*heads, *rows], start=1)
    )

    well_made(read_rubric(Reading((Grid(Place("x", table=1), grid),)), "x.docx"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, st.integers(1, 4)), max_size=60), st.sampled_from(("cells", "rows", "tabs")))
def test_any_lines_give_an_answer(lines: list[tuple[str, int]], layout: str) -> None:
    heads = {
        "cells": ["TT", "NỘI DUNG", "Điểm chuẩn", "Tài liệu kiểm chứng"],
        "rows": ["STT Nội dung Thang điểm"],
        "tabs": ["TT\tNội dung\tĐiểm tối đa"],
    }[layout]
    join = {"cells": " ", "rows": " ", "tabs": "\t"}[layout]
    paragraphs, line = [], 0
    for text, gap in [*((head, 2) for head in heads), *lines]:
        line += gap
        paragraphs.append(Paragraph(text.replace("\n", join), Place("x", line=line)))

    well_made(read_rubric(Reading(paragraphs=tuple(paragraphs)), "x.txt"))


@settings(max_examples=100, deadline=None)
@given(st.lists(texts, max_size=6).map(" ".join))
def test_figures_in_any_words_have_limits(text: str) -> None:
    for quantity in quantities(text):
        assert quantity.limits
        assert all(limit.value >= 0 for limit in quantity.limits)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(("a.txt", "a.html", "a.csv", "a.docx", "a")))
def test_any_bytes_give_an_answer(data: bytes, name: str) -> None:
    well_made(read_rubric(data, name))


def _documents() -> dict[str, bytes]:
    seeds = {name: (DATA / name).read_bytes() for name in SEEDS.values()}
    return seeds | {name: make() for name, make in DOCUMENTS.items()}


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """Bytes flipped, a piece cut out, a piece doubled, or the end lost."""
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(damaged))
        match chance.randrange(4):
            case 0:
                damaged[at] = chance.randrange(256)
            case 1:
                del damaged[at : at + chance.randint(1, 200)]
            case 2:
                damaged[at:at] = damaged[at : at + chance.randint(1, 400)]
            case _:
                damaged[at:at] = chance.choice(
                    (b"%", b"9999999999", b"<td rowspan=9999>", b"\t", b"\n\n", b"I. ")
                )
        damaged = damaged or bytearray(b"x")
    return bytes(damaged)


@pytest.mark.parametrize("name", [*SEEDS.values(), *DOCUMENTS])
def test_a_damaged_file_gives_an_answer_in_time(name: str) -> None:
    data, chance = _documents()[name], random.Random(name)

    for _ in range(6):
        begun = time.monotonic()
        well_made(read_rubric(_mutated(data, chance), name))
        assert time.monotonic() - begun < SECONDS


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("deep.html", b"<table><tr><td>TT<td>Noi dung<td>Diem<tr><td>" * 300),
        ("digits.txt", "STT Nội dung Điểm\n".encode() + b"1 1 1 1 1 1 " * 20_000),
        ("lines.txt", "STT Nội dung Điểm\n".encode() + "- Đạt từ 80% đến dưới 90% 1\n".encode() * 1_500),
        ("labels.txt", "TT\n\nNội dung\n\nĐiểm\n\n".encode() + b"1\n\nx\n\n2\n\n" * 1_000),
        ("long.txt", "STT Nội dung Điểm\n".encode() + b"1 x 2\n" * 50_000),
        ("same.txt", "STT Nội dung Điểm\n".encode() + b"1 x 2\n1.1 y 1\n" * 700),
        ("wide.txt", "TT\tNội dung\tĐiểm\n".encode() + b"\t" * 100_000 + b"1\n" * 3),
    ],
)
def test_a_hostile_file_is_answered_in_time_and_memory(name: str, data: bytes) -> None:
    forget_most()
    begun, held = time.monotonic(), taken_now()

    well_made(read_rubric(data, name))

    assert time.monotonic() - begun < SECONDS
    assert most_taken() - held < 512 * 1024 * 1024


def test_wide_spans_cost_nothing() -> None:
    rows = tuple(
        (Cell("1", Place("x", table=1, row=r, column=1 + 200 * (r % 900)), 200, 200),)
        for r in range(1, 3_000)
    )
    head = tuple(
        Cell(text, Place("x", table=1, row=1, column=c))
        for c, text in ((1, "TT"), (2, "Nội dung"), (3, "Điểm"))
    )
    begun = time.monotonic()

    well_made(read_rubric(Reading((Grid(Place("x", table=1), (head, *rows)),)), "x.html"))

    assert time.monotonic() - begun < SECONDS


def test_a_file_too_long_says_so() -> None:
    found = read_rubric("STT Nội dung Điểm\n".encode() + b"1 x 2\n" * 50_000, "long.txt")

    assert found.rubric is None
    assert "quá dài" in found.report.faults[0].vi


def test_a_document_without_criteria_says_so() -> None:
    found = read_rubric(b"<html><body><p>Xin chao</p></body></html>", "x.html")

    assert found.rubric is None
    assert "Không thấy bảng tiêu chí" in found.report.faults[0].vi


def test_a_spreadsheet_with_macros_is_refused_by_the_reader(tmp_path: Path) -> None:
    found = read_rubric(b"PK\x03\x04 not a container", "x.xlsm")

    assert found.rubric is None
    assert found.report.problems
