"""The page shell and the components: valid, complete, and loud about mistakes."""

from __future__ import annotations

import re

import html5lib
import pytest
from django.template import TemplateSyntaxError
from django.utils.translation import override
from lxml import html as lxml_html

from minhchung.ui.components import COMPONENTS
from tests.ui.conftest import HERE, render, sample_page

PAGES = {"many rows and errors": {"rows": 60}, "one row": {"rows": 1}, "nothing": {"rows": 0, "bound": False}}


@pytest.mark.parametrize("options", PAGES.values(), ids=PAGES)
def test_the_page_with_every_component_is_valid_html(options):
    html5lib.HTMLParser(strict=True).parse(sample_page(**options))


@pytest.mark.parametrize("options", PAGES.values(), ids=PAGES)
def test_ids_are_unique_and_every_reference_finds_one(options):
    tree = lxml_html.document_fromstring(sample_page(**options))

    ids = tree.xpath("//@id")
    wanted = {
        name
        for value in tree.xpath("//@aria-labelledby | //@aria-describedby | //label/@for")
        for name in value.split()
    }

    assert len(ids) == len(set(ids))
    assert wanted <= set(ids)


def test_nothing_is_styled_or_scripted_inline():
    tree = lxml_html.document_fromstring(sample_page())

    assert tree.xpath("//@style | //style | //script[not(@src)]") == []
    assert [a for a in tree.xpath("//*/@*") if getattr(a, "attrname", "").startswith("on")] == []


def test_every_control_has_a_name_for_people():
    tree = lxml_html.document_fromstring(sample_page())
    labelled = set(tree.xpath("//label/@for"))

    bare = [
        control.get("name")
        for control in tree.xpath("//input[not(@type='hidden')] | //select | //textarea")
        if control.get("id") not in labelled and not control.get("aria-label")
    ]

    assert bare == []


def test_the_title_follows_the_one_heading():
    page = render(
        '{% extends "ui/base.html" %}{% block heading %}Tiêu chí <b>{{ name }}</b>{% endblock %}',
        name="A & <B>",
    )

    tree = lxml_html.document_fromstring(page)

    assert [h.text_content() for h in tree.xpath("//h1")] == ["Tiêu chí A & <B>"]
    assert tree.findtext(".//title") == "Tiêu chí A & <B> · Minh Chứng"


def test_the_sample_page_uses_every_component():
    source = (HERE / "templates" / "ui_tests" / "sample.html").read_text(encoding="utf-8")
    used = set(re.findall(r'{% (?:component|frame) "(\w+)"', source))
    inside_others = {"breadcrumbs", "person", "scroll"}

    assert {component.name for component in COMPONENTS} - used == inside_others


def test_an_unknown_prop_names_the_known_ones():
    with pytest.raises(TemplateSyntaxError, match=r"has no prop 'colour'\. Known props: text, tone"):
        render('{% load ui %}{% component "state_tag" text="x" colour="red" %}')


def test_a_missing_prop_is_named():
    with pytest.raises(TemplateSyntaxError, match="needs the prop 'text'"):
        render('{% load ui %}{% component "state_tag" tone="done" %}')


def test_an_unknown_value_names_the_known_ones():
    with pytest.raises(TemplateSyntaxError, match=r"has no tone 'pink'\. Known: neutral, active"):
        render('{% load ui %}{% component "state_tag" text="x" tone="pink" %}')


def test_an_unknown_component_names_the_known_ones():
    with pytest.raises(TemplateSyntaxError, match=r"no component 'card'\. Known components: banner"):
        render('{% load ui %}{% component "card" %}')


def test_an_unknown_slot_names_the_known_ones():
    with pytest.raises(TemplateSyntaxError, match=r"no slot 'left'\. Known slots: head, body, foot"):
        render(
            '{% load ui %}{% frame "data_table" caption="x" id="y" %}{% slot "left" %}{% endslot %}{% endframe %}'
        )


def test_a_body_outside_slots_is_refused():
    with pytest.raises(TemplateSyntaxError, match="takes its body in slots: head, body, foot"):
        render('{% load ui %}{% frame "data_table" caption="x" id="y" %}<tr></tr>{% endframe %}')


def test_slots_see_the_page_and_escape_it():
    page = render('{% load ui %}{% frame "details" summary="x" %}{{ name }}{% endframe %}', name="<i>")

    assert "&lt;i&gt;" in page


def test_a_public_page_offers_sign_in_and_no_personal_modules():
    page = render('{% extends "ui/public.html" %}', heading="Xếp hạng")

    assert 'href="/dang-nhap/"' in page
    assert "autosave.js" not in page and "data-person" not in page


def test_the_language_of_the_page_is_the_active_one():
    with override("en"):
        page = render('{% extends "ui/base.html" %}', heading="x")

    assert '<html lang="en">' in page and 'value="vi" lang="vi"' in page


@pytest.mark.parametrize("name", ["ui/404.html", "ui/500.html"])
def test_the_pages_for_what_went_wrong_need_nothing_from_a_view(name):
    page = render(f'{{% extends "{name}" %}}')

    html5lib.HTMLParser(strict=True).parse(page)
    assert "Đăng nhập" in page
