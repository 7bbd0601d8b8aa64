"""Secrets of the installation, made at the first start and kept in the data directory (mode 0600)."""

from __future__ import annotations

import os
from pathlib import Path


def installation_secret(data_dir: Path, name: str) -> str:
    """The secret kept in data_dir under this name, made at the first start (mode 0600)."""
    path = data_dir / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = os.urandom(48).hex()
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(made)
        fresh.chmod(0o600)
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
