"""Intervals against exact rational sums and published tables."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minhchung.stats.confidence import at_least, at_most, clopper_pearson, quantile, too_few, wilson

SHARES = st.integers(0, 120).flatmap(lambda den: st.tuples(st.integers(0, den), st.just(den)))


def exact_at_most(count: int, den: int, share: Fraction) -> Fraction:
    return sum((comb(den, k) * share**k * (1 - share) ** (den - k) for k in range(count + 1)), Fraction(0))


@given(SHARES, st.integers(0, 1000))
def test_tails_agree_with_exact_sums(share: tuple[int, int], thousandths: int) -> None:
    num, den = share
    chance = Fraction(thousandths, 1000)

    assert at_most(num, den, float(chance)) == pytest.approx(
        float(exact_at_most(num, den, chance)), abs=1e-11
    )
    assert at_least(num, den, float(chance)) == pytest.approx(
        float(1 - exact_at_most(num - 1, den, chance)), abs=1e-11
    )


@given(SHARES.filter(lambda share: share[1] > 0), st.sampled_from([0.8, 0.95, 0.998]))
def test_at_the_ends_of_the_exact_interval_the_tail_is_what_was_asked(
    share: tuple[int, int], level: float
) -> None:
    num, den = share
    found = clopper_pearson(num, den, level)
    assert found is not None
    tail = (1 - level) / 2

    if num:
        assert 1 - exact_at_most(num - 1, den, Fraction(found.low)) == pytest.approx(tail, rel=1e-6)
    if num < den:
        assert exact_at_most(num, den, Fraction(found.high)) == pytest.approx(tail, rel=1e-6)
    assert 0 <= found.low <= num / den <= found.high <= 1
    narrower = wilson(num, den, level)
    assert narrower is not None and 0 <= narrower.low <= num / den <= narrower.high <= 1


@pytest.mark.parametrize(("num", "den", "low", "high"), [
    (0, 10, 0.0, 0.308497), (10, 10, 0.691503, 1.0), (4, 20, 0.057334, 0.436614), (81, 263, 0.2527, 0.3676),
])  # fmt: skip
def test_clopper_pearson_of_known_shares(num: int, den: int, low: float, high: float) -> None:
    found = clopper_pearson(num, den)

    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_wilson_of_a_known_share() -> None:
    found = wilson(81, 263)  # Newcombe (1998), table I: 0.2553 to 0.3662

    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


def test_millions_of_cases_are_no_harder() -> None:
    found = clopper_pearson(9_950_000, 10_000_000)

    assert found is not None
    assert found.low == pytest.approx(0.995 - 1.96 * (0.995 * 0.005 / 1e7) ** 0.5, abs=2e-7)
    assert at_most(17_264, 17_350, 0.995) + at_least(17_265, 17_350, 0.995) == pytest.approx(1, abs=1e-11)


def test_of_nothing_there_is_no_interval_and_of_little_nothing_to_say() -> None:
    assert clopper_pearson(0, 0) is wilson(0, 0) is None
    assert (too_few(29), too_few(30), too_few(4, least=5)) == (True, False, True)
    for num, den, level in ((2, 1, 0.95), (-1, 1, 0.95), (1, 2, 1.0)):
        with pytest.raises(ValueError, match=r"no share|between 0 and 1"):
            clopper_pearson(num, den, level)


@given(st.integers(1, 60), st.integers(0, 100), st.sampled_from([0.00135, 0.025, 0.5, 0.975]))
def test_a_quantile_is_the_first_count_that_reaches_the_chance(
    den: int, hundredths: int, chance: float
) -> None:
    found = quantile(chance, den, hundredths / 100)

    assert at_most(found, den, hundredths / 100) >= chance
    assert found == 0 or at_most(found - 1, den, hundredths / 100) < chance
