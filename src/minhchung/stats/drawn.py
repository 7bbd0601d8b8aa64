"""Control charts and funnels, drawn: what `control` found, handed to `charts`."""

from __future__ import annotations

from fractions import Fraction

from minhchung.charts.chart import Chart, Language
from minhchung.charts.funnel import Bounds, FunnelMark, FunnelPlot, Judged, funnel_chart
from minhchung.charts.p_chart import PChart, Plotted, p_chart
from minhchung.stats.control import RULE_WORDS, ControlChart, Funnel, Standing

_JUDGED: dict[Standing, Judged] = {
    "as_expected": "expected", "warning_low": "warning", "warning_high": "warning",
    "alarm_low": "alarm", "alarm_high": "alarm", "too_few": "too_few",
}  # fmt: skip


def draw_control_chart(found: ControlChart, *, key: str, title: str, language: Language = "vi") -> Chart:
    """Draw a control chart. key: a name unique on the page."""
    said = 0 if language == "vi" else 1
    points = tuple(
        Plotted(
            each.label,
            each.num,
            each.den,
            _exact(each.low),
            _exact(each.high),
            tuple(RULE_WORDS[rule][said] for rule in each.rules),
        )
        for each in found.points
    )
    return p_chart(PChart(key, title, _exact(found.centre), points, language))


def draw_funnel(found: Funnel, *, key: str, title: str, language: Language = "vi") -> Chart:
    """Draw a funnel. key: a name unique on the page."""
    marks = tuple(FunnelMark(each.label, each.num, each.den, _JUDGED[each.standing]) for each in found.points)
    bounds = tuple(
        Bounds(
            each.den,
            (_exact(each.low95), _exact(each.high95)),
            (_exact(each.low998), _exact(each.high998)),
        )
        for each in found.limits
    )
    return funnel_chart(FunnelPlot(key, title, _exact(found.centre), marks, bounds, language))


def _exact(value: float) -> Fraction:
    """A limit to a millionth: finer than a drawing or a table shows."""
    return Fraction(round(value * 1_000_000), 1_000_000)
