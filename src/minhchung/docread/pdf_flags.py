"""What a PDF may do besides showing pages: scripts, launches, attachments, passwords."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.problem import Problem, problem

_STREAM = re.compile(rb"stream\r?\n")
_END = b"endstream"
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_NAME_END = rb"(?=[\s/<>\[\]()%{}]|$)"
_OPEN_ACTION = re.compile(rb"/OpenAction\s*(<<|\d+\s+\d+\s+R|\[)")
_PAGE_COUNT = re.compile(rb"/Count\s+(\d{1,9})" + _NAME_END)
_SIGNATURE = re.compile(rb"/ByteRange\s*\[")
_MOST_STREAMS = 200_000
_MOST_INFLATED = 64_000_000
_MOST_ONE = 16_000_000
_DICTIONARY_REACH = 2_000


def inspect_pdf(data: bytes, limits: Limits = DEFAULT) -> list[Problem]:
    """List a PDF's flags. Object streams are opened, so names hidden in them are found; page content is not read.

    Never raises. Page content is skipped because three bytes of a picture can spell /JS by chance.
    """
    if b"startxref" not in data and b"trailer" not in data:
        return [problem("file.unreadable", kind="PDF")]
    names = _unescape(b"\n".join(_structure(data)))
    return list(_flags(names, limits))


def count_signatures(data: bytes) -> int:
    """Count the digital signatures a PDF carries; whether they are valid is not said."""
    return len(_SIGNATURE.findall(data))


def _flags(names: bytes, limits: Limits) -> Iterator[Problem]:
    if _has(names, b"Encrypt"):
        yield problem("pdf.encrypted")
    for name in (b"JavaScript", b"JS"):
        if _has(names, name):
            yield problem("pdf.script", name="/" + name.decode())
    if _has(names, b"Launch"):
        yield problem("pdf.launch")
    if _has(names, b"EmbeddedFile") or _has(names, b"EmbeddedFiles"):
        yield problem("pdf.attachment")
    opening = _OPEN_ACTION.search(names)
    if opening is not None and opening[1] != b"[":  # an array is only the page to start at
        yield problem("pdf.open_action")
    count = max((int(found) for found in _PAGE_COUNT.findall(names)), default=0)
    if count > limits.most_pages:
        yield problem("pdf.pages", count=count, limit=limits.most_pages)


def _has(names: bytes, name: bytes) -> bool:
    return re.search(rb"/" + name + _NAME_END, names) is not None


def _unescape(content: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)


def _structure(data: bytes) -> Iterator[bytes]:
    """Yield the bytes outside streams, and the insides of object streams."""
    position, inflated = 0, 0
    for _ in range(_MOST_STREAMS):
        start = _STREAM.search(data, position)
        if start is None:
            break
        before = data[position : start.start()]
        yield before
        end = data.find(_END, start.end())
        end = len(data) if end < 0 else end
        if b"/ObjStm" in _unescape(before[-_DICTIONARY_REACH:]) and inflated < _MOST_INFLATED:
            opened = _inflate(data[start.end() : end])
            inflated += len(opened)
            yield opened
        position = min(end + len(_END), len(data))
    yield data[position:]


def _inflate(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _MOST_ONE)
    except zlib.error:
        return b""
