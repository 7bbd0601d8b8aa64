"""The control chart and the funnel: what is drawn stands in the table, and shape says it as well as colour."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from minhchung.charts.funnel import FunnelMark, FunnelPlot, funnel_chart
from minhchung.charts.p_chart import PChart, Plotted, p_chart
from minhchung.charts.plot import HEIGHT, framed, percent
from tests.charts.plots import BOUNDS, LONG, MARKS, OUTSIDE, control, funnel
from tests.charts.reading import all_of, texts


def test_the_control_chart_s_table_has_every_point_with_its_limits() -> None:
    chart = control()

    assert chart.columns == ("Kỳ", "Tỷ lệ", "Số hồ sơ", "Giới hạn dưới", "Giới hạn trên", "Dấu hiệu")
    assert chart.rows[0] == ("01/2026", "95,10 %", "951/1.000", "93,00 %", "98,00 %", "—")
    assert chart.rows[-2:] == (
        ("11/2026", "—", "—", "—", "—", "—"),
        ("12/2026", "90,00 %", "900/1.000", "93,00 %", "98,00 %", OUTSIDE),
    )
    assert chart.desc == "12 kỳ, trung bình 95,50 %. 1 điểm có dấu hiệu: 12/2026."
    assert "Trung bình 95,50 %" in texts(chart.svg)


def test_a_point_that_signals_has_another_shape_and_a_month_without_cases_none() -> None:
    svg = control().svg

    assert len(all_of(svg, "circle")) == 10 + 1  # ten months, one in the legend
    assert len(all_of(svg, "polygon")) == 1 + 1


def test_names_of_periods_leave_each_other_room_and_the_last_is_there() -> None:
    many = tuple(Plotted(f"Tháng {n:02d}/2026", 95, 100, F(9, 10), F(1)) for n in range(36))
    shown = [
        text for text in texts(p_chart(PChart("a", "t", F(95, 100), many)).svg) if text.startswith("Tháng")
    ]

    assert shown[-1] == "Tháng 35/2026"
    assert 2 <= len(shown) <= 5


def test_the_funnel_s_table_lists_those_outside_first() -> None:
    chart = funnel()

    assert chart.columns == ("STT", "Cơ quan", "Số hồ sơ", "Tỷ lệ", "So với mức chung")
    assert chart.rows == (
        ("1", LONG, "870/1.000", "87,00 %", "Ngoài giới hạn 99,8 % (thấp)"),
        ("2", "Xã <script>&", "1.230/1.240", "99,19 %", "Ngoài giới hạn 99,8 % (cao)"),
        ("3", "Sở Nội vụ", "470/500", "94,00 %", "Ngoài giới hạn 95 % (thấp)"),
        ("4", "Sở Y tế", "950/1.000", "95,00 %", "Trong mức ngẫu nhiên"),
        ("5", "Xã nhỏ", "9/10", "90,00 %", "Quá ít để kết luận"),
        ("6", "Xã không có hồ sơ", "0/0", "—", "Quá ít để kết luận"),
    )
    assert "1" in texts(chart.svg) and "2" in texts(chart.svg) and "3" not in texts(chart.svg)


def test_both_speak_english() -> None:
    assert control("en").desc.startswith("12 periods, mean 95,50 %. 1 points signal")
    assert funnel("en").desc == (
        "6 agencies, all together 95,00 %; beyond the 99.8 % limit: 2; beyond the 95 % limit: 1; too few cases: 2."
    )


@pytest.mark.parametrize(
    "shares", [[F(1)], [F(0)], [F(1, 2), F(1, 2)], [F(997, 1000), F(999, 1000)], [F(0), F(1)]]
)
def test_a_frame_holds_all_its_shares(shares: list[F]) -> None:
    frame, _ = framed(shares, 40)

    assert 0 <= frame.low < frame.high <= 1
    assert all(frame.low <= share <= frame.high for share in shares)
    assert frame.y(frame.high) == 40 and frame.y(frame.low) == 40 + HEIGHT
    assert frame.y(F(2)) == 40


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a point"):
        p_chart(PChart("a", "t", F(1), ()))
    with pytest.raises(ValueError, match="with cases"):
        funnel_chart(FunnelPlot("a", "t", F(1), MARKS[-1:], BOUNDS))
    assert percent(F(13_637, 13_641)) == "99,97 %"


def test_numbers_of_alarms_that_would_stand_on_each_other_are_said_in_one() -> None:
    """Three agencies of the same size and nearly the same share, and one apart."""
    near = tuple(FunnelMark(f"Xã {n}", 800 + n, 1000, "alarm") for n in range(3))
    apart = FunnelMark("Xã khác", 420, 500, "alarm")

    svg = funnel_chart(FunnelPlot("a", "t", F(95, 100), (*near, apart), BOUNDS)).svg

    assert "1–3" in texts(svg) and "4" in texts(svg) and "2" not in texts(svg)
