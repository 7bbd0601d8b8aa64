"""The on-time share over months and across agencies, drawn with the limits of chance and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from minhchung.charts.chart import Chart
from minhchung.stats.control import Share, TooFew, control_chart, funnel
from minhchung.stats.counts import Counts
from minhchung.stats.drawn import draw_control_chart, draw_funnel
from minhchung.ui.language import language


@dataclass(frozen=True)
class Drawn:
    """A figure for a page; or why there is none, in `why`."""

    title: str
    svg: SafeString
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    why: str = ""


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
    return _drawn(draw_funnel(found, key="co-quan-pheu", title=title, language=language()))


def _absent(title: str, why: str, found: TooFew) -> Drawn:
    return Drawn(title, SafeString(""), why=why % {"found": found.found, "wanted": found.wanted})


def _drawn(chart: Chart) -> Drawn:
    return Drawn(chart.title, mark_safe(chart.svg), chart.columns, chart.rows)  # noqa: S308 - charts escape every text
