"""Each rule fires where its words say and nowhere else."""

from __future__ import annotations

import pytest

from minhchung.stats.control import (
    RULE_WORDS,
    RULES,
    ControlChart,
    Funnel,
    Share,
    TooFew,
    control_chart,
    funnel,
)
from minhchung.stats.drawn import draw_control_chart, draw_funnel


def chart(nums: list[int], den: int = 100) -> ControlChart:
    made = control_chart([Share(str(number), num, den) for number, num in enumerate(nums)])
    assert isinstance(made, ControlChart)
    return made


def fired(nums: list[int], rule: str, den: int = 100) -> list[int]:
    return [int(point.label) for point in chart(nums, den).points if rule in point.rules]


def test_nine_points_are_too_few_and_an_empty_month_is_none() -> None:
    shares = [Share(str(number), 90, 100) for number in range(9)]

    assert control_chart(shares) == TooFew(found=9, wanted=10)
    assert control_chart([*shares, Share("không có hồ sơ", 0, 0)]) == TooFew(found=9, wanted=10)


def test_an_empty_month_is_shown_and_not_judged() -> None:
    made = control_chart([*(Share(str(number), 90, 100) for number in range(10)), Share("trống", 0, 0)])

    assert isinstance(made, ControlChart)
    assert (made.points[-1].share, made.points[-1].rules) == (None, ())


def test_ordinary_variation_fires_nothing() -> None:
    made = chart([90, 93, 88, 91, 89, 92, 87, 90, 94, 89, 91, 88])

    assert made.kind == "p"
    assert all(point.rules == () for point in made.points)


def test_one_point_outside() -> None:
    assert fired([90, 92, 88, 91, 89, 92, 70, 90, 94, 89, 91], "outside") == [6]


def test_limits_are_of_the_binomial_also_near_all() -> None:
    made = chart([99, 100] * 6)

    assert all(point.high == 1.0 and 0.9 < point.low < 0.97 for point in made.points)
    assert all("outside" not in point.rules for point in made.points)


def test_eight_on_one_side() -> None:
    low, high = [88, 89, 87, 88, 89, 88, 87, 89], [92, 93, 91, 92, 93, 91, 92, 93]

    assert fired([*low, *high], "shift") == [7, 15]
    assert fired([*low[:7], *high[:7]], "shift") == []


def test_six_rising_and_six_falling() -> None:
    assert fired([90, 86, 87, 88, 89, 90, 91, 90, 91, 90, 91], "trend") == [6]
    assert fired([90, 91, 90, 89, 88, 87, 86, 90, 89, 90, 91], "trend") == [6]
    assert fired([90, 86, 87, 88, 88, 89, 90, 89, 91, 90, 91], "trend") == []


def test_two_of_three_near_a_limit_on_the_same_side() -> None:
    assert fired([90, 91, 90, 81, 90, 81, 90, 91, 90, 91, 90], "near_limit") == [5]
    assert fired([90, 91, 90, 81, 90, 98, 90, 91, 90, 91, 90], "near_limit") == []


def test_large_numbers_that_scatter_more_than_chance_get_laney_s_limits() -> None:
    nums = [9_000, 9_200, 8_900, 9_150, 8_950, 9_100, 8_850, 9_050, 9_200, 8_900, 9_100, 9_000]
    wide, narrow = (
        chart(nums, 10_000),
        control_chart([Share(str(n), each, 10_000) for n, each in enumerate(nums)], large=100_000),
    )

    assert wide.kind == "laney" and wide.spread > 1
    assert all("outside" not in point.rules for point in wide.points)
    assert isinstance(narrow, ControlChart) and narrow.kind == "p"
    assert any("outside" in point.rules for point in narrow.points)


def test_all_in_time_everywhere_is_drawn_without_dividing_by_zero() -> None:
    made = chart([10_000] * 12, 10_000)

    assert (made.centre, made.spread) == (1.0, 1.0)
    assert all(point.rules == ("",)[1:] for point in made.points)


def test_a_funnel_tells_chance_from_difference() -> None:
    made = funnel([
        Share("như mọi nơi", 950, 1_000), Share("kém hẳn", 880, 1_000), Share("kém", 934, 1_000),
        Share("tốt", 968, 1_000), Share("tốt hẳn", 10_000, 10_000), Share("nhiều", 85_600, 90_000),
        Share("ít", 5, 20), Share("không có", 0, 0),
    ])  # fmt: skip

    assert isinstance(made, Funnel)
    standing = {point.label: point.standing for point in made.points}
    assert standing == {
        "như mọi nơi": "as_expected", "kém hẳn": "alarm_low", "kém": "warning_low", "tốt": "warning_high",
        "tốt hẳn": "alarm_high", "nhiều": "alarm_low", "ít": "too_few", "không có": "too_few",
    }  # fmt: skip
    assert all(a.low998 <= a.low95 <= made.centre + 1 / a.den and a.high95 <= a.high998 for a in made.limits)
    assert made.limits[-1].den == 90_000


def test_a_funnel_of_nothing_says_so() -> None:
    assert funnel([Share("a", 0, 0)]) == TooFew(0, 1)
    with pytest.raises(ValueError, match="no share"):
        funnel([Share("a", 2, 1)])


def test_every_rule_is_said_in_both_languages() -> None:
    assert tuple(RULE_WORDS) == RULES


def test_what_was_found_is_drawn_with_its_rules_in_words() -> None:
    found = chart([90, 92, 88, 91, 89, 92, 70, 90, 94, 89, 91])
    spread = funnel([Share("kém hẳn", 880, 1_000), Share("nhiều", 950_000, 1_000_000), Share("ít", 1, 1)])
    assert isinstance(spread, Funnel)

    drawn = draw_control_chart(found, key="k", title="t")
    across = draw_funnel(spread, key="f", title="t", language="en")

    assert [row[0] for row in drawn.rows if "Nằm ngoài giới hạn kiểm soát" in row[5]] == ["6"]
    assert drawn.rows[6][1:3] == ("70,00 %", "70/100")
    assert [row[4] for row in across.rows] == [
        "Beyond the 99.8 % limit (low)", "As chance explains", "Too few to say",
    ]  # fmt: skip
