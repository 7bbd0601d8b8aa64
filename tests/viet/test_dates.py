"""Dates: one way out, a few ways in, and windows that move with the year."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.viet import (
    DateSpan,
    Problem,
    RelativeDate,
    Window,
    format_date,
    format_date_long,
    parse_date,
    parse_relative,
    parse_window,
    resolve_relative,
)


def test_dates_are_zero_padded() -> None:
    assert format_date(date(2026, 1, 5)) == "05/01/2026"


def test_the_long_date_pads_days_below_ten_and_months_one_and_two_only() -> None:
    assert format_date_long(date(2026, 1, 5)) == "ngày 05 tháng 01 năm 2026"
    assert format_date_long(date(2026, 3, 15)) == "ngày 15 tháng 3 năm 2026"


@pytest.mark.parametrize(
    "text",
    [
        "05/01/2026",
        " 5/1/2026 ",
        "5-1-2026",
        "5.1.2026",
        "5 / 1 / 2026",
        "2026-01-05",
        "ngày 5 tháng 1 năm 2026",
        "Ngày 05 tháng 01 năm 2026",
        "NGÀY 5 THÁNG 1 NĂM 2026",
        unicodedata.normalize("NFD", "ngày 5 tháng 1 năm 2026"),
        "Cà Mau, ngày 5 tháng 1 năm 2026",
        "5 tháng 1 năm 2026",
    ],
)
def test_every_usual_way_of_writing_a_date_is_read(text: str) -> None:
    assert parse_date(text) == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("text", "code", "vi"),
    [
        ("", "date.unreadable", "“” không phải là ngày. Viết như 05/01/2026."),
        ("hôm qua", "date.unreadable", "“hôm qua” không phải là ngày. Viết như 05/01/2026."),
        ("5/1-2026", "date.unreadable", "“5/1-2026” không phải là ngày. Viết như 05/01/2026."),
        ("5/1/26", "date.year", "“5/1/26”: hãy viết năm đủ bốn chữ số."),
        ("1/15/2026", "date.month", "Không có tháng 15. Viết ngày trước, tháng sau: 05/01/2026."),
        ("29/2/2026", "date.day", "Không có ngày 29: tháng 2 năm 2026 có 28 ngày."),
        ("2026-04-31", "date.day", "Không có ngày 31: tháng 4 năm 2026 có 30 ngày."),
        ("0/4/2026", "date.day", "Không có ngày 0: tháng 4 năm 2026 có 30 ngày."),
    ],
)
def test_what_is_not_a_date_says_why(text: str, code: str, vi: str) -> None:
    parsed = parse_date(text)

    assert isinstance(parsed, Problem)
    assert (parsed.code, parsed.vi) == (code, vi)


@settings(max_examples=40)
@given(st.dates(min_value=date(1900, 1, 1)))
def test_what_is_written_is_read_back(day: date) -> None:
    assert parse_date(format_date(day)) == day
    assert parse_date(format_date_long(day)) == day
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("15/10/N", date(2026, 10, 15)),
        ("07/12/N-1", date(2025, 12, 7)),
        ("5/9/n + 1", date(2027, 9, 5)),
        ("07/12/N – 1", date(2025, 12, 7)),
        ("29/02/N", date(2026, 2, 28)),
        ("29/02/N-2", date(2024, 2, 29)),
    ],
)
def test_a_relative_date_moves_with_the_year(text: str, resolved: date) -> None:
    assert resolve_relative(text, 2026) == resolved


@pytest.mark.parametrize("text", ["15/10/2026", "N", "15/10", "15/13/N", "30/02/N", ""])
def test_what_is_no_relative_date_is_refused(text: str) -> None:
    assert isinstance(parse_relative(text), Problem)
    with pytest.raises(ValueError):
        resolve_relative(text, 2026)


@settings(max_examples=40)
@given(st.dates(), st.integers(-5, 5))
def test_a_relative_date_prints_as_it_is_read(day: date, years_after: int) -> None:
    relative = RelativeDate(years_after, day.month, day.day)

    assert parse_relative(str(relative)) == relative


def test_a_window_resolves_to_a_span_with_both_ends() -> None:
    window = parse_window("01/01/N", "15/10/N")

    assert isinstance(window, Window)
    span = window.resolve(2026)
    assert span == DateSpan(date(2026, 1, 1), date(2026, 10, 15))
    assert span.days == 288
    assert date(2026, 1, 1) in span
    assert date(2026, 10, 15) in span
    assert date(2026, 10, 16) not in span
    assert str(window) == "01/01/N – 15/10/N"


@pytest.mark.parametrize(("start", "end"), [("15/10/N", "01/01/N"), ("01/01/N", "x"), ("x", "01/01/N")])
def test_a_window_that_cannot_be_is_a_problem(start: str, end: str) -> None:
    assert isinstance(parse_window(start, end), Problem)
