"""Workbooks: every user string is a string, formulas never; numbers are numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

Value = str | int | Fraction | Decimal | date | datetime | bool | None
Kind = Literal["text", "number", "percent", "date"]

_LONGEST_TEXT = 32_767
_LONGEST_NAME = 31
_NAME_FORBIDS = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_TEXT_FORBIDS = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_TOO_LONG = 10**15
_MOST_CHOICES = 255
_NO_DATE = datetime(1980, 1, 1)
_FORMATS: dict[Kind, str] = {"text": "@", "number": "General", "percent": "0.00%", "date": "dd/mm/yyyy"}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column. width: in characters. percent: the value is the share itself (Fraction(264, 319)).

    choices: what the cells may take, offered as a list. locked: cannot be typed into when the sheet protects.
    """

    title: str
    width: int = 14
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: lines above the table, the header row, the rows. A row has one value for each column.

    freeze: how many columns stay in view (the header row always does). protects: locked columns resist typing
    (no password: a rail, not a wall). hidden: for what a returning workbook must carry.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    lines: tuple[str, ...] = ()
    freeze: int = 0
    protects: bool = False
    hidden: bool = False


def to_xlsx(sheets: tuple[Sheet, ...], created_at: datetime | None = None) -> bytes:
    """Write a workbook. Sheet names are cut to what Excel allows and made unique.

    A fraction that no decimal of 15 digits writes is rounded there by the format itself. Text longer than
    32,767 characters is cut, ending in "…". Raises ValueError for a row of the wrong width or no sheet at all.
    """
    if not sheets:
        raise ValueError("a workbook needs a sheet")
    target = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(target, options) as book:
        created = created_at.replace(tzinfo=None) if created_at else _NO_DATE
        book.set_properties({"created": created})
        for sheet, name in zip(sheets, _names(sheets), strict=True):
            _write_sheet(book, sheet, name)
    return target.getvalue()


def _names(sheets: tuple[Sheet, ...]) -> Iterator[str]:
    taken: set[str] = set()
    for sheet in sheets:
        base = _NAME_FORBIDS.sub(" ", sheet.name).strip().strip("'") or "Sheet"
        name, number = base[:_LONGEST_NAME], 1
        while name.casefold() in taken or name.casefold() == "history":
            number += 1
            suffix = f" ({number})"
            name = base[: _LONGEST_NAME - len(suffix)] + suffix
        taken.add(name.casefold())
        yield name


def _write_sheet(book: Workbook, sheet: Sheet, name: str) -> None:
    page = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 12})
    head = book.add_format({
        "bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter",
        "bg_color": "#E6EEF5", "font_name": "Times New Roman", "font_size": 12,
    })  # fmt: skip
    for index, line in enumerate(sheet.lines):
        page.write_string(index, 0, _text(line), bold)
    top = len(sheet.lines) + (1 if sheet.lines else 0)
    for index, column in enumerate(sheet.columns):
        page.write_string(top, index, _text(column.title), head)
        page.set_column(index, index, column.width)
    formats = [_format(book, column) for column in sheet.columns]
    days = book.add_format({**_face(), "num_format": "dd/mm/yyyy"})
    for offset, row in enumerate(sheet.rows, start=1):
        if len(row) != len(sheet.columns):
            raise ValueError(
                f"row {offset} of sheet {sheet.name} has {len(row)} values for {len(sheet.columns)} columns"
            )
        for index, value in enumerate(row):
            _write(page, top + offset, index, value, formats[index], days)
    _finish(page, sheet, top)


def _face() -> dict[str, Any]:
    return {"font_name": "Times New Roman", "font_size": 12, "border": 1, "valign": "top"}


def _format(book: Workbook, column: SheetColumn) -> Any:
    return book.add_format({
        **_face(), "num_format": _FORMATS[column.kind], "text_wrap": column.kind == "text", "locked": column.locked,
    })  # fmt: skip


def _write(page: Worksheet, row: int, column: int, value: Value, how: Any, days: Any) -> None:
    match value:
        case None | "":
            page.write_blank(row, column, None, how)
        case bool():
            page.write_boolean(row, column, value, how)
        case str():
            page.write_string(row, column, _text(value), how)
        case datetime():
            page.write_datetime(row, column, value.replace(tzinfo=None), days)
        case date():
            page.write_datetime(row, column, value, days)
        case _:
            _write_number(page, row, column, value, how)


def _write_number(page: Worksheet, row: int, column: int, value: int | Fraction | Decimal, how: Any) -> None:
    """Write a number; a whole one too long for a spreadsheet's 15 digits is written as text, uncut."""
    number = float(value)
    if abs(number) >= _TOO_LONG and value == int(value):
        page.write_string(row, column, str(int(value)), how)
        return
    page.write_number(row, column, number, how)


def _text(value: str) -> str:
    clean = _TEXT_FORBIDS.sub("", value)
    return clean if len(clean) <= _LONGEST_TEXT else clean[: _LONGEST_TEXT - 1] + "…"


def _finish(page: Worksheet, sheet: Sheet, top: int) -> None:
    last = top + len(sheet.rows)
    page.freeze_panes(top + 1, sheet.freeze)
    if sheet.rows and sheet.columns:
        page.autofilter(top, 0, last, len(sheet.columns) - 1)
    for index, column in enumerate(sheet.columns):
        if column.choices and len(",".join(column.choices)) <= _MOST_CHOICES and sheet.rows:
            page.data_validation(
                top + 1, index, last, index, {"validate": "list", "source": list(column.choices)}
            )
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    if sheet.protects:
        page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
    if sheet.hidden:
        page.hide()
