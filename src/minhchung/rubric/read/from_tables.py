"""Rows of a rubric from tables: Word, Excel, web pages, PDF, and text with tabs."""

from __future__ import annotations

from collections.abc import Sequence

from minhchung.docread.place import Place
from minhchung.docread.reading import Cell, Grid, Paragraph, Reading
from minhchung.rubric.read.between_tables import sections_between, words_around
from minhchung.rubric.read.figures import Figures, read_points
from minhchung.rubric.read.header_row import find_header
from minhchung.rubric.read.headers import Role
from minhchung.rubric.read.items import Item, Sheet, Words, clean
from minhchung.rubric.read.labels import parse_label
from minhchung.rubric.read.row_items import is_total_words, items_of_rows, settle_headings
from minhchung.rubric.read.summaries import without_summaries

_MOST_COLUMNS = 60


def from_tables(reading: Reading, figures: Figures) -> Sheet | None:
    """Read every table that has a rubric's header, and those that go on under it; None when there is none."""
    parts: list[list[Item]] = []
    roles: dict[int, Role] | None = None
    used: list[Grid] = []
    skipped: list[Words] = []
    for grid in reading.tables:
        rows = _numbered(grid)
        header = find_header(rows)
        if header is not None:
            roles, start = header
            roles = _with_labels(rows[start:], roles)
        elif roles is not None and _goes_on(rows, roles):
            start = 0
        else:
            skipped += _words_of(rows) if not parts else []
            continue
        skipped += _words_of(rows[: max(0, start - 1)]) if not parts else []
        found = items_of_rows(rows[start:], roles, figures)
        if found:
            used.append(grid)
            parts.append(found)
    if not parts:
        return None
    sections = sections_between(reading, used)
    parts = without_summaries(parts)
    items = [item for above, part in zip(sections, parts, strict=True) for item in (*above, *part)]
    settle_headings(items)
    before, after = words_around(reading, used, [item for above in sections for item in above])
    return Sheet(items, [*before, *skipped], after, "table")


def _with_labels(rows: Sequence[Sequence[Cell]], roles: dict[int, Role]) -> dict[int, Role]:
    """A first column whose head is not known, or blank, holds labels where most of its cells do."""
    if "label" in roles.values() or roles.get(1) not in (None, "remark"):
        return roles
    said = [clean(row[0].text) for row in rows if row and row[0].place.column == 1 and clean(row[0].text)]
    labels = [text for text in said if parse_label(text) is not None]
    return {**roles, 1: "label"} if len(labels) >= 2 and 3 * len(labels) >= 2 * len(said) else roles


def _words_of(rows: Sequence[Sequence[Cell]]) -> list[Words]:
    return [Words(clean(cell.text), cell.place) for row in rows for cell in row if clean(cell.text)]


def from_tabs(reading: Reading, figures: Figures) -> Sheet | None:
    """Text whose columns are parted by tabs, a row a line; <i> and the like are dropped."""
    lines = [paragraph for paragraph in reading.paragraphs if "\t" in paragraph.text]
    if len(lines) < 3:
        return None
    rows = [_tabbed(line) for line in lines]
    header = find_header(rows, depth=len(rows))
    if header is None:
        return None
    roles, start = header
    width = max(roles) + 1
    body = [_aligned(row, roles, width) for row in rows[start:]]
    items = items_of_rows(body, roles, figures)
    first = rows[start - 1][0].place.line or 0
    last = rows[-1][0].place.line or 0
    plain = [Words(clean(each.text), each.place) for each in reading.paragraphs if "\t" not in each.text]
    before = [words for words in plain if (words.place.line or 0) < first]
    after = [words for words in plain if (words.place.line or 0) > last]
    return Sheet(items, before, after, "tabs") if items else None


def _tabbed(line: Paragraph) -> list[Cell]:
    place = line.place
    return [
        Cell(clean(text), Place(place.file, line=place.line, column=column))
        for column, text in enumerate(line.text.split("\t")[:_MOST_COLUMNS], start=1)
    ]


def _aligned(row: list[Cell], roles: dict[int, Role], width: int) -> list[Cell]:
    """A row whose first, blank cell was lost with the blanks around the line is moved one column on."""
    if (
        roles.get(1) != "label"
        or len(row) >= width
        or not row
        or parse_label(row[0].text)
        or row[0].text == ""
    ):
        return row
    if len(row[0].text) < 8 or (is_total_words(row[0].text) and not _has_points_early(row, roles)):
        return row
    return [
        Cell(cell.text, Place(cell.place.file, line=cell.place.line, column=(cell.place.column or 0) + 1))
        for cell in row
    ]


def _has_points_early(row: list[Cell], roles: dict[int, Role]) -> bool:
    """Whether the points stand one column before their own."""
    points = next(column for column, role in roles.items() if role == "max")
    here, early = (row[at].text if at < len(row) else "" for at in (points - 1, points - 2))
    return read_points(early)[1] is not None and read_points(here)[1] is None


def _numbered(grid: Grid) -> list[list[Cell]]:
    return [list(row[:_MOST_COLUMNS]) for row in grid.rows]


def _goes_on(rows: Sequence[Sequence[Cell]], roles: dict[int, Role]) -> bool:
    """Whether a table without a header carries on the one before: as many columns, and points where they stood."""
    points = next(column for column, role in roles.items() if role == "max")
    width = max(((row[-1].place.column or 0) + row[-1].column_span - 1 for row in rows if row), default=0)
    hits = sum(
        1
        for row in rows
        for cell in row
        if cell.place.column == points and read_points(clean(cell.text))[1] is not None
    )
    return abs(width - max(roles)) <= 1 and hits >= 1
