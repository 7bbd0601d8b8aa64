"""What a worksheet's XML says that a value reader drops: size, errors, per-cent cells, unsaved formulas."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from posixpath import join, normpath

from minhchung.docread.place import column_number
from minhchung.docread.safe_xml import XML_FAULTS, parse_xml
from minhchung.docread.sniff import ZIP_FAULTS

_CELL = re.compile(rb"<(?:\w{1,20}:)?c(?=[\s/>])([^<>]{0,400})>")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d{1,6})"')
_ERROR = b't="e"'
_VALUE = re.compile(rb"<(?:\w{1,20}:)?v>([^<]{1,40})<")
_FORMULA = re.compile(rb"<(?:\w{1,20}:)?f(?=[\s/>])")
_CELL_REACH = 12_000
_PERCENT_BUILT_IN = frozenset({9, 10})

Cell = tuple[int, int]
"""(row, column), both from 1."""


@dataclass(slots=True)
class SheetCells:
    """Facts on one sheet's cells, by (row, column) from 1."""

    last_row: int = 0
    last_column: int = 0
    errors: dict[Cell, str] = field(default_factory=dict)
    percents: set[Cell] = field(default_factory=set)
    unsaved: set[Cell] = field(default_factory=set)


def sheet_cells(data: bytes, sheet: str) -> SheetCells | None:
    """Scan one sheet of a workbook; None when its parts cannot be found or read. Never raises."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            part = sheet_part(container, sheet)
            if part is None:
                return None
            return _scan(container.read(part), _percent_styles(container))
    except (*ZIP_FAULTS, *XML_FAULTS):
        return None


def sheet_part(container: zipfile.ZipFile, sheet: str) -> str | None:
    """The name of the part that holds a sheet. Raises one of ZIP_FAULTS or XML_FAULTS."""
    targets = {
        link.get("Id"): link.get("Target") or ""
        for link in parse_xml(container.read("xl/_rels/workbook.xml.rels")).iter("{*}Relationship")
    }
    for entry in parse_xml(container.read("xl/workbook.xml")).iter("{*}sheet"):
        if entry.get("name") == sheet:
            link = next((v for k, v in entry.attrib.items() if str(k).endswith("}id")), None)
            target = targets.get(str(link))
            if target:
                return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    return None


def _percent_styles(container: zipfile.ZipFile) -> frozenset[int]:
    """Find the cell styles whose number format ends in a per-cent sign."""
    if "xl/styles.xml" not in container.namelist():
        return frozenset()
    root = parse_xml(container.read("xl/styles.xml"))
    custom = {
        int(each.get("numFmtId") or -1)
        for each in root.iter("{*}numFmt")
        if "%" in re.sub(r'"[^"]*"|\\.', "", each.get("formatCode") or "")
    }
    styles = next(root.iter("{*}cellXfs"), None)
    if styles is None:
        return frozenset()
    percents = _PERCENT_BUILT_IN | custom
    return frozenset(
        index for index, each in enumerate(styles) if int(each.get("numFmtId") or -1) in percents
    )


def _scan(content: bytes, percent_styles: frozenset[int]) -> SheetCells:
    found = SheetCells()
    row = column = 0
    for match in _CELL.finditer(content):
        attributes = match[1]
        reference = _REFERENCE.search(attributes)
        if reference is None:
            column += 1
        else:
            column, row = column_number(reference[1].decode()), int(reference[2])
        found.last_row, found.last_column = max(found.last_row, row), max(found.last_column, column)
        if attributes.endswith(b"/"):
            continue
        style = _STYLE.search(attributes) if percent_styles else None
        if style is not None and int(style[1]) in percent_styles:
            found.percents.add((row, column))
        _note_content(found, (row, column), content, match.end(), _ERROR in attributes)
    return found


def _note_content(found: SheetCells, cell: Cell, content: bytes, start: int, is_error: bool) -> None:
    opens_formula = _FORMULA.match(content, start) is not None
    if not (is_error or opens_formula):
        return
    end = content.find(b"c>", start, start + _CELL_REACH)
    inside = content[start : end if end >= 0 else start + _CELL_REACH]
    value = _VALUE.search(inside)
    if is_error:
        found.errors[cell] = value[1].decode("utf-8", "replace") if value else "?"
    elif value is None:
        found.unsaved.add(cell)
