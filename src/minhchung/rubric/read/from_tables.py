"""Rows of a rubric from tables: Word, Excel, web pages, PDF, and text with tabs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from minhchung.docread.place import Place
from minhchung.docread.reading import Cell, Grid, Paragraph, Reading
from minhchung.rubric.read.between_tables import sections_between, words_around
from minhchung.rubric.read.figures import (
    Figure,
    Figures,
    has_digit,
    points_at_end,
    read_points,
    sentences_with_points,
)
from minhchung.rubric.read.headers import Role, is_other_table, role_of, role_under, settled
from minhchung.rubric.read.items import Item, Sheet, Words, clean
from minhchung.rubric.read.labels import is_dash, parse_label, split_label

_MOST_COLUMNS = 60
_HEADER_DEPTH = 12
_COUNTERS = re.compile(r"[(\[]?\d{1,2}[)\]]?(?:\s*=.*)?|[A-Z]")
_FULL = re.compile(
    r"\s*(?::|=|\bđược|\bđạt)\s*(?:tính\s+)?(?:số\s+)?điểm\s+(?:tối đa|chuẩn)(?=\s*(?:[.;]|$))", re.IGNORECASE
)
_BY_FULL = re.compile(
    r"(?:[x×*]|\bnhân(?: với)?)\s*(?:số\s+)?điểm\s+(?:tối đa|chuẩn)|điểm\s+(?:tối đa|chuẩn)\s*(?:[x×*]|\bnhân\b)|công thức",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[-–+•*●▪]|[a-zđ]\)|\d{1,2}\))")


def from_tables(reading: Reading, figures: Figures) -> Sheet | None:
    """Read every table that has a rubric's header, and those that go on under it; None when there is none."""
    parts: list[list[Item]] = []
    roles: dict[int, Role] | None = None
    used: list[Grid] = []
    skipped: list[Words] = []
    for grid in reading.tables:
        rows = _numbered(grid)
        header = _find_header(rows)
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
    items = [item for above, part in zip(sections, parts, strict=True) for item in (*above, *part)]
    _settle_headings(items)
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
    header = _find_header(rows, depth=len(rows))
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
    if len(row[0].text) < 8 or is_total_words(row[0].text):
        return row
    return [
        Cell(cell.text, Place(cell.place.file, line=cell.place.line, column=(cell.place.column or 0) + 1))
        for cell in row
    ]


def is_total_words(text: str) -> bool:
    """Whether the words are those of a total row."""
    return bool(
        re.match(
            r"(?:tổng (?:cộng|điểm|số điểm)|cộng điểm|điểm tổng|tổng cộng điểm)\b",
            text.strip(),
            re.IGNORECASE,
        )
        or re.fullmatch(r"(?:tổng|cộng|tổng số|tổng cộng)[\s:.()a-dIVX+\d]*", text.strip(), re.IGNORECASE)
    )


# ── tables ──


def _numbered(grid: Grid) -> list[list[Cell]]:
    return [list(row[:_MOST_COLUMNS]) for row in grid.rows]


def _find_header(
    rows: Sequence[Sequence[Cell]], depth: int = _HEADER_DEPTH
) -> tuple[dict[int, Role], int] | None:
    """The roles by column, and the first row below the header."""
    for index, row in enumerate(rows[:depth]):
        texts = [clean(cell.text) for cell in row]
        if sum(1 for text in texts if text) < 2 or is_other_table(" ".join(texts)):
            continue
        below = rows[index + 1] if index + 1 < len(rows) else ()
        for second in ((), below):
            roles = _roles(row, second)
            if roles is not None:
                if not second and _is_second_header(row, below, roles):
                    continue
                start = index + (2 if second else 1)
                while start < len(rows) and _is_counting(rows[start]):
                    start += 1
                return roles, start
    return None


def _is_second_header(above: Sequence[Cell], below: Sequence[Cell], roles: dict[int, Role]) -> bool:
    """Whether the next row only divides the header's cells: `Tối đa | Tự chấm | Thẩm định`.

    What stands under the labels or the titles is a row of the table: a section's heading looks like it otherwise.
    """
    cells = [cell for cell in below if clean(cell.text)]
    texts = [clean(cell.text) for cell in cells]
    if not texts or any(has_digit(text) for text in texts) or len(texts) > 8:
        return False
    merged = {cell.place.column or 1 for cell in above if cell.column_span > 1}
    if any(
        roles.get(cell.place.column or 1) in ("label", "title")
        and (cell.place.column or 1) not in merged
        and (parse_label(clean(cell.text)) is not None or role_of(clean(cell.text)) is None)
        for cell in cells
    ):
        return False
    return all(
        len(text) < 40 and (role_of(f"điểm {text}") in ("max", "self") or role_of(text)) for text in texts
    )


