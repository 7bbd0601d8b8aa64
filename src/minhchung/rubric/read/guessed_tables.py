"""Rows of a rubric from tables whose header says nothing known: every way to take the columns, the one that fits."""

from __future__ import annotations

from collections.abc import Sequence

from minhchung.docread.reading import Cell, Grid, Reading
from minhchung.rubric.read.between_tables import sections_between, words_around
from minhchung.rubric.read.columns import Guess, guesses
from minhchung.rubric.read.figures import Figures
from minhchung.rubric.read.fit import Fit, fit_of
from minhchung.rubric.read.headers import is_other_table
from minhchung.rubric.read.in_line import unfolded
from minhchung.rubric.read.items import Item, Sheet, Words, clean
from minhchung.rubric.read.merged_levels import items_of_levels
from minhchung.rubric.read.row_items import items_of_rows
from minhchung.rubric.read.tree import build_tree

_MOST_ROWS = 1_500
"""Above it a table is not tried in several ways."""
_FEWEST_HELD = 3
Rows = list[list[Cell]]


def from_guessed_tables(reading: Reading, figures: Figures) -> Sheet | None:
    """Read the tables by what their cells hold; None when in none of them the labels and sums hold."""
    used: list[Grid] = []
    parts: list[list[Item]] = []
    skipped: list[Words] = []
    for grids in _joined(reading.tables):
        rows = [list(row) for grid in grids for row in grid.rows]
        guess = _best(rows) if len(rows) <= _MOST_ROWS else None
        if guess is None:
            skipped += _words(rows) if not parts else []
            continue
        skipped += _words(rows[: max(0, guess.start - 1)]) if not parts else []
        used.append(grids[-1])
        parts.append(_items(rows, guess, figures))
    if not parts:
        return None
    sections = sections_between(reading, used)
    items = [item for above, part in zip(sections, parts, strict=True) for item in (*above, *part)]
    before, after = words_around(reading, used, [item for above in sections for item in above])
    return Sheet(items, [*before, *skipped], after, "guessed")


def _joined(grids: Sequence[Grid]) -> list[list[Grid]]:
    """Tables of one width that follow each other are one that goes on, as over the pages of a PDF."""
    found: list[list[Grid]] = []
    for grid in grids:
        if found and _width(found[-1][-1]) == _width(grid) and not grid.after and grid.place.page is not None:
            found[-1].append(grid)
        else:
            found.append([grid])
    return found


def _width(grid: Grid) -> int:
    return max(((row[-1].place.column or 0) + row[-1].column_span - 1 for row in grid.rows if row), default=0)


def _best(rows: Rows) -> Guess | None:
    """The guess whose tree keeps most of its own checks."""
    best: tuple[int, Guess] | None = None
    for guess in guesses(rows):
        if is_other_table(" ".join(clean(cell.text) for row in rows[: guess.start] for cell in row)):
            return None
        fit = _fit(rows, guess)
        if fit.held >= _FEWEST_HELD and fit.score > 0 and (best is None or fit.score > best[0]):
            best = (fit.score, guess)
    return best[1] if best is not None else None


def _fit(rows: Rows, guess: Guess) -> Fit:
    figures = Figures()
    return fit_of(build_tree(unfolded(_items(rows, guess, figures), figures)), figures)


def _items(rows: Rows, guess: Guess, figures: Figures) -> list[Item]:
    body = rows[guess.start :]
    return (
        items_of_levels(body, guess, figures) if guess.levels else items_of_rows(body, guess.roles, figures)
    )


def _words(rows: Rows) -> list[Words]:
    return [Words(clean(cell.text), cell.place) for row in rows for cell in row if clean(cell.text)]
