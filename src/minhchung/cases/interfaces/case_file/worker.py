"""Read one file in a process of its own:  python -m minhchung.cases.interfaces.case_file.worker FOLDER

FOLDER holds `source` and `job.json`; afterwards `report.json`, and `cases.parquet` when every row is sound, or
`errors.jsonl`. `read_in_worker` starts it and answers with a report, whatever the file does to the worker.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Final

import msgspec

from minhchung.cases.interfaces.case_file.job import Job, Report
from minhchung.docread.worker import Bounds, bind, run_worker

SOURCE, JOB, REPORT, CASES, ERRORS = "source", "job.json", "report.json", "cases.parquet", "errors.jsonl"
_BOUNDS: Final = Bounds(cpu_seconds=120, address_space=4 << 30, file_size=1 << 30)
_TIMEOUT: Final = 180.0

_TOO_LONG = (
    "Tệp đọc quá lâu. Hãy chia tệp theo tháng rồi nhập từng phần.",
    "The file takes too long to read. Split it by month and import the parts.",
)
_TOO_BIG = (
    "Tệp cần quá nhiều bộ nhớ. Hãy chia tệp theo tháng rồi nhập từng phần.",
    "The file needs too much memory. Split it by month and import the parts.",
)
_FAILED = ("Không đọc được tệp. Mở tệp bằng phần mềm văn phòng, lưu lại rồi tải lên lần nữa.", "The file cannot be read. Open it in an office program, save it again, and upload it again.")  # fmt: skip


def read_in_worker(folder: Path, job: Job) -> Report:
    """Read FOLDER/source; earlier results in the folder are replaced."""
    for name in (REPORT, CASES, ERRORS):
        (folder / name).unlink(missing_ok=True)
    (folder / JOB).write_bytes(msgspec.json.encode(job))
    code = run_worker("minhchung.cases.interfaces.case_file.worker", [str(folder)], str(folder), _TIMEOUT)
    try:
        return load_report(folder)
    except (OSError, msgspec.MsgspecError):
        timed_out = code is None or code == -signal.SIGXCPU
        report = Report(refused=_TOO_LONG if timed_out else _TOO_BIG if code == -signal.SIGKILL else _FAILED)
        (folder / REPORT).write_bytes(msgspec.json.encode(report))
        return report


def load_report(folder: Path) -> Report:
    """The report of the last reading. Raises OSError when there is none."""
    return msgspec.json.decode((folder / REPORT).read_bytes(), type=Report)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: worker FOLDER", file=sys.stderr)
        return 2
    bind(_BOUNDS)
    folder = Path(arguments[0])
    try:
        _read(folder)
    except MemoryError:
        (folder / REPORT).write_bytes(msgspec.json.encode(Report(refused=_TOO_BIG)))
    except Exception:
        (folder / REPORT).write_bytes(msgspec.json.encode(Report(refused=_FAILED)))
    return 0


def _read(folder: Path) -> None:
    """The report is written last: it says that what it names is there."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from minhchung.cases.interfaces.case_file.reading import read_cases

    pa.set_cpu_count(1)
    job = msgspec.json.decode((folder / JOB).read_bytes(), type=Job)
    outcome = read_cases((folder / SOURCE).read_bytes(), job)
    if outcome.table is not None:
        pq.write_table(outcome.table, folder / CASES, compression="zstd")
    if outcome.faults:
        encoder = msgspec.json.Encoder()
        with (folder / ERRORS).open("wb") as lines:
            for fault in outcome.faults:
                lines.write(encoder.encode(fault) + b"\n")
    (folder / REPORT).write_bytes(msgspec.json.encode(outcome.report))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
