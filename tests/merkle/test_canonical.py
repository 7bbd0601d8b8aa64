"""Canonical JSON: one value, one sequence of bytes."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.merkle import NotCanonical, canonical_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def test_keys_are_sorted_and_no_space_is_left() -> None:
    value = {"điểm": "96,5", "b": [1, True, None], "a": {"z": (), "y": ""}}

    assert canonical_json(value).decode() == '{"a":{"y":"","z":[]},"b":[1,true,null],"điểm":"96,5"}'


@settings(max_examples=50)
@given(VALUES)
def test_what_is_written_is_read_back_and_written_again_alike(value: object) -> None:
    written = canonical_json(value)

    assert json.loads(written) == value
    assert canonical_json(json.loads(written)) == written


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": [1, 0.5]}, r"\$\.a\[1\]: a float is not exact"),
        (float("nan"), r"\$: a float"),
        ({1: "a"}, "the key 1 is not text"),
        ({"a": Decimal(1)}, r"\$\.a: Decimal has no canonical form"),
        ([date(2026, 1, 5)], r"\$\[0\]: date has no canonical form"),
        ("\ud800", "surrogate"),
    ],
)
def test_what_has_no_single_form_is_refused_with_its_place(value: object, message: str) -> None:
    with pytest.raises(NotCanonical, match=message):
        canonical_json(value)
