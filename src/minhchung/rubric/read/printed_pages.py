"""What printing did to a document undone: running heads, page numbers, lines broken where the page is full, split cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from minhchung.docread.reading import Cell, Grid, Paragraph, Reading
from minhchung.rubric.read.figures import points_at_end, read_points
from minhchung.rubric.read.items import LONGEST_TEXT, clean
from minhchung.rubric.read.labels import parse_label, split_label

_PAGE_NUMBER = re.compile(r"[-–\s]*(?:trang\s*)?(?P<page>\d{1,3})(?:\s*/\s*\d{1,3})?[-–\s]*", re.IGNORECASE)
_ENDED = re.compile(r"[.;:!?…]$")
_FULL = 0.8
"""A line this near to the longest ones goes on in the next."""
_LONG_LINES = 10


def unprinted(reading: Reading) -> Reading:
    """The reading as it was before it was cut into pages; one that has no pages as it is."""
    places = [each.place for each in reading.paragraphs] + [each.place for each in reading.tables]
    if all(place.page is None for place in places):
        return reading
    return replace(
        reading,
        paragraphs=_joined(_without_running(reading.paragraphs)),
        tables=_whole_rows(reading.tables),
    )


# ── lines ──


def _without_running(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Without page numbers, and without the heads and feet that pages repeat after the first."""
    pages: dict[int | None, list[Paragraph]] = {}
    for each in paragraphs:
        pages.setdefault(each.place.page, []).append(each)
    ends = [lines[at].text for lines in pages.values() for at in {0, len(lines) - 1}]
    repeated = {text for text, count in Counter(ends).items() if count > 1}
    seen: set[str] = set()
    kept = []
    for page, lines in pages.items():
        for at, line in enumerate(lines):
            if at in (0, len(lines) - 1):
                number = _PAGE_NUMBER.fullmatch(line.text)
                if len(pages) > 1 and number is not None and page is not None and int(number["page"]) == page:
                    continue
                if line.text in repeated and line.text in seen:
                    continue
                seen.add(line.text)
            kept.append(line)
    return kept


def _joined(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Lines that go on put together; each keeps the place of its first."""
    lengths = sorted((len(each.text) for each in paragraphs), reverse=True)
    full = _FULL * lengths[min(len(lengths) // _LONG_LINES, len(lengths) - 1)] if lengths else 0
    found: list[Paragraph] = []
    last = ""
    for each in paragraphs:
        text = each.text.strip()
        if found and _goes_on(found[-1].text, last, text, full):
            whole = f"{found[-1].text} {text}"[:LONGEST_TEXT]
            found[-1] = replace(found[-1], text=whole)
        else:
            found.append(each)
        last = text
    return tuple(found)


def _goes_on(so_far: str, last: str, text: str, full: float) -> bool:
    """Whether a line carries on the entry above it. last: the line right above, of which the entry is made."""
    if not text or split_label(text, strict=True)[0] or parse_label(text) is not None:
        return False
    if text[0].islower():
        return len(last) >= full or not _ENDED.search(last)
    if len(last) < full or _ENDED.search(last):
        return False
    finished = last[-1:].isdigit() or points_at_end(so_far) is not None
    return not (finished and text[0].isalpha())


# ── rows of tables ──


def _whole_rows(tables: Sequence[Grid]) -> tuple[Grid, ...]:
    """Tables whose first row on a page is the rest of the last row on the page before give it back."""
    found: list[Grid] = []
    for grid in tables:
        rest = _rest_at(found[-1], grid) if found else None
        if rest is None:
            found.append(grid)
            continue
        former = found[-1]
        found[-1] = replace(former, rows=(*former.rows[:-1], _merged(former.rows[-1], grid.rows[rest])))
        found.append(replace(grid, rows=(*grid.rows[:rest], *grid.rows[rest + 1 :])))
    return tuple(found)


def _rest_at(former: Grid, grid: Grid) -> int | None:
    """The row of `grid` that goes on a row of the page before, below a head that both repeat; None when there is none."""
    page, before = grid.place.page, former.place.page
    if page is None or before is None or page - before != 1 or not former.rows:
        return None
    at = 0
    while at < min(len(grid.rows), len(former.rows)) and _texts(grid.rows[at]) == _texts(former.rows[at]):
        at += 1
    if at >= len(grid.rows):
        return None
    texts = [text for text in _texts(grid.rows[at]).values() if text]
    columns = {cell.place.column for cell in former.rows[-1] if clean(cell.text)}
    if not texts or any(column not in columns for column, text in _texts(grid.rows[at]).items() if text):
        return None
    plain = not any(parse_label(text) is not None or read_points(text)[1] is not None for text in texts)
    return at if plain and texts[0][0].islower() else None


def _texts(row: Sequence[Cell]) -> dict[int | None, str]:
    return {cell.place.column: clean(cell.text) for cell in row}


def _merged(row: Sequence[Cell], rest: Sequence[Cell]) -> tuple[Cell, ...]:
    more = _texts(rest)
    return tuple(
        replace(cell, text=f"{cell.text}\n{more[cell.place.column]}"[:LONGEST_TEXT])
        if more.get(cell.place.column)
        else cell
        for cell in row
    )
