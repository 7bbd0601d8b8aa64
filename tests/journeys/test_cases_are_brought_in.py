"""A secretary brings a month in: the columns, a file with faults, the mended file, its receipt, the figures, the list behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from minhchung.cases.domain.systems import add_system
from minhchung.cases.models import ImportBatch
from tests.cases.files import row, xlsx
from tests.journeys.conftest import DESK, PHONE, Live, Window, then_the_page_is_accessible

pytestmark = pytest.mark.browser
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def given_a_one_stop_system(live: Live) -> None:
    world = live.world
    add_system(agency=world.kinh_te, name="Một cửa huyện", actor=world.people["thu_ky"], post=None, now=NOW)


def when_a_file_is_read(window: Window, name: str, data: bytes) -> None:
    window.open("/ho-so-mot-cua/nhap/")
    window.page.get_by_label("Tệp hồ sơ").set_input_files({"name": name, "mimeType": XLSX, "buffer": data})
    window.press("Đọc tệp")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_file_is_mended_imported_and_counted(
    stage: Live, page_for: Callable[..., Window], width: int
) -> None:
    given_a_one_stop_system(stage)
    secretary = page_for("thu_ky", width)
    title = ("BÁO CÁO TIẾP NHẬN HỒ SƠ", "", "Tháng 01 năm 2026")

    when_a_file_is_read(
        secretary, "loi.xlsx", xlsx([row(1), row(2, **{"Ngày tiếp nhận": "30/02/2026"})], above=title)
    )
    secretary.says("Cột nào là gì")
    then_the_page_is_accessible(secretary)
    secretary.press("Đọc lại và kiểm tra")
    secretary.says("Không dòng nào được nhập khi còn lỗi.")
    secretary.says("Tháng này không có ngày ấy.")
    then_the_page_is_accessible(secretary)
    secretary.press("Bỏ tệp này")
    secretary.says("Đã bỏ tệp; không có gì được nhập.")

    when_a_file_is_read(secretary, "dung.xlsx", xlsx([row(number) for number in range(1, 13)], above=title))
    if secretary.page.url.endswith("/cot/"):
        secretary.press("Đọc lại và kiểm tra")
    secretary.press("Nhập 12 hồ sơ")
    batch = ImportBatch.objects.get()
    secretary.says(batch.number)
    then_the_page_is_accessible(secretary)

    secretary.open(f"/ho-so-mot-cua/co-quan/{stage.world.kinh_te.pk}/?tu=01/01/2026&den=31/01/2026")
    secretary.says("12 tiếp nhận + 0 tồn kỳ trước = 12 phải giải quyết")
    then_the_page_is_accessible(secretary)
    secretary.follow("Tiếp nhận trong kỳ")
    secretary.says("000.00.07.H57-260105-0012")
    then_the_page_is_accessible(secretary)
    assert secretary.errors == []
