"""What is wrong with a node is said in the words of its form: nobody who fills a form in meets a key of the text."""

from __future__ import annotations

import re

import pytest

from minhchung.criteria.interfaces.node_form.faults import FormFault, fault_in_form
from minhchung.criteria.interfaces.node_form.kinds import KIND_FORMS
from minhchung.criteria.interfaces.node_form.node import NODE, NODE_ORDER
from minhchung.criteria.interfaces.node_form.ops import after_op
from minhchung.criteria.interfaces.node_form.values import node_fields, node_of
from minhchung.criteria.views.draft_form import form_words
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.outline import Item, Outline, coded, print_outline
from minhchung.rubric.outline_places import fields_at
from minhchung.rubric.unfinished import read_unfinished

A_KEY = re.compile(r"“[a-z_]+”|\b[a-z]+_[a-z]+\b|\b(?!dụ)[a-z]+: ")
HEAD: dict[str, Plain] = {"rubric": "a", "version": "1", "title": "A"}


def said_of(fields: dict[str, Plain]) -> list[FormFault]:
    """What the page of a node says is wrong with it."""
    outline = coded(Outline(HEAD, (Item("", "", "", fields),)))
    text = print_outline(outline)
    faults = [fault for _key, fault in read_unfinished(text).faults]
    places = fields_at(text, tuple(fault.span for fault in faults if fault.span is not None))
    words = form_words(outline, "1")
    return [fault_in_form(fault, place, words) for fault, place in zip(faults, places, strict=True)]


def chosen(kind: str, **more: str) -> dict[str, Plain]:
    """A new node whose author has chosen a kind and nothing else."""
    flat = {"label": "1", "title": "Mục mới", "max": "5", "rule.kind": "", "rule.new_kind": kind, **more}
    return node_of(NODE, after_op(flat, "kind|rule"), NODE_ORDER)


@pytest.mark.parametrize("kind", KIND_FORMS)
def test_a_kind_just_chosen_says_what_it_still_asks_in_the_words_of_its_form(kind: str) -> None:
    for fault in said_of(chosen(kind)):
        assert not A_KEY.search(f"{fault.message} {fault.hint}"), fault
        assert fault.field.startswith("rule"), fault


def test_a_list_without_rows_names_the_button_that_adds_one() -> None:
    assert said_of(chosen("bands")) == [
        FormFault("rule.rows", "“Các dải” chưa có dòng nào.", "Bấm “Thêm dải”.")
    ]


def test_a_missing_figure_stands_at_the_field_that_takes_it() -> None:
    fields = {
        "label": "1",
        "title": "A",
        "max": "5",
        "rule": {"kind": "options", "options": [{"text": "Có"}]},
    }

    assert said_of(fields) == [FormFault("rule.options.0.points", "Chưa ghi “Các phương án 1 · Điểm”.", "")]


def test_a_wrong_figure_is_led_by_the_name_of_its_field() -> None:
    (fault,) = said_of(chosen("graded", **{"rule.step": "abc"}))

    assert fault.field == "rule.step"
    assert fault.message.endswith(": “abc” không phải là số.")


def test_a_node_without_a_rule_is_sent_to_the_choice_of_kinds() -> None:
    (fault,) = said_of({"label": "1", "title": "Mục mới"})

    assert (fault.field, fault.message) == ("rule", "Mục này chưa có cách tính điểm và chưa có mục con.")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("Điểm tối đa", "full"), ("không điểm", "zero"), ("not_applicable", "not_applicable"), ("0,5", "0,5")],
)
def test_what_0_of_0_gives_is_typed_in_words(typed: str, said: str) -> None:
    fields = node_of(NODE, {"label": "1", "zero_denominator": typed}, NODE_ORDER)

    assert fields["zero_denominator"] == said
    assert node_of(NODE, node_fields(NODE, fields), NODE_ORDER) == fields


def test_what_0_of_0_gives_is_shown_in_words() -> None:
    assert node_fields(NODE, {"zero_denominator": "full"})["zero_denominator"] == "điểm tối đa"
