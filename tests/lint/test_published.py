"""With the published text at hand, places are exact and the points column is read too."""

from __future__ import annotations

from minhchung.rubric.lint import lint, published_text
from minhchung.rubric.parse import parse
from minhchung.rubric.shipped import load_shipped
from tests.lint.seeds import text_of

RUBRIC = """
rubric: mau
title: Bộ tiêu chí năm 2026
total: 3
nodes:
  - label: "1"
    title: Ban hành quy chế
    max: 2
    line: 2
    rule: { kind: options, options: [ { points: 2, line: 7, text: Có ban hành }, { points: 0, line: 9, text: Không ban hành } ] }
"""
PAGE = "1\nBan hành quy chế\n2\n0,5\nQuy chế từ 01/01/2020 đến 31/12/2020\n\nCó ban hành\n2\nKhông ban hành\n0\nTỔNG CỘNG\n3\n"


def _lines(published: str | None) -> dict[str, int | None]:
    return {each.code: each.line for each in lint(parse(RUBRIC), published=published)}


def test_a_stray_number_is_found_in_the_points_column() -> None:
    assert _lines(PAGE)["L605"] == 4
    assert "L605" not in _lines(PAGE.replace("0,5\n", "\n"))


def test_the_total_is_placed_where_it_stands() -> None:
    assert _lines(PAGE)["L102"] == 12
    assert _lines(None)["L102"] is None


def test_a_label_after_the_points_is_not_stray() -> None:
    codes = [each.code for each in lint(load_shipped("quang-dien-cchc-2023"), published=text_of("S1"))]

    assert codes.count("L605") == 1


def test_points_are_placed_at_their_cell() -> None:
    with_text = lint(load_shipped("quang-dien-cchc-2023"), published=published_text("quang-dien-cchc-2023"))
    without = lint(load_shipped("quang-dien-cchc-2023"))

    assert [each.line for each in with_text if each.code == "L101"] == [431, 1423]
    assert [each.line for each in without if each.code == "L101"] == [429, 1421]


def test_only_shipped_rubrics_have_their_text_kept() -> None:
    assert published_text("không-có") is None
