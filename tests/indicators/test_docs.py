"""docs/indicators.md lists every indicator and every binding, word for word as the catalogue has them."""

from __future__ import annotations

from pathlib import Path

from minhchung.rubric.indicators import ROOMS, catalogue
from minhchung.rubric.indicators.table import catalogue_as_markdown
from minhchung.rubric.shipped import CODES, load_shipped

PAGE = Path(__file__).parents[2] / "docs" / "indicators.md"
MARK = "<!-- from here on: generated -->\n"


def test_the_page_is_the_catalogue() -> None:
    _by_hand, generated = PAGE.read_text(encoding="utf-8").split(MARK)

    assert generated == catalogue_as_markdown()


def test_every_leaf_is_bound_or_says_why_not_leaf_by_leaf() -> None:
    by_hand, _generated = PAGE.read_text(encoding="utf-8").split(MARK)
    rows = [line.strip("| ").split(" | ") for line in by_hand.splitlines() if line.startswith("| ")]
    excused: dict[str, list[str]] = {code: [] for code in CODES}
    for row in rows:
        if row[0] in excused:
            assert row[2], row
            excused[row[0]] += row[1].split(", ")

    for code in CODES:
        leaves = load_shipped(code).leaves()
        bound = [leaf.code for leaf in leaves if leaf.bind]
        assert sorted(excused[code] + bound) == sorted(leaf.code for leaf in leaves), code


def test_an_indicator_that_nobody_wrote_of_would_be_seen() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert [one.code for one in catalogue().values()] == [
        line[5:-1] for line in page.splitlines() if line.startswith("### `")
    ], "in the order of the lists, one a room"
    assert [one.room for one in catalogue().values()] == sorted(
        (one.room for one in catalogue().values()), key=ROOMS.index
    )
