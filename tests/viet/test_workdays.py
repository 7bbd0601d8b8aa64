"""Working days: holidays and swaps are data, and counting follows the civil code."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.viet import (
    Calendar,
    UnknownYear,
    YearData,
    add_working_days,
    vietnam_calendar,
    working_days_between,
)

VIETNAM = vietnam_calendar(range(2018, 2028))
DAYS = st.dates(min_value=date(2018, 3, 1), max_value=date(2027, 10, 1))


def a_year(days_off: dict[str, str], working_days: dict[str, str]) -> YearData:
    return YearData(announced=True, citation="test", days_off=days_off, working_days=working_days)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),
        (date(2026, 2, 13), True),
        (date(2026, 2, 16), False),
        (date(2026, 2, 20), False),
        (date(2026, 2, 23), True),
        (date(2026, 4, 27), False),
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
        (date(2026, 11, 21), False),
        (date(2026, 11, 24), False),
        (date(2025, 4, 26), True),
        (date(2024, 5, 4), True),
    ],
)
def test_the_days_of_the_yearly_notices_are_known(day: date, worked: bool) -> None:
    assert VIETNAM.is_working_day(day) is worked


def test_a_day_off_and_a_day_worked_carry_their_reason() -> None:
    assert VIETNAM.reason(date(2026, 9, 2)) == "Quốc khánh"
    assert VIETNAM.reason(date(2026, 8, 22)) == "Làm bù cho ngày 31/08/2026"
    assert VIETNAM.reason(date(2026, 9, 8)) is None


def test_every_swapped_day_off_is_worked_back() -> None:
    swapped = [day for day, reason in VIETNAM.days_off.items() if reason.startswith("Ngày nghỉ (thay")]
    worked_back = {reason.removeprefix("Làm bù cho ngày ") for reason in VIETNAM.working_days.values()}

    assert {day.strftime("%d/%m/%Y") for day in swapped} == worked_back
    assert len(swapped) == 6


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 20), date(2026, 11, 27), 4),
        (date(2026, 11, 27), date(2026, 11, 20), -4),
        (date(2026, 2, 13), date(2026, 2, 23), 1),
        (date(2026, 8, 21), date(2026, 9, 3), 7),
        (date(2025, 12, 31), date(2026, 1, 12), 7),
    ],
)
def test_the_first_day_is_not_counted_and_the_last_is(start: date, end: date, days: int) -> None:
    assert working_days_between(start, end, VIETNAM) == days


def test_a_term_of_five_working_days_runs_over_a_holiday() -> None:
    assert add_working_days(date(2026, 11, 20), 5, VIETNAM) == date(2026, 11, 30)
    assert add_working_days(date(2026, 11, 30), -5, VIETNAM) == date(2026, 11, 20)
    assert add_working_days(date(2026, 11, 21), 0, VIETNAM) == date(2026, 11, 21)


@settings(max_examples=50)
@given(DAYS, st.integers(0, 400))
def test_counting_by_arithmetic_equals_counting_day_by_day(start: date, length: int) -> None:
    end = min(start + timedelta(days=length), date(2027, 12, 31))
    slow = sum(VIETNAM.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    assert working_days_between(start, end, VIETNAM) == slow


@settings(max_examples=50)
@given(DAYS, st.integers(1, 40))
def test_adding_then_counting_gives_the_term_back(start: date, days: int) -> None:
    end = add_working_days(start, days, VIETNAM)

    assert working_days_between(start, end, VIETNAM) == days
    assert VIETNAM.is_working_day(end)


def test_an_unknown_year_is_refused_rather_than_guessed() -> None:
    with pytest.raises(UnknownYear, match="2030; the calendar covers 2018–2027"):
        VIETNAM.is_working_day(date(2030, 1, 2))
    with pytest.raises(UnknownYear, match="2028"):
        working_days_between(date(2027, 12, 1), date(2028, 1, 5), VIETNAM)
    with pytest.raises(UnknownYear):
        add_working_days(date(2027, 12, 30), 10, VIETNAM)


def test_a_year_without_its_notice_says_so() -> None:
    calendar = vietnam_calendar([2026, 2027, 2030])

    assert calendar.unannounced == {2027, 2030}
    assert not calendar.is_working_day(date(2030, 9, 2))
    assert "chưa có thông báo" in calendar.citations[2030]


def test_an_installation_overrides_days() -> None:
    flood, swap = date(2026, 11, 25), date(2026, 11, 28)

    calendar = VIETNAM.overridden_by(days_off={flood: "Nghỉ tránh bão"}, working_days={swap: "Làm bù"})

    assert not calendar.is_working_day(flood)
    assert calendar.is_working_day(swap)
    assert calendar.overridden_by(working_days={flood: "Làm việc"}).is_working_day(flood)
    assert not calendar.overridden_by(days_off={swap: "Nghỉ"}).is_working_day(swap)
    assert VIETNAM.is_working_day(flood)


@pytest.mark.parametrize(
    ("days_off", "working_days", "message"),
    [
        ({"2026-11-21": "x"}, {}, "day of the week"),
        ({}, {"2026-11-20": "x"}, "day of the week"),
        ({"2025-11-20": "x"}, {}, "listed under 2026"),
    ],
)
def test_data_that_cannot_be_true_is_refused(
    days_off: dict[str, str], working_days: dict[str, str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Calendar.from_data({2026: a_year(days_off, working_days)})
