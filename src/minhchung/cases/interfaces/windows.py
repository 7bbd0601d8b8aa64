"""The period a page is about, as people write it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from minhchung.cases.models import ImportBatch
from minhchung.stats.periods import Period, month
from minhchung.viet.dates import format_date, parse_date


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
    """Read “tu” and “den” (05/01/2026); without them the year that the cases of these agencies reach."""
    start_text, end_text = data.get("tu", "").strip(), data.get("den", "").strip()
    default = default_period(agency_ids, today) if not (start_text and end_text) else Period(today, today)
    start = parse_date(start_text) if start_text else default.start
    end = parse_date(end_text) if end_text else default.end
    if not isinstance(start, date):
        return Window(default, start_text, end_text, _("Từ ngày: %(why)s") % {"why": start})
    if not isinstance(end, date):
        return Window(default, start_text, end_text, _("Đến ngày: %(why)s") % {"why": end})
    if end < start:
        return Window(default, start_text, end_text, _("Đến ngày phải từ ngày bắt đầu trở đi."))
    return Window(Period(start, min(end, max(today, start))), format_date(start), format_date(end))


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
