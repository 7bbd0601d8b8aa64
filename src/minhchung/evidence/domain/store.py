"""Where the bytes of evidence lie: under their SHA-256, synced to disk before anybody is told they are kept.

Django's own file storage never syncs; on a filesystem that drops unsynced data every acknowledged upload could be
lost. Here: temporary name → fsync the file → rename to the content address → fsync the folder → then the row.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


class TooLarge(Exception):
    """The upload passed its size cap while streaming; nothing of it is kept."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"larger than {limit} bytes")
        self.limit = limit


@dataclass(frozen=True)
class Stored:
    """Bytes now kept: their SHA-256 (hex) and size."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Received:
    """An upload streamed to a temporary file in the store, not yet kept."""

    path: Path
    sha256: str
    size: int

    def read(self) -> bytes:
        return self.path.read_bytes()

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)


def folder() -> Path:
    return Path(settings.EVIDENCE_DIR)


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash lie, whether or not they are there."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError(f"not a SHA-256 in hex: {sha256!r}")
    return folder() / sha256[:2] / sha256


def receive(chunks: Iterable[bytes], *, limit: int) -> Received:
    """Stream an upload to a temporary file, counting and hashing as it comes.

    Raises TooLarge as soon as the limit is passed; the temporary file is removed.
    """
    incoming = folder() / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    hasher, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=incoming)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLarge(limit)
                hasher.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Received(path=path, sha256=hasher.hexdigest(), size=size)


def keep(received: Received) -> Stored:
    """Move received bytes to their content address and sync the folders; from here on they survive a crash."""
    target = path_of(received.sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    received.path.replace(target)
    # All three each time: whoever made a folder a moment ago may not have synced it yet, or may have been killed.
    for changed in (target.parent, folder(), folder().parent):
        _sync_folder(changed)
    return Stored(sha256=received.sha256, size=received.size)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_intact(sha256: str) -> bool:
    """Whether the bytes are there and still have their hash."""
    path = path_of(sha256)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def unfinished(*, older_than_seconds: int) -> list[Path]:
    """Temporary files of uploads that never came to an end."""
    oldest = time.time() - older_than_seconds
    return sorted(path for path in (folder() / "incoming").glob("*") if path.stat().st_mtime < oldest)


def every_stored() -> Iterator[str]:
    """The hash of every file in the store, in order."""
    for shelf in sorted(folder().glob("[0-9a-f][0-9a-f]")):
        for path in sorted(shelf.iterdir()):
            yield path.name
