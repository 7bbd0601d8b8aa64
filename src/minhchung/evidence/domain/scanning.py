"""Ask a ClamAV daemon about a file (INSTREAM). Configured and down, or unsure: quarantine, never lost, never let through."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from minhchung.evidence.models import ScanState

CHUNK = 64 * 1024
TIMEOUT_SECONDS = 30


def scan(path: Path) -> ScanState:
    """Not configured → NOT_SCANNED; clean → CLEAN; found → INFECTED; anything else → QUARANTINED."""
    address = settings.CLAMAV_ADDRESS
    if not address:
        return ScanState.NOT_SCANNED
    try:
        answer = _ask(address, path)
    except OSError:
        return ScanState.QUARANTINED
    if answer.endswith("FOUND"):
        return ScanState.INFECTED
    return ScanState.CLEAN if answer.endswith("OK") else ScanState.QUARANTINED


def _ask(address: str, path: Path) -> str:
    with _connect(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        for chunk in _chunks(path):
            connection.sendall(struct.pack("!I", len(chunk)) + chunk)
        connection.sendall(struct.pack("!I", 0))
        return _read_answer(connection)


def _connect(address: str) -> socket.socket:
    """unix:/path/to/clamd.sock, or host:port."""
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT_SECONDS)
        connection.connect(address.removeprefix("unix:"))
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _read_answer(connection: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0"):
        part = connection.recv(4096)
        if not part:
            break
        received += part
    return received.rstrip(b"\0").decode("utf-8", "replace").strip()
