"""One round, told from the first answer to the published ranking: everybody does their own part in a real browser."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from minhchung.rounds.enums import EntryState, Stage
from minhchung.rounds.models import Entry, Receipt
from tests.docread.samples import image
from tests.journeys.conftest import DESK, PHONE, Live, Window, then_the_page_is_accessible, with_password
from tests.rounds.public.published import answers, fill

pytestmark = pytest.mark.browser

REMARK = "Ghi rõ số hồ sơ đã giải quyết theo phần mềm một cửa."
LOWERED = "Quyết định phân công chưa nêu người thay thế."
EXPLAINED = "Điều 2 của quyết định có nêu người thay thế."
ANSWERED = "Đã xem lại Điều 2: chỉ nêu chức danh, giữ 1 điểm."

FOCUS_IN_SIGHT = """() => {
  const focused = document.activeElement;
  const box = focused.getBoundingClientRect();
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return focused.id === "y-kien-1" && focused.parentElement.contains(over);
}"""


def given_two_neighbours_are_appraised(live: Live) -> None:
    """The other two agencies have done their part: one of them with 94,5 %, too."""
    now = datetime.now(UTC)
    for name, rate, choice in (("tu_phap", "189/200", "a"), ("noi_vu", "97/100", "c")):
        entry = live.world.entries[name]
        said = answers(choice=choice, on_time=rate)
        own = {code: data for code, data in said.items() if code != "II.2"}
        fill(live.world, entry, Stage.SELF, own, "thu_ky")
        fill(live.world, entry, Stage.APPRAISED, said, "tham_dinh_nv")
        Entry.objects.filter(pk=entry.pk).update(state=EntryState.SUBMITTED, received_at=now, late_seconds=0)


def the_secretary_signs_in(secretary: Window, password: str) -> None:
    secretary.open("/dang-nhap/")
    secretary.fill("Tên đăng nhập", "thu_ky")
    secretary.fill("Mật khẩu", password)
    secretary.press("Đăng nhập")
    secretary.says("Chấm điểm thử nghiệm 2023")
    then_the_page_is_accessible(secretary)
    secretary.follow("Tự chấm điểm")
    secretary.says("Tổng tạm tính")
    then_the_page_is_accessible(secretary)


def the_secretary_answers_every_leaf(secretary: Window, picture: Path) -> None:
    page = secretary.page
    secretary.follow("I.1")
    page.locator("input[name=on]").fill("15/01/2023")
    page.locator("input[name=on]").blur()
    secretary.says("Đã lưu")
    page.locator("input[type=file]").set_input_files(picture)
    page.locator("#minh-chung a").get_by_text(picture.name).wait_for()
    then_the_page_is_accessible(secretary)
    secretary.press("Lưu và sang tiêu chí kế")
    page.get_by_label("Không có (không thực hiện)").check()
    secretary.says("Đã lưu")
    page.locator("#ket-qua").get_by_text("0 / 2").wait_for()
    then_the_page_is_accessible(secretary)
    secretary.press("Lưu và sang tiêu chí kế")
    page.locator("input[name=num]").fill("189")
    page.locator("input[name=den]").fill("200")
    page.locator("input[name=den]").blur()
    secretary.says("Đã lưu")
    then_the_page_is_accessible(secretary)


def the_secretary_checks_and_sends(secretary: Window, entry: int) -> None:
    secretary.open(f"/ho-so/{entry}/kiem-tra/")
    then_the_page_is_accessible(secretary)
    secretary.press("Trình lãnh đạo duyệt")
    secretary.says("Chờ lãnh đạo duyệt")
    then_the_page_is_accessible(secretary)


def the_head_returns_it(head: Window, entry: int) -> None:
    head.open(f"/ho-so/{entry}/duyet/")
    then_the_page_is_accessible(head)
    head.page.get_by_text("Trả lại thư ký").click()
    head.fill("Lý do trả lại", REMARK)
    head.press("Trả lại")
    head.says("Lãnh đạo trả lại")
    then_the_page_is_accessible(head)


def the_secretary_mends_it(secretary: Window, entry: int) -> None:
    secretary.open(f"/ho-so/{entry}/")
    secretary.says(REMARK)
    then_the_page_is_accessible(secretary)
    secretary.open(f"/ho-so/{entry}/tieu-chi/I.2/")
    secretary.page.locator("input[name=khai][value='']").check()
    secretary.page.locator("input[name=option]").first.check()
    secretary.page.locator("#ket-qua").get_by_text("2 / 2").wait_for()
    secretary.press("Lưu")
    secretary.open(f"/ho-so/{entry}/kiem-tra/")
    secretary.press("Trình lãnh đạo duyệt")


def the_head_approves(head: Window, entry: int) -> None:
    head.open(f"/ho-so/{entry}/duyet/")
    head.press("Duyệt và nộp")
    head.says("Biên nhận hồ sơ tự chấm điểm")
    head.says(Receipt.objects.get().number)
    assert head.page.locator("main code").count() >= 3, "the checkpoint stands on the receipt"
    then_the_page_is_accessible(head)


def the_first_body_scores(appraiser: Window, entry: int) -> None:
    """One value is agreed with by keys alone, the other lowered with a reason."""
    page = appraiser.page
    appraiser.open("/dot/1/ban-tham-dinh/")
    then_the_page_is_accessible(appraiser)
    appraiser.open(f"/ho-so/{entry}/tham-dinh/I.1/")
    assert page.locator(".mc-pane--evidence img").count(), "the evidence itself stands beside the score"
    if appraiser.width == DESK:
        assert page.evaluate(FOCUS_IN_SIGHT), "the first choice has the focus and nothing lies over it"
    then_the_page_is_accessible(appraiser)
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowUp")
    page.locator("#y-kien-1").focus()
    page.keyboard.press("1")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/tham-dinh/I.2/")
    page.locator("#y-kien-2").check()
    page.locator("input[name=option]").nth(1).check()
    appraiser.press("Lưu")
    appraiser.says("Chưa lưu: có chỗ cần sửa")
    then_the_page_is_accessible_after_a_refusal(appraiser)
    page.locator("#ly-do").fill(LOWERED)
    appraiser.press("Lưu")
    appraiser.says("Đã lưu thẩm định")
    then_the_page_is_accessible(appraiser)


def then_the_page_is_accessible_after_a_refusal(window: Window) -> None:
    window.forgive("status of 422")
    then_the_page_is_accessible(window)


def the_second_body_scores(appraiser: Window, entry: int) -> None:
    """It agrees with a value that no row takes, and enters the leaf that it answers itself."""
    page = appraiser.page
    appraiser.open(f"/ho-so/{entry}/tham-dinh/II.1/")
    page.locator("#y-kien-1").check()
    appraiser.press("Lưu và sang tiêu chí kế")
    then_the_page_is_accessible(appraiser)
    page.locator("#y-kien-cua-toi input[type=text]").first.fill("1,5")
    appraiser.press("Lưu")
    appraiser.says("Đã lưu thẩm định")
    appraiser.open("/dot/1/ban-tham-dinh/II.2/")
    then_the_page_is_accessible(appraiser)


def the_agency_explains(secretary: Window, entry: int) -> None:
    secretary.open(f"/ho-so/{entry}/giai-trinh/")
    secretary.says(LOWERED)
    then_the_page_is_accessible(secretary)
    secretary.follow("I.2")
    secretary.fill("Nội dung", EXPLAINED)
    secretary.press("Gửi giải trình")
    secretary.says(EXPLAINED)
    then_the_page_is_accessible(secretary)


def the_appraiser_replies(appraiser: Window, entry: int) -> None:
    appraiser.open(f"/ho-so/{entry}/giai-trinh/I.2/")
    then_the_page_is_accessible(appraiser)
    appraiser.page.locator("#y-kien-cua-toi input[name=y_kien]").first.check()
    appraiser.page.locator("#ly-do").fill(ANSWERED)
    appraiser.press("Lưu")
    appraiser.says(ANSWERED)
    then_the_page_is_accessible(appraiser)


def the_standing_body_hands_over_to_the_council(standing: Window) -> None:
    standing.open("/dot/1/dieu-hanh/")
    then_the_page_is_accessible(standing)
    standing.follow("Chuyển hội đồng")
    fill_in_a_decision(standing, "18/TB-UBND")
    then_the_page_is_accessible(standing)
    standing.press("Chuyển hội đồng")
    standing.says("Đã chuyển hội đồng")
    then_the_page_is_accessible(standing)


def fill_in_a_decision(window: Window, number: str) -> None:
    window.page.locator("[name=decision_number]").fill(number)
    window.page.locator("[name=decided_on]").fill("20/11/2026")


def the_council_rules_and_decides(council: Window, entry: int) -> None:
    page = council.page
    council.open("/dot/1/hoi-dong/")
    then_the_page_is_accessible(council)
    council.follow("Quyết nghị II.1")
    page.locator("#pv-khoang").check()
    for field, text in (("tu", "94"), ("den", "95"), ("diem", "2")):
        page.locator(f"#{field}").fill(text)
    page.locator("#tu-mo").check()
    page.locator("#ly-do").fill("Trên 94 đến 95 % thuộc mức 81 – 94 %.")
    page.locator("#so").fill("05/NQ-HĐ")
    page.locator("#ngay").fill("20/11/2026")
    council.press("Xem trước thay đổi")
    council.says("Quyết nghị này sẽ làm gì")
    then_the_page_is_accessible(council)
    council.press("Xác nhận quyết nghị")
    then_the_page_is_accessible(council)
    council.open(f"/ho-so/{entry}/hoi-dong/I.2/")
    then_the_page_is_accessible(council)
    page.locator("#y-kien-cua-toi input[name=y_kien]").first.check()
    page.locator("#ly-do").fill("Giữ kết quả thẩm định.")
    council.press("Lưu")
    council.open("/dot/1/hoi-dong/chot/")
    then_the_page_is_accessible(council)
    council.press("Chốt")
    then_the_page_is_accessible(council)


def two_people_publish(first: Window, second: Window) -> None:
    first.open("/dot/1/xep-hang/")
    first.press("Tính xếp hạng")
    then_the_page_is_accessible(first)
    first.follow("Đề nghị công bố")
    fill_in_a_decision(first, "45/QĐ-UBND")
    then_the_page_is_accessible(first)
    first.press("Đề nghị công bố")
    assert first.page.get_by_role("button", name="Xác nhận và công bố").count() == 0
    first.says("Chưa làm được bước này")
    then_the_page_is_accessible(first)
    second.page.goto(first.page.url)
    then_the_page_is_accessible(second)
    second.press("Xác nhận và công bố")
    second.says("Đã công bố kết quả")
    then_the_page_is_accessible(second)


def anyone_reads_and_checks_it(visitor: Window, entry: int) -> None:
    page = visitor.page
    visitor.open("/cong-bo/")
    then_the_page_is_accessible(visitor)
    visitor.follow("Chấm điểm thử nghiệm 2023")
    rows = page.locator("#bang-xep-hang-hang tr").all_inner_texts()
    assert [" ".join(row.split()) for row in rows if "Phòng Kinh tế và Hạ tầng" in row]
    then_the_page_is_accessible(visitor)
    stated = re.search(r"[0-9a-f]{64}", page.locator("main").inner_text())
    assert stated, "the page states the snapshot's SHA-256"
    assert hashlib.sha256(downloaded(visitor, "Bản chụp đầy đủ (JSON)")).hexdigest() == stated[0]
    assert "Phòng Kinh tế và Hạ tầng" in downloaded(visitor, "Bảng số liệu (CSV)").decode("utf-8-sig")
    visitor.follow("Phòng Kinh tế và Hạ tầng")
    then_the_page_is_accessible(visitor)
    visitor.follow("Phân công người phụ trách")
    visitor.says(LOWERED)
    then_the_page_is_accessible(visitor)


def downloaded(window: Window, link: str) -> bytes:
    with window.page.expect_download() as waiting:
        window.page.get_by_role("link", name=link).first.click()
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_from_the_first_answer_to_the_published_ranking(
    live: Live, page_for: Callable[..., Window], width: int, tmp_path: Path
) -> None:
    picture = tmp_path / "ke-hoach.png"
    picture.write_bytes(image("PNG", (600, 400)))
    entry = live.world.entries["kinh_te"].pk
    secretary, head = page_for(None, width), page_for("lanh_dao", width)
    noi_vu, van_phong = page_for("tham_dinh_nv", width), page_for("tham_dinh_vp", width)
    standing, second = page_for("thuong_truc", width), page_for("thuong_truc_2", width)
    given_two_neighbours_are_appraised(live)

    the_secretary_signs_in(secretary, with_password(live, "thu_ky"))
    the_secretary_answers_every_leaf(secretary, picture)
    the_secretary_checks_and_sends(secretary, entry)
    the_head_returns_it(head, entry)
    the_secretary_mends_it(secretary, entry)
    the_head_approves(head, entry)
    the_first_body_scores(noi_vu, entry)
    the_second_body_scores(van_phong, entry)
    the_agency_explains(secretary, entry)
    the_appraiser_replies(noi_vu, entry)
    the_standing_body_hands_over_to_the_council(standing)
    the_council_rules_and_decides(page_for("hoi_dong", width), entry)
    two_people_publish(standing, second)
    anyone_reads_and_checks_it(page_for(None, width), entry)
