"""Files as one-stop systems really export them: titles, groups of headings, numbered columns, totals, signatures, national names."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from minhchung.cases.interfaces.case_file.heading_rows import numbers_columns
from minhchung.cases.interfaces.case_file.headings import CITIZEN
from minhchung.cases.interfaces.case_file.reading import Outcome, read_cases
from minhchung.cases.interfaces.case_file.values import (
    STATUSES,
    Broken,
    Moment,
    days_of,
    read_moment,
    read_money,
    read_status,
)
from minhchung.cases.views.imports import row_numbers
from minhchung.stats.model import Case, from_table
from tests.cases.files import job

AGENCY = "Phòng Tư pháp"


def code(number: int) -> str:
    return f"H57.31.05-260105-{number:04d}"


def workbook(fill: Callable[[Any, Any], None]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    fill(book.add_worksheet("Hồ sơ"), book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
    book.close()
    return out.getvalue()


def mapped(outcome: Outcome) -> dict[str, str]:
    return {each.heading: each.field for each in outcome.report.columns if each.field}


def cases(outcome: Outcome) -> list[Case]:
    assert outcome.table is not None, (outcome.report.missing, outcome.report.rules, outcome.faults)
    return list(from_table(outcome.table))


def provincial(sheet: Any, _day: Any) -> None:
    """A province's report of cases: three titles, a blank line, headings, numbers of columns, a total, a place and day, who signs."""
    for line, title in enumerate(
        ("UBND HUYỆN", "DANH SÁCH HỒ SƠ THEO BÁO CÁO TỔNG HỢP", "(Từ ngày 01/01/2026)")
    ):
        sheet.merge_range(line, 0, line, 9, title)
    headings = (
        "STT", "Tên đơn vị", "Mã hồ sơ", "Lĩnh vực", "Số điện thoại", "Chủ hồ sơ", "Ngày nộp hồ sơ", "Ngày nhận", "Ngày hẹn trả",
        "Ngày kết thúc xử lý",
    )  # fmt: skip
    sheet.write_row(4, 0, headings)
    sheet.write_row(5, 0, [f"({number})" for number in range(1, 11)])
    for number in (1, 2):
        cells = (number, AGENCY, code(number), "Hộ tịch", "0912345678", "Nguyễn Văn A", "04/01/2026 20:11")
        sheet.write_row(
            5 + number, 0, (*cells, "05/01/2026 08:30", "15/01/2026 17:00", "12/01/2026 9:00:00 SA")
        )
    sheet.merge_range(8, 0, 8, 2, "Tổng cộng: 2 hồ sơ")
    sheet.write(10, 6, "Krông Nô, ngày 31 tháng 01 năm 2026")
    sheet.write(11, 2, "NGƯỜI LẬP BIỂU")
    sheet.write(11, 7, "THỦ TRƯỞNG ĐƠN VỊ")
    sheet.write(14, 7, "Trần Thị B")


def test_titles_numbers_of_columns_totals_and_signatures_are_no_cases() -> None:
    outcome = read_cases(workbook(provincial), job())

    first, second = cases(outcome)
    assert (first.code, second.code) == (code(1), code(2))
    assert (first.agency, first.received_on, first.received_minute) == (8, date(2026, 1, 5), 510)
    assert (first.promised_on, first.finished_on) == (date(2026, 1, 15), date(2026, 1, 12))
    assert outcome.report.sheets[0]["aside"] == [6, 12, 15]
    assert "Trần Thị B" not in repr(outcome.report) and "Nguyễn Văn A" not in repr(outcome.report)


def grouped(sheet: Any, day: Any) -> None:
    """A register of two heading rows: groups over their columns, the other headings merged down."""
    sheet.merge_range(0, 0, 0, 8, "SỔ THEO DÕI HỒ SƠ")
    for column, words in ((0, "STT"), (1, "Mã hồ sơ"), (2, "Đơn vị giải quyết"), (8, "Tình trạng")):
        sheet.merge_range(2, column, 3, column, words)
    sheet.merge_range(2, 3, 2, 4, "Người nộp")
    sheet.write_row(3, 3, ("Họ và tên", "Số CCCD"))
    sheet.merge_range(2, 5, 2, 7, "Ngày, tháng, năm")
    sheet.write_row(3, 5, ("Tiếp nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả"))
    for number in (1, 2):
        sheet.write_row(3 + number, 0, (number, code(number), AGENCY, "Lê Thị C", "046012345678"))
        for column, when in enumerate(
            ((2026, 1, 5, 8, 30), (2026, 1, 15), (2026, 1, 12))[: 4 - number], start=5
        ):
            sheet.write_datetime(3 + number, column, datetime(*when), day)
        sheet.write(3 + number, 8, "Đã trả kết quả (đúng hạn)" if number == 1 else "Đang xử lý")
    sheet.write(6, 1, "Tổng số: 2")


