"""Form fields draw themselves: label, hint, error and control belong together."""

from __future__ import annotations

from lxml import html as lxml_html

from tests.ui.sample import AnswerForm


def test_a_text_field_ties_hint_and_error_to_its_control():
    form = AnswerForm({})

    field = lxml_html.fragment_fromstring(str(form["share"].as_field_group()))

    assert field.get("class") == "govuk-form-group govuk-form-group--error"
    control = field.find(".//input")
    assert control.get("class") == "govuk-input govuk-input--error govuk-input--width-5"
    assert control.get("aria-describedby").split() == ["id_share_helptext", "id_share_error"]
    assert [e.get("id") for e in field.xpath("./div | ./p")] == ["id_share_helptext", "id_share_error"]
    assert field.find("./label").get("for") == control.get("id")


def test_radios_are_a_group_with_a_legend_and_nothing_chosen():
    field = lxml_html.fragment_fromstring(str(AnswerForm()["level"].as_field_group()))

    assert field.findtext(".//legend") == "Mức đạt được"
    assert len(field.xpath(".//input[@type='radio']")) == 3
    assert field.xpath(".//input[@checked]") == []


def test_a_chosen_radio_stays_chosen():
    field = lxml_html.fragment_fromstring(str(AnswerForm({"level": "b"})["level"].as_field_group()))

    assert field.xpath(".//input[@checked]/@value") == ["b"]


def test_an_optional_field_says_so():
    field = lxml_html.fragment_fromstring(str(AnswerForm()["reason"].as_field_group()))

    assert "(không bắt buộc)" in field.findtext("./label")


def test_what_was_typed_is_escaped():
    drawn = str(AnswerForm({"share": '"><script>'})["share"].as_field_group())

    assert "<script>" not in drawn
