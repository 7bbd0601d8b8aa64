"""The sheet's keys and paste, and uploads, in a real browser."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.ui.conftest import Site, json_reply, no_network, render
from tests.ui.test_autosave import SAVED, form_field

pytestmark = pytest.mark.browser

SHEET = """{% extends "ui/base.html" %}{% load ui %}{% block content %}
{% frame "sheet" id="bang" caption="Bảng" href="/luu/" %}{% slot "head" %}<tr><th scope="col">TC</th><th scope="col">Số</th><th scope="col">Mức</th></tr>{% endslot %}
{% slot "body" %}{% for n in rows %}<tr><th scope="row">{{ n }}</th>{% component "sheet_cell" name=n label=n kind="number" group=n row_version=1 %}{% component "sheet_cell" name="m"|add:n label="Mức" kind="select" options=options group="m"|add:n row_version=1 %}</tr>{% endfor %}{% endslot %}{% endframe %}{% endblock %}"""
UPLOAD = """{% extends "ui/base.html" %}{% load ui %}{% block content %}
{% component "upload" href="/tep/" id="tep" label="Tệp" max_mb=1 hidden=hidden list_id="xong" %}<ul id="xong"></ul>{% endblock %}"""


def context(**more: Any) -> dict[str, Any]:
    user = SimpleNamespace(pk=7, full_name="Hạnh", shortcuts_on=True)
    return {"heading": "Bảng", "acting": SimpleNamespace(user=user, posts=[]), **more}


def open_sheet(site: Site) -> None:
    site.open(render(SHEET, **context(rows=["a", "b", "c"], options=[("d", "Đạt"), ("k", "Không")])))
    site.page.evaluate("document.querySelector('[name=b]').readOnly = true")
    site.answer(json_reply(200, **SAVED))


def paste(site: Site, text: str) -> None:
    site.page.evaluate(
        """text => {
          const data = new DataTransfer(); data.setData('text/plain', text);
          document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def focused(site: Site) -> str:
    return str(site.page.evaluate("document.activeElement.name"))


def test_enter_goes_down_the_column_past_locked_cells(site):
    open_sheet(site)
    site.page.focus("[name=a]")

    site.page.keyboard.press("Enter")
    down = focused(site)
    site.page.keyboard.press("Shift+Enter")
    up = focused(site)
    site.page.keyboard.press("ArrowRight")

    assert (down, up, focused(site)) == ("c", "a", "ma")
    assert site.posts == []


def test_escape_gives_back_the_cells_value(site):
    open_sheet(site)
    site.page.focus("[name=a]")

    site.page.keyboard.type("12")
    site.page.keyboard.press("Escape")

    assert site.page.input_value("[name=a]") == ""


def test_a_pasted_block_fills_cells_and_counts_what_it_could_not(site):
    open_sheet(site)
    site.page.focus("[name=a]")

    paste(site, "1,5\tĐạt\tthừa\r\n2\tk\r\n3\tkhông rõ\r\n4\r\n")
    site.page.wait_for_function("() => document.querySelectorAll('[data-cell-state=saved]').length === 4")

    values = {name: site.page.input_value(f"[name={name}]") for name in ("a", "b", "c", "ma", "mb", "mc")}
    assert values == {"a": "1,5", "b": "", "c": "3", "ma": "d", "mb": "k", "mc": ""}
    status = site.page.inner_text("[data-sheet-status]")
    assert status == (
        "Đã dán 4 ô. 1 ô khóa được bỏ qua. 1 ô không nhận giá trị trong bảng dán. 2 ô nằm ngoài bảng."
    )
    sent = sorted((form_field(r, "group"), form_field(r, "row_version")) for r in site.posts)
    assert sent == [("a", "1"), ("c", "1"), ("ma", "1"), ("mb", "1")]


def test_a_quoted_cell_keeps_its_line_break(site):
    open_sheet(site)
    site.page.focus("[name=a]")

    paste(site, '"x ""y"""\tk\n')

    assert site.page.input_value("[name=a]") == 'x "y"'


ROWS = """{% extends "ui/base.html" %}{% load ui %}{% block content %}
{% frame "sheet" id="bang" caption="Bảng" href="/luu/" %}{% slot "head" %}<tr><th scope="col">TC</th><th scope="col">Số</th></tr>{% endslot %}
{% slot "body" %}<tr data-group="a" data-row-version="1"><th scope="row">I.1</th>{% component "sheet_cell" name="a" label="a" kind="number" value="1.395" error="có thể là 1,395 hoặc 1.395" %}</tr>{% endslot %}{% endframe %}{% endblock %}"""


def test_an_error_of_a_whole_row_stands_in_its_heading_and_an_answered_one_goes(site):
    site.open(render(ROWS, **context()))
    site.answer(json_reply(422, errors={"": ["Mở trang tiêu chí để ghi lý do."]}, draft=True, row_version=2))

    site.page.fill("[name=a]", "1500")
    site.page.keyboard.press("Tab")
    site.page.wait_for_selector("tr th .govuk-error-message")

    children = site.page.evaluate(
        "[...document.querySelector('#bang tbody tr').children].map(each => each.tagName)"
    )
    assert children == ["TH", "TD"]
    assert site.page.locator(".mc-sheet__error").count() == 0


def add_files(site: Site, *files: tuple[str, bytes]) -> None:
    site.page.set_input_files(
        "#tep", [{"name": name, "mimeType": "application/pdf", "buffer": data} for name, data in files]
    )


def test_each_file_is_one_request_and_a_failing_one_leaves_the_others(site):
    site.open(render(UPLOAD, **context(hidden={"answer": "17"})))
    site.answer(
        json_reply(422, message="tệp không phải PDF"),
        json_reply(201, html='<li class="mc-files__item">b.pdf</li>'),
    )

    add_files(site, ("a.pdf", b"1"), ("b.pdf", b"2"), ("c.pdf", b"0" * 1_100_000))
    site.page.wait_for_selector("#xong li")

    assert site.page.locator(".mc-upload__state").all_inner_texts() == [
        "Chưa tải được: tệp không phải PDF",
        "Chưa tải được: tệp lớn hơn 1 MB",
    ]
    assert [form_field(r, "answer") for r in site.posts] == ["17", "17"]


def test_an_upload_retries_by_itself_with_the_same_key(site):
    site.open(render(UPLOAD, **context(hidden={})))
    site.answer(no_network, json_reply(201, html='<li class="mc-files__item">a.pdf</li>'))

    add_files(site, ("a.pdf", b"1"))
    site.page.wait_for_selector("#xong li", timeout=8000)

    assert len(site.posts) == 2
    assert len({r.headers["idempotency-key"] for r in site.posts}) == 1
