"""How much a PDF's pages draw, unpacked under a ceiling: a small file can hold hours of drawing."""

from __future__ import annotations

import re
import zlib

from minhchung.docread.problem import Problem, problem

MOST_DRAWN = 20_000_000
"""Bytes of drawing in all; a page of a Word document draws some 30,000."""
_STREAM = re.compile(rb"stream\r?\n")
_END = b"endstream"
_REACH = 2_000
_NO_DRAWING = re.compile(
    rb"/(?:Image|FontFile[23]?|Length1|ObjStm|XRef|Metadata|CIDFontType0C|Type1C|OpenType)\b"
)
_PACKED = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b")
_PIECE = 1 << 20


def too_much_drawing(data: bytes, most: int = MOST_DRAWN) -> list[Problem]:
    """Whether the pages draw more than anyone reads, or pack their drawing several times over. Never raises."""
    drawn, position = 0, 0
    while (start := _STREAM.search(data, position)) is not None:
        end = data.find(_END, start.end())
        end = len(data) if end < 0 else end
        head = data[max(position, start.start() - _REACH) : start.start()].rpartition(b" obj")[2]
        packed = len(_PACKED.findall(head))
        if packed and not _NO_DRAWING.search(head):
            drawn += _unpacked(data[start.end() : end], most - drawn)
            if packed > 1 or drawn >= most:
                return [problem("pdf.drawing", limit=most // 1_000_000)]
        position = min(end + len(_END), len(data))
    return []


def _unpacked(content: bytes, most: int) -> int:
    """How long a stream is unpacked, counted no further than `most`; nothing where it is not sound."""
    unpack, length, rest = zlib.decompressobj(), 0, content
    try:
        while rest and length < most:
            length += len(unpack.decompress(rest, _PIECE))
            rest = unpack.unconsumed_tail
    except zlib.error:
        return length
    return length
