"""One change is one request, however the field is left; a page never shows old figures as those of new text."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.ui.conftest import ORIGIN, Site, json_reply, render

pytestmark = pytest.mark.browser

PAGE = """{% extends "ui/base.html" %}{% load ui %}{% block content %}
<form method="post" action="/luu/" data-autosave novalidate id="f"><input type="hidden" name="row_version" value="1">
<label for="num">Tử số</label><input type="text" id="num" name="num" value="3"><label for="den">Mẫu số</label><input type="text" id="den" name="den" value="4">
<p>2 điểm</p><p class="mc-older" id="older">của trả lời đã lưu</p>{% component "save_state" %}
<button type="submit" name="go" value="next" data-saved-href="/sau/">Lưu và sang tiêu chí kế</button></form>
<button type="button" id="beside">Việc khác</button>{% endblock %}"""
SAVED = {"row_version": 2, "saved_at": "2026-11-21T14:05:12+07:00"}
BUTTON = "#f button"


def opened(site: Site, status: int = 200, **more: object) -> Site:
    acting = SimpleNamespace(user=SimpleNamespace(pk=7, full_name="Hạnh", shortcuts_on=False), posts=[])
    site.open(render(PAGE, heading="Tiêu chí", acting=acting, idle_seconds=1800))
    site.answer(json_reply(status, **SAVED, **more))
    return site


def saved(site: Site) -> None:
    site.page.locator("[data-save-state][data-state=saved]").wait_for()


def test_a_figure_changed_and_left_is_sent_once(site):
    page = opened(site).page
    page.fill("#num", "5")
    page.click("#beside")

    saved(site)

    page.wait_for_timeout(1100)
    assert len(site.posts) == 1


def test_pressing_the_button_from_the_field_sends_it_once(site):
    page = opened(site).page
    page.fill("#num", "5")

    with page.expect_navigation():
        page.click(BUTTON)

    (request,) = site.posts
    assert "x-requested-with" not in request.headers


def test_the_button_reached_by_key_opens_what_comes_next_without_a_second_save(site):
    page = opened(site).page
    page.fill("#den", "5")
    page.keyboard.press("Tab")
    saved(site)

    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url == ORIGIN + "/sau/"
    assert len(site.posts) == 1


def test_a_press_let_go_elsewhere_still_saves(site):
    page = opened(site).page
    page.fill("#num", "5")
    page.hover(BUTTON)
    page.mouse.down()
    page.mouse.move(1, 1)
    page.mouse.up()

    saved(site)

    assert len(site.posts) == 1


def test_points_beside_a_faulty_figure_say_that_they_are_older(site):
    page = opened(site, 422, errors={"num": ["Không phải số."]}, draft=True).page
    assert not page.is_visible("#older")
    page.fill("#num", "xx")
    page.click("#beside")

    page.locator("#older").wait_for(state="visible")

    site.answer(json_reply(200, **SAVED))
    page.fill("#num", "5")
    page.click("#beside")
    page.locator("#older").wait_for(state="hidden")
