"""Is it getting worse, or is it chance? Control charts of a share over time, and funnels of shares across agencies.

p-chart: Shewhart; limits here are exact binomial ones at the chance of three standard deviations (0.135 % a side), because
shares of 99 % have no room for a symmetric limit. Laney p′ where large numbers make binomial limits too narrow to mean anything
(Laney 2002). Funnel: Spiegelhalter (2005), limits at 95 % and 99.8 %, exact binomial. Floats: none of this touches a score.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import NormalDist, median
from typing import Literal

from minhchung.stats.confidence import LEAST, at_least, at_most, quantile, too_few

LEAST_POINTS = 10
"""Fewer points show no ordinary variation to hold a point against (Provost and Murray 2011 ask for 10 to 20)."""
LARGE = 1_000
"""From this median of cases a point, dispersion beyond the binomial is looked for."""

Rule = Literal["outside", "shift", "trend", "near_limit"]
RULES: tuple[Rule, ...] = ("outside", "shift", "trend", "near_limit")
"""outside: beyond a control limit. shift: eight in a row on one side of the centre line. trend: six in a row, each higher (or
each lower) than the one before. near_limit: two of three in a row beyond two standard deviations on the same side."""

RULE_WORDS: dict[Rule, tuple[str, str]] = {
    "outside": ("Nằm ngoài giới hạn kiểm soát", "Beyond a control limit"),
    "shift": (
        "Tám điểm liên tiếp ở cùng một phía của đường trung tâm",
        "Eight in a row on one side of the centre line",
    ),
    "trend": ("Sáu điểm liên tiếp cùng tăng hoặc cùng giảm", "Six in a row rising, or falling"),
    "near_limit": (
        "Hai trong ba điểm liên tiếp vượt hai độ lệch chuẩn về cùng một phía",
        "Two of three in a row beyond two standard deviations on the same side",
    ),
}

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Share:
    """num of den cases, under a label: a month, or an agency."""

    label: str
    num: int
    den: int


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One share with its limits. share is None of 0 cases, which no rule judges. rules: those it completes, in order."""

    label: str
    num: int
    den: int
    share: float | None
    low: float
    high: float
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A p-chart. centre: all num / all den. kind "p" or "laney". spread: Laney's σ_z, 1 where the chart is a plain p-chart."""

    kind: Literal["p", "laney"]
    centre: float
    spread: float
    points: tuple[ControlPoint, ...]


@dataclass(frozen=True, slots=True)
class TooFew:
    """Nothing to judge by: `found` of at least `wanted` points with cases."""

    found: int
    wanted: int


def control_chart(
    shares: Sequence[Share], *, least_points: int = LEAST_POINTS, large: int = LARGE
) -> ControlChart | TooFew:
    """Hold each share, in order of time, against the limits of ordinary variation.

    Laney's p′ is taken when the median of cases a point is `large` or more and the points scatter more than the binomial says
    (σ_z above 1); else the binomial limits stand. Raises ValueError unless 0 ≤ num ≤ den for all.
    """
    _check(shares)
    seen = [each for each in shares if each.den]
    if len(seen) < least_points:
        return TooFew(len(seen), least_points)
    centre = sum(each.num for each in seen) / sum(each.den for each in seen)
    spread = _spread(seen, centre) if median(each.den for each in seen) >= large else 1.0
    if spread > 1:
        return ControlChart("laney", centre, spread, _judged(shares, centre, _laney(centre, spread)))
    return ControlChart("p", centre, 1.0, _judged(shares, centre, _binomial(centre)))


Limits = Callable[[int, float], tuple[float, float]]
"""(cases, standard deviations: 2 or 3) → the lowest and highest ordinary share."""


def _binomial(centre: float) -> Limits:
    def limits(den: int, sigmas: float) -> tuple[float, float]:
        tail = _NORMAL.cdf(-sigmas)
        return quantile(tail, den, centre) / den, quantile(1 - tail, den, centre) / den

    return limits


def _laney(centre: float, spread: float) -> Limits:
    def limits(den: int, sigmas: float) -> tuple[float, float]:
        reach = sigmas * spread * sqrt(centre * (1 - centre) / den)
        return max(0.0, centre - reach), min(1.0, centre + reach)

    return limits


def _spread(seen: Sequence[Share], centre: float) -> float:
    """Laney's σ_z: the mean moving range of the standardised shares over 1.128."""
    if not 0 < centre < 1:
        return 1.0
    z = [(each.num / each.den - centre) / sqrt(centre * (1 - centre) / each.den) for each in seen]
    ranges = [abs(after - before) for before, after in pairwise(z)]
    return sum(ranges) / len(ranges) / 1.128


