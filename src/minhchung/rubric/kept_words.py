"""The figures in reasons that a ranking keeps as numbers: how they are written, for ever.

A kept reason is a sentence with marks where its figures stand (`kept`). These functions write the figures of format 1
as they were written on the day; words that change later change what is kept from then on, under another format, and
never what was kept before. Integers only; the same texts as `wording` gives today (held by a property test).
"""

from __future__ import annotations

from fractions import Fraction

SWAP = str.maketrans({",": ".", ".": ","})
RATE, POINTS, PLURAL, ROUNDED, ROUNDED_PLURAL = "\x01", "\x02", "\x03", "\x04", "\x05"
"""Marks: the rate, the points before rounding and the s after them, the points after rounding and theirs."""
PLACES_WHEN_ENDLESS = 4


def number(value: Fraction) -> str:
    """`1.234,5`; a fraction that never ends `≈ 0,3333`, rounded half away from zero."""
    places = _places(value.denominator)
    if places is None:
        return "≈ " + _fixed(value, PLACES_WHEN_ENDLESS)
    return _fixed(value, places)


def rate(num: int, den: int) -> str:
    """`264/319 = 82,76 %`, two places at most, rounded half up; 0 ≤ num ≤ den, den above 0."""
    hundredths = (2 * num * 10_000 + den) // (2 * den)
    whole, rest = divmod(hundredths, 100)
    share = f"{_grouped(whole)},{rest:02d}".rstrip("0") if rest else _grouped(whole)
    return f"{_grouped(num)}/{_grouped(den)} = {share} %"


def plural(value: Fraction) -> str:
    """The s of `points`."""
    return "" if value == 1 else "s"


def _grouped(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _fixed(value: Fraction, places: int) -> str:
    top, bottom = abs(value.numerator) * 10**places, value.denominator
    units = (2 * top + bottom) // (2 * bottom)
    whole, rest = divmod(units, 10**places)
    sign = "-" if value < 0 and units else ""
    return f"{sign}{_grouped(whole)},{rest:0{places}d}" if places else f"{sign}{_grouped(whole)}"


def _places(denominator: int) -> int | None:
    """How many decimals write it exactly; None when no number of them does."""
    places = 0
    while denominator % 10 == 0:
        denominator, places = denominator // 10, places + 1
    more = 0
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator, more = denominator // prime, more + 1
    return places + more if denominator == 1 else None
