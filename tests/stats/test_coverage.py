"""Days without cases: quiet where few come, missing where many do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from minhchung.stats.coverage import Coverage, Gap, covered

JUNE = [day for n in range(30) if (day := date(2026, 6, 1) + timedelta(days=n)).weekday() < 5]


def june(per_day: int, *, without: tuple[int, ...] = ()) -> dict[date, int]:
    return {day: per_day for day in JUNE if day.day not in without}


def test_a_month_that_stops_in_its_middle_says_from_when() -> None:
    found = covered({day: n for day, n in june(10).items() if day.day <= 15}, JUNE)

    assert (found.first, found.last, found.usual) == (date(2026, 6, 1), date(2026, 6, 15), (110, 11))
    assert found.gaps == (Gap(date(2026, 6, 16), date(2026, 6, 30), 11),)


@pytest.mark.parametrize(("per_day", "gaps"), [(15, 1), (14, 0)])
def test_one_empty_day_is_missing_only_where_fifteen_should_have_come(per_day: int, gaps: int) -> None:
    daily = june(per_day, without=(10,)) | {
        date(2026, 6, 11): 2 * per_day
    }  # what the empty day lacks came a day later

    assert len(covered(daily, JUNE).gaps) == gaps


def test_a_quiet_commune_is_not_called_incomplete() -> None:
    quiet = {date(2026, 6, 1): 1, date(2026, 6, 12): 2, date(2026, 6, 24): 1}

    assert covered(quiet, JUNE).gaps == ()


def test_weekends_and_holidays_are_no_gap_and_a_case_on_one_is_not_usual() -> None:
    found = covered(june(20) | {date(2026, 6, 7): 3}, JUNE)

    assert found.gaps == () and found.usual == (20 * 22, 22)


def test_nothing_at_all_has_neither_reach_nor_gaps() -> None:
    assert covered({}, JUNE) == Coverage(None, None, (0, 0), ())
