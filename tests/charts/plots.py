"""A control chart and a funnel to draw, with all that can stand in them."""

from __future__ import annotations

from fractions import Fraction as F

from minhchung.charts.chart import Chart, Language
from minhchung.charts.funnel import Bounds, FunnelMark, FunnelPlot, funnel_chart
from minhchung.charts.p_chart import PChart, Plotted, p_chart

LONG = "Ban Quản lý các khu công nghiệp, khu kinh tế và khu công nghệ cao tỉnh Bà Rịa - Vũng Tàu"
OUTSIDE = "Nằm ngoài giới hạn kiểm soát"

POINTS = (
    *(Plotted(f"{month:02d}/2026", 950 + month, 1_000, F(93, 100), F(98, 100)) for month in range(1, 11)),
    Plotted("11/2026", 0, 0, F(0), F(1)),
    Plotted("12/2026", 900, 1_000, F(93, 100), F(98, 100), (OUTSIDE,)),
)
MARKS = (
    FunnelMark("Sở Y tế", 950, 1_000, "expected"),
    FunnelMark(LONG, 870, 1_000, "alarm"),
    FunnelMark("Xã <script>&", 1_230, 1_240, "alarm"),
    FunnelMark("Sở Nội vụ", 470, 500, "warning"),
    FunnelMark("Xã nhỏ", 9, 10, "too_few"),
    FunnelMark("Xã không có hồ sơ", 0, 0, "too_few"),
)
BOUNDS = tuple(
    Bounds(den, (F(95, 100) - F(2, step), F(95, 100) + F(1, 40)), (F(95, 100) - F(3, step), F(1)))
    for step, den in ((4, 10), (20, 300), (60, 700), (100, 1_240))
)


def control(language: Language = "vi") -> Chart:
    return p_chart(PChart("kiem-soat", "Tỷ lệ đúng hạn theo tháng", F(955, 1000), POINTS, language))


def funnel(language: Language = "vi") -> Chart:
    return funnel_chart(FunnelPlot("pheu", "Tỷ lệ đúng hạn các cơ quan", F(95, 100), MARKS, BOUNDS, language))
