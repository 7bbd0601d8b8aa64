"""Rows of cells, their columns known, made into items: a label, a title, points, and options in lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from minhchung.docread.reading import Cell
from minhchung.rubric.read.figures import (
    Figure,
    Figures,
    has_digit,
    points_at_end,
    read_points,
    sentences_with_points,
)
from minhchung.rubric.read.header_row import is_counting, is_header_again
from minhchung.rubric.read.headers import Role
from minhchung.rubric.read.items import Item, Words, clean
from minhchung.rubric.read.labels import is_dash, parse_label, split_label

_FULL = re.compile(
    r"\s*(?::|=|\bđược|\bđạt)\s*(?:tính\s+)?(?:(?P<share>[1-3]/[1-5]|\d{1,2}(?:[.,]\d)?\s*%|(?:một )?nửa)\s*(?:[x×*]\s*|của\s+)?)?"
    r"(?:số\s+)?điểm\s+(?:tối đa|chuẩn)(?=\s*(?:[.;]|$))",
    re.IGNORECASE,
)
_BY_FULL = re.compile(
    r"(?:[x×*]|\bnhân(?: với)?)\s*(?:số\s+)?điểm\s+(?:tối đa|chuẩn)|điểm\s+(?:tối đa|chuẩn)\s*(?:[x×*]|\bnhân\b)|công thức",
    re.IGNORECASE,
)
_ONLY_POINTS = re.compile(
    r"[(\[]\s*(?:điểm\s+)?(?:tối đa|chuẩn)?\s*:?\s*\d{1,3}(?:[.,]\d{1,2})?\s*(?:điểm|đ)\s*[)\]]",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[-–+•*●▪□☐▢◻➢]|[a-zđ]\)|\d{1,2}\))")


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


def items_of_rows(rows: Sequence[Sequence[Cell]], roles: dict[int, Role], figures: Figures) -> list[Item]:
    found: list[Item] = []
    for row in rows:
        if is_header_again(row, roles) or is_counting(row):
            continue
        found += _items_of_row(row, roles, figures)
    return found


def _items_of_row(row: Sequence[Cell], roles: dict[int, Role], figures: Figures) -> Iterator[Item]:
    cells: dict[Role, list[Words]] = {}
    for cell in row:
        role = roles.get(cell.place.column or 1)
        if role is None:
            _left_over(cell, figures)
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
    _words_that_stand_alone(cells)
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


def _left_over(cell: Cell, figures: Figures) -> None:
    """A number in a column that no head names: it could be points, so it is accounted for."""
    text = clean(cell.text)
    if len(text) < 20 and has_digit(text) and read_points(text)[1] is not None:
        figures.add(text, cell.place, "mark")


def _words_that_stand_alone(cells: dict[Role, list[Words]]) -> None:
    """How points are given, with points, in a row that has nothing else: the row is an option, these its words."""
    scoring = cells.get("scoring", [])
    alone = len(scoring) == 1 and not any(cells.get(role) for role in ("label", "title", "mark"))
    if alone and any(has_digit(words.text) for words in cells.get("max", [])):
        cells["title"], cells["scoring"] = scoring, []


def _is_heading(row: Sequence[Cell], roles: dict[int, Role]) -> bool:
    """Whether a row is one cell over the columns of titles and points, in capitals."""
    filled = [cell for cell in row if clean(cell.text)]
    if len(filled) != 1:
        return False
    first, text = filled[0].place.column or 1, clean(filled[0].text)
    needed = {column for column, role in roles.items() if role in ("title", "max")}
    over = range(first, first + filled[0].column_span)
    return needed <= set(over) and text.isupper() and not is_total_words(text)


def settle_headings(items: list[Item]) -> None:
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
    for at in range(len(lines) - 1, 0, -1):
        if _ONLY_POINTS.fullmatch(lines[at]):
            lines[at - 1 : at + 1] = [f"{lines[at - 1]} {lines[at]}"]
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
    if len(title) > 1 and not label and _is_named_label(title[0].text):
        return title[0].text, title[1:]
    if title:
        label, rest = split_label(title[0].text, strict=has_column)
        title[0] = Words(rest, title[0].place)
    return label, title


def _is_named_label(text: str) -> bool:
    """`Lĩnh vực 1` in a line of its own, its words in the next: more than a bare number."""
    return parse_label(text) is not None and " " in text.strip()


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
        item.scoring, item.remarks = _taken_apart(_full_points(item.remarks, item)), []
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
    most = item.top.value
    whole = item.top.text.split()[-1] if item.top.low is not None else item.top.text

    def said(found: re.Match[str]) -> str:
        points = whole if not found["share"] else _decimal(most * _share(found["share"]))
        return f": {points}" if points else found[0]

    return [Words(_FULL.sub(said, words.text), words.place) for words in lines]


def says_full_points(line: str) -> bool:
    """Whether a line gives the highest points, or a share of them: `Đã ban hành: Điểm tối đa`."""
    return _FULL.search(line) is not None


def _share(text: str) -> Fraction:
    """`1/2`, `50 %`, `một nửa`."""
    if "%" in text:
        return Fraction(text.strip(" %").replace(",", ".")) / 100
    return Fraction(text) if "/" in text else Fraction(1, 2)


def _decimal(value: Fraction) -> str:
    """Points as a document writes them, "" for those that two places cannot say exactly."""
    hundredths = value * 100
    if hundredths.denominator != 1:
        return ""
    text = f"{hundredths.numerator // 100},{hundredths.numerator % 100:02}".rstrip("0")
    return text.rstrip(",")


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
