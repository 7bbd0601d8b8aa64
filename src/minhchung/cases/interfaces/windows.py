"""The period a page is about, as people write it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from minhchung.cases.models import ImportBatch
from minhchung.stats.periods import Period, month
from minhchung.viet.dates import format_date, parse_date
from minhchung.viet.problem import Problem

EARLIEST: Final = date(2000, 1, 1)
"""No one-stop shop of the seeds or of the law (QĐ 181/2003/QĐ-TTg) is older; a page of centuries would only be slow."""


@dataclass(frozen=True)
class Window:
    """A period, how it was written, and what is wrong with it."""

    period: Period
    start_text: str
    end_text: str
    fault: str = ""

    @property
    def encoded(self) -> str:
        """For addresses."""
        return urlencode({"tu": format_date(self.period.start), "den": format_date(self.period.end)})


def window_from(data: QueryDict, agency_ids: Iterable[int], today: date) -> Window:
    """Read “tu” and “den” (05/01/2026); without them the year that the cases of these agencies reach.

    From EARLIEST to today: an end that is still to come is read as today, anything else out of bounds is a fault.
    """
    start_text, end_text = data.get("tu", "").strip(), data.get("den", "").strip()
    usual = default_period(agency_ids, today) if not (start_text and end_text) else None
    start = parse_date(start_text) if start_text or usual is None else usual.start
    end = parse_date(end_text) if end_text or usual is None else usual.end
    fault = _fault(start, end, today)
    if fault or not isinstance(start, date) or not isinstance(end, date):
        return Window(usual or default_period(agency_ids, today), start_text, end_text, fault)
    return Window(Period(start, min(end, today)), format_date(start), format_date(end))


def _fault(start: date | Problem, end: date | Problem, today: date) -> str:
    """What is wrong with the days asked for; "" where nothing is."""
    if not isinstance(start, date):
        return _("Từ ngày: %(why)s") % {"why": start}
    if not isinstance(end, date):
        return _("Đến ngày: %(why)s") % {"why": end}
    if start < EARLIEST:
        return _("Từ ngày: sớm nhất là %(day)s.") % {"day": format_date(EARLIEST)}
    if start > today:
        return _("Từ ngày: muộn nhất là hôm nay, %(day)s.") % {"day": format_date(today)}
    return _("Đến ngày phải từ ngày bắt đầu trở đi.") if end < start else ""


def presets(last: date, address: str) -> tuple[tuple[str, str], ...]:
    """(words, address) of the periods people ask for, reckoned from the last day that the data reach.

    The running month, quarter and year end on that day; the month before is whole.
    """
    before = month(*((last.year - 1, 12) if last.month == 1 else (last.year, last.month - 1)))
    first_of_quarter = date(last.year, last.month - (last.month - 1) % 3, 1)
    periods = (
        (_("Tháng %(month)s") % {"month": f"{last:%m/%Y}"}, Period(last.replace(day=1), last)),
        (_("Tháng %(month)s") % {"month": f"{before.start:%m/%Y}"}, before),
        (
            _("Quý %(n)d/%(year)d") % {"n": (last.month + 2) // 3, "year": last.year},
            Period(first_of_quarter, last),
        ),
        (_("Năm %(year)d") % {"year": last.year}, Period(date(last.year, 1, 1), last)),
    )
    return tuple((words, f"{address}?{Window(each, '', '').encoded}") for words, each in periods)


def default_period(agency_ids: Iterable[int], today: date) -> Period:
    """The year of the newest case of these agencies' systems, up to that case: nothing is judged by days without data."""
    batches = ImportBatch.objects.filter(system__agency__in=list(agency_ids)).exclude(last_received=None)
    newest = batches.order_by("-last_received").values_list("last_received", flat=True).first() or today
    return Period(date(newest.year, 1, 1), newest)
