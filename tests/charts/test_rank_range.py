"""Ranges of ranks: the drawing and the table say the same."""

from __future__ import annotations

from minhchung.charts.chart import Chart
from minhchung.charts.rank_range import RANK, SPAN, RankRange, RankSpan, rank_range_chart
from minhchung.charts.svg import BAND, PAPER, WIDTH, text_width
from tests.charts.reading import all_of, contrast, parsed, texts

LONG = "Ban Quản lý các khu công nghiệp, khu kinh tế và khu công nghệ cao tỉnh Bà Rịa - Vũng Tàu"
SPANS = (RankSpan("Sở Y tế", 1, 1, 1, 0), RankSpan(LONG, 2, 2, 3, 1), RankSpan("Xã <b>&", 3, 2, 3, 1))


def chart() -> Chart:
    return rank_range_chart(RankRange("khoang", "Khoảng hạng", 3, SPANS))


def test_the_table_says_what_is_drawn() -> None:
    assert chart().rows == (
        ("Sở Y tế", "1", "1", "0 cơ quan"),
        (LONG, "2", "2–3", "1 cơ quan"),
        ("Xã <b>&", "3", "2–3", "1 cơ quan"),
    )
    assert chart().desc == f"3 cơ quan. Khoảng rộng nhất: {LONG}, từ hạng 2 đến hạng 3."
    assert {"1", "2–3"} <= set(texts(chart().svg))


def test_spans_lie_where_their_ranks_are() -> None:
    lines = [node for node in all_of(chart().svg, "line") if node.get("stroke") == SPAN]

    assert len(lines) == 2  # a certain rank has no span
    assert len({(node.get("x1"), node.get("x2")) for node in lines}) == 1
    assert float(lines[0].get("x2") or 0) <= WIDTH


def test_it_is_an_image_with_words_inside_it() -> None:
    root = parsed(chart().svg)

    assert root.get("role") == "img"
    for node in all_of(chart().svg, "text"):
        x, width = float(node.get("x") or 0), text_width(node.text or "", node.get("font-weight") == "700")
        left = {"start": x, "middle": x - width / 2, "end": x - width}[node.get("text-anchor") or "start"]
        assert left >= -10 and left + width <= WIDTH + 10, node.text
    assert all(contrast(colour, ground) >= 3 for colour in (SPAN, RANK) for ground in (PAPER, BAND))


def test_one_agency_and_none_are_drawn_too() -> None:
    alone = rank_range_chart(RankRange("mot", "Khoảng hạng", 1, SPANS[:1], language="en"))
    none = rank_range_chart(RankRange("khong", "Khoảng hạng", 0, ()))

    assert alone.desc == "1 agencies, every rank certain."
    assert none.desc == "Chưa có cơ quan nào được xếp hạng."
