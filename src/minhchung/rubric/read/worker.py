"""A stranger's document read into a rubric in a process of its own, with hard limits.

    python -m minhchung.rubric.read.worker NAME IN OUT

writes OUT, the reading as JSON. `read_apart` starts it, waits, and answers with a value whatever the file does.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from minhchung.docread.worker import Bounds, bind, run_worker
from minhchung.rubric.errors import Reason

if TYPE_CHECKING:
    from minhchung.rubric.read.told import Told

BOUNDS = Bounds(cpu_seconds=20, address_space=1 << 30, file_size=64 << 20)
_SECONDS = 60.0
_MODULE = "minhchung.rubric.read.worker"
_LONGEST_NAME = 150
_FAULTS = {
    "time": Reason(
        "Tệp mất quá nhiều thời gian để đọc nên đã dừng.", "Reading took too long and was stopped."
    ),
    "memory": Reason(
        "Tệp cần quá nhiều bộ nhớ để đọc nên đã dừng.", "Reading took too much memory and was stopped."
    ),
    "failed": Reason("Không đọc được tệp này.", "This file cannot be read."),
}
_FIX = Reason(
    "Tách phần bộ tiêu chí ra tệp riêng, hoặc lưu thành .docx rồi thử lại.",
    "Put the criteria into a file of their own, or save as .docx, and try again.",
)


def read_apart(data: bytes, name: str, seconds: float = _SECONDS) -> Told:
    """What `tell` says of a file, read in a worker: 20 s of processor, 1 GB of addresses, no network."""
    from minhchung.rubric.read.told import told_from

    name = name[-_LONGEST_NAME:]
    with tempfile.TemporaryDirectory(prefix="minhchung-read-") as folder:
        source, out = Path(folder, "in"), Path(folder, "out")
        source.write_bytes(data)
        code = run_worker(_MODULE, [name, str(source), str(out)], folder, seconds)
        if code is None or code == -signal.SIGXCPU:
            return _stopped(name, "time")
        try:
            written = json.loads(out.read_text("utf-8"))
            return told_from(written) if "fault" not in written else _stopped(name, written["fault"])
        except (OSError, ValueError, KeyError, TypeError):
            return _stopped(name, "memory" if code == -signal.SIGKILL else "failed")


def _stopped(name: str, why: str) -> Told:
    from minhchung.rubric.read.told import Told, ToldFault

    return Told(name, faults=(ToldFault(Reason("", ""), "", _FAULTS.get(why, _FAULTS["failed"]), _FIX),))


def main(arguments: list[str]) -> int:
    """Read NAME IN OUT; 0 when OUT was written, 2 for wrong arguments. Libraries load after the limits are set."""
    if len(arguments) != 3:
        print("usage: worker NAME IN OUT", file=sys.stderr)
        return 2
    bind(BOUNDS)
    name, source, out = arguments[0], Path(arguments[1]), Path(arguments[2])
    try:
        from minhchung.rubric.read.told import tell, told_data

        written = told_data(tell(source.read_bytes(), name))
    except MemoryError:
        written = {"fault": "memory"}
    except Exception:
        written = {"fault": "failed"}
    out.write_text(json.dumps(written, ensure_ascii=True), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
