"""The calendar as this installation has it: the packaged years, and the days that decisions added."""

from __future__ import annotations

from datetime import date

from minhchung.cases.models import CalendarDay
from minhchung.cases.models.workday import DayKind
from minhchung.viet.workdays import Calendar, vietnam_calendar


def calendar_of(*years: int) -> Calendar:
    """Working days of these years; the newest word of this installation on a day stands."""
    newest: dict[date, CalendarDay] = {}
    for each in CalendarDay.objects.filter(day__year__in=years).order_by("pk"):
        newest[each.day] = each
    off = {day: each.reason for day, each in newest.items() if each.kind == DayKind.OFF}
    worked = {day: each.reason for day, each in newest.items() if each.kind == DayKind.WORKED}
    ordinary = {day for day, each in newest.items() if each.kind == DayKind.ORDINARY}
    packaged = vietnam_calendar(years)
    plain = Calendar(
        years=packaged.years,
        unannounced=packaged.unannounced,
        days_off={day: why for day, why in packaged.days_off.items() if day not in ordinary},
        working_days={day: why for day, why in packaged.working_days.items() if day not in ordinary},
        citations=packaged.citations,
    )
    return plain.overridden_by(days_off=off, working_days=worked)