def _judged(shares: Sequence[Share], centre: float, limits: Limits) -> tuple[ControlPoint, ...]:
    points: list[ControlPoint] = []
    sides: list[tuple[float, int]] = []
    for each in shares:
        if not each.den:
            points.append(ControlPoint(each.label, 0, 0, None, 0.0, 1.0, ()))
            continue
        share = each.num / each.den
        low, high = limits(each.den, 3)
        sides.append((share, _side(share, *limits(each.den, 2))))
        broken = {
            "outside": _side(share, low, high) != 0,
            "shift": _same_side([one for one, _ in sides[-8:]], centre, 8),
            "trend": _one_way([one for one, _ in sides[-6:]]),
            "near_limit": _side_twice([side for _, side in sides[-3:]]),
        }
        rules = tuple(rule for rule in RULES if broken[rule])
        points.append(ControlPoint(each.label, each.num, each.den, share, low, high, rules))
    return tuple(points)


def _side(share: float, low: float, high: float) -> int:
    return (share > high) - (share < low)


def _same_side(last: Sequence[float], centre: float, wanted: int) -> bool:
    return len(last) == wanted and (all(one > centre for one in last) or all(one < centre for one in last))


def _one_way(last: Sequence[float]) -> bool:
    steps = [after - before for before, after in pairwise(last)]
    return len(steps) == 5 and (all(step > 0 for step in steps) or all(step < 0 for step in steps))


def _side_twice(last: Sequence[int]) -> bool:
    return last[-1] != 0 and last.count(last[-1]) >= 2


Standing = Literal["as_expected", "warning_low", "warning_high", "alarm_low", "alarm_high", "too_few"]


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One agency: its share (None of 0 cases) and where it stands against the limits for its number of cases."""

    label: str
    num: int
    den: int
    share: float | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """For one number of cases: the lowest and highest share that chance explains at 95 % and at 99.8 %."""

    den: int
    low95: float
    high95: float
    low998: float
    high998: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """Shares across agencies against what all of them together did."""

    centre: float
    points: tuple[FunnelPoint, ...]
    limits: tuple[FunnelLimits, ...]


def funnel(shares: Sequence[Share], *, least: int = LEAST, curve: int = 40) -> Funnel | TooFew:
    """Hold each agency against all together, by the exact chance of a share as far out or farther.

    warning: less than 2.5 % a side; alarm: less than 0.1 % a side; agencies below `least` cases are "too_few".
    curve: at how many numbers of cases the limits are given, for drawing. Raises ValueError unless 0 ≤ num ≤ den for all.
    """
    _check(shares)
    cases = sum(each.den for each in shares)
    if not cases:
        return TooFew(0, 1)
    centre = sum(each.num for each in shares) / cases
    points = tuple(_stand(each, centre, least) for each in shares)
    return Funnel(
        centre, points, tuple(_limits(den, centre) for den in _grid(max(each.den for each in shares), curve))
    )


def _stand(each: Share, centre: float, least: int) -> FunnelPoint:
    share = each.num / each.den if each.den else None
    return FunnelPoint(each.label, each.num, each.den, share, _standing(each, centre, least))


def _standing(each: Share, centre: float, least: int) -> Standing:
    if too_few(each.den, least) or not each.den:
        return "too_few"
    low, high = at_most(each.num, each.den, centre), at_least(each.num, each.den, centre)
    if low < 0.001:
        return "alarm_low"
    if high < 0.001:
        return "alarm_high"
    if low < 0.025:
        return "warning_low"
    return "warning_high" if high < 0.025 else "as_expected"


def _limits(den: int, centre: float) -> FunnelLimits:
    low95, high95, low998, high998 = (
        quantile(chance, den, centre) / den for chance in (0.025, 0.975, 0.001, 0.999)
    )
    return FunnelLimits(den, low95, high95, low998, high998)


def _grid(largest: int, curve: int) -> list[int]:
    """Numbers of cases from 1 to the largest, closer together where limits move fast."""
    return sorted({max(1, round(largest * (step / curve) ** 2)) for step in range(1, curve + 1)})


def _check(shares: Sequence[Share]) -> None:
    for each in shares:
        if not 0 <= each.num <= each.den:
            raise ValueError(f"{each.label}: {each.num} of {each.den} is no share")
