"""Tables that only list another table's sections again, with their points: they add nothing, and are left out."""

from __future__ import annotations

from collections.abc import Sequence

from minhchung.rubric.read.items import Item
from minhchung.rubric.read.row_items import is_total_words
from minhchung.viet.folding import search_key

_FEWEST = 2


def without_summaries(parts: Sequence[list[Item]]) -> list[list[Item]]:
    """The tables' rows; a table that says again what a longer one says is emptied, its numbers accounted as repeated."""
    return [[] if _is_summary(part, parts) else part for part in parts]


def _is_summary(part: list[Item], parts: Sequence[list[Item]]) -> bool:
    """Whether every row is a section of one longer table: the same label, points and words; or a total."""
    rows = [item for item in part if not is_total_words(item.text)]
    if len(rows) < _FEWEST or not all(item.label and item.top is not None for item in rows):
        return False
    longer = [item for other in parts if other is not part and len(other) > len(part) for item in other]
    if not all(any(_says_again(item, other) for other in longer) for item in rows):
        return False
    for item in part:
        for figure in (item.top, item.mark):
            if figure is not None:
                figure.use = "repeats_max" if item in rows else "total"
    return True


def _says_again(item: Item, other: Item) -> bool:
    if item.label != other.label or other.top is None or item.top is None:
        return False
    mine, its = search_key(item.text), search_key(other.text)
    return item.top.value == other.top.value and bool(mine) and (mine in its or its in mine)
