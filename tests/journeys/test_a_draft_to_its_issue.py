"""One draft, told from the letter to the issued version on which a round can be opened, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from minhchung.criteria.models import Consultation, RubricDraft, RubricVersion
from minhchung.ui.present import in_vietnam
from tests.criteria.asked import draft_of
from tests.journeys.conftest import DESK, PHONE, Live, Window, then_the_page_is_accessible

pytestmark = pytest.mark.browser

OPINION = "94,5 % chưa có mức điểm."
REASON = "Giữ mức như năm trước; 94,5 % lấy mức liền dưới."


def the_author_asks(author: Window, draft: RubricDraft) -> None:
    author.open(f"/bo-tieu-chi/lay-y-kien/moi/{draft.pk}/")
    due = in_vietnam(datetime.now(UTC) + timedelta(days=7))
    author.fill("Số, ký hiệu công văn", "1632/UBND")
    author.page.locator("input[name=due_at]").fill(f"{due:%d/%m/%Y} 17:00")
    for name in ("Phòng Kinh tế và Hạ tầng", "Phòng Tư pháp"):
        author.page.get_by_label(name, exact=True).check()
    then_the_page_is_accessible(author)
    author.press("Gửi lấy ý kiến")
    author.says("chưa trả lời, còn hạn")
    then_the_page_is_accessible(author)


def the_secretary_comments(secretary: Window) -> None:
    secretary.open("/")
    secretary.follow("Góp ý dự thảo bộ tiêu chí")
    secretary.says("coi là đã thống nhất")
    then_the_page_is_accessible(secretary)
    secretary.follow("Mục II")
    secretary.page.locator("[id='II.1'] a").click()
    secretary.says("Từ 81- 94%")
    secretary.page.locator("textarea[name=opinion]").fill(OPINION)
    then_the_page_is_accessible(secretary)
    secretary.press("Ghi ý kiến")
    secretary.says(OPINION)


def a_head_answers(head: Window, answer: str) -> None:
    head.open("/")
    head.follow("Trả lời lấy ý kiến dự thảo")
    head.page.get_by_label(answer, exact=True).check()
    then_the_page_is_accessible(head)
    head.press("Xác nhận trả lời của cơ quan")
    head.says("Đã trả lời.")


def the_author_ends_and_answers(author: Window, consultation: Consultation) -> None:
    author.open(f"/bo-tieu-chi/lay-y-kien/{consultation.pk}/ket-thuc/")
    author.press("Kết thúc, bắt đầu tiếp thu")
    author.says(OPINION)
    author.follow("Trả lời ý kiến của Phòng Kinh tế")
    author.page.get_by_label("Tiếp thu một phần", exact=True).check()
    author.page.locator("textarea[name=reason]").fill(REASON)
    then_the_page_is_accessible(author)
    author.press("Lưu trả lời")
    author.follow("Bảng tổng hợp, tiếp thu, giải trình")
    author.says("Tiếp thu một phần")
    author.says("Phòng Tư pháp")
    then_the_page_is_accessible(author)


def the_author_lets_the_gap_stand_and_proposes(author: Window, draft: RubricDraft) -> None:
    author.open(f"/bo-tieu-chi/ban-hanh/{draft.pk}/")
    then_the_page_is_accessible(author)
    author.follow("Để lại, ghi lý do")
    author.page.locator("input[name=points]").fill("2")
    author.page.locator("textarea[name=reading]").fill("Lấy mức liền dưới")
    author.page.locator("textarea[name=reason]").fill(REASON)
    then_the_page_is_accessible(author)
    author.press("Để lại lỗi này")
    today = in_vietnam(datetime.now(UTC))
    for name, text in (
        ("number", "2804/QĐ-UBND"),
        ("issued_on", f"{today:%d/%m/%Y}"),
        ("signer", "Trần Văn Ký, Chủ tịch"),
        ("version", "2"),
    ):
        author.page.locator(f"input[name={name}]").fill(text)
    author.press("Đề nghị ban hành")
    author.says("Đề nghị đang chờ người thứ hai")
    then_the_page_is_accessible(author)


def the_second_person_issues(second: Window) -> None:
    second.open("/")
    second.follow("Xác nhận ban hành bộ tiêu chí (người thứ hai)")
    second.follow("Xem và xác nhận ban hành")
    then_the_page_is_accessible(second)
    second.press("Ban hành")
    second.says("Đã ban hành bộ tiêu chí.")
    second.follow("Cách hiểu và quyết nghị")
    second.says("trên 94 – 95 %")
    then_the_page_is_accessible(second)


def a_round_can_be_opened_on_it(second: Window, version: RubricVersion) -> None:
    second.open("/dot/moi/")
    offered = second.page.locator("select[name=rubric] option").all_inner_texts()
    assert str(version) in offered


def test_a_draft_from_the_letter_to_its_issue(stage: Live, page_for: Callable[..., Window]) -> None:
    draft = draft_of(stage.world)
    author, secretary = page_for("soan_thao", DESK), page_for("thu_ky", PHONE)

    the_author_asks(author, draft)
    the_secretary_comments(secretary)
    a_head_answers(page_for("lanh_dao", PHONE), "Có ý kiến")
    a_head_answers(page_for("lanh_dao_tp", DESK), "Thống nhất")
    the_author_ends_and_answers(author, Consultation.objects.get())
    the_author_lets_the_gap_stand_and_proposes(author, draft)
    second = page_for("thuong_truc", DESK)
    the_second_person_issues(second)
    a_round_can_be_opened_on_it(second, RubricVersion.objects.get())
