"""CSV that Excel opens rightly and cannot be made to run: UTF-8 with BOM, RFC 4180, formulas defused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

Value = str | int | Fraction | Decimal | date | bool | None

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00")
_PLACES_WHEN_ENDLESS = 10


def to_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """Write rows of values. The first row is the header, if there is one.

    Text that begins like a formula gets a leading apostrophe; typed numbers never do. Numbers have a decimal
    point and no grouping; a fraction no decimal writes is rounded to 10 places. Dates are ISO.
    """
    lines = (",".join(_field(value) for value in row) for row in rows)
    return ("\ufeff" + "".join(line + "\r\n" for line in lines)).encode("utf-8", "replace")


def _field(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return _quoted("'" + value if value.startswith(_STARTS_A_FORMULA) else value)
        case int():
            return str(value)
        case Fraction() | Decimal():
            return _decimal(Fraction(value))
        case date():
            return value.isoformat()


def _quoted(text: str) -> str:
    if any(mark in text for mark in ',"\r\n') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def _decimal(value: Fraction) -> str:
    """Write a fraction in plain digits, rounded half away from zero where it never ends."""
    if value.denominator == 1:
        return str(value.numerator)
    scale = 10**_PLACES_WHEN_ENDLESS
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        scale = max(scale, 10 ** value.denominator.bit_length())
    scaled = abs(value) * scale
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    places = len(str(scale)) - 1
    whole, part = divmod(units, scale)
    digits = f"{part:0{places}d}".rstrip("0")
    sign = "-" if value < 0 and units else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"
