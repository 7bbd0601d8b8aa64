"""Autosave in a real browser, against scripted answers: the line tells the truth and no text is lost."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.ui.conftest import ORIGIN, Site, json_reply, no_network, render

pytestmark = pytest.mark.browser

PAGE = """{% extends "ui/base.html" %}{% load ui %}{% block content %}
<form method="post" action="/luu/" data-autosave novalidate id="f">
<input type="hidden" name="row_version" value="1">
<fieldset><legend>Mức</legend><div data-digits data-controls>
<label><input type="radio" name="level" value="a"> a</label><label><input type="radio" name="level" value="b"> b</label>
</div></fieldset>
<div class="govuk-form-group"><label for="note">Lý do</label><textarea id="note" name="note"></textarea></div>
{% component "save_state" %}<p id="points">–</p>
<button type="submit" data-shortcut="save-next">Lưu và sang tiêu chí kế</button></form>
<a href="/khac/" id="away">Trang khác</a>{% endblock %}"""
SAVED = {"row_version": 2, "saved_at": "2026-11-21T14:05:12+07:00"}
CONFLICT = '{% load ui %}{% component "conflict" fields=fields who="Trần Văn Đức" at=None row_version=5 %}'


def page_of() -> str:
    """The form, for the person 7."""
    user = SimpleNamespace(pk=7, full_name="Hạnh", shortcuts_on=True)
    return render(PAGE, heading="Tiêu chí", acting=SimpleNamespace(user=user, posts=[]), idle_seconds=1800)


def state(site: Site) -> str:
    return str(site.page.locator("[data-save-state] [role=status]").inner_text())


def wait_for_state(site: Site, words: str) -> None:
    site.page.wait_for_function(
        "words => document.querySelector('[data-save-state] [role=status]').textContent.includes(words)",
        arg=words,
        timeout=8000,
    )


def form_field(request: Any, name: str) -> str | None:
    """One value of a multipart body."""
    body = request.post_data_buffer.decode("utf-8")
    mark = f'name="{name}"\r\n\r\n'
    return body.split(mark, 1)[1].split("\r\n", 1)[0] if mark in body else None


def test_a_choice_is_saved_at_once_with_its_version_and_a_key(site):
    site.open(page_of())
    site.answer(json_reply(200, **SAVED, fragments={"points": '<p id="points">1,5 điểm</p>'}))

    site.page.check("input[value=b]")
    wait_for_state(site, "Đã lưu 14:05:12")

    (request,) = site.posts
    assert (form_field(request, "level"), form_field(request, "row_version")) == ("b", "1")
    assert len(request.headers["idempotency-key"]) == 36
    assert request.headers["x-requested-with"] == "minhchung"
    assert site.page.inner_text("#points") == "1,5 điểm"
    assert site.page.input_value("input[name=row_version]", timeout=1000) == "2"


def test_typing_is_unsaved_until_the_server_says_so(site):
    site.open(page_of())
    site.answer(json_reply(200, **SAVED))

    site.page.type("#note", "Theo báo cáo")
    assert state(site) == "Chưa lưu"
    wait_for_state(site, "Đã lưu")

    assert [form_field(r, "note") for r in site.posts] == ["Theo báo cáo"]


def test_a_broken_line_retries_with_the_same_key_and_says_when(site):
    site.open(page_of())
    site.answer(no_network, json_reply(503), json_reply(200, **SAVED))

    site.page.check("input[value=a]")
    wait_for_state(site, "Chưa lưu – sẽ thử lại sau")
    assert site.page.locator("[data-try-now]").inner_text() == "Thử ngay"
    wait_for_state(site, "Đã lưu")

    assert len({r.headers["idempotency-key"] for r in site.posts}) == 1
    assert len(site.posts) == 3
    assert site.page.locator("[data-try-now]").count() == 0


def test_an_edit_made_while_the_line_is_broken_waits_for_the_first_ones_outcome(site):
    site.open(page_of())
    site.answer(
        no_network, json_reply(200, **SAVED), json_reply(200, row_version=3, saved_at=SAVED["saved_at"])
    )

    site.page.check("input[value=a]")
    wait_for_state(site, "sẽ thử lại")
    site.page.check("input[value=b]")
    site.page.wait_for_function("() => document.querySelector('[name=row_version]').value === '3'")

    sent = [(form_field(r, "level"), form_field(r, "row_version")) for r in site.posts]
    assert sent == [("a", "1"), ("a", "1"), ("b", "2")]
    assert site.posts[0].headers["idempotency-key"] != site.posts[2].headers["idempotency-key"]


def conflict_answer() -> Any:
    html = render(CONFLICT, fields=[{"label": "Lý do", "mine": "của tôi", "theirs": "của họ"}])
    return json_reply(409, row_version=5, html=html, theirs={"note": "của họ", "level": "a"})


def open_conflict(site: Site) -> None:
    site.open(page_of())
    site.answer(conflict_answer(), json_reply(200, row_version=6, saved_at=SAVED["saved_at"]))
    site.page.fill("#note", "của tôi")
    site.page.locator("#note").blur()
    site.page.wait_for_selector("[data-conflict-panel]")
    assert state(site) == "Chưa lưu: người khác vừa sửa mục này"
    assert site.page.input_value("#note") == "của tôi"


def test_a_conflict_kept_as_mine_is_sent_on_the_new_version(site):
    open_conflict(site)

    site.page.click("[data-resolve=mine]")
    wait_for_state(site, "Đã lưu")

    assert [form_field(r, "row_version") for r in site.posts] == ["1", "5"]
    assert form_field(site.posts[1], "note") == "của tôi"
    assert site.page.locator("[data-conflict-panel]").count() == 0


def test_a_conflict_taken_as_theirs_is_not_sent_again(site):
    open_conflict(site)

    site.page.click("[data-resolve=theirs]")

    assert site.page.input_value("#note") == "của họ"
    assert site.page.is_checked("input[value=a]")
    assert state(site) == "Đã lấy giá trị của họ"
    assert len(site.posts) == 1


def test_a_conflict_edited_by_hand_keeps_both_in_sight_until_saved(site):
    open_conflict(site)

    site.page.click("[data-resolve=manual]")
    assert site.page.locator("[data-conflict-panel]").is_visible()
    site.page.fill("#note", "cả hai")
    wait_for_state(site, "Đã lưu")

    assert (form_field(site.posts[1], "note"), form_field(site.posts[1], "row_version")) == ("cả hai", "5")
    assert site.page.locator("[data-conflict-panel]").count() == 0


def test_an_invalid_value_shows_at_its_field_and_the_line_says_the_draft_is_kept(site):
    site.open(page_of())
    site.answer(
        json_reply(422, errors={"note": ["Cần lý do."]}, draft=True, **SAVED), json_reply(200, **SAVED)
    )

    site.page.fill("#note", "x")
    wait_for_state(site, "Có lỗi cần sửa. Bản nháp đã lưu 14:05:12")
    error = site.page.locator(".govuk-error-message")
    assert error.inner_text() == "Cần lý do."
    assert site.page.get_attribute("#note", "aria-describedby") == error.get_attribute("id")

    site.page.fill("#note", "vì sao")
    wait_for_state(site, "Đã lưu")
    assert site.page.locator(".govuk-error-message").count() == 0
    assert site.page.get_attribute("#note", "aria-invalid") is None


def test_a_refusal_stops_and_gives_the_servers_words(site):
    site.open(page_of())
    site.answer(json_reply(404, message="đợt chấm điểm đã khóa"))

    site.page.check("input[value=a]")
    wait_for_state(site, "Không lưu được: đợt chấm điểm đã khóa")

    assert site.page.is_checked("input[value=a]")


def sign_out(site: Site, person: int) -> None:
    """Autosave meets 401; after the window is used again the session answers for `person`."""
    site.open(page_of())
    signed_in = {"yes": False}

    def answers(request: Any) -> dict[str, Any]:
        if not signed_in["yes"]:
            return json_reply(401)(request)
        if request.url == ORIGIN + "/phien/gia-han/":
            return json_reply(200, person=person)(request)
        return json_reply(200, **SAVED)(request)

    site.answer(answers)
    site.page.fill("#note", "còn nguyên")
    wait_for_state(site, "phiên làm việc đã hết")
    assert site.page.get_attribute("[data-sign-in-link]", "target") == "_blank"
    signed_in["yes"] = True
    site.page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_after_signing_in_again_the_same_edit_is_sent(site):
    sign_out(site, person=7)
    wait_for_state(site, "Đã lưu")

    saves = [r for r in site.posts if r.url.endswith("/luu/")]
    assert [form_field(r, "note") for r in saves] == ["còn nguyên", "còn nguyên"]
    assert len({r.headers["idempotency-key"] for r in saves}) == 1


def test_typing_on_after_the_session_ended_promises_no_further_try(site):
    site.open(page_of())
    site.answer(json_reply(401))
    site.page.fill("#note", "một")
    wait_for_state(site, "phiên làm việc đã hết")

    site.page.fill("#note", "một hai")

    site.page.wait_for_timeout(1300)
    assert "phiên làm việc đã hết" in site.page.inner_text("[data-save-state]")


def test_text_is_not_sent_under_another_persons_name(site):
    sign_out(site, person=8)
    wait_for_state(site, "người đang đăng nhập không còn là bạn")

    assert len([r for r in site.posts if r.url.endswith("/luu/")]) == 1
    assert site.page.input_value("#note") == "còn nguyên"


def test_leaving_with_unsaved_text_asks_first(site):
    site.open(page_of())
    site.answer(no_network)
    asked = []
    site.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    site.page.check("input[value=a]")
    wait_for_state(site, "sẽ thử lại")
    site.page.click("#away", no_wait_after=True)
    site.page.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    assert site.page.url == ORIGIN + "/"


def test_leaving_with_everything_saved_does_not_ask(site):
    site.open(page_of())
    site.answer(json_reply(200, **SAVED))
    site.page.check("input[value=a]")
    wait_for_state(site, "Đã lưu")

    site.page.click("#away")

    site.page.wait_for_url(ORIGIN + "/khac/")


def test_enter_saves_and_goes_on_with_the_newest_version(site):
    site.open(page_of())
    site.answer(
        json_reply(200, **SAVED),
        lambda r: {"status": 200, "body": "<title>kế</title>", "content_type": "text/html"},
    )

    site.page.focus("input[value=a]")
    site.page.keyboard.press("2")  # the second choice, while the group has the focus
    site.page.keyboard.press("Enter")
    site.page.wait_for_url(ORIGIN + "/luu/")

    auto, plain = site.posts
    assert form_field(auto, "level") == "b"
    assert "row_version=2" in plain.post_data and "level=b" in plain.post_data


def test_keys_do_nothing_when_the_person_turned_them_off(site):
    site.open(page_of().replace('data-shortcuts="on"', 'data-shortcuts="off"'))

    site.page.focus("input[value=a]")
    site.page.keyboard.press("2")

    assert not site.page.is_checked("input[value=b]")
