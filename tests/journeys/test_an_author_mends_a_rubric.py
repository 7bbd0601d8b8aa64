"""An author takes last year's rubric up, breaks a band, is told so at once, has it mended, and takes it all back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from minhchung.criteria.domain.draft_reading import draft_outline
from minhchung.criteria.domain.library import keep_version
from minhchung.criteria.models import RubricDraft
from minhchung.rubric.shipped import shipped_text
from tests.journeys.conftest import DESK, PHONE, Live, Window, then_the_page_is_accessible

pytestmark = pytest.mark.browser

LEAF = "II.6.5.2"
"""S1's signed documents in three bands: 100 %, from 90 to 100, under 90."""


def given_last_years_rubric() -> None:
    text = shipped_text("quang-dien-cchc-2023")
    keep_version(text=text, name="s1", owner=None, now=datetime(2023, 1, 1, tzinfo=UTC))


def when_the_author_starts_from_it(window: Window) -> RubricDraft:
    window.open("/bo-tieu-chi/ban-thao/")
    window.page.get_by_label("Bắt đầu từ").select_option(index=1)
    window.fill("Phiên bản sẽ ban hành", "2024")
    window.press("Bắt đầu soạn")
    return RubricDraft.objects.get()


def finding(window: Window, code: str) -> int:
    """How many findings with this code stand in the panel."""
    return int(window.page.locator("#phat-hien .mc-findings__item", has_text=code).count())


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_gap_is_told_mended_and_taken_back(live: Live, page_for: Callable[..., Window], width: int) -> None:
    given_last_years_rubric()
    author = page_for("soan_thao", width)
    author.open("/bo-tieu-chi/ban-thao/")
    then_the_page_is_accessible(author)
    draft = when_the_author_starts_from_it(author)
    start = draft.text
    author.says("Tổng điểm ghi 100")
    then_the_page_is_accessible(author)

    author.open(f"/bo-tieu-chi/ban-thao/{draft.pk}/muc/{LEAF}/")
    assert finding(author, "L201") == 0
    box = author.page.locator("[name='rule.rows.1.when.from']")
    box.fill("95")
    box.blur()
    author.says("không có phương án nào")
    author.says("Đã lưu")
    then_the_page_is_accessible(author)
    assert finding(author, "L201") == 1

    item = author.page.locator("#phat-hien .mc-findings__item", has_text="L201")
    with author.page.expect_navigation():
        item.get_by_role("button").click()
    author.says("Áp dụng đề xuất L201")
    assert finding(author, "L201") == 0
    then_the_page_is_accessible(author)

    author.open(f"/bo-tieu-chi/ban-thao/{draft.pk}/")
    for _step in range(2):
        with author.page.expect_navigation():
            author.page.get_by_role("button", name="Hoàn tác").click()
    draft.refresh_from_db()
    assert draft.text == start
    author.open(f"/bo-tieu-chi/ban-thao/{draft.pk}/lich-su/")
    then_the_page_is_accessible(author)


def test_keys_move_a_node_and_a_trial_answer_is_scored(live: Live, page_for: Callable[..., Window]) -> None:
    given_last_years_rubric()
    author = page_for("soan_thao")
    draft = when_the_author_starts_from_it(author)
    author.says("Tổng điểm ghi 100")

    author.page.locator("#cay input[value='I.2']").check()
    with author.page.expect_navigation():
        author.page.keyboard.press("Alt+ArrowUp")
    draft.refresh_from_db()
    assert [item.key for item in draft_outline(draft.text).find("I").children][:2] == ["I.2", "I.1"]
    assert author.page.locator("input[name=key]:checked").get_attribute("value") == "I.2"

    author.open(f"/bo-tieu-chi/ban-thao/{draft.pk}/muc/{LEAF}/")
    author.page.locator("[name='thu.num']").fill("92")
    author.page.locator("[name='thu.den']").fill("100")
    author.says("92/100 = 92 %")
    then_the_page_is_accessible(author)


def test_a_row_is_dragged_before_after_and_inside_another(
    live: Live, page_for: Callable[..., Window]
) -> None:
    given_last_years_rubric()
    author = page_for("soan_thao")
    draft = when_the_author_starts_from_it(author)
    author.says("Tổng điểm ghi 100")

    def drag(key: str, onto: str, half: str) -> list[str]:
        """Keys of what stands in I.1 after a row was dropped on the upper or the lower half of another one."""
        moved, target = (author.page.locator(f"tr[data-node='{each}']") for each in (key, onto))
        box = target.bounding_box()
        assert box is not None
        down = 3 if half == "upper" else box["height"] - 3
        with author.page.expect_navigation():
            moved.drag_to(target, target_position={"x": 200, "y": down})
        author.page.wait_for_selector("#phat-hien ol")
        draft.refresh_from_db()
        return [item.key for item in draft_outline(draft.text).find("I.1").children]

    assert drag("I.1.3", "I.1.1", "upper") == ["I.1.3", "I.1.1", "I.1.2"]
    assert drag("I.1.3", "I.1.2", "lower") == ["I.1.1", "I.1.2", "I.1.3"]
    assert drag("I.1.3", "I.1", "lower") == ["I.1.3", "I.1.1", "I.1.2"]
    assert drag("I.2", "I.1.1", "upper") == ["I.1.3", "I.2", "I.1.1", "I.1.2"]


def test_without_scripts_the_form_saves_and_tries(live: Live, page_for: Callable[..., Window]) -> None:
    given_last_years_rubric()
    author = page_for("soan_thao", PHONE, scripts=False)
    draft = when_the_author_starts_from_it(author)
    author.open(f"/bo-tieu-chi/ban-thao/{draft.pk}/?soat=1")
    author.says("Tổng điểm ghi 100")

    author.open(f"/bo-tieu-chi/ban-thao/{draft.pk}/muc/{LEAF}/")
    author.page.locator("[name='rule.rows.1.when.from']").fill("95")
    author.press("Lưu, xem phát hiện")
    author.says("không có phương án nào")
    author.page.locator("[name='thu.num']").fill("92")
    author.page.locator("[name='thu.den']").fill("100")
    author.press("Xem thử")
    author.says("chờ hội đồng quyết định")


def test_a_field_says_what_is_wrong_until_it_is_mended(live: Live, page_for: Callable[..., Window]) -> None:
    given_last_years_rubric()
    author = page_for("soan_thao", DESK)
    draft = when_the_author_starts_from_it(author)
    author.open(f"/bo-tieu-chi/ban-thao/{draft.pk}/muc/{LEAF}/")
    points, fault = author.page.locator("[name='rule.rows.0.points']"), "Các dải 1 · Điểm"
    points.fill("")
    author.says(f"Chưa ghi “{fault}”.")
    author.open(f"/bo-tieu-chi/ban-thao/{draft.pk}/muc/{LEAF}/")
    told = author.page.locator("#cac-o .govuk-error-message")
    then_the_page_is_accessible(author)
    assert told.count() == 1

    points.fill("hai")
    author.says("“hai” không phải là số.")
    assert "“hai” không phải là số." in told.inner_text()
    points.fill("2")
    told.wait_for(state="detached")
