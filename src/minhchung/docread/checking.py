"""The check of an upload, made in a process of its own with hard limits: no stranger's bytes are parsed beside sessions and keys.

    python -m minhchung.docread.checking EXTENSION IN OUT

writes OUT, the verdict as JSON. `check_apart` starts it, waits, and answers with a value, whatever the file does to
the worker: a check that did not come to an end is a refusal with its reason.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from minhchung.docread.place import Place
from minhchung.docread.problem import Problem, problem
from minhchung.docread.safety import Verdict, check_upload, is_allowed
from minhchung.docread.worker import Bounds, bind, run_worker

_CPU_SECONDS = 20
_BOUNDS = Bounds(cpu_seconds=_CPU_SECONDS, address_space=1 << 30, file_size=16 << 20)
_MODULE = "minhchung.docread.checking"


def check_apart(source: Path, name: str, timeout: float = 60.0) -> Verdict:
    """Check an upload that lies at `source`, as `check_upload` does: 20 s of processor, 1 GB of addresses, no network.

    name: the user's file name, read only for its extension. timeout: seconds of clock. Never raises for what the file
    does; a file without bytes, or of a kind that is not taken, is refused without a process.
    """
    size = source.stat().st_size
    if not size or not is_allowed(name):
        return check_upload(b"\0" if size else b"", name)
    with tempfile.TemporaryDirectory(prefix="minhchung-check-") as folder:
        out = Path(folder, "verdict.json")
        arguments = [PurePosixPath(name).suffix, str(source.resolve()), str(out)]
        code = run_worker(_MODULE, arguments, folder, timeout)
        verdict = _ended(code, timeout) or _read(out)
    return Verdict(verdict.kind, tuple(each.in_file(name) for each in verdict.problems))


def _ended(code: int | None, timeout: float) -> Verdict | None:
    """The refusal when the worker did not come to an end; None when it did."""
    if code == 0:
        return None
    if code is None:
        return _refused(problem("check.timeout", seconds=f"{timeout:g}"))
    if code == -signal.SIGXCPU:
        return _refused(problem("check.timeout", seconds=_CPU_SECONDS))
    return _refused(problem("check.memory" if code == -signal.SIGKILL else "check.failed"))


def _refused(found: Problem) -> Verdict:
    return Verdict("unknown", (found,))


def _read(out: Path) -> Verdict:
    try:
        told: dict[str, Any] = json.loads(out.read_text("utf-8"))
        problems = tuple(Problem(**each | {"place": Place(**each["place"])}) for each in told["problems"])
        return Verdict(told["kind"], problems)
    except (OSError, ValueError, KeyError, TypeError):
        return _refused(problem("check.failed"))


# What follows runs in the worker.


def main(arguments: list[str]) -> int:
    """Check EXTENSION IN OUT; 0 when a verdict was written, 2 for wrong arguments."""
    if len(arguments) != 3:
        print("usage: checking EXTENSION IN OUT", file=sys.stderr)
        return 2
    bind(_BOUNDS)
    extension, source, out = arguments[0], Path(arguments[1]), Path(arguments[2])
    try:
        verdict = check_upload(source.read_bytes(), f"tep{extension}")
    except MemoryError:
        verdict = _refused(problem("check.memory"))
    out.write_text(json.dumps(asdict(verdict), ensure_ascii=False), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
