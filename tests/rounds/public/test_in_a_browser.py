"""The public pages in a real browser at two widths: accessible, no sideways scrolling, numbers lead to their reasons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from tests.rounds.public.published import PublishedWorld, many_published, revoke_published
from tests.world import make_world

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A browser tab for a Vietnamese reader."""
    context = browser.new_context(locale="vi-VN")
    yield context.new_page()
    context.close()


@pytest.fixture
def made(own_database: None, settings: Any) -> PublishedWorld:
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    return many_published(make_world(), 12, ("Xã, phường", "Phòng chuyên môn thuộc Ủy ban nhân dân huyện"))


@pytest.fixture
def served(made: PublishedWorld) -> Iterator[str]:
    """The address of a server that shows it."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


def addresses(made: PublishedWorld) -> list[str]:
    pk, entry = made.round.pk, made.entries[4].pk
    named = ("public_ranking", "public_heat", "public_compare", "public_rulings", "public_verify")
    return [
        reverse("rounds:public_list"),
        *(reverse(f"rounds:{name}", args=(pk,)) for name in named),
        reverse("rounds:public_heat", args=(pk,)) + "?cap=thanh-phan&xep=mat-diem",
        reverse("rounds:public_entry", args=(pk, entry)),
        reverse("rounds:public_leaf", args=(pk, entry, "II.1")),
    ]


@pytest.mark.parametrize("width", [1280, 360])
def test_every_public_page_is_accessible_and_fits(
    made: PublishedWorld, served: str, tab: Any, width: int
) -> None:
    revoke_published(made)
    tab.set_viewport_size({"width": width, "height": 900})

    for address in addresses(made):
        tab.goto(served + address)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, address
        found = Axe().run(tab).response["violations"]
        assert [(address, v["id"], n["html"]) for v in found for n in v["nodes"]] == []


def test_a_citizen_follows_a_number_to_its_reason(made: PublishedWorld, served: str, tab: Any) -> None:
    tab.goto(served + reverse("rounds:public_list"))

    tab.get_by_role("link", name=made.round.title).click()
    tab.get_by_label("Tên cơ quan").fill("thuong so 3")
    tab.get_by_role("button", name="Lọc").click()
    tab.get_by_role("link", name="Ủy ban nhân dân xã Nguyễn Nghiễm Thượng số 3").first.click()
    tab.get_by_role("link", name="Tỷ lệ hồ sơ giải quyết đúng hạn").click()

    assert "72/100 = 72 %" in tab.locator("main").inner_text()
    assert "Hội đồng – UBND huyện Quảng Điền" in tab.locator("main").inner_text()


def test_on_a_phone_the_heat_map_is_read_without_sliding(made: PublishedWorld, served: str, tab: Any) -> None:
    tab.set_viewport_size({"width": 360, "height": 800})
    tab.goto(served + reverse("rounds:public_heat", args=(made.round.pk,)) + "?cap=thanh-phan")
    assert not tab.locator("#ban-do").is_visible()

    tab.get_by_role("link", name="Ủy ban nhân dân xã Nguyễn Nghiễm Thượng số 3").first.click()

    values = tab.locator(".mc-heat--slice a.mc-heat__value")
    assert values.count() == 4
    assert min(box["height"] for box in (each.bounding_box() for each in values.all())) >= 24
    assert (
        tab.evaluate(
            "[...document.querySelectorAll('main .mc-scroll')].filter(e => e.clientWidth && e.scrollWidth > e.clientWidth + 1).length"
        )
        == 0
    )
    assert Axe().run(tab).response["violations"] == []
    values.first.click()
    assert "/co-quan/" in tab.url or tab.get_by_role("heading", name="Từng điểm").is_visible()

    tab.emulate_media(media="print")
    tab.go_back()
    assert tab.locator("#ban-do").is_visible()
    assert not tab.locator(".mc-heat--slice").first.is_visible()
