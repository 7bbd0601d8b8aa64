"""Secrets of the installation, made at the first start and kept in the data directory (mode 0600)."""

from __future__ import annotations

import os
from pathlib import Path
from threading import get_ident


def installation_secret(data_dir: Path, name: str) -> str:
    """The secret kept in data_dir under this name, made at the first start (mode 0600)."""
    path = data_dir / "keys" / name
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        _write_once(path, os.urandom(48).hex())
    return path.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    """Synced before it is used: a key lost with the power would leave signatures that nobody can check."""
    fresh = path.with_suffix(f".{os.getpid()}.{get_ident()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    for folder in (path.parent, path.parent.parent):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
