"""The on-time share over months and across agencies, drawn with the limits of chance and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from minhchung.charts.chart import Chart
from minhchung.stats.control import Funnel, Share, TooFew, control_chart, funnel
from minhchung.stats.counts import Counts
from minhchung.stats.drawn import draw_control_chart, draw_funnel
from minhchung.ui.language import language

MOST_NAMED = 30
"""So many agencies beyond the outer limits are named beneath a funnel; all are in its table."""


@dataclass(frozen=True)
class Drawn:
    """A figure for a page; or why there is none, in `why`. named: the rows that must be read without opening the table."""

    title: str
    svg: SafeString
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    why: str = ""
    named: tuple[tuple[str, ...], ...] = ()
    note: str = ""


def over_months(months: Sequence[tuple[str, Counts]]) -> Drawn:
    """The share resolved in time, month by month, as a control chart."""
    title = _("Tỷ lệ đúng hạn từng tháng so với dao động thường")
    found = control_chart([Share(label, counts.in_time, counts.judged) for label, counts in months])
    if isinstance(found, TooFew):
        why = _("Không đủ dữ liệu: có %(found)d tháng có hồ sơ, cần ít nhất %(wanted)d.")
        return _absent(title, why, found)
    return _drawn(draw_control_chart(found, key="thang", title=title, language=language()))


def across_agencies(agencies: Sequence[tuple[str, Counts]]) -> Drawn:
    """The share resolved in time by agency, against what all together did, as a funnel."""
    title = _("Cơ quan nào khác mức chung hơn mức ngẫu nhiên")
    found = funnel([Share(label, counts.in_time, counts.judged) for label, counts in agencies])
    if isinstance(found, TooFew):
        return _absent(
            title, _("Không đủ dữ liệu: có %(found)d cơ quan đủ hồ sơ, cần ít nhất %(wanted)d."), found
        )
    drawn = _drawn(draw_funnel(found, key="co-quan-pheu", title=title, language=language()))
    alarms, warnings = (
        sum(each.standing.startswith(kind) for each in found.points) for kind in ("alarm", "warning")
    )
    return replace(drawn, named=drawn.rows[:alarms][:MOST_NAMED], note=_chance(found, alarms, warnings))


def _chance(found: Funnel, alarms: int, warnings: int) -> str:
    """How many lie outside, beside how many would by chance alone: one in twenty at 95 %, one in five hundred at 99,8 %."""
    judged = sum(each.standing != "too_few" for each in found.points)
    return _(
        "%(judged)d cơ quan đủ hồ sơ để xét. Chỉ do ngẫu nhiên cũng có khoảng %(chance)d cơ quan ra ngoài giới hạn 95 %%; ở đây có %(outside)d, trong đó %(alarms)d ra"
        " ngoài giới hạn 99,8 %%."
    ) % {
        "judged": judged,
        "chance": round(judged / 20),
        "outside": alarms + warnings,
        "alarms": alarms,
    }


def _absent(title: str, why: str, found: TooFew) -> Drawn:
    return Drawn(title, SafeString(""), why=why % {"found": found.found, "wanted": found.wanted})


def _drawn(chart: Chart) -> Drawn:
    return Drawn(chart.title, mark_safe(chart.svg), chart.columns, chart.rows)  # noqa: S308 - charts escape every text