def test_two_heading_rows_are_read_as_one() -> None:
    outcome = read_cases(workbook(grouped), job())

    assert mapped(outcome) == {
        "Mã hồ sơ": "code", "Đơn vị giải quyết": "agency", "Người nộp Họ và tên": CITIZEN, "Người nộp Số CCCD": CITIZEN,
        "Ngày, tháng, năm Tiếp nhận hồ sơ": "received_on", "Ngày, tháng, năm Hẹn trả kết quả": "promised_on",
        "Ngày, tháng, năm Trả kết quả": "finished_on", "Tình trạng": "status",
    }  # fmt: skip
    first, second = cases(outcome)
    assert (first.finished_on, second.finished_on) == (date(2026, 1, 12), None)


NATIONAL = {
    "MaHoSo": code(1), "MaTTHC": "1.000603", "TenLinhVuc": "Hộ tịch", "KenhThucHien": "3", "ChuHoSo": "Nguyễn Văn A",
    "MaDoiTuong": "046012345678", "Email": "a@b.vn", "SoDienThoai": "0912345678", "TrichYeuHoSo": "Khai sinh cho Nguyễn Văn B",
    "NgayTiepNhan": "20260105083015", "NgayHenTra": "20260115170000", "TrangThaiHoSo": "10", "NgayTra": "20260113090000",
    "NgayKetThucXuLy": "20260112090000", "DonViXuLy": AGENCY, "DanhSachLePhi": [],
}  # fmt: skip


def test_records_of_the_national_portal_are_read_by_their_own_names_and_codes() -> None:
    records = [NATIONAL, NATIONAL | {"MaHoSo": code(2), "TrangThaiHoSo": "7"}]

    outcome = read_cases("\n".join(map(json.dumps, records)).encode(), job(name="ho-so.jsonl"))

    first, second = cases(outcome)
    assert (first.code, first.procedure, first.field, first.channel) == (
        code(1),
        "1.000603",
        "Hộ tịch",
        "postal",
    )
    assert (first.received_on, first.received_minute) == (date(2026, 1, 5), 510)
    assert first.finished_on == date(2026, 1, 12), "the day the result was ready, not the day it was fetched"
    assert second.withdrawn_on == date(2026, 1, 12) and second.finished_on is None
    assert set(outcome.report.personal_columns) == {
        "ChuHoSo",
        "MaDoiTuong",
        "Email",
        "SoDienThoai",
        "TrichYeuHoSo",
    }
    assert "Nguyễn" not in repr(outcome.report)


def test_a_bare_number_says_a_channel_only_under_the_national_heading() -> None:
    record = {"Mã hồ sơ": code(1), "Cơ quan": AGENCY, "Ngày nhận": "05/01/2026", "Hình thức nộp": "1"}

    outcome = read_cases(json.dumps(record).encode(), job(name="a.json"))

    assert [each.rule for each in outcome.faults] == ["channel.unknown"]


def test_only_what_stands_under_the_last_case_is_set_aside() -> None:
    """A row that lacks its code in the middle, or a last one with a day, is a fault to mend."""
    head = "Mã hồ sơ;Cơ quan;Ngày nhận;Lệ phí"
    lines = [
        f"{code(1)};{AGENCY};05/01/2026;1",
        f";{AGENCY};05/01/2026;1",
        f"{code(3)};{AGENCY};05/01/2026;1",
    ]
    last = f";{AGENCY};06/01/2026;1"

    outcome = read_cases("\n".join([head, *lines, last, "Tổng;;;3"]).encode(), job(name="a.csv"))

    assert [(each.row, each.rule) for each in outcome.faults] == [(3, "required"), (5, "required")]
    assert outcome.report.sheets[0]["aside"] == [6]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([6, 12, 15], "6, 12, 15"),
        ([6, 14, 15, 16], "6, 14–16"),
        ([*range(3, 1_048_577)], "3–1048576"),
        ([*range(2, 1_000, 2)], ", ".join(map(str, range(2, 102, 2))) + ", …"),
    ],
)
def test_rows_set_aside_are_named_in_stretches(rows: list[int], said: str) -> None:
    assert row_numbers(rows) == said


