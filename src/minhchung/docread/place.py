"""Where something stands in a file, so that a message can point at it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file. Rows, columns, lines, pages and tables count from 1; None means "not known"."""

    file: str = ""
    sheet: str | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    part: str | None = None

    def in_vietnamese(self) -> str:
        """Write the place as a reader would say it: "diem.xlsx, trang tính TH, ô C7"."""
        return self._written("trang tính", "trang", "bảng", "ô", "dòng", "phần")

    def in_english(self) -> str:
        """Write the place in English: "diem.xlsx, sheet TH, cell C7"."""
        return self._written("sheet", "page", "table", "cell", "line", "part")

    def _written(self, sheet: str, page: str, table: str, cell: str, line: str, part: str) -> str:
        words = [self.file] if self.file else []
        if self.sheet is not None:
            words.append(f"{sheet} {self.sheet}")
        if self.page is not None:
            words.append(f"{page} {self.page}")
        if self.table is not None:
            words.append(f"{table} {self.table}")
        if self.part is not None:
            words.append(f"{part} {self.part}")
        if self.row is not None and self.column is not None:
            words.append(f"{cell} {column_letters(self.column)}{self.row}")
        elif self.row is not None:
            words.append(f"{line} {self.row}")
        elif self.line is not None:
            words.append(f"{line} {self.line}")
        return ", ".join(words)


def column_letters(column: int) -> str:
    """Write a column number as a spreadsheet does: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@lru_cache(maxsize=1 << 14)
def column_number(letters: str) -> int:
    """Read a spreadsheet column: A is 1, XFD is 16384. Expects capital letters A–Z."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
