"""docs/indicators.md lists every indicator and every binding, word for word as the catalogue has them."""

from __future__ import annotations

from pathlib import Path

from minhchung.rubric.indicators.table import catalogue_as_markdown

PAGE = Path(__file__).parents[2] / "docs" / "indicators.md"
MARK = "<!-- from here on: generated -->\n"


def test_the_page_is_the_catalogue() -> None:
    _by_hand, generated = PAGE.read_text(encoding="utf-8").split(MARK)

    assert generated == catalogue_as_markdown()
