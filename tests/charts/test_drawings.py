from __future__ import annotations

import itertools
import re
from fractions import Fraction as F

import pytest

from minhchung.charts.chart import Chart
from minhchung.charts.dumbbell import APPRAISED, SELF, Dumbbell, Pair, dumbbell_chart
from minhchung.charts.patterns import COLOURS
from minhchung.charts.plot import PLAIN, SIGNAL
from minhchung.charts.ranking import RankedBar, Ranking, ranking_chart
from minhchung.charts.svg import (
    BAND,
    GRID,
    INK,
    PAPER,
    QUIET,
    TEXT,
    WIDTH,
    drawing,
    element,
    scaled,
    text_width,
    ticks,
    words,
    wrap,
)
from tests.charts.plots import control, funnel
from tests.charts.reading import SVG, all_of, contrast, parsed, texts

LONG = "Ban Quản lý các khu công nghiệp, khu kinh tế và khu công nghệ cao tỉnh Bà Rịa - Vũng Tàu"
BARS = (
    RankedBar("Sở Y tế", F(193, 2), 1, "Sở, ngành"),
    RankedBar(LONG, F(193, 2), 1, "Sở, ngành", own=True),
    RankedBar("UBND huyện Krông Nô", F(82), 3, "Huyện"),
    RankedBar("Xã <script>&", None, None, "Xã"),
)
PAIRS = (
    Pair("Bằng nhau", F(5), F(5)),
    Pair("Chưa thẩm định", F(5), None),
    Pair("Chấm thấp", F(3), F(19, 4)),
    Pair("Chấm cao", F(22), F(18)),
)


def ranking() -> Chart:
    return ranking_chart(Ranking("xep-hang", "Xếp hạng 2026", F(100), BARS))


def dumbbell() -> Chart:
    return dumbbell_chart(Dumbbell("chenh", "Tự chấm và thẩm định", F(22), PAIRS))


@pytest.fixture(
    params=[ranking, dumbbell, control, funnel], ids=["ranking", "dumbbell", "control chart", "funnel"]
)
def chart(request: pytest.FixtureRequest) -> Chart:
    made: Chart = request.param()
    return made


def test_a_drawing_is_an_image_with_a_title_and_a_description(chart: Chart) -> None:
    root = parsed(chart.svg)
    named = {node.get("id"): node.text for node in root if node.tag in (f"{SVG}title", f"{SVG}desc")}

    assert root.get("role") == "img"
    assert [named[each] for each in (root.get("aria-labelledby") or "").split()] == [chart.title, chart.desc]
    assert chart.title and chart.desc


def test_a_drawing_stands_under_a_strict_policy(chart: Chart) -> None:
    for node in parsed(chart.svg).iter():
        assert node.tag not in (f"{SVG}script", f"{SVG}style", f"{SVG}image", f"{SVG}foreignObject")
        assert not any(name == "style" or name.startswith("on") or "href" in name for name in node.attrib)
    assert "url(http" not in chart.svg


def test_a_drawing_scales_and_its_text_never_falls_below_ten_pixels(chart: Chart) -> None:
    root = parsed(chart.svg)

    assert root.get("width") == "100%"
    assert (root.get("viewBox") or "").split()[:3] == ["0", "0", str(WIDTH)]
    assert {node.get("font-size") for node in root.iter() if node.get("font-size")} == {str(TEXT)}
    assert TEXT * 320 / WIDTH >= 10


def test_every_text_stays_inside_the_drawing(chart: Chart) -> None:
    for node in all_of(chart.svg, "text"):
        x, width = float(node.get("x") or 0), text_width(node.text or "", node.get("font-weight") == "700")
        left = {"start": x, "middle": x - width / 2, "end": x - width}[node.get("text-anchor") or "start"]
        assert left >= -10 and left + width <= WIDTH + 10, node.text


def test_ids_are_unique_and_carry_the_key(chart: Chart) -> None:
    ids = [node.get("id") for node in parsed(chart.svg).iter() if node.get("id")]

    assert len(ids) == len(set(ids))
    assert len({(each or "").split("-")[0] for each in ids}) == 1


def test_every_colour_stands_three_to_one_against_what_lies_beside_it() -> None:
    for colour in (*COLOURS, SELF, APPRAISED, GRID, PLAIN, SIGNAL):
        assert contrast(colour, PAPER) >= 3
        assert contrast(colour, BAND) >= 3
    for ink in (INK, QUIET):
        assert contrast(ink, PAPER) >= 4.5 and contrast(ink, BAND) >= 4.5
    assert len(set(COLOURS)) == len(COLOURS)


def test_the_ranking_table_says_what_the_bars_say() -> None:
    chart = ranking()

    assert chart.columns == ("Hạng", "Cơ quan", "Nhóm", "Điểm")
    assert chart.rows == (
        ("1", "Sở Y tế", "Sở, ngành", "96,5"),
        ("1", LONG, "Sở, ngành", "96,5"),
        ("3", "UBND huyện Krông Nô", "Huyện", "82"),
        ("—", "Xã <script>&", "Xã", "—"),
    )
    shown = texts(chart.svg)
    drawn = re.sub(r"\s+", " ", " ".join(shown))
    for rank, label, group, points in chart.rows:
        assert points in shown
        assert group in shown
        assert (label if rank == "—" else f"{rank}. {label}") in drawn


