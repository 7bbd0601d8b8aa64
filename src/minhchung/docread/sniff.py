"""What a file is, by its content and never by its name."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Literal, get_args

Kind = Literal["pdf", "docx", "xlsx", "jpg", "png", "odt", "ods", "unknown"]
KINDS: tuple[Kind, ...] = get_args(Kind)

ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    OverflowError,
    LookupError,
)
"""All that zipfile raises on bytes that are not an honest container; values, never crashes."""

_OPEN_DOCUMENT: dict[bytes, Kind] = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_MOST_MIMETYPE = 200


def sniff(data: bytes) -> Kind:
    """Tell what the bytes are by magic and, for containers, by the main part inside; "unknown" otherwise."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"PK\x03\x04"):
        return _container_kind(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return "unknown"


def looks_binary(data: bytes) -> bool:
    """Whether the bytes are no text at all: a container, an old .xls or .doc, or zeros outside UTF-16."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return True
    return data[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\x00" in data[:4096]


def _container_kind(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            names = set(container.namelist())
            if "[Content_Types].xml" in names:
                if "word/document.xml" in names:
                    return "docx"
                if "xl/workbook.xml" in names:
                    return "xlsx"
            if "mimetype" in names:
                with container.open("mimetype") as part:
                    return _OPEN_DOCUMENT.get(part.read(_MOST_MIMETYPE).strip(), "unknown")
    except ZIP_FAULTS:
        return "unknown"
    return "unknown"
