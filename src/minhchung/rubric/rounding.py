"""Rounding points, exactly, the way a rubric says."""

from __future__ import annotations

from fractions import Fraction

from minhchung.rubric.model import Rounding, RoundingMode


def round_points(points: Fraction, rounding: Rounding | None) -> Fraction:
    """Points at the rubric's places and mode; unchanged when it says none."""
    if rounding is None:
        return points
    return round_to(points, rounding.places, rounding.mode)


def round_to(value: Fraction, places: int, mode: RoundingMode) -> Fraction:
    """Round to so many decimals. half_up rounds halves away from zero, down towards it, up away from it.

    >>> round_to(Fraction(1, 8), 2, "half_up"), round_to(Fraction(1, 8), 2, "half_even")
    (Fraction(13, 100), Fraction(3, 25))
    """
    scale = 10**places
    denominator = value.denominator
    units, rest = divmod(abs(value.numerator) * scale, denominator)
    twice = 2 * rest
    match mode:
        case "half_up":
            rounds_up = twice >= denominator
        case "half_even":
            rounds_up = twice > denominator or (twice == denominator and units % 2 == 1)
        case "up":
            rounds_up = rest > 0
        case "down":
            rounds_up = False
    units += 1 if rounds_up else 0
    return Fraction(-units if value.numerator < 0 else units, scale)
