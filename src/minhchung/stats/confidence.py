"""How far a share seen in some cases may lie from the share behind them. Floats: none of this touches a score.

A tail of the binomial is read off the regularised incomplete beta function, by its continued fraction (Lentz's method, stopped
when a step changes less than 1e-15 of the value), right to some 1e-11 for up to 10 million cases. Limits are found by bisection
to 1e-12, or to the last bit. Source: Clopper and Pearson (1934), Wilson (1927); NIST/SEMATECH e-Handbook 7.2.4.1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, lgamma, log, log1p, sqrt
from statistics import NormalDist

LEAST = 30
"""Below so many cases a share is "too few to say" unless the caller sets another number."""

_CLOSE = 1e-15
_TOLERANCE = 1e-12
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Interval:
    """Shares from `low` to `high`, both 0 to 1, at a confidence `level` such as 0.95."""

    low: float
    high: float
    level: float


def too_few(den: int, least: int = LEAST) -> bool:
    """Whether a share of so many cases says too little to be shown or ranked alone."""
    return den < least


def clopper_pearson(num: int, den: int, level: float = 0.95) -> Interval | None:
    """The exact interval: covers the true share at least `level` of the time, whatever it is. None of 0 cases.

    Raises ValueError unless 0 ≤ num ≤ den and 0 < level < 1.
    """
    _check(num, den, level)
    if den == 0:
        return None
    tail = (1 - level) / 2
    low = 0.0 if num == 0 else _bisect(lambda p: at_least(num, den, p) < tail)
    high = 1.0 if num == den else _bisect(lambda p: at_most(num, den, p) > tail)
    return Interval(low, high, level)


def wilson(num: int, den: int, level: float = 0.95) -> Interval | None:
    """The score interval: narrower, right on average. None of 0 cases. Raises as `clopper_pearson` does."""
    _check(num, den, level)
    if den == 0:
        return None
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, spread = num / den, z * z / den
    middle = (share + spread / 2) / (1 + spread)
    reach = sqrt(share * (1 - share) * spread + spread * spread / 4) / (1 + spread)
    low = 0.0 if num == 0 else max(0.0, middle - reach)
    high = 1.0 if num == den else min(1.0, middle + reach)
    return Interval(low, high, level)


def at_most(count: int, den: int, share: float) -> float:
    """The chance of `count` or fewer among `den` cases when each has the chance `share`."""
    if count < 0:
        return 0.0
    return 1.0 if count >= den else _beta(den - count, count + 1, 1 - share, share)


def at_least(count: int, den: int, share: float) -> float:
    """The chance of `count` or more."""
    if count <= 0:
        return 1.0
    return 0.0 if count > den else _beta(count, den - count + 1, share, 1 - share)


def quantile(chance: float, den: int, share: float) -> int:
    """The smallest count with a chance of at least `chance` to be that or fewer."""
    low, high = 0, den
    while low < high:
        middle = (low + high) // 2
        if at_most(middle, den, share) >= chance:
            high = middle
        else:
            low = middle + 1
    return low


def _check(num: int, den: int, level: float) -> None:
    if not 0 <= num <= den:
        raise ValueError(f"{num} of {den} is no share")
    if not 0 < level < 1:
        raise ValueError(f"a confidence of {level} is not between 0 and 1")


def _bisect(is_below: Callable[[float], bool]) -> float:
    """Where a condition stops to hold, from 0 up."""
    low, high = 0.0, 1.0
    while high - low > _TOLERANCE * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if is_below(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta(a: int, b: int, x: float, rest: float) -> float:
    """The regularised incomplete beta function I_x(a, b); rest is 1 − x, given so that no digit is lost near 1."""
    if x <= 0:
        return 0.0
    if rest <= 0:
        return 1.0
    if x * (a + b + 2) > a + 1:
        return 1 - _beta_near_zero(b, a, rest, x)
    return _beta_near_zero(a, b, x, rest)


def _beta_near_zero(a: int, b: int, x: float, rest: float) -> float:
    whole = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * (log1p(-x) if x < 0.5 else log(rest))
    return exp(whole) * _continued(a, b, x) / a


def _continued(a: int, b: int, x: float) -> float:
    """The continued fraction of the incomplete beta function; converges within some √max(a, b) steps."""
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 200_000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _off_zero(1 + term * d)
            c = _off_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return value


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
