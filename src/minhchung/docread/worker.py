"""A process of its own for a stranger's file: bounded time, memory and files, a clean environment, no network.

The parent calls `run_worker`; the worker calls `bind` before it imports what parses.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import minhchung

_GRACE = 2


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a worker may use: seconds of processor, bytes of addresses, bytes in one file, open files."""

    cpu_seconds: int
    address_space: int
    file_size: int
    open_files: int = 64


def run_worker(module: str, arguments: list[str], folder: str, timeout: float) -> int | None:
    """Run a module of ours in a process group of its own; its exit code, or None when it was killed for its time.

    folder: where it works, its home and its place for temporary files. timeout: seconds of clock.
    """
    process = subprocess.Popen(  # noqa: S603 — our own interpreter and module, no shell
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env={
            "PYTHONPATH": str(Path(minhchung.__file__).parent.parent),
            "LC_ALL": "C.UTF-8",
            "HOME": folder,
            "TMPDIR": folder,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        close_fds=True,
    )
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def bind(bounds: Bounds) -> None:
    """Bind this process for good: processor time, addresses, file size, open files, no core dump, no network."""
    for what, most in (
        (resource.RLIMIT_CPU, bounds.cpu_seconds),
        (resource.RLIMIT_AS, bounds.address_space),
        (resource.RLIMIT_FSIZE, bounds.file_size),
        (resource.RLIMIT_NOFILE, bounds.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        ceiling = most + _GRACE if what == resource.RLIMIT_CPU else most  # SIGXCPU first, SIGKILL after
        resource.setrlimit(what, (most, ceiling) if hard < 0 or ceiling <= hard else (min(most, hard), hard))
    _forbid_network()


def _forbid_network() -> None:
    """Let no library open a socket. A wall for honest code; the limits above are the wall for the rest."""

    def refuse(event: str, _: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.bind", "socket.sendto", "subprocess.Popen", "os.system"):
            raise PermissionError(event)

    sys.addaudithook(refuse)