def test_bars_are_as_long_as_their_points_and_one_without_points_has_none() -> None:
    chart = ranking_chart(Ranking("a", "t", F(100), (RankedBar("A", F(50), 1), RankedBar("B", None))))

    fills = [node for node in all_of(chart.svg, "rect") if node.get("fill") == COLOURS[0]]
    assert [F(node.get("width") or 0) for node in fills] == [F(WIDTH - 16, 2)]
    assert chart.columns == ("Hạng", "Cơ quan", "Điểm")


def test_groups_differ_in_pattern_and_are_named_in_a_legend_and_on_each_row() -> None:
    chart = ranking()

    assert [node.get("id") for node in all_of(chart.svg, "pattern")] == ["xep-hang-fill-1", "xep-hang-fill-2"]
    assert texts(chart.svg).count("Sở, ngành") == 3
    assert texts(chart.svg).count("Huyện") == 2


def test_ones_own_row_is_said_in_words_not_only_in_shade() -> None:
    drawn = " ".join(texts(ranking().svg))

    assert drawn.count("(cơ quan của bạn)") == 1
    assert drawn.index(LONG.split()[-1]) < drawn.index("(cơ quan")


def test_the_ranking_describes_itself_and_says_when_it_is_empty() -> None:
    empty = ranking_chart(Ranking("a", "t", F(100), (RankedBar("A", None),), "en"))

    assert ranking().desc == (
        "3 cơ quan, thang 100 điểm. Cao nhất: Sở Y tế (96,5). Thấp nhất: UBND huyện Krông Nô (82)."
    )
    assert empty.desc == "No agency is ranked yet."


def test_pairs_stand_by_gap_widest_first_and_unfinished_last() -> None:
    chart = dumbbell()

    assert chart.rows == (
        ("Chấm cao", "22", "18", "+4"),
        ("Chấm thấp", "3", "4,75", "−1,75"),
        ("Bằng nhau", "5", "5", "0"),
        ("Chưa thẩm định", "5", "—", "—"),
    )
    assert chart.desc == "3 nội dung có cả hai điểm; 2 nội dung chênh lệch. Lớn nhất: Chấm cao (+4)."


def test_marks_differ_in_shape_and_stand_where_the_points_are() -> None:
    chart = dumbbell()
    rings, lozenges = all_of(chart.svg, "circle")[1:], all_of(chart.svg, "polygon")[1:]

    assert (len(rings), len(lozenges)) == (4, 3)
    assert F(rings[0].get("cx") or 0) == WIDTH - 14
    assert F((lozenges[2].get("points") or "").split(",")[0]) == F(
        round((14 + F(5, 22) * (WIDTH - 28)) * 100), 100
    )


def test_an_empty_figure_is_still_a_drawing() -> None:
    assert dumbbell_chart(Dumbbell("a", "t", F(1), ())).desc == "Chưa có nội dung nào được thẩm định."
    assert parsed(ranking_chart(Ranking("a", "t", F(1), ())).svg).get("role") == "img"


def test_points_outside_the_axis_are_drawn_at_its_end_and_told_in_full() -> None:
    chart = ranking_chart(Ranking("a", "t", F(10), (RankedBar("A", F(12), 1), RankedBar("B", F(-1), 2))))

    assert [row[-1] for row in chart.rows] == ["12", "−1"]
    assert scaled(F(12), F(10), 100) == 100
    assert scaled(F(-1), F(10), 100) == 0


@pytest.mark.parametrize("text", ["", LONG, "x" * 200, "một", LONG * 3])
@pytest.mark.parametrize("width", [60, 200, 400])
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)

    assert all(text_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("maximum", [F(1, 10), F(1), F(2), F(5, 2), F(22), F(100), F(1000)])
def test_ticks_are_even_round_and_within_the_axis(maximum: F) -> None:
    values = ticks(maximum)

    assert values[0] == 0 and maximum / 2 < values[-1] <= maximum
    assert 3 <= len(values) <= 6
    assert len({b - a for a, b in itertools.pairwise(values)}) == 1


def test_text_is_escaped_and_letters_xml_forbids_are_dropped() -> None:
    assert words("a<b>&\x00\x1b") == "a&lt;b&gt;&amp;"
    assert element("a", {"b": '"<', "c": None}) == '<a b="&quot;&lt;"/>'
    with pytest.raises(ValueError, match="not an id"):
        drawing("1 x", "t", "d", 10)


@pytest.mark.parametrize(
    ("value", "text"),
    [(F(1, 3), "0.33"), (F(-1, 3), "-0.33"), (F(5), "5"), (F(1, 2), "0.5"), (F(1, 1000), "0")],
)
def test_positions_have_two_decimals_at_most(value: F, text: str) -> None:
    assert element("a", {"x": value}) == f'<a x="{text}"/>'


def test_the_second_score_has_the_name_it_is_given() -> None:
    pairs = (Pair("Sở Nội vụ", F(3), F(2)),)
    published = dumbbell_chart(Dumbbell("a", "t", F(4), pairs, second="Kết quả"))
    appraised = dumbbell_chart(Dumbbell("a", "t", F(4), pairs))

    assert ">Kết quả<" in published.svg and "Thẩm định" not in published.svg
    assert "Kết quả" in published.columns and ">Thẩm định<" in appraised.svg
