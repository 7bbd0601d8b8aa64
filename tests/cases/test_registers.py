"""Procedures in versions by decision with named coverage; days off as data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from minhchung.cases.domain.procedures import unregistered
from minhchung.cases.domain.workdays import calendar_of
from minhchung.cases.interfaces.holiday_words import holiday_words
from minhchung.cases.interfaces.procedure_list import read_list
from minhchung.cases.models import ProcedureVersion
from minhchung.viet.workdays import vietnam_calendar, working_days_between
from tests.cases.files import xlsx

LIST = ("Mã TTHC", "Tên thủ tục", "Lĩnh vực", "Mức độ", "Lệ phí", "Thời hạn giải quyết", "HTQLCL")


def send(client: Any, agency: Any, rows: list[list[Any]], decision: str, on: str) -> Any:
    return client.post(
        "/ho-so-mot-cua/thu-tuc/nhap/",
        {
            "agency": agency.pk, "decision_number": decision, "valid_from": on,
            "file": SimpleUploadedFile("danh-muc.xlsx", xlsx(rows, LIST)),
        },
    )  # fmt: skip


def test_a_decision_adds_versions_only_where_it_says_something_new(world: Any) -> None:
    client, agency = world.client("thuong_truc"), world.standing
    first = [
        ["1.000603", "Đăng ký đất đai", "Đất đai", "toàn trình", 15000, "10 ngày", "có"],
        ["1.000604.H57", "Cấp giấy phép xây dựng", "Xây dựng", "một phần", "", "15", "chưa"],
        ["1.000555.000.00.00.H48", "Chứng thực", "Tư pháp", "", "", "", ""],
    ]
    send(client, agency, first, "01/QĐ-UBND", "01/01/2025")

    first[1][6] = "có"
    answer = send(client, agency, first, "02/QĐ-UBND", "01/07/2025")
    page = client.get(answer["Location"]).content.decode()

    assert ProcedureVersion.objects.count() == 4
    assert "66,67 %" in page and "100,00 %" in page and "02/QĐ-UBND" in page


def test_procedures_that_the_register_does_not_know_are_counted(world: Any) -> None:
    assert unregistered(["1.000999"], world.kinh_te) == 0

    send(
        world.client("thuong_truc"),
        world.standing,
        [["1.000603", "Đăng ký", "", "", "", "", ""]],
        "01/QĐ-UBND",
        "01/01/2025",
    )

    assert unregistered(["1.000603", "1.000603.H57", "1.000999"], world.kinh_te) == 1


def test_a_list_with_a_fault_is_taken_in_not_at_all(world: Any) -> None:
    rows = [
        ["1.000603", "Đăng ký", "", "", "", "", ""],
        ["603", "Sai mã", "", "", "", "", ""],
        ["1.000603", "Lặp", "", "", "", "", ""],
    ]

    answer = send(world.client("thuong_truc"), world.standing, rows, "01/QĐ-UBND", "01/01/2025")

    text = answer.content.decode()
    assert answer.status_code == 422 and "Dòng 3" in text and "Dòng 4" in text
    assert not ProcedureVersion.objects.exists()


def test_a_day_that_a_decision_swaps_counts_from_then_on(world: Any) -> None:
    client = world.client("quan_tri")
    friday, saturday = date(2026, 3, 6), date(2026, 3, 7)
    before = working_days_between(date(2026, 3, 5), date(2026, 3, 9), calendar_of(2026))

    for day, kind in ((friday, "off"), (saturday, "worked")):
        client.post(
            "/ho-so-mot-cua/ngay-lam-viec/",
            {"day": f"{day:%d/%m/%Y}", "kind": kind, "reason": "hoán đổi", "decision_number": "1/TB-BNV"},
        )
    after = calendar_of(2026)

    assert not after.is_working_day(friday) and after.is_working_day(saturday)
    assert working_days_between(date(2026, 3, 5), date(2026, 3, 9), after) == before
    assert "1/TB-BNV" in client.get("/ho-so-mot-cua/ngay-lam-viec/?nam=2026").content.decode()
    client.post(
        "/ho-so-mot-cua/ngay-lam-viec/",
        {"day": "06/03/2026", "kind": "ordinary", "reason": "bãi bỏ", "decision_number": "2/TB-BNV"},
    )
    assert calendar_of(2026).is_working_day(friday)


def test_others_read_the_calendar_and_cannot_write_it(world: Any) -> None:
    client = world.client("thu_ky")

    client.post(
        "/ho-so-mot-cua/ngay-lam-viec/",
        {"day": "06/03/2026", "kind": "off", "reason": "x", "decision_number": "x"},
    )

    assert client.get("/ho-so-mot-cua/ngay-lam-viec/").status_code == 200
    assert calendar_of(2026).is_working_day(date(2026, 3, 6))


def test_every_packaged_holiday_has_an_english_name() -> None:
    calendar = vietnam_calendar(range(2018, 2028))
    reasons = {*calendar.days_off.values(), *calendar.working_days.values()}

    with override("en"):
        english = {reason: holiday_words(reason) for reason in reasons}
    with override("vi"):
        assert all(holiday_words(reason) == reason for reason in reasons)

    assert english["Ngày Chiến thắng (nghỉ bù)"] == "Victory Day (day off in lieu)"
    assert english["Làm bù cho ngày 02/01/2026"] == "Worked for 02/01/2026"
    assert [reason for reason, words in english.items() if words == reason] == []
    assert holiday_words("Bão số 3") == "Bão số 3"


def annex(rows: list[list[str]]) -> bytes:
    """A list as the annex of a decision prints it: titles above, columns numbered, groups between the rows."""
    headings = (
        "STT",
        "Mã số TTHC",
        "Tên thủ tục hành chính",
        "Thời hạn giải quyết",
        "Phí, lệ phí",
        "Thuộc HTQLCL",
    )
    numbers = [f"({number})" for number in range(1, len(headings) + 1)]
    return xlsx(
        [numbers, *rows],
        headings,
        above=("DANH MỤC THỦ TỤC HÀNH CHÍNH", "(Kèm theo Quyết định số 12/QĐ-UBND)"),
    )


def test_the_annex_of_a_decision_is_read_with_its_titles_groups_and_numbers() -> None:
    read = read_list(
        annex(
            [
                ["I", "LĨNH VỰC HỘ TỊCH", "", "", "", ""],
                ["1", "1.000603", "Đăng ký khai sinh", "trong ngày", "Miễn phí", "Có"],
                ["6", "1.000604.H42", "Đăng ký kết hôn", "", "", "Có"],
                ["II", "Lĩnh vực Đất đai", "", "", "", ""],
                [
                    "3",
                    "1.000605.000.00.00.H48",
                    "Cấp giấy chứng nhận",
                    "30 ngày",
                    "Theo Nghị quyết số 12",
                    "",
                ],
                ["", "Tổng số: 3 thủ tục", "", "", "", ""],
            ]
        ),
        "phu-luc.xlsx",
    )

    assert read.faults == ()
    assert [(each.number, each.field, each.fee, each.in_qms) for each in read.procedures] == [
        ("1.000603", "Hộ tịch", 0, True),
        ("1.000604", "Hộ tịch", None, True),
        ("1.000605", "Đất đai", None, None),
    ]


@pytest.mark.parametrize("days", ["5 ngày", ""])
def test_a_procedure_without_its_code_is_a_fault_and_no_group(days: str) -> None:
    read = read_list(annex([["1", "", "Đăng ký khai sinh", days, "", ""]]), "phu-luc.xlsx")

    assert read.procedures == () and len(read.faults) == 1 and read.faults[0].startswith("Dòng 5:")
