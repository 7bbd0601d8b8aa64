"""The page with every component in a real browser: accessible, without sideways scrolling, under a strict policy."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.ui.conftest import json_reply, sample_page
from tests.ui.test_autosave import page_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 360, 320])
@pytest.mark.parametrize("rows", [30, 0])
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(site, width, rows):
    site.page.set_viewport_size({"width": width, "height": 900})

    site.open(sample_page(rows=rows, bound=rows > 0))

    assert site.page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(site.page).response["violations"]
    assert [(v["id"], n["html"]) for v in found for n in v["nodes"]] == []


def test_stacked_marks_do_not_clip_with_wide_text_spacing(site):
    """WCAG 1.4.12: line height 1.5, paragraphs 2, letters 0.12, words 0.16; nothing may be cut off."""
    site.open(sample_page(rows=5))
    site.page.evaluate(
        "for (const e of document.querySelectorAll('.mc-body *')) { e.style.setProperty('line-height', '1.5', 'important');"
        "e.style.setProperty('letter-spacing', '0.12em', 'important');"
        "e.style.setProperty('word-spacing', '0.16em', 'important'); }"
    )

    clipped = site.page.evaluate(
        """() => [...document.querySelectorAll('.mc-body *')]
          .filter((e) => ['hidden', 'clip'].includes(getComputedStyle(e).overflowY) && e.scrollHeight > e.clientHeight + 1)
          .filter((e) => !e.closest('.govuk-visually-hidden, select, svg, progress'))
          .map((e) => e.outerHTML.slice(0, 80))"""
    )

    assert clipped == []


def test_every_target_is_at_least_24_pixels_or_stands_in_text(site):
    site.open(sample_page(rows=5))

    small = site.page.evaluate(
        """() => [...document.querySelectorAll('button, select, summary, input:not([type=hidden]), .mc-nav a, .mc-tree a, .mc-heat td a')]
          .filter((e) => e.checkVisibility() && !e.closest('.govuk-radios, .govuk-checkboxes'))
          .filter((e) => { const r = e.getBoundingClientRect(); return r.height < 24 || r.width < 24; })
          .map((e) => e.outerHTML.slice(0, 80))"""
    )

    assert small == []


def test_the_keyboard_focus_is_not_hidden_by_a_sticky_head(site):
    site.open(sample_page(rows=60))

    hidden = site.page.evaluate(
        """() => {
          const region = document.querySelector('#xep-hang').closest('.mc-scroll');
          const links = [...region.querySelectorAll('tbody a')];
          const head = () => region.querySelector('thead th').getBoundingClientRect().bottom;
          const covered = [];
          links.at(-1).focus();
          for (const link of links.reverse()) {
            link.focus();
            if (link.getBoundingClientRect().top < head() - 1) covered.push(link.textContent);
          }
          return covered;
        }"""
    )

    assert hidden == []


def test_the_list_of_keys_opens_with_a_question_mark_but_not_while_typing(site):
    site.open(sample_page(rows=1))
    site.answer(json_reply(200, row_version=2, saved_at="2026-11-21T14:05:12+07:00"))

    site.page.focus("#id_reason")
    site.page.keyboard.type("?")
    assert not site.page.locator("dialog").is_visible()
    site.page.focus("#noi-dung")
    site.page.keyboard.type("?")

    assert site.page.locator("dialog").is_visible()


def test_the_session_bar_warns_and_extends(site):
    site.page.clock.install()
    site.open(page_of())
    site.answer(lambda request: {"status": 200, "body": "{}", "content_type": "application/json"})

    site.page.clock.fast_forward(26 * 60 * 1000)
    bar = site.page.locator("[data-session-warning]")
    assert bar.is_visible()
    assert "còn khoảng 4 phút" in bar.inner_text()
    site.page.click("[data-session-stay]")
    bar.wait_for(state="hidden")

    assert [r.url for r in site.posts] == ["http://minhchung.test/phien/gia-han/"]
