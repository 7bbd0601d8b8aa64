"""A table whose rows become blocks on a phone stays a table to a screen reader."""

from __future__ import annotations

import pytest
from lxml import html as lxml_html

from tests.ui.conftest import render

TABLE = """{% load ui %}{% frame "data_table" caption="Xếp hạng" id="bang" blocks=on %}
{% slot "head" %}<tr><th scope="col" colspan="3">Năm</th></tr>
<tr><th scope="col">Hạng</th><th scope="col">Cơ quan</th><th scope="col"><abbr title="Tổng &quot;điểm&quot;">T "đ"</abbr></th></tr>{% endslot %}
{% slot "body" %}<tr class="x"><td>{{ place }}</td><th scope="row">Sở <b>A</b></th><td class="mc-number">9</td></tr>
<tr><td colspan="2">Không xếp hạng</td><td data-label="Điểm riêng">–</td></tr>{% endslot %}
{% slot "foot" %}<tr><td></td><th scope="row">Cả tỉnh</th><td>9</td></tr>{% endslot %}{% endframe %}"""


def cells(page: str) -> list[tuple[str, str | None, str | None]]:
    tree = lxml_html.fragment_fromstring(page, create_parent=True)
    return [(each.tag, each.get("role"), each.get("data-label")) for each in tree.iter("tr", "th", "td")]


def test_each_cell_says_its_column_and_keeps_its_role():
    page = render(TABLE, on=True, place="<1>")

    assert cells(page) == [
        ("tr", "row", None),
        ("th", "columnheader", None),
        ("tr", "row", None),
        ("th", "columnheader", None),
        ("th", "columnheader", None),
        ("th", "columnheader", None),
        ("tr", "row", None),
        ("td", "cell", "Hạng"),
        ("th", "rowheader", None),
        ("td", "cell", 'T "đ"'),
        ("tr", "row", None),
        ("td", "cell", None),
        ("td", "cell", "Điểm riêng"),
        ("tr", "row", None),
        ("td", "cell", "Hạng"),
        ("th", "rowheader", None),
        ("td", "cell", 'T "đ"'),
    ]
    assert 'role="table"' in page
    assert page.count('role="rowgroup"') == 3
    assert "&lt;1&gt;" in page


def test_without_blocks_a_table_is_left_as_it_is_written():
    page = render(TABLE, on=False, place="1")

    assert "role=" not in page.replace('role="region"', "")
    assert {label for _tag, _role, label in cells(page)} == {None, "Điểm riêng"}


LONG = """{% extends "ui/base.html" %}{% load ui %}{% block content %}{% frame "data_table" caption="Xếp hạng" id="bang" blocks=True %}
{% slot "head" %}<tr><th scope="col">Cơ quan</th><th scope="col">Tổng điểm của cả kỳ đánh giá</th><th scope="col">Lý do</th><th scope="col">Ghi chú</th></tr>{% endslot %}
{% slot "body" %}<tr><th scope="row"><a href="/khac/">I.1</a> {{ name }}</th><td class="mc-number">1.234,5 / 2.000</td><td>{{ name }}</td><td></td></tr>{% endslot %}{% endframe %}{% endblock %}"""


@pytest.mark.browser
def test_on_a_phone_nothing_is_cut_and_the_whole_title_is_the_link(site):
    site.page.set_viewport_size({"width": 360, "height": 800})
    site.open(render(LONG, heading="Bảng", name="Sở Nông nghiệp và Môi trường thành phố " * 4))

    wide, label, link, head = site.page.evaluate(
        """() => { const th = document.querySelector("#bang tbody th"), box = th.getBoundingClientRect();
        const cells = [...document.querySelectorAll("#bang tbody :is(th, td)")].filter((e) => e.offsetParent);
        return [cells.some((e) => e.getBoundingClientRect().right > 361 || e.scrollWidth > e.clientWidth + 1)
          || document.documentElement.scrollWidth > 360,
          getComputedStyle(th.nextElementSibling, "::before").content,
          document.elementFromPoint(box.right - 4, box.bottom - 4).tagName,
          document.querySelector("#bang thead").getBoundingClientRect().height]; }"""
    )

    assert not wide
    assert "Tổng điểm của cả kỳ đánh giá" in label
    assert link == "A"
    assert head <= 1
