"""Every node goes through its form and comes out the same, printed the same, for every kind of rule."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from minhchung.criteria.interfaces.node_form.kinds import KIND_FORMS
from minhchung.criteria.interfaces.node_form.node import HEAD, HEAD_ORDER, NODE, NODE_ORDER
from minhchung.criteria.interfaces.node_form.values import MORE, YAML, node_fields, node_of
from minhchung.rubric import KINDS, parse, print_rubric
from minhchung.rubric.outline import outline_of
from minhchung.rubric.printing import print_plain
from minhchung.rubric.shipped import CODES, shipped_text
from tests.rubric.generated import rubrics

AS_YAML = {"examples"}


def through_the_form(fields: dict[str, Any]) -> dict[str, Any]:
    return node_of(NODE, node_fields(NODE, fields), NODE_ORDER)


def test_every_kind_of_rule_has_a_form() -> None:
    assert list(KIND_FORMS) == [kind.name for kind in KINDS]


@pytest.mark.parametrize("code", CODES)
def test_every_shipped_node_has_a_field_for_all_it_says(code: str) -> None:
    outline = outline_of(print_rubric(parse(shipped_text(code))))

    for item in outline.walk():
        flat = node_fields(NODE, item.fields)
        assert not any(value == YAML for name, value in flat.items() if name.endswith(".kind")), item.key
        assert MORE not in flat or set(item.fields) & AS_YAML, item.key
        assert print_plain(node_of(NODE, flat, NODE_ORDER)) == print_plain(item.fields)
    head = {key: value for key, value in outline.head.items() if key != "tie_break"}
    assert print_plain(node_of(HEAD, node_fields(HEAD, head), HEAD_ORDER)) == print_plain(head)


@given(rubric=rubrics())
def test_any_node_comes_out_of_its_form_as_it_went_in(rubric: Any) -> None:
    for item in outline_of(print_rubric(rubric)).walk():
        assert print_plain(through_the_form(item.fields)) == print_plain(item.fields)


def test_what_no_form_takes_is_kept_as_yaml() -> None:
    fields = {
        "label": "1",
        "title": {"lạ": "có"},
        "khác": ["a"],
        "rule": {"kind": "bands", "rows": "không phải"},
    }

    flat = node_fields(NODE, fields)

    assert (flat["rule.kind"], flat["rule.yaml"]) == (YAML, "kind: bands\nrows: không phải\n")
    assert through_the_form(fields) == fields


def test_limits_are_said_in_words_and_bare_numbers_of_a_rate_get_their_sign() -> None:
    posted = {
        "rule.kind": "bands",
        "rule.measure.kind": "rate",
        "rule.rows.0.here": "1",
        "rule.rows.0.id": "a",
        "rule.rows.0.when.op": ">=",
        "rule.rows.0.when.from": "80",
        "rule.rows.0.when.to_op": "<",
        "rule.rows.0.when.to": "90",
        "rule.rows.0.points": "1",
    }

    fields = node_of(NODE, posted, NODE_ORDER)

    assert fields["rule"] == {
        "kind": "bands",
        "measure": "rate",
        "rows": [{"when": ">= 80 %, < 90 %", "points": "1"}],
    }


def test_a_row_keeps_its_id_when_the_one_before_it_goes() -> None:
    fields = {"rule": {"kind": "options", "options": [{"points": "2"}, {"points": "1"}, {"points": "0"}]}}
    flat = node_fields(NODE, fields)

    posted = {name: value for name, value in flat.items() if not name.startswith("rule.options.0.")}
    posted |= {"rule.options.3.here": "1", "rule.options.3.points": "3"}

    rule = node_of(NODE, posted, NODE_ORDER)["rule"]
    assert rule["options"] == [  # type: ignore[index, call-overload]
        {"id": "b", "points": "1"},
        {"id": "c", "points": "0"},
        {"id": "d", "points": "3"},
    ]
