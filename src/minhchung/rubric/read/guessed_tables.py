"""Rows of a rubric from tables whose header says nothing known: every way to take the columns, the one that fits."""

from __future__ import annotations

from collections.abc import Sequence

from minhchung.docread.reading import Cell, Grid, Reading
from minhchung.rubric.read.between_tables import sections_between, words_around
from minhchung.rubric.read.columns import Guess, guesses, start_of
from minhchung.rubric.read.figures import Figures
from minhchung.rubric.read.fit import Fit, fit_of
from minhchung.rubric.read.headers import is_other_table
from minhchung.rubric.read.in_line import unfolded
from minhchung.rubric.read.items import Item, Sheet, Words, clean
from minhchung.rubric.read.merged_levels import items_of_levels
from minhchung.rubric.read.row_items import items_of_rows, settle_headings
from minhchung.rubric.read.summaries import without_summaries
from minhchung.rubric.read.tree import build_tree

_MOST_ROWS = 600
"""Above it a table is not tried in several ways."""
_FEWEST_HELD = 3
Row = Sequence[Cell]


def from_guessed_tables(reading: Reading, figures: Figures) -> Sheet | None:
    """Read the tables by what their cells hold; None when in none of them the labels and sums hold."""
    told: dict[int, Guess] = {}
    for grids in _alike(reading.tables):
        guess = _best(reading, grids)
        if guess is not None:
            told.update((id(grid), guess) for grid in grids)
    used = [grid for grid in reading.tables if id(grid) in told]
    if not used:
        return None
    items, sections = _items(reading, [(grid, told[id(grid)]) for grid in used], figures)
    before, after = words_around(reading, used, sections)
    first = reading.tables.index(used[0])
    skipped = [words for grid in reading.tables[:first] for words in _words(grid.rows)]
    above = max(0, start_of(used[0].rows, told[id(used[0])].roles) - 1)
    return (
        Sheet(items, [*before, *skipped, *_words(used[0].rows[:above])], after, "guessed") if items else None
    )


def _alike(grids: Sequence[Grid]) -> list[list[Grid]]:
    """Tables of one width are parts of one: over the pages of a PDF, or one below each section's heading."""
    found: dict[int, list[Grid]] = {}
    for grid in grids:
        found.setdefault(_width(grid), []).append(grid)
    return list(found.values())


def _width(grid: Grid) -> int:
    return max(((row[-1].place.column or 0) + row[-1].column_span - 1 for row in grid.rows if row), default=0)


def _best(reading: Reading, grids: Sequence[Grid]) -> Guess | None:
    """The guess whose tree keeps most of its own checks."""
    rows = _body(grids)
    if len(rows) > _MOST_ROWS:
        return None
    best: tuple[int, Guess] | None = None
    for guess in guesses(rows):
        fit = _fit(reading, grids, guess)
        if fit.held >= _FEWEST_HELD and fit.score > 0 and (best is None or fit.score > best[0]):
            best = (fit.score, guess)
    return best[1] if best is not None else None


def _body(grids: Sequence[Grid]) -> list[Row]:
    """The rows of all, a header that stands again left out."""
    rows: list[Row] = list(grids[0].rows)
    head = _texts(rows[0]) if rows else []
    return rows + [row for grid in grids[1:] for row in grid.rows if _texts(row) != head]


def _texts(row: Row) -> list[str]:
    return [clean(cell.text) for cell in row]


def _fit(reading: Reading, grids: Sequence[Grid], guess: Guess) -> Fit:
    figures = Figures()
    items, _ = _items(reading, [(grid, guess) for grid in grids], figures)
    return fit_of(build_tree(unfolded(items, figures)), figures)


def _items(
    reading: Reading, told: Sequence[tuple[Grid, Guess]], figures: Figures
) -> tuple[list[Item], list[Item]]:
    """All rows in their order, sections that stand between the tables among them; and those sections."""
    above = sections_between(reading, [grid for grid, _ in told])
    parts: list[list[Item]] = []
    for grid, guess in told:
        start = start_of(grid.rows, guess.roles)
        other = is_other_table(" ".join(text for row in grid.rows[:start] for text in _texts(row)))
        parts.append([] if other else _items_of(grid.rows[start:], guess, figures))
    parts = without_summaries(parts)
    items = [item for sections, part in zip(above, parts, strict=True) if part for item in (*sections, *part)]
    settle_headings(items)
    return items, [item for sections in above for item in sections]


def _items_of(rows: Sequence[Row], guess: Guess, figures: Figures) -> list[Item]:
    return (
        items_of_levels(rows, guess, figures) if guess.levels else items_of_rows(rows, guess.roles, figures)
    )


def _words(rows: Sequence[Row]) -> list[Words]:
    return [Words(clean(cell.text), cell.place) for row in rows for cell in row if clean(cell.text)]
