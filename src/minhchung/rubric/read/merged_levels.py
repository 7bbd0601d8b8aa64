"""Tables whose tree runs from left to right: a merged cell holds the rows beside it, a column for each level."""

from __future__ import annotations

from collections.abc import Sequence

from minhchung.docread.reading import Cell
from minhchung.rubric.read.columns import Guess
from minhchung.rubric.read.figures import Figures
from minhchung.rubric.read.headers import Role
from minhchung.rubric.read.items import Item, clean
from minhchung.rubric.read.row_items import is_total_words, items_of_rows


def items_of_levels(rows: Sequence[Sequence[Cell]], guess: Guess, figures: Figures) -> list[Item]:
    """A row of its own for each merged cell, then one for what stands beside the innermost."""
    found: list[Item] = []
    for row in rows:
        for cells, roles in _parts(row, guess):
            items = items_of_rows([cells], roles, figures)
            if items and _level_of(cells, guess) is not None:
                items[0].heading = items[0].heading or items[0].label == ""
            found += items
    return found


def _level_of(cells: Sequence[Cell], guess: Guess) -> Cell | None:
    """The merged cell that heads a part."""
    return next((cell for cell in cells if cell.place.column in guess.levels and cell.row_span > 1), None)


def _parts(row: Sequence[Cell], guess: Guess) -> list[tuple[list[Cell], dict[int, Role]]]:
    """The row in parts, each with its own roles: a merged cell takes what is merged over the same rows."""
    filled = [cell for cell in row if clean(cell.text)]
    heads = [cell for cell in filled if cell.place.column in guess.levels and cell.row_span > 1]
    if any(is_total_words(clean(cell.text)) for cell in filled) or (
        not heads and _has_title(filled, guess.roles)
    ):
        return [(list(row), guess.roles)]
    parts = []
    left = filled
    for head in heads:
        with_it = [cell for cell in left if cell is head or _goes_with(cell, head, guess)]
        left = [cell for cell in left if cell not in with_it]
        parts.append((with_it, {**guess.roles, head.place.column or 1: "title"}))
    if left:
        parts.append((left, _below(left, guess)))
    return parts


def _has_title(cells: Sequence[Cell], roles: dict[int, Role]) -> bool:
    return any(roles.get(cell.place.column or 1) == "title" for cell in cells)


def _goes_with(cell: Cell, head: Cell, guess: Guess) -> bool:
    """What is merged as far as the head, and is no level itself; labels go with the first."""
    column = cell.place.column or 1
    return column not in guess.levels and (cell.row_span == head.row_span)


def _below(cells: Sequence[Cell], guess: Guess) -> dict[int, Role]:
    """Roles beside the innermost merged cell: its words are titles or options, its points those of them."""
    roles = dict(guess.roles)
    words = next(
        (
            column
            for cell in cells
            if roles.get(column := cell.place.column or 1) in ("title", "scoring", "remark")
        ),
        None,
    )
    if words is not None:
        roles = {column: "remark" if role == "title" else role for column, role in roles.items()}
        roles[words] = "title"
    held = {cell.place.column for cell in cells}
    marks = [column for column, role in roles.items() if role == "mark" and column in held]
    if marks:
        roles = {column: role for column, role in roles.items() if role != "max"}
        roles[marks[0]] = "max"
    return roles
