"""YAML composed to text with its places."""

from __future__ import annotations

import pytest

from minhchung.rubric import RubricError
from minhchung.rubric.answering import plain_data
from minhchung.rubric.source import Mapping, compose


def data(text: str) -> object:
    return plain_data(compose(text, "t.yaml"))


def test_every_scalar_stays_text() -> None:
    assert data("{ a: 6.10, b: no, c: 2023-01-05, d: 0x1F, e: '', f: }") == {
        "a": "6.10",
        "b": "no",
        "c": "2023-01-05",
        "d": "0x1F",
        "e": "",
        "f": None,
    }


def test_decimal_comma_inside_braces_is_one_number() -> None:
    assert data("{ a: 0,5, b: -12,75, c: 7,5 % }") == {"a": "0,5", "b": "-12,75", "c": "7,5 %"}
    assert data("[ { a: 0,5 }, { a: 1,5, 5: x } ]") == [{"a": "0,5"}, {"a": "1,5", "5": "x"}]


def test_comma_with_a_blank_still_parts_two_keys() -> None:
    assert data("{ a: 0, 5: }") == {"a": "0", "5": None}
    assert data("{ a: '0',5: }") == {"a": "0", "5": None}
    assert data("[8,9]") == ["8", "9"]


def test_places_count_from_one() -> None:
    source = compose("a: 1\nbb:\n  - x\n", "t.yaml")

    assert isinstance(source, Mapping)
    key, value = source.pairs[1]
    assert (str(key.span), str(value.span)) == ("t.yaml:2:1", "t.yaml:3:3")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "R001"),
        ("a: [", "R001"),
        ("a: \x00", "R001"),
        ("--- 1\n--- 2\n", "R003"),
        ("a: &x 1", "R004"),
        ("a: *x", "R004"),
        ("a: !!python/object:os.system 1", "R004"),
        ("[" * 61 + "]" * 61, "R005"),
        ("? [a]\n: 1", "R006"),
        ("a: 1\na: 2", "R007"),
    ],
)
def test_what_the_format_refuses_has_a_code_and_a_place(text: str, code: str) -> None:
    with pytest.raises(RubricError) as caught:
        compose(text, "t.yaml")

    (found,) = caught.value.diagnostics
    assert found.code == code
    assert found.span is not None
    assert found.span.line >= 1


def test_text_is_composed_so_that_typed_and_pasted_marks_are_equal() -> None:
    assert data("a: Tie\u0302\u0301p") == {"a": "Ti\u1ebfp"}