def _roles(row: Sequence[Cell], second: Sequence[Cell]) -> dict[int, Role] | None:
    found: dict[int, Role] = {}
    for cell in row:
        start = cell.place.column or 1
        parts = [each for each in second if start <= (each.place.column or 1) < start + cell.column_span]
        parts = parts if cell.column_span > 1 or len(parts) > 1 else []
        if parts:
            for part in parts:
                _put(found, part.place.column or 1, role_under(clean(cell.text), clean(part.text)))
        else:
            _put(found, start, role_of(clean(cell.text).replace("\n", " ")))
    whole = settled(found)
    if whole is not None:  # a column whose head is not known is kept as remarks: nothing is lost
        unknown = {c.place.column or 1 for c in row if clean(c.text) and c.column_span == 1} - set(found)
        whole |= dict.fromkeys(unknown, "remark")
    return whole


def _put(found: dict[int, Role], column: int, role: Role | None) -> None:
    if role is not None:
        found[column] = role


def _is_counting(row: Sequence[Cell]) -> bool:
    """`(1) (2) (3)` under a header: at least three cells, each a bare number counting on, or a letter."""
    texts = [clean(cell.text) for cell in row if clean(cell.text)]
    if len(texts) < 3 or not all(_COUNTERS.fullmatch(text) for text in texts):
        return False
    numbers = [int(digits[0]) for text in texts if (digits := re.findall(r"\d+", text))]
    return all(later - former == 1 for former, later in itertools.pairwise(numbers))


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


def items_of_rows(rows: Sequence[Sequence[Cell]], roles: dict[int, Role], figures: Figures) -> list[Item]:
    found: list[Item] = []
    for row in rows:
        if _is_header_again(row, roles) or _is_counting(row):
            continue
        found += _items_of_row(row, roles, figures)
    return found


def _is_header_again(row: Sequence[Cell], roles: dict[int, Role]) -> bool:
    said = [role_of(clean(cell.text).replace("\n", " ")) for cell in row if clean(cell.text)]
    return (
        len(said) >= 3
        and sum(1 for each in said if each) >= len(said) - 1
        and not any(has_digit(c.text) for c in row)
    )


def _items_of_row(row: Sequence[Cell], roles: dict[int, Role], figures: Figures) -> Iterator[Item]:
    cells: dict[Role, list[Words]] = {}
    for cell in row:
        role = roles.get(cell.place.column or 1)
        if role is None:
            continue
        lines = _lines(cell)
        if role == "label" and lines and parse_label(lines[0].text) is None and not _is_mark(lines[0].text):
            cells.setdefault("title", [])[:0] = lines
        else:
            cells.setdefault(role, []).extend(lines)
    if not any(cells.values()):
        return
    place = next(cell.place for cell in row if clean(cell.text))
    for words in cells.get("self", []):
        if has_digit(words.text):
            figures.add(words.text, words.place, "self").use = "self"
    label, title = _label_and_title(cells, has_column="label" in roles.values())
    tops = [
        figures.add(words.text, words.place, "max") for words in cells.get("max", []) if has_digit(words.text)
    ]
    marks = [
        figures.add(words.text, words.place, "mark")
        for words in cells.get("mark", [])
        if has_digit(words.text)
    ]
    item = Item(
        label,
        title,
        title[0].place if title else place,
        scoring=cells.get("scoring", []),
        evidence=_evidence(cells.get("evidence", []), figures),
        remarks=cells.get("remark", []),
        appraiser=" ".join(words.text for words in cells.get("appraiser", [])),
    )
    if not label and not tops and not marks and _is_heading(row, roles):
        item.heading = True
        yield item
        return
    yield from _spread(item, tops, marks, figures)


def _is_heading(row: Sequence[Cell], roles: dict[int, Role]) -> bool:
    """Whether a row is one cell over the columns of titles and points, in capitals."""
    filled = [cell for cell in row if clean(cell.text)]
    if len(filled) != 1:
        return False
    first, text = filled[0].place.column or 1, clean(filled[0].text)
    needed = {column for column, role in roles.items() if role in ("title", "max")}
    over = range(first, first + filled[0].column_span)
    return needed <= set(over) and text.isupper() and not is_total_words(text)


def _settle_headings(items: list[Item]) -> None:
    """Headings are sections where two or more divide the table from its first row on; else they are words."""
    headings = [item for item in items if item.heading]
    if len(headings) < 2 or not items[0].heading:
        for item in headings:
            item.heading = False


def _is_mark(text: str) -> bool:
    return text in ("-", "+", "–", "•", "*")


def _lines(cell: Cell) -> list[Words]:
    raw = [clean(line) for line in cell.text.split("\n")]
    lines = [line for line in raw if line]
    if cell.place.page is not None:
        lines = _unwrapped(lines)
    return [Words(line, cell.place) for line in lines]


