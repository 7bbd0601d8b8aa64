"""The shape of an office document, before it is written anywhere.

Frozen values only; every writer takes the same `Document`. Lengths are in millimetres. Text is plain: writers
escape it, and nothing in it is markup.
Source: NĐ 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style. A newline in it breaks the line."""

    text: str
    bold: bool = False
    italic: bool = False


Text = str | tuple[Run, ...]


def runs_of(text: Text) -> tuple[Run, ...]:
    """Give any text as runs."""
    return (Run(text),) if isinstance(text, str) else text


def plain(text: Text) -> str:
    """Give any text without its styles."""
    return "".join(run.text for run in runs_of(text))


@dataclass(frozen=True, slots=True)
class Margins:
    """Page margins; the defaults stand inside the limits of NĐ 30/2020 (20–25, 15–20, 20–25, 30–35)."""

    top: int = 20
    right: int = 20
    bottom: int = 20
    left: int = 30


@dataclass(frozen=True, slots=True)
class StateHeader:
    """The head of a document: agency on the left, Quốc hiệu and Tiêu ngữ on the right.

    parent: the agency above, or "". number: "123/QĐ-UBND", or "" to leave a blank to fill in. subject: for an
    official letter, the line under its number ("V/v …"). place_and_date: "Cà Mau, ngày 05 tháng 01 năm 2026".
    """

    agency: str
    place_and_date: str
    parent: str = ""
    number: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """The kind of document in capitals and its subject (trích yếu), centred, with a rule below."""

    kind: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the document; level 1–4."""

    text: Text
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. indent: first line in by 10 mm, as body text is."""

    text: Text
    align: Align = "justify"
    indent: bool = True


@dataclass(frozen=True, slots=True)
class Items:
    """A list; numbered if `ordered`."""

    items: tuple[Text, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its share of the width relative to the others, and how its cells stand."""

    width: int
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. align: None takes the column's. A cell covers `column_span` × `row_span` places."""

    text: Text = ""
    align: Align | None = None
    bold: bool = False
    column_span: int = 1
    row_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; `head` rows repeat on every page. Cells covered by a span are left out of their row."""

    columns: tuple[Column, ...]
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    small: bool = False


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Pairs of label and value, without rules."""

    pairs: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture across `width` mm at most. alt: what it says, in words; never empty."""

    data: bytes
    format: Literal["png", "svg"]
    alt: str
    width: int = 160
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The foot: Nơi nhận on the left, who signs on the right.

    authority: the lines above the name in capitals, such as ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") or
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"). note: what stands where the signature goes, "" for blank space.
    """

    authority: tuple[str, ...]
    name: str
    recipients: tuple[str, ...] = ()
    note: str = ""


Block = (
    StateHeader | Title | Heading | Paragraph | Items | Table | KeyValues | Picture | PageBreak | Signature
)


@dataclass(frozen=True, slots=True)
class Document:
    """One document on A4. font_size: 13 or 14 points. created_at: goes into the file's properties, if given.

    footer: a line at the foot of every page, such as a ledger checkpoint.
    """

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    margins: Margins = field(default_factory=Margins)
    font_size: int = 13
    footer: str = ""
    created_at: datetime | None = None


NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS = "Nơi nhận:"


def number_line(header: StateHeader) -> str:
    """The line of number and symbol; a blank to fill in by hand when there is none yet."""
    return f"Số: {header.number or '……/……'}"


def placed(rows: tuple[tuple[Cell, ...], ...], width: int) -> list[list[tuple[int, Cell]]]:
    """Give every cell its column from 0, skipping what spans from above and from the left cover.

    Raises ValueError when a row holds more than `width` columns.
    """
    covered: dict[int, int] = {}
    result: list[list[tuple[int, Cell]]] = []
    for number, row in enumerate(rows):
        column = 0
        line: list[tuple[int, Cell]] = []
        below: dict[int, int] = {c: left - 1 for c, left in covered.items() if left > 1}
        for cell in row:
            while covered.get(column, 0) > 0:
                column += 1
            if column + cell.column_span > width:
                raise ValueError(f"row {number} holds more than {width} columns")
            line.append((column, cell))
            if cell.row_span > 1:
                below.update(dict.fromkeys(range(column, column + cell.column_span), cell.row_span - 1))
            column += cell.column_span
        covered = below
        result.append(line)
    return result
