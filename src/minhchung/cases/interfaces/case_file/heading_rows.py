"""Which rows of a table are its headings: one row, or two where a group stands over its columns; and what is no case at all.

Exports of one-stop systems stand on paper first: titles above, a row of groups ("Ngày, tháng, năm") over the row that names each
column, a row that numbers the columns "(1)", "(2)", and beneath the cases a total and who signs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from minhchung.cases.interfaces.case_file import headings
from minhchung.viet.folding import search_key

ENOUGH: Final = 3
"""So many known headings make a heading row."""
_COLUMN_NUMBER = re.compile(r"[(\[]?(\d{1,3})[)\]]?")
_TOTAL = re.compile(r"(?:tong|cong)\b")
_DIGITS_OF_A_CODE = 6
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Head:
    """place: index of the last heading row. titles: one a column, a group's words before its column's."""

    place: int
    titles: list[str]


def find_head(rows: Sequence[Row]) -> Head | None:
    """The headings among the first rows; the first row that is not blank where none are known."""
    for place, row in enumerate(rows):
        if _known(_words(row)) >= ENOUGH:
            return _with_neighbours(rows, place)
    for place, (top, bottom) in enumerate(pairwise(rows)):
        if _stands_over(top, bottom) and _known(_merged(top, bottom)) >= ENOUGH:
            return Head(place + 1, _merged(top, bottom))
    first = next((place for place, row in enumerate(rows) if any(_words(row))), None)
    return None if first is None else Head(first, _words(rows[first]))


def numbers_columns(row: Row) -> bool:
    """Whether a row under the headings only counts the columns: (1), (2), (3)…"""
    said = [word for word in _words(row) if word]
    found = [_COLUMN_NUMBER.fullmatch(word) for word in said]
    counted = [int(match[1]) for match in found if match]
    return len(said) >= ENOUGH and counted == list(range(1, len(said) + 1))


def names_no_case(word: str) -> bool:
    """Whether what stands in the column of case codes is none: blank, a total, or words without a digit."""
    return not any(char.isdigit() for char in word) or _TOTAL.match(search_key(word)) is not None


def may_be_a_code(word: str) -> bool:
    """Whether what stands alone in a row may be the code of a case of which all else is missing: one word full of digits."""
    return len(word.split()) == 1 and sum(map(str.isdigit, word)) >= _DIGITS_OF_A_CODE


def as_heading(cell: Any) -> str:
    """A cell as a heading: one line."""
    return " ".join(str("" if cell is None else cell).split())[:200]


def _words(row: Row) -> list[str]:
    return [as_heading(cell) for cell in row]


def _known(titles: Sequence[str]) -> int:
    return headings.recognised(headings.folded(titles))


def _with_neighbours(rows: Sequence[Row], place: int) -> Head:
    """A heading row together with the row of groups over it, or with the columns that it is itself the groups of."""
    alone = Head(place, _words(rows[place]))
    heads = [alone]
    if place + 1 < len(rows) and _stands_over(rows[place], rows[place + 1]):
        heads.append(Head(place + 1, _merged(rows[place], rows[place + 1])))
    if place and _stands_over(rows[place - 1], rows[place]) and _fills(rows[place - 1], rows[place]):
        heads.append(Head(place, _merged(rows[place - 1], rows[place])))
    return max(heads, key=lambda head: len(headings.guess(headings.folded(head.titles))))


def _fills(top: Row, bottom: Row) -> bool:
    """Whether the row above names a column that the row below leaves blank: a title over whole headings does not."""
    return any(over and not under for over, under in zip(_words(top), _words(bottom), strict=False))


def _stands_over(top: Row, bottom: Row) -> bool:
    """Whether one row may be groups and the next their columns: words only, and none beneath a blank that no group reaches."""
    above, below = _words(top), _words(bottom)
    if sum(map(bool, above)) < 2 or sum(map(bool, below)) < 2:
        return False
    if any(char.isdigit() for word in below for char in word):
        return False
    return all(over for over, under in zip(_reaching(above, below), below, strict=False) if under)


def _reaching(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """The group over each column: a merged cell says its words once and reaches over what stands beneath the blanks."""
    found: list[str] = []
    group = ""
    for over, under in zip(above, [*below, *[""] * len(above)], strict=False):
        group = over or (group if under else "")
        found.append(group)
    return found


def _merged(top: Row, bottom: Row) -> list[str]:
    above, below = _words(top), _words(bottom)
    width = max(len(above), len(below))
    below += [""] * (width - len(below))
    groups = _reaching(above + [""] * (width - len(above)), below)
    return [" ".join(filter(None, (over, under))) for over, under in zip(groups, below, strict=True)]
