"""Files of cases as one-stop systems export them, small."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from minhchung.cases.interfaces.case_file.job import Job

HEADINGS = (
    "STT", "Mã hồ sơ", "Mã TTHC", "Lĩnh vực", "Đơn vị giải quyết", "Họ tên người nộp", "Số điện thoại", "Hình thức nộp",
    "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày hoàn thành", "Trạng thái", "Lệ phí",
)  # fmt: skip
AGENCY = "Phòng Kinh tế và Hạ tầng"
CITIZEN, PHONE = "Nguyễn Thị Người Dân", "0912345678"


def row(number: int = 1, **changes: Any) -> list[Any]:
    """One sound row: received 05/01/2026, promised and finished within January."""
    cells = {
        "STT": number, "Mã hồ sơ": f"000.00.07.H57-260105-{number:04d}", "Mã TTHC": "1.000603", "Lĩnh vực": "Đất đai",
        "Đơn vị giải quyết": AGENCY, "Họ tên người nộp": CITIZEN, "Số điện thoại": PHONE, "Hình thức nộp": "Trực tuyến",
        "Ngày tiếp nhận": date(2026, 1, 5), "Ngày hẹn trả": date(2026, 1, 15), "Ngày hoàn thành": date(2026, 1, 12),
        "Trạng thái": "Đã trả kết quả", "Lệ phí": 15000,
    }  # fmt: skip
    return list((cells | changes).values())


def xlsx(
    rows: Sequence[Sequence[Any]],
    headings: Sequence[str] = HEADINGS,
    *,
    font: str = "",
    above: Sequence[str] = (),
) -> bytes:
    """A workbook of one sheet “Hồ sơ”; font: what draws every text; above: lines over the headings."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Hồ sơ")
    words = book.add_format({"font_name": font} if font else {})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for place, line in enumerate(above):
        sheet.write_string(place, 0, line)
    for number, cells in enumerate([headings, *rows], start=len(above)):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, str) and cell.startswith("=ERR"):
                sheet.write_formula(number, column, "=1/0", day, "#DIV/0!")
            elif isinstance(cell, str):
                sheet.write_string(number, column, cell, words)
            elif cell is not None:
                sheet.write(number, column, cell)
    book.close()
    return out.getvalue()


def job(**changes: Any) -> Job:
    facts: dict[str, Any] = {
        "name": "ho-so.xlsx", "system": "s1", "batch": "b1", "today": "2026-11-22",
        "agencies": {"phong kinh te va ha tang": 7, "H57.31.05": 7, "phong tu phap": 8, "phong trung ten": -1},
    }  # fmt: skip
    return Job(**(facts | changes))
