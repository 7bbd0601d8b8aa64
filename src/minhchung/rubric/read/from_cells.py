"""Rows of a rubric from a page saved as text with one cell a line; blank lines stand for empty cells."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from minhchung.docread.place import Place
from minhchung.docread.reading import Cell, Paragraph, Reading
from minhchung.rubric.read.figures import Figures, read_points
from minhchung.rubric.read.headers import Role, is_other_table, role_of, settled
from minhchung.rubric.read.items import Item, Sheet, Words, clean
from minhchung.rubric.read.labels import Label, is_dash, ordinal, parse_label, split_label
from minhchung.rubric.read.row_items import is_total_words, items_of_rows

_MOST_HEADER = 9
_FEWEST_ROWS = 3


@dataclass(slots=True)
class _Line:
    """text: cleaned. blanks: empty cells between the line before and this one."""

    words: Words
    blanks: int

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def is_points(self) -> bool:
        return len(self.text) < 20 and read_points(self.text)[1] is not None

    @property
    def is_label(self) -> bool:
        return parse_label(self.text) is not None


def from_cells(reading: Reading, figures: Figures) -> Sheet | None:
    """Read the cells below a header whose own cells stand one a line; None when there is no such header."""
    paragraphs = [each for each in reading.paragraphs if each.place.line is not None]
    header = _find_header(paragraphs)
    if header is None:
        return None
    first, roles = header
    unit = _unit(paragraphs[first : first + len(roles)])
    body = paragraphs[first + len(roles) :]
    before = [Words(clean(each.text), each.place) for each in paragraphs[:first]]
    exact = _exact_rows(roles, paragraphs[first], body, unit)
    if exact is not None:
        rows, late = exact
        items = items_of_rows(rows, dict(enumerate(roles, start=1)), figures)
        return Sheet(items, before, [Words(clean(each.text), each.place) for each in late], "cells")
    lines = [
        _Line(
            Words(clean(each.text), each.place),
            _blanks(paragraphs[first + len(roles) + index - 1], each, unit),
        )
        for index, each in enumerate(body)
    ]
    reader = _Reader(roles, lines, figures)
    items, rest = reader.read()
    return Sheet(items, before, rest, "cells") if len(items) > 2 else None


def _exact_rows(
    roles: list[Role], header: Paragraph, body: list[Paragraph], unit: int
) -> tuple[list[list[Cell]], list[Paragraph]] | None:
    """The rows where every cell has its own line, empty ones too: the line says the column.

    None when labels or points stand in other columns, as they do where a cell takes several lines.
    """
    width = len(roles)
    rows: dict[int, list[Cell]] = {}
    for index, paragraph in enumerate(body):
        place = paragraph.place
        row, column = divmod(((place.line or 0) - (header.place.line or 0)) // unit, width)
        text = clean(paragraph.text)
        if not _fits(roles[column], text):
            return None
        here = Place(place.file, line=place.line, column=column + 1)
        rows.setdefault(row, []).append(Cell(text, here))
        if roles[column] == "max" and is_total_words(" ".join(cell.text for cell in rows[row][:-1])):
            end = row
            late = [each for each in body[index + 1 :] if _row_of(each, header, unit, width) > end]
            return (list(rows.values()), late) if len(rows) > _FEWEST_ROWS else None
    return (list(rows.values()), []) if len(rows) > _FEWEST_ROWS else None


def _row_of(paragraph: Paragraph, header: Paragraph, unit: int, width: int) -> int:
    return ((paragraph.place.line or 0) - (header.place.line or 0)) // unit // width


def _fits(role: Role, text: str) -> bool:
    """Whether a cell may hold this: a label in the column of labels, points in that of points, words elsewhere."""
    points = len(text) < 20 and read_points(text)[1] is not None
    if role == "label":
        return parse_label(text) is not None or bool(is_dash(text))
    return points if role in ("max", "mark", "self") else not (points and role == "title")


def _find_header(paragraphs: list[Paragraph]) -> tuple[int, list[Role]] | None:
    for index in range(len(paragraphs)):
        if role_of(clean(paragraphs[index].text)) != "label" or "\t" in paragraphs[index].text:
            continue
        texts = [clean(each.text) for each in paragraphs[index : index + _MOST_HEADER]]
        roles: dict[int, Role] = {}
        for column, text in enumerate(texts):
            role = role_of(text)
            if role is None or (role == "label" and column):
                break
            roles[column] = role
        whole = settled(roles)
        if whole is not None and not is_other_table(" ".join(texts[: len(whole)])):
            return index, [whole[column] for column in sorted(whole)]
    return None


def _unit(header: list[Paragraph]) -> int:
    """Lines from one cell to the next."""
    gaps = [
        (later.place.line or 0) - (former.place.line or 0) for former, later in itertools.pairwise(header)
    ]
    return max(1, min(gaps, default=1))


def _blanks(former: Paragraph, later: Paragraph, unit: int) -> int:
    gap = (later.place.line or 0) - (former.place.line or 0)
    return max(0, gap // unit - 1)


class _Reader:
    """Walks the cells, keeping the column it stands in."""

    def __init__(self, roles: list[Role], lines: list[_Line], figures: Figures) -> None:
        self.roles = roles
        self.lines = lines
        self.figures = figures
        self.items: list[Item] = []
        self.at = 0
        self.open_labels: list[str] = []
        self.has_blanks = any(line.blanks for line in lines)
        self.points = roles.index("max")
        self.text_columns = [
            role for role in roles[self.points + 1 :] if role in ("evidence", "remark", "scoring")
        ]

    def read(self) -> tuple[list[Item], list[Words]]:
        """The rows, and the lines after the table."""
        while self.at < len(self.lines):
            if not self._row():
                break
            if is_total_words(self.items[-1].text) and self.items[-1].top is not None:
                self._rest_of_row()
                break
            self._rest_of_row()
        return self.items, [line.words for line in self.lines[self.at :]]

    def _row(self) -> bool:
        """A label if there is one, a title of one or more lines, and points if they follow."""
        start, label = self.at, ""
        line = self.lines[start]
        if line.is_label and self._next_is_text(start) and (self.has_blanks or self._may_follow(line.text)):
            label = line.text
            self.at += 1
        words: list[Words] = []
        while self.at < len(self.lines) and len(words) < 12:
            line = self.lines[self.at]
            if words and (
                line.is_points or (line.is_label and self._next_is_text(self.at)) or line.blanks > 1
            ):
                break
            words.append(line.words)
            self.at += 1
        points = self.lines[self.at] if self.at < len(self.lines) else None
        if points is None or not points.is_points:
            if not label:
                self.at = start
                return False
            self._add(label, words)
            return True
        self.at += 1
        self._add(label, words).top = self.figures.add(points.text, points.words.place, "max")
        return True

    def _add(self, label: str, words: list[Words]) -> Item:
        if not label and words:
            label, rest = split_label(words[0].text, strict=True)
            words = [Words(rest, words[0].place), *words[1:]]
        if label:
            self.open_labels.append(label)
        item = Item(label, words, words[0].place if words else self.lines[self.at - 1].words.place)
        self.items.append(item)
        return item

    def _next_is_text(self, index: int) -> bool:
        after = self.lines[index + 1] if index + 1 < len(self.lines) else None
        return after is not None and not after.is_points and not (after.is_label and len(after.text) < 8)

    def _rest_of_row(self) -> None:
        """Evidence: what stands in the cells right after the points."""
        item = self.items[-1]
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.blanks and self.has_blanks:
                return
            if line.is_label and self._next_is_text(self.at) and self._may_follow(line.text):
                return
            if not self.text_columns:
                return
            if not self.has_blanks and self._starts_row():
                return
            self.at += 1
            if line.is_points:
                self.figures.add(line.text, line.words.place, "evidence")
            elif self.roles[-1] == "remark" and "evidence" not in self.roles:
                item.remarks.append(line.words)
            else:
                item.evidence.append(line.words)

    def _starts_row(self) -> bool:
        """Without blanks to go by: words followed by points begin a row, unless the number is the next label.

        A whole number is the next label when its own child follows soon; else it is points when they are not above
        those of the row before.
        """
        after = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else None
        if after is None or not after.is_points:
            return False
        if not after.is_label or not self._next_is_text(self.at + 1) or not self._may_follow(after.text):
            return True
        ahead = self.lines[self.at + 2 : self.at + 8]
        child = next((i for i, line in enumerate(ahead) if line.text == f"{after.text}.1"), None)
        if child is not None and sum(1 for line in ahead[:child] if line.is_points) == 1:
            return False
        top = self.items[-1].top
        value = read_points(after.text)[1]
        return "." not in after.text and top is not None and value is not None and value <= (top.value or 0)

    def _may_follow(self, text: str) -> bool:
        """Whether a label could be the next: one more than a label seen lately, or the first below the last one."""
        label = parse_label(text)
        if label is None or "," in text or not label.path:
            return False
        number = ordinal(label.path[-1])
        if number is None:
            return False
        seen = [known for each in self.open_labels[-120:] if (known := parse_label(each)) is not None]
        if number == 1 and label.kind not in ("roman", "upper"):
            return not seen or self._is_first_below(label, seen[-1])
        for before in reversed(seen):
            if before.kind == label.kind and before.path[:-1] == label.path[:-1]:
                return (ordinal(before.path[-1]) or 0) in (number - 1, number - 2)
            if label.kind.startswith("arabic") and before.kind in ("roman", "upper"):
                return False
        return label.kind in ("roman", "upper") or len(label.path) > 1

    def _is_first_below(self, label: Label, last: Label) -> bool:
        if len(label.path) > 1:
            return last.path == label.path[:-1] or last.kind in ("roman", "upper")
        return last.kind in ("roman", "upper") or label.kind == "letter"
