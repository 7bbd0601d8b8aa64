"""What a worksheet's XML says that its values do not: cells in error, and cells drawn by a TCVN3 or VNI font."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from minhchung.docread.place import column_number
from minhchung.docread.safe_xml import XML_FAULTS, parse_xml
from minhchung.docread.sniff import ZIP_FAULTS
from minhchung.docread.xlsx_cells import sheet_part
from minhchung.viet.legacy import legacy_font

_CHUNK: Final = 4 << 20
_OVERLAP: Final = 4_096
_MOST_FONTS: Final = 256  # one byte each; a workbook has a handful
_ERROR = re.compile(
    rb'<(?:\w{1,20}:)?c r="([A-Z]{1,3})(\d{1,7})"[^<>]{0,200}\bt="e"[^<>]{0,200}>'
    rb"(?:<(?:\w{1,20}:)?f[^>]{0,400}(?:/>|>[^<]{0,8000}</(?:\w{1,20}:)?f>))?<(?:\w{1,20}:)?v>([^<]{1,40})<"
)

Fonts = dict[int, str]
"""Cell style → the legacy font that draws it; empty in a workbook without such fonts."""


@dataclass(slots=True)
class CellFacts:
    """errors: (row, column) from 1 → the error shown. fonts: column → one byte per row, the place of its legacy font in
    `names` or 0; a million rows cost a megabyte a column."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    fonts: dict[int, bytearray] = field(default_factory=dict)
    names: list[str] = field(default_factory=lambda: [""])

    def font_of(self, row: int, column: int) -> str | None:
        """The legacy font that draws a cell, if one does."""
        rows = self.fonts.get(column, b"")
        return self.names[rows[row]] or None if row < len(rows) else None


def legacy_fonts(data: bytes) -> Fonts:
    """Which cell styles of a workbook are drawn by a TCVN3 or VNI font. Never raises."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            root = parse_xml(container.read("xl/styles.xml"))
    except (*ZIP_FAULTS, *XML_FAULTS):
        return {}
    fonts = next(root.iter("{*}fonts"), None)
    styles = next(root.iter("{*}cellXfs"), None)
    if fonts is None or styles is None:
        return {}
    names = [
        next((str(part.get("val") or "") for part in each if str(part.tag).endswith("}name")), "")
        for each in fonts
    ]
    found = {}
    for style, each in enumerate(styles):
        place = str(each.get("fontId") or "0")
        name = names[int(place)] if place.isdigit() and int(place) < len(names) else ""
        if legacy_font(name):
            found[style] = name
    return found


def cell_facts(data: bytes, sheet: str, fonts: Fonts) -> CellFacts:
    """Scan one sheet in pieces, so that a large one is never held whole. Nothing found in what cannot be read."""
    facts = CellFacts()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            part = sheet_part(container, sheet)
            for piece in _pieces(container, part) if part else ():
                _note_errors(piece, facts)
                if fonts:
                    _note_fonts(piece, fonts, facts)
    except (*ZIP_FAULTS, *XML_FAULTS):
        return CellFacts()
    return facts


def _pieces(container: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    tail = b""
    with container.open(part) as content:
        while chunk := content.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-_OVERLAP:]


def _note_errors(piece: bytes, facts: CellFacts) -> None:
    if b't="e"' not in piece:
        return
    for column, row, value in _ERROR.findall(piece):
        facts.errors[int(row), column_number(column.decode())] = value.decode("utf-8", "replace")


def _note_fonts(piece: bytes, fonts: Fonts, facts: CellFacts) -> None:
    """Cells of text drawn by a legacy font; numbers and dates need no conversion."""
    styles = b"|".join(str(style).encode() for style in fonts)
    drawn = re.compile(
        rb'<(?:\w{1,20}:)?c r="([A-Z]{1,3})(\d{1,7})" s="(' + styles + rb')" t="(?:s|str|inlineStr)"'
    )
    places = {str(style).encode(): _place_of(name, facts.names) for style, name in fonts.items()}
    for letters, digits, style in drawn.findall(piece):
        row = int(digits)
        rows = facts.fonts.setdefault(column_number(letters.decode()), bytearray())
        if row >= len(rows):
            rows.extend(bytes(row + 1 - len(rows)))
        rows[row] = places[style]


def _place_of(name: str, names: list[str]) -> int:
    if name not in names and len(names) < _MOST_FONTS:
        names.append(name)
    return names.index(name) if name in names else 0
