"""Times, deadlines, points and errors as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.paginator import Paginator

from minhchung.ui import present
from minhchung.ui.templatetags import ui
from tests.ui.sample import AnswerForm

DUE = datetime(2026, 10, 15, 10, 0, tzinfo=UTC)  # 17:00 in Vietnam
LOCK = DUE + timedelta(days=5)


@pytest.mark.parametrize(
    ("now", "lock", "state", "words"),
    [
        (DUE - timedelta(days=10), LOCK, "open", "còn 10 ngày"),
        (DUE - timedelta(days=3), LOCK, "soon", "còn 3 ngày"),
        (DUE - timedelta(minutes=1), LOCK, "soon", "hết hạn hôm nay"),
        (DUE, LOCK, "soon", "hết hạn hôm nay"),
        (DUE + timedelta(seconds=1), LOCK, "late", "quá hạn hôm nay; vẫn nhận, tính là nộp muộn"),
        (DUE + timedelta(days=2), LOCK, "late", "quá hạn 2 ngày; vẫn nhận, tính là nộp muộn"),
        (DUE + timedelta(days=2), None, "late", "quá hạn 2 ngày"),
        (LOCK, LOCK, "late", "quá hạn 5 ngày; vẫn nhận, tính là nộp muộn"),
        (LOCK + timedelta(seconds=1), LOCK, "locked", "đã khóa, không nhận thêm"),
    ],
)
def test_a_deadline_says_how_far_it_is_and_what_still_counts(now, lock, state, words):
    assert present.deadline({"due_at": DUE, "now": now, "lock_at": lock}) == {"state": state, "words": words}


def test_days_left_are_counted_on_vietnams_calendar():
    evening_in_utc = datetime(2026, 10, 14, 17, 30, tzinfo=UTC)  # already the 15th in Vietnam

    assert (
        present.deadline({"due_at": DUE, "now": evening_in_utc, "lock_at": None})["words"]
        == "hết hạn hôm nay"
    )


def test_times_are_vietnams_and_two_digit():
    moment = datetime(2026, 1, 4, 18, 5, 7, tzinfo=UTC)

    assert ui.vn_datetime(moment) == "05/01/2026 01:05:07"
    assert ui.vn_date(moment) == ui.vn_date(date(2026, 1, 5)) == "05/01/2026"
    assert ui.vn_time(moment) == "01:05:07"
    assert ui.iso_time(moment) == "2026-01-05T01:05:07+07:00"


def test_a_missing_value_is_a_dash_and_a_zero_is_a_zero():
    assert [ui.points(None), ui.points(Decimal(0)), ui.points(Fraction(193, 2))] == ["–", "0", "96,5"]
    assert [ui.vn_date(None), ui.percent_of(None, 3), ui.percent_of(264, 319)] == ["–", "–", "82,76 %"]


def test_errors_name_their_field_and_lead_to_its_first_control():
    form = AnswerForm({"share": "1", "agency": "1", "agreed": "on"})

    assert present.form_errors(form) == [
        {"text": "Mức đạt được: Trường này là bắt buộc.", "href": "#id_level_0"}
    ]


def test_pages_keep_the_other_parameters():
    page = Paginator(range(100), 10).page(5)

    made = present.pagination({"page": page, "query": "?loc=xong", "param": "trang"})

    assert made == {"entries": [1, None, 4, 5, 6, None, 10], "prefix": "?loc=xong&trang="}


def test_a_saving_of_an_earlier_day_says_its_day() -> None:
    from minhchung.ui.present import saved_time

    now = datetime(2026, 11, 22, 4, 20, tzinfo=UTC)

    assert saved_time(datetime(2026, 11, 22, 4, 19, 5, tzinfo=UTC), now) == "11:19:05"
    assert saved_time(datetime(2026, 11, 21, 17, 0, 0, tzinfo=UTC), now) == "00:00:00"
    assert saved_time(datetime(2026, 11, 12, 4, 37, 31, tzinfo=UTC), now) == "12/11/2026 11:37:31"