def _unwrapped(lines: list[str]) -> list[str]:
    """A PDF breaks lines where the column ends: join what does not begin an entry of its own."""
    found: list[str] = []
    for line in lines:
        ended = bool(found) and bool(
            re.search(r"[:;.]\s*(?:\d{1,3}(?:[.,]\d{1,2})?)?\s*(?:điểm)?\s*[.;]?$", found[-1])
        )
        number = bool(re.fullmatch(r"[-+]?\d{1,3}(?:[.,]\d{1,2})?", line))
        if (
            found
            and not _BULLET.match(line)
            and not (ended and line[:1].isupper())
            and not (number and has_digit(found[-1]))
        ):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found


def _label_and_title(cells: dict[Role, list[Words]], *, has_column: bool) -> tuple[str, list[Words]]:
    labels, title = cells.get("label", []), list(cells.get("title", []))
    label = labels[0].text if labels else ""
    if label and _is_mark(label):
        return is_dash(label), title
    if label and parse_label(label) is not None:
        return label, title
    if title:
        label, rest = split_label(title[0].text, strict=has_column)
        title[0] = Words(rest, title[0].place)
    return label, title


def _evidence(lines: list[Words], figures: Figures) -> list[Words]:
    """Evidence; a cell that holds nothing but a number that could be points is a stray figure, not evidence."""
    kept = []
    for words in lines:
        if read_points(words.text)[1] is not None:
            figures.add(words.text, words.place, "evidence")
        else:
            kept.append(words)
    return kept


def _spread(item: Item, tops: list[Figure], marks: list[Figure], figures: Figures) -> Iterator[Item]:
    """One cell may hold a title and its options, a line each, the points in the words or in a cell beside them."""
    lines = item.words
    body = item.scoring or lines[1:]
    column = marks if item.scoring or marks else tops
    item.top = tops[0] if tops else None
    if marks and len(marks) == 1 and not item.scoring:
        item.mark = marks[0]
    count = len(column)
    if count > 1 and count in (len(body), len(body) + 1) and body:
        own = column if count == len(body) else column[1:]
        if column is tops and count == len(body):
            item.top = None
        _keep_title(item)
        yield item
        yield from (_option(words, figure) for words, figure in zip(body, own, strict=True))
        return
    if item.scoring and len(item.scoring) == 1 and count == 1 and marks:
        row = _option(item.scoring[0], marks[0])
        if item.words or item.label or item.top:
            item.scoring = []
            yield item
        yield row
        return
    yield from _options_in_words(item, body, figures)


def _options_in_words(item: Item, body: list[Words], figures: Figures) -> Iterator[Item]:
    body = _taken_apart(_full_points(body, item))
    item.scoring = _taken_apart(_full_points(item.scoring, item))
    if not item.scoring and any(points_at_end(words.text) for words in _taken_apart(item.remarks)[1:]):
        item.scoring, item.remarks = _taken_apart(item.remarks), []
        body = item.scoring
    if item.label in ("", "-", "+") and item.top is None and item.mark is None:
        yield from _lines_as_rows(item, figures)
        return
    said = [(words, points_at_end(words.text)) for words in body]
    if not any(found for _, found in said):
        yield item
        return
    kept = [words for words, found in said if not found]
    if item.scoring:
        item.scoring = kept
    else:
        item.words = [*item.words[:1], *kept]
    yield item
    for words, found in said:
        if found:
            yield _option(Words(found[0], words.place), figures.add(found[1], words.place, "text"))


def _full_points(lines: list[Words], item: Item) -> list[Words]:
    """`Đúng: điểm tối đa` with the number that its row has; beside a formula it is a part of that."""
    if item.top is None or item.top.value is None or any(_BY_FULL.search(words.text) for words in lines):
        return lines
    said = f": {item.top.text.split()[-1]}" if item.top.low is not None else f": {item.top.text}"
    return [Words(_FULL.sub(said, words.text), words.place) for words in lines]


def _taken_apart(lines: list[Words]) -> list[Words]:
    return [Words(part, words.place) for words in lines for part in sentences_with_points(words.text)]


def _lines_as_rows(item: Item, figures: Figures) -> Iterator[Item]:
    """A row without label and points: each line that ends in points is an option, the others are words."""
    rows = []
    for words in _taken_apart([*item.words, *item.scoring]):
        found = points_at_end(words.text)
        if found:
            row = _option(Words(found[0], words.place), figures.add(found[1], words.place, "text"))
            row.label = item.label or row.label
        else:
            row = Item(item.label, [words], words.place)
        rows.append(row)
    if rows:
        rows[0].evidence, rows[0].remarks, rows[0].appraiser = item.evidence, item.remarks, item.appraiser
        yield from rows
    else:
        yield item


def _keep_title(item: Item) -> None:
    if item.scoring:
        item.scoring = []
    else:
        item.words = item.words[:1]


def _option(words: Words, figure: Figure) -> Item:
    mark = is_dash(words.text)
    text = split_label(words.text, strict=True)[1] if mark else words.text
    return Item(mark or "-", [Words(text, words.place)], words.place, top=figure)
