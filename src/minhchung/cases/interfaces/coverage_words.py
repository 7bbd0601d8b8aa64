"""How far figures reach, and what is missing from them, in words that stand beside the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minhchung.stats.coverage import Coverage, Gap
from minhchung.stats.periods import Period, month
from minhchung.viet.dates import format_date
from minhchung.viet.numbers import format_number

MOST_LAGGING = 8


@dataclass(frozen=True)
class Reach:
    """reached: how far the data go. missing: each gap of the whole. lagging: agencies beneath with gaps of their own."""

    reached: str
    missing: tuple[str, ...]
    lagging: tuple[tuple[str, str], ...]
    more_lagging: int

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.lagging)


def reach_of(whole: Coverage, beneath: Iterable[tuple[str, Coverage]]) -> Reach:
    """beneath: (name, coverage) of the agencies beneath; those with no gap of their own are not named."""
    if whole.last is None:
        return Reach("", (), (), 0)
    usual = _usual(whole)
    missing = tuple(f"{gap_words(gap)}; {usual}" for gap in whole.gaps)
    own = ((name, set(each.gaps) - set(whole.gaps)) for name, each in beneath)
    lagging = [
        (name, "; ".join(map(gap_words, sorted(gaps, key=lambda gap: gap.start))))
        for name, gaps in own
        if gaps
    ]
    reached = _("Số liệu đến ngày %(day)s.") % {"day": format_date(whole.last)}
    return Reach(reached, missing, tuple(lagging[:MOST_LAGGING]), max(0, len(lagging) - MOST_LAGGING))


def gap_words(gap: Gap) -> str:
    """“16/11/2026 – 30/11/2026 (11 ngày làm việc)”."""
    span = (
        format_date(gap.start)
        if gap.start == gap.end
        else f"{format_date(gap.start)} – {format_date(gap.end)}"
    )
    days = ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", gap.working_days) % {
        "n": format_number(gap.working_days)
    }
    return f"{span} ({days})"


def month_note(period: Period, gaps: Iterable[Gap]) -> str:
    """What a row by month must say of itself: cut short, or lacking days; nothing for a whole one."""
    calendar_month = month(period.start.year, period.start.month)
    inside = [gap for gap in gaps if gap.start <= period.end and gap.end >= period.start]
    if inside:
        return _("thiếu ngày")
    if period.end < calendar_month.end:
        return _("đến hết %(day)s") % {"day": f"{period.end:%d/%m}"}
    return _("từ %(day)s") % {"day": f"{period.start:%d/%m}"} if period.start > calendar_month.start else ""


def _usual(coverage: Coverage) -> str:
    cases, days = coverage.usual
    return _("ngày làm việc bình thường có khoảng %(n)s hồ sơ") % {
        "n": format_number(round(cases / days) or 1)
    }


def notes_by_agency(found: Mapping[int, Coverage], whole: Coverage) -> dict[int, str]:
    """Agency → “thiếu ngày” where its own cases lack days that the whole has."""
    return {agency: _("thiếu ngày") for agency, each in found.items() if set(each.gaps) - set(whole.gaps)}
