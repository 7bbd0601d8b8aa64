"""The period that a page of cases is about has a floor and a ceiling, and says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from minhchung.cases.interfaces.windows import EARLIEST, window_from
from minhchung.stats.periods import Period

TODAY = date(2026, 11, 22)
DEFAULT = Period(date(2026, 1, 1), TODAY)


def asked(start: str, end: str) -> Any:
    data = QueryDict(mutable=True)
    data.update({"tu": start, "den": end})
    return window_from(data, (), TODAY)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("01/01/1000", "22/11/2026", "Từ ngày: sớm nhất là 01/01/2000."),
        ("31/12/1999", "22/11/2026", "Từ ngày: sớm nhất là 01/01/2000."),
        ("23/11/2026", "24/11/2026", "Từ ngày: muộn nhất là hôm nay, 22/11/2026."),
        ("01/01/9999", "31/12/9999", "Từ ngày: muộn nhất là hôm nay, 22/11/2026."),
        ("22/11/2026", "01/01/1000", "Đến ngày phải từ ngày bắt đầu trở đi."),
    ],
)
def test_what_is_out_of_bounds_is_said_and_the_usual_period_shown(
    db: None, start: str, end: str, said: str
) -> None:
    window = asked(start, end)

    assert (window.fault, window.period) == (said, DEFAULT)
    assert (window.start_text, window.end_text) == (start, end), "what was typed stays in the fields"


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [
        ("01/01/2000", "22/11/2026", Period(EARLIEST, TODAY)),
        ("22/11/2026", "22/11/2026", Period(TODAY, TODAY)),
        ("01/11/2026", "31/12/9999", Period(date(2026, 11, 1), TODAY)),
    ],
)
def test_the_bounds_themselves_hold(db: None, start: str, end: str, period: Period) -> None:
    window = asked(start, end)

    assert (window.fault, window.period) == ("", period)
