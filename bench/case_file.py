"""A file of 200,000 cases read, checked and stored, as an import does it; against a bare read of the same file."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import python_calamine
import xlsxwriter  # type: ignore[import-untyped]

from bench.measure import seconds
from minhchung.cases.interfaces.case_file import worker
from minhchung.cases.interfaces.case_file.job import Job
from minhchung.stats.manifest import Manifest
from minhchung.stats.store import add_batch

ROWS = 200_000
HEADINGS = (
    "STT", "Mã hồ sơ", "Mã TTHC", "Tên thủ tục", "Lĩnh vực", "Cơ quan giải quyết", "Họ tên người nộp", "Số CCCD",
    "Hình thức nộp", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày hoàn thành", "Trạng thái", "Lệ phí", "Thanh toán trực tuyến",
)  # fmt: skip


def import_of_cases(rows: int = ROWS) -> dict[str, float | int]:
    """read_s: read, checked and laid out by the worker; store_s: written to an empty store; bare_s: the file's cells alone.

    peak_mb: what the worker held at most. It runs in a process of its own, whose only child the worker is: the figure of a
    process is the largest of all the children it ever had.
    """
    command = [sys.executable, "-m", "bench.case_file", str(rows)]
    done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - this very module
    found: dict[str, float | int] = json.loads(done.stdout)
    return found


def measured(rows: int) -> dict[str, float | int]:
    """The figures of `import_of_cases`, taken in this very process."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        data = _workbook(rows)
        (folder / worker.SOURCE).write_bytes(data)
        job = Job(
            name="bench.xlsx",
            system="s1",
            batch="b1",
            today="2026-12-31",
            agencies={"phong noi vu": 1, "phong tu phap": 2},
        )
        read_s = seconds(lambda: worker.read_in_worker(folder, job))
        peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        report = worker.load_report(folder)
        if report.cases != rows:
            raise ValueError(report.rules or report.refused)
        table = pq.read_table(folder / worker.CASES)
        store_s = seconds(lambda: add_batch(folder / "store", Manifest(), table))
        bare_s = seconds(lambda: _bare_read(data))
    return {
        "rows": rows,
        "read_s": read_s,
        "store_s": store_s,
        "bare_s": bare_s,
        "peak_mb": peak_mb,
    }


def _bare_read(data: bytes) -> int:
    return sum(1 for _ in python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).iter_rows())


def _workbook(rows: int) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("Hồ sơ")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, HEADINGS)
    for number in range(rows):
        received = date(2026, 1, 1) + timedelta(days=number % 240)
        is_open = number % 10 == 0
        days = (
            received,
            received + timedelta(days=5 + number % 11),
            received + timedelta(days=3 + number % 9),
        )
        row = number + 1
        sheet.write_row(row, 0, (
            row, f"H57.31.05-{received:%y%m%d}-{number:06d}", f"1.{600 + number % 50:06d}", f"Thủ tục số {number % 50}",
            f"Lĩnh vực {number % 12}", ("Phòng Nội vụ", "Phòng Tư pháp")[number % 2], f"Nguyễn Văn {number}",
            f"0460{number:08d}", ("Trực tuyến", "Trực tiếp", "Bưu chính")[number % 3],
        ))  # fmt: skip
        for place, when in enumerate(days[: 2 if is_open else 3], start=9):
            sheet.write_datetime(row, place, datetime.combine(when, datetime.min.time()), day)
        status = "Đang xử lý" if is_open else "Đã trả kết quả"
        sheet.write_row(row, 12, (status, number % 7 * 10_000, "Có" if number % 3 == 0 else "Không"))
    book.close()
    return out.getvalue()


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]))))
