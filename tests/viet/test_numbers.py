"""Numbers: exact out, never guessed in."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.viet import (
    Ambiguous,
    Number,
    Problem,
    format_gain,
    format_number,
    format_percent,
    format_points,
    parse_number,
    shown_points,
    with_minus,
)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Decimal("1234567.5"), None, "1.234.567,5"),
        (1234, None, "1.234"),
        (999, None, "999"),
        (5, 2, "5,00"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 8), None, "0,125"),
        (Fraction(1, 3), None, "≈ 0,3333"),
        (Fraction(-2, 3), None, "≈ -0,6667"),
        (Fraction(-1, 1000), 2, "0,00"),
        (Decimal("1E+6"), None, "1.000.000"),
        (0, None, "0"),
    ],
)
def test_numbers_are_written_the_vietnamese_way(
    value: Fraction | Decimal | int, places: int | None, shown: str
) -> None:
    assert format_number(value, places) == shown


def test_points_are_the_shortest_exact_decimal() -> None:
    assert format_points(Fraction(193, 2)) == "96,5"
    assert format_points(Fraction(100)) == "100"


def test_a_rate_is_rounded_half_up() -> None:
    assert format_percent(264, 319) == "82,76 %"
    assert format_percent(1, 8, 1) == "12,5 %"
    assert format_percent(1, 16, 1) == "6,3 %"
    assert format_percent(1, 1, 0) == "100 %"


def test_a_rate_of_nothing_is_not_zero() -> None:
    assert format_percent(0, 0) == "—"


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        format_number(0.1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="float"):
        parse_number("1", low=0.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8,5", "8.5"),
        ("8.5", "8.5"),
        (" 1.234.567,5 ", "1234567.5"),
        ("1,234,567.5", "1234567.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234,567", "1234.567"),
        ("1234", "1234"),
        ("1234,567", "1234.567"),
        ("0,125", "0.125"),
        ("1.2345", "1.2345"),
        ("1 234", "1234"),
        ("1\u00a0234\u00a0567,5", "1234567.5"),
        ("-3", "-3"),
        ("\u22123,5", "-3.5"),
        ("+ 7", "7"),
        ("007", "7"),
    ],
)
def test_a_text_with_one_reading_is_read(text: str, value: str) -> None:
    parsed = parse_number(text)

    assert parsed == Number(Fraction(value))


@pytest.mark.parametrize("text", ["1.234", "1,234"])
def test_two_readings_that_fit_are_asked_about(text: str) -> None:
    parsed = parse_number(text, low=0)

    assert isinstance(parsed, Ambiguous)
    assert parsed.readings == (Fraction(1234, 1000), Fraction(1234))
    assert parsed.problem.vi == f"“{text}” có thể là 1,234 hoặc 1.234. Hãy chọn một."
    assert parsed.problem.en == f"“{text}” can mean 1,234 or 1.234. Choose one."


def test_the_range_settles_which_reading_is_meant() -> None:
    assert parse_number("1.234", high=10) == Number(Fraction(1234, 1000))
    assert parse_number("82,760", high=100) == Number(Fraction("82.76"))
    assert parse_number("1.234", low=100) == Number(Fraction(1234))


def test_a_field_of_whole_numbers_settles_it_too() -> None:
    assert parse_number("1.234", places=0) == Number(Fraction(1234))
    assert parse_number("1.200", places=2) == parse_number("1.200")


def test_a_percentage_keeps_the_figure_as_written() -> None:
    assert parse_number("12 %", low=0, high=100) == Number(Fraction(12), percent=True)
    assert parse_number("82,76%") == Number(Fraction("82.76"), percent=True)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "8,", ",5", "1.2.3", "1,2,3", "1.23.456", "1.234.56", "1,2.3,4", "1.234,567,8", "12 3", "1 2345",
     "0.123.456", "--1", "1e5", "٣", "12 ‰", "1/2", "5 điểm", "1..2"],
)  # fmt: skip
def test_what_is_not_a_number_is_a_problem(text: str) -> None:
    parsed = parse_number(text)

    assert isinstance(parsed, Problem)
    assert parsed.code == "number.unreadable"


@pytest.mark.parametrize(
    ("text", "limits", "code", "vi"),
    [
        ("101", {"low": 0, "high": 100}, "number.out_of_range", "101 nằm ngoài khoảng cho phép (từ 0 đến 100)."),
        ("-1", {"low": 0}, "number.out_of_range", "-1 nằm ngoài khoảng cho phép (từ 0 trở lên)."),
        ("9,5", {"high": 9}, "number.out_of_range", "9,5 nằm ngoài khoảng cho phép (không quá 9)."),
        ("8,5", {"places": 0}, "number.not_whole", "Ô này chỉ nhận số nguyên."),
        ("8,555", {"places": 2, "high": 10}, "number.too_precise", "Ô này nhận nhiều nhất 2 chữ số sau dấu phẩy."),
        ("8,5555", {"places": 2}, "number.too_precise", "Ô này nhận nhiều nhất 2 chữ số sau dấu phẩy."),
        ("9" * 31, {}, "number.too_long", "Số có quá 30 chữ số."),
    ],
)  # fmt: skip
def test_a_number_that_does_not_fit_says_why(text: str, limits: dict[str, int], code: str, vi: str) -> None:
    parsed = parse_number(text, **limits)

    assert isinstance(parsed, Problem)
    assert (parsed.code, str(parsed)) == (code, vi)
    assert parsed.en


@settings(max_examples=60)
@given(
    st.decimals(
        allow_nan=False,
        allow_infinity=False,
        places=3,
        min_value=-(10**9),
        max_value=10**9,
    )
)
def test_what_is_written_is_read_back(value: Decimal) -> None:
    parsed = parse_number(format_number(value))

    match parsed:
        case Number(read):
            assert read == Fraction(value)
        case Ambiguous(readings):
            assert Fraction(value) in readings
        case Problem():
            pytest.fail(str(parsed))


@settings(max_examples=60)
@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 5))
def test_rounding_is_never_further_than_half_a_unit(value: Fraction, places: int) -> None:
    shown = Fraction(format_number(value, places).replace(".", "").replace(",", "."))

    assert abs(shown - value) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("points", "shown"),
    [(5, "+5"), (Fraction(1, 2), "+0,5"), (0, "0"), (-21, "−21"), (Fraction(5, 7), "≈ +0,7143")],
)
def test_a_gain_has_its_sign_beside_the_figure(points: Fraction | int, shown: str) -> None:
    assert format_gain(points) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("-1,5 điểm", "−1,5 điểm"),
        ("trừ → -2 (-0,5 mỗi lần), ≈ -0,3333", "trừ → −2 (−0,5 mỗi lần), ≈ −0,3333"),
        ("16-KH, 2020-2023, 01-02-2023, a - b", "16-KH, 2020-2023, 01-02-2023, a - b"),
    ],
)
def test_a_hyphen_before_a_figure_is_shown_as_a_minus_sign(text: str, shown: str) -> None:
    assert with_minus(text) == shown


def test_points_below_zero_have_a_true_minus_sign_for_the_eye() -> None:
    assert (shown_points(Fraction(-3, 2)), shown_points(2)) == ("−1,5", "2")
