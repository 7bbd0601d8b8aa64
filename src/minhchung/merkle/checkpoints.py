"""Checkpoints: what a log says of itself at one moment, three lines that anyone can keep.

    origin
    size in decimal
    base64 of the root

Further lines may follow, none of them empty. A checkpoint is published as a signed note (`notes`).

Source: C2SP tlog-checkpoint.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from minhchung.merkle.notes import BadNote
from minhchung.merkle.tree import HASH_SIZE

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_ROOT = re.compile(r"[A-Za-z0-9+/]{43}=")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log's name, its number of entries, its root, and any further lines."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


def checkpoint_text(origin: str, size: int, root: bytes, extensions: tuple[str, ...] = ()) -> str:
    """Write a checkpoint's text, ready for `sign_note`. Raises BadNote for parts that cannot be written."""
    if len(root) != HASH_SIZE or size < 0:
        raise BadNote("a checkpoint has a size from 0 and a root of 32 bytes")
    lines = (origin, str(size), base64.b64encode(root).decode(), *extensions)
    if not all(line and line.isprintable() for line in lines):
        raise BadNote("a checkpoint's lines are not empty and hold no line breaks")
    return "".join(line + "\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint's text, as `verify_note` gives it. Raises BadNote."""
    origin, size, root, *extensions = _lines(text)
    if not _SIZE.fullmatch(size):
        raise BadNote("a checkpoint's second line is its size in decimal")
    if not _ROOT.fullmatch(root) or base64.b64encode(blob := base64.b64decode(root)).decode() != root:
        raise BadNote("a checkpoint's third line is its root: 32 bytes in base64")
    return Checkpoint(origin, int(size), blob, tuple(extensions))


def _lines(text: str) -> list[str]:
    *lines, end = text.split("\n")
    if end or len(lines) < 3 or not all(lines):
        raise BadNote("a checkpoint has at least three lines, none empty, each ended")
    return lines
