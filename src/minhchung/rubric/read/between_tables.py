"""Sections that stand between tables as lines of their own: `A. NHÂN LỰC (10 điểm)`, then a table of its criteria."""

from __future__ import annotations

from collections.abc import Sequence

from minhchung.docread.reading import Grid, Paragraph, Reading
from minhchung.rubric.read.in_line import names_points
from minhchung.rubric.read.items import Item, Words, clean
from minhchung.rubric.read.labels import parse_label, split_label

_LONGEST = 300


def sections_between(reading: Reading, used: Sequence[Grid]) -> list[list[Item]]:
    """For each table that was used, the section lines right above it; empty where the file's order is not known.

    One table alone has no sections above it: a line over the first table counts only where later tables have one too.
    """
    places = [_stands_after(reading, grid) for grid in used]
    found: list[list[Item]] = []
    since = 0
    for place in places:
        lines = reading.paragraphs[since:place] if place is not None else ()
        found.append(_labelled(lines) or _in_capitals(lines))
        since = place if place is not None else since
    if not any(found[1:]) or (any(item.heading for each in found for item in each) and not all(found)):
        return [[] for _ in used]
    return found


def words_around(
    reading: Reading, used: Sequence[Grid], taken: Sequence[Item]
) -> tuple[list[Words], list[Words]]:
    """Paragraphs before and after the tables, without those taken as sections. All stand before where no order is known."""
    ends = [place for grid in used if (place := _stands_after(reading, grid)) is not None]
    pages = [grid.place.page for grid in used if grid.place.page is not None]
    sections = {item.place for item in taken}
    before: list[Words] = []
    after: list[Words] = []
    for index, paragraph in enumerate(reading.paragraphs):
        if paragraph.place in sections:
            continue
        late = (ends and index >= max(ends)) or (pages and (paragraph.place.page or 0) > max(pages))
        (after if late else before).append(Words(clean(paragraph.text), paragraph.place))
    return before, after


def _stands_after(reading: Reading, grid: Grid) -> int | None:
    """How many paragraphs stand before a table: as its reader says, else by source lines."""
    if grid.after is not None:
        return grid.after
    line = grid.place.line
    if line is None or grid.place.page is not None:
        return None
    return next(
        (index for index, each in enumerate(reading.paragraphs) if (each.place.line or 0) > line),
        len(reading.paragraphs),
    )


def _labelled(lines: Sequence[Paragraph]) -> list[Item]:
    """The last lines, as far as each begins with a section's label (A, I, `Phần 1`), or with any label and says its points."""
    found: list[Item] = []
    for paragraph in reversed(lines):
        text = clean(paragraph.text)
        label, rest = split_label(text, strict=True)
        read = parse_label(label) if label not in ("", "-", "+") else None
        named = read is not None and (
            read.kind in ("roman", "upper")
            or read.kind.partition(" ")[2] not in ("", "(")
            or names_points(rest)
        )
        if not named or len(text) > _LONGEST:
            break
        found.insert(0, Item(label, [Words(rest, paragraph.place)], paragraph.place))
    return found


def _in_capitals(lines: Sequence[Paragraph]) -> list[Item]:
    """The last line where it is a heading without a label: in capitals, or of a heading's style."""
    last = lines[-1] if lines else None
    if last is None or len(last.text) > _LONGEST or not (last.level or last.text.split("(")[0].isupper()):
        return []
    return [Item("", [Words(clean(last.text), last.place)], last.place, heading=True)]
