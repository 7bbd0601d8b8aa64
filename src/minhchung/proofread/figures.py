"""Counts and percentages as reports write them."""

from __future__ import annotations

from fractions import Fraction

COUNT = r"\d{1,3}(?:\.\d{3})+|\d+"
PERCENT = r"(?P<percent>\d{1,3}(?:[.,]\d+)?)\s?%"


def count_of(text: str) -> int:
    """`20.290` is twenty thousand: in a report a dot before three digits stands between thousands."""
    return int(text.replace(".", ""))


def percent_of(text: str) -> tuple[Fraction, int]:
    """The percentage as written, and its decimals: "82,7" is (827/10, 1)."""
    plain = text.replace(",", ".")
    return Fraction(plain), len(plain.partition(".")[2])


def rounded_fits(stated: Fraction, places: int, numerator: int, denominator: int) -> bool:
    """Whether the share, rounded to as many places as stated, is the stated percentage."""
    if denominator == 0:
        return False
    return abs(Fraction(100 * numerator, denominator) - stated) <= Fraction(1, 2 * 10**places)
