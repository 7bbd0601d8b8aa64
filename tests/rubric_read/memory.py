"""How much memory a process has taken at most, from the kernel's own count (Linux)."""

from __future__ import annotations

from pathlib import Path


def most_taken() -> int:
    """Bytes resident at the highest since the process began, or since `forget_most`.

    Not getrusage: what it tells a child begins with what its parent held when it was forked.
    """
    return _kilobytes("VmHWM") * 1024


def taken_now() -> int:
    """Bytes resident now."""
    return _kilobytes("VmRSS") * 1024


def forget_most() -> None:
    """Begin to count the highest anew."""
    Path("/proc/self/clear_refs").write_text("5")


def _kilobytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])