def test_a_last_row_that_says_nothing_but_its_code_is_a_case_to_be_mended() -> None:
    outcome = read_cases(
        f"Mã hồ sơ,Tên đơn vị,Ngày tiếp nhận\n{code(1)},{AGENCY},05/01/2026\n{code(2)},,\n".encode(), job()
    )

    assert outcome.report.sheets[0]["aside"] == []
    assert {(each.row, each.rule) for each in outcome.faults} == {(3, "required")}


@pytest.mark.parametrize("day", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_a_day_beyond_the_calendar_is_a_fault_of_its_row(day: str) -> None:
    outcome = read_cases(
        f"Mã hồ sơ,Tên đơn vị,Ngày tiếp nhận\n{code(1)},{AGENCY},{day}\n{code(2)},{AGENCY},05/01/2026\n".encode(),
        job(),
    )

    assert [(each.row, each.rule) for each in outcome.faults] == [(2, "date.unreadable")]


def test_a_cell_of_nothing_but_marks_takes_no_time() -> None:
    marks = f"x{',' * 200_000}z"  # looked at from each mark anew, it took hours

    assert read_moment(marks) == Broken("date.unreadable")
    assert read_status(STATUSES)(marks) == Broken("status.unknown")


def test_a_formula_error_in_the_total_stops_nothing() -> None:
    def fill(sheet: Any, _day: Any) -> None:
        sheet.write_row(0, 0, ("Mã hồ sơ", "Cơ quan", "Ngày nhận", "Lệ phí"))
        sheet.write_row(1, 0, (code(1), AGENCY, "05/01/2026", 1))
        sheet.write(2, 0, "Cộng")
        sheet.write_formula(2, 3, "=1/0", None, "#DIV/0!")

    outcome = read_cases(workbook(fill), job())

    assert len(cases(outcome)) == 1 and outcome.report.sheets[0]["aside"] == [3]


def test_a_blank_agency_is_the_one_chosen_for_the_file() -> None:
    text = f"Mã hồ sơ;Cơ quan;Ngày nhận\n{code(1)};{AGENCY};05/01/2026\n{code(2)};;05/01/2026"

    without = read_cases(text.encode(), job(name="a.csv"))
    chosen = read_cases(text.encode(), job(name="a.csv", default_agency=7))

    assert [(each.row, each.rule) for each in without.faults] == [(3, "required")]
    assert [case.agency for case in cases(chosen)] == [8, 7]


@pytest.mark.parametrize(
    ("cell", "minute"),
    [
        ("05/01/2026 8:30:00 SA", 510), ("05/01/2026 5:00 CH", 1020), ("05/01/2026 12:05 SA", 5), ("2026/01/05 08:30", 510),
        ("20260105083015", 510), (20260105083015, 510), ("20260105", None), (46027.354, 510),
    ],
)  # fmt: skip
def test_moments_as_systems_write_them(cell: Any, minute: int | None) -> None:
    assert read_moment(cell) == Moment(days_of(date(2026, 1, 5)), minute)


def test_eight_digits_with_the_day_first_are_no_day() -> None:
    assert isinstance(read_moment("05012026"), Broken)


def test_no_fee_in_words_is_nought() -> None:
    assert read_money("Miễn phí") == read_money("Không") == 0 and read_money("1.500.000 VNĐ") == 1_500_000


def test_a_row_that_begins_with_its_own_number_does_not_count_columns() -> None:
    assert numbers_columns(("(1)", "(2)", "(3)", ""))
    assert not numbers_columns(("3", code(1), AGENCY, "05/01/2026"))
    assert not numbers_columns(("1", "", "2"))
