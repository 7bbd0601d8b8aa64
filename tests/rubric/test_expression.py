"""The expression language of formulas and conditions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from minhchung.rubric.expression import (
    DividedByZero,
    ExpressionError,
    evaluate_expression,
    names_in,
    parse_expression,
    type_of,
)

VALUES = {"a": Fraction(3), "b": Fraction(-1, 2), "zero": Fraction(0)}


def value_of(text: str) -> object:
    return evaluate_expression(parse_expression(text), VALUES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * a", 7),
        ("(1 + 2) * a", 9),
        ("a - 1 - 1", 1),
        ("12 / a / 2", 2),
        ("-a + --1", -2),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("95 % * 2", Fraction(19, 10)),
        ("min(a, 2, b)", Fraction(-1, 2)),
        ("max(a, 5)", 5),
        ("abs(b)", Fraction(1, 2)),
        ("round(2 / 3, 2)", Fraction(67, 100)),
        ("round(5 / 2)", 3),
        ("floor(b)", -1),
        ("ceil(b)", 0),
        ("if(a > 2 and not b > 0, 1, 1 / zero)", 1),
        ("a = 3 or 1 / zero > 1", True),
        ("a != 3", False),
        ("a >= 3 and a <= 3 and b < 0", True),
    ],
)
def test_values_are_exact(text: str, expected: object) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a +",
        "a b",
        "(a",
        "min()",
        "if(a > 1, 2)",
        "__import__('os')",
        "a.b",
        "a ** 2",
        "1 < a < 5",
        "+".join("a" * 200),
        "(" * 60 + "a" + ")" * 60,
        "- " * 60 + "a",
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)

    assert caught.value.reason.vi
    assert caught.value.reason.en


@pytest.mark.parametrize("text", ["a and b", "1 + (a > 1)", "not a", "if(a, 1, 2)", "if(a > 1, 1, a > 2)"])
def test_numbers_and_truth_values_are_not_mixed(text: str) -> None:
    with pytest.raises(ExpressionError):
        type_of(parse_expression(text))


def test_dividing_by_zero_is_said_so() -> None:
    with pytest.raises(DividedByZero):
        value_of("a / zero")


def test_names_are_listed_without_functions() -> None:
    assert names_in(parse_expression("min(a, if(b > 1, c, 2))")) == {"a", "b", "c"}
