"""Two people at one leaf, a network that breaks, a browser without scripts: what was typed is kept and told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Holding, Post
from minhchung.rounds.enums import EntryState
from minhchung.rounds.models import Entry, EvidenceUse, LeafValue
from tests.docread.samples import image
from tests.journeys.conftest import DESK, PHONE, Live, Window, then_the_page_is_accessible
from tests.world import BORN

pytestmark = pytest.mark.browser


def given_a_second_secretary(live: Live) -> None:
    """The administrator's colleague holds a second secretary's post in the same agency."""
    post = Post.objects.create(
        agency=live.world.kinh_te, role=Role.SECRETARY, title="Thư ký thứ hai", valid_from=BORN
    )
    Holding.objects.create(post=post, user=live.world.people["soan_thao"], from_on=BORN)


def saved(live: Live, code: str) -> LeafValue:
    return LeafValue.objects.get(entry=live.world.entries["kinh_te"], node_id=code)


def answer_rate(window: Window, numerator: str, denominator: str) -> None:
    window.page.locator("input[name=num]").fill(numerator)
    window.page.locator("input[name=den]").fill(denominator)
    window.page.locator("input[name=den]").blur()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_two_secretaries_see_both_values_and_choose(
    live: Live, page_for: Callable[..., Window], width: int
) -> None:
    given_a_second_secretary(live)
    leaf = f"/ho-so/{live.world.entries['kinh_te'].pk}/tieu-chi/II.1/"
    first, second = page_for("thu_ky", width), page_for("soan_thao", width)
    first.open(leaf)
    second.open(leaf)

    answer_rate(first, "96", "100")
    first.says("Đã lưu")
    answer_rate(second, "90", "100")
    second.says("đã sửa mục này lúc")

    panel = second.page.locator("[data-conflict-panel]")
    assert "90" in panel.inner_text() and "96" in panel.inner_text()
    assert "Nguyễn Thị Thư" in panel.inner_text()
    second.forgive("status of 409")
    then_the_page_is_accessible(second)
    second.page.get_by_role("button", name="Giữ của tôi").click()
    second.says("Đã lưu")
    then_the_page_is_accessible(second)
    assert saved(live, "II.1").answer["num"] in (90, "90")


def test_without_a_network_the_page_says_so_and_saves_when_it_is_back(
    live: Live, page_for: Callable[..., Window]
) -> None:
    secretary = page_for("thu_ky", PHONE)
    secretary.open(f"/ho-so/{live.world.entries['kinh_te'].pk}/tieu-chi/II.1/")

    secretary.page.context.set_offline(True)
    answer_rate(secretary, "96", "100")
    secretary.page.locator("[data-state=unsaved]").wait_for()
    assert "Chưa lưu" in secretary.page.locator("[data-save-state]").inner_text()
    assert not LeafValue.objects.exists()
    secretary.page.context.set_offline(False)
    secretary.says("Đã lưu")

    secretary.forgive("ERR_INTERNET_DISCONNECTED")
    then_the_page_is_accessible(secretary)
    assert saved(live, "II.1").points == 4


def test_without_scripts_the_secretary_answers_attaches_checks_and_sends(
    live: Live, page_for: Callable[..., Window], tmp_path: Path
) -> None:
    picture = tmp_path / "ke-hoach.png"
    picture.write_bytes(image("PNG", (300, 200)))
    entry = live.world.entries["kinh_te"]
    secretary = page_for("thu_ky", PHONE, scripts=False)
    page = secretary.page

    secretary.open(f"/ho-so/{entry.pk}/tieu-chi/I.1/")
    page.locator("input[type=file]").set_input_files(picture)
    secretary.press("Tải tệp lên")
    page.locator("#minh-chung a").get_by_text(picture.name).wait_for()
    page.locator("input[name=on]").fill("không phải ngày")
    secretary.press("Lưu")
    secretary.says("Có lỗi cần sửa")
    assert page.locator("input[name=on]").input_value() == "không phải ngày"
    page.locator("input[name=on]").fill("15/01/2023")
    secretary.press("Lưu và sang tiêu chí kế")
    page.locator("input[name=option]").first.check()
    secretary.press("Lưu và sang tiêu chí kế")
    page.locator("input[name=num]").fill("97")
    page.locator("input[name=den]").fill("100")
    secretary.press("Lưu")
    secretary.open(f"/ho-so/{entry.pk}/kiem-tra/")
    secretary.press("Trình lãnh đạo duyệt")

    secretary.forgive("status of 422")
    secretary.says("Chờ lãnh đạo duyệt")
    assert Entry.objects.get(pk=entry.pk).state == EntryState.WITH_HEAD
    assert EvidenceUse.objects.get().file.name == picture.name
    assert {value.node_id: value.points for value in LeafValue.objects.all()} == {
        "I.1": 2,
        "I.2": 2,
        "II.1": 4,
    }
