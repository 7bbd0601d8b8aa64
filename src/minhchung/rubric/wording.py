"""Numbers, shares, limits and dates in words, in both languages; and their plain form in a rubric's text."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Final

from minhchung.rubric.errors import Reason
from minhchung.rubric.model import Limits, RelDate, Window
from minhchung.viet.numbers import format_number

SWAP = str.maketrans({",": ".", ".": ","})


def vi_number(value: Fraction) -> str:
    """`96,5`. Thousandths and coarser are written here by integers, for a leaf shows many; the rest by `viet`."""
    numerator, denominator = value.numerator, value.denominator
    if denominator == 1:
        return f"{numerator:,}".replace(",", ".")
    if 1000 % denominator:
        return format_number(value)
    thousandths = numerator * (1000 // denominator)
    whole, rest = divmod(abs(thousandths), 1000)
    sign = "-" if numerator < 0 else ""
    return f"{sign}{whole:,}".replace(",", ".") + f",{rest:03d}".rstrip("0")


def en_number(value: Fraction) -> str:
    """`96.5`."""
    return vi_number(value).translate(SWAP)


def rate_shown(num: Fraction, den: Fraction) -> str:
    """`82,76 %`, rounded half up, without trailing zeros; den is above 0, num not below."""
    top, bottom = num.numerator * den.denominator * 10_000, den.numerator * num.denominator
    hundredths = (2 * top + bottom) // (2 * bottom)
    whole, rest = divmod(hundredths, 100)
    shown = f"{whole:,}".replace(",", ".")
    return f"{shown},{rest:02d}".rstrip("0") + " %" if rest else f"{shown} %"


def vi_points(value: Fraction) -> str:
    """`96,5 điểm`."""
    return f"{vi_number(value)} điểm"


def en_points(value: Fraction) -> str:
    """`96.5 points`, `1 point`."""
    return f"{en_number(value)} point" + ("" if value == 1 else "s")


def said(vi: str, en: str, points: Fraction) -> Reason:
    """A reason that ends in points: `… → 1 điểm`."""
    shown = vi_number(points)
    plural = "" if points == 1 else "s"
    return Reason(f"{vi} → {shown} điểm", f"{en} → {shown.translate(SWAP)} point{plural}")


_OWN_POINTS: Final = re.compile(r"^(\S+) → \1 (điểm|points?)")


def said_once(text: str) -> str:
    """A reason as a person reads it: a mark that is its own points ("3 → 3 điểm") is said once. What is kept and published
    stays as the engine wrote it."""
    return _OWN_POINTS.sub(r"\1 \2", text)


def percent(value: Fraction) -> Reason:
    """A share as `82,76 %`: exact when two decimals can hold it, rounded otherwise."""
    shown = rate_shown(abs(value), Fraction(1))
    if value < 0:
        shown = f"-{shown}"
    return Reason(shown, shown.translate(SWAP))


def plain(value: Fraction) -> str:
    """A number as a rubric's text writes it: `0,5`; an endless fraction as `1/3`."""
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(abs((value * 10**places).numerator)).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    if not places:
        return sign + digits
    decimals = digits[-places:]
    whole = digits[:-places]
    if len(decimals) == 3 and whole != "0" and len(whole) <= 3:
        decimals += "0"  # 1,125 could be read as a thousand; 1,1250 cannot
    return f"{sign}{whole},{decimals}"


def plain_share(value: Fraction) -> str:
    """A share as a rubric's text writes it: `95 %`, `1/3`."""
    hundredfold = plain(value * 100)
    return plain(value) if "/" in hundredfold else f"{hundredfold} %"


def plain_limits(limits: Limits, *, share: bool) -> str:
    """`>= 80 %, < 90 %`."""
    write = plain_share if share else plain
    return ", ".join(f"{limit.op} {write(limit.value)}" for limit in limits)


UNITS_EN = {"ngày": "days", "ngày làm việc": "working days", "lần": "failures", "điểm": "points"}


def counted_en(n: int, singular: str) -> str:
    """`1 day`, `3 days`."""
    return f"{n} {singular}" + ("" if n == 1 else "s")


def limits_in_words(limits: Limits, *, share: bool, unit: str = "") -> Reason:
    """`80 – dưới 90 %`, `từ 95 % trở lên`, `trên 8.000 hồ sơ`."""
    lower = next((limit for limit in limits if limit.op in (">", ">=")), None)
    upper = next((limit for limit in limits if limit.op in ("<", "<=")), None)
    exact = next((limit for limit in limits if limit.op == "="), None)
    vi_unit = " %" if share else (f" {unit}" if unit else "")
    en_unit = " %" if share else (f" {UNITS_EN.get(unit, unit)}" if unit else "")

    def vi(value: Fraction) -> str:
        return vi_number(value * 100 if share else value)

    def en(value: Fraction) -> str:
        return en_number(value * 100 if share else value)

    if exact is not None:
        return Reason(f"đúng {vi(exact.value)}{vi_unit}", f"exactly {en(exact.value)}{en_unit}")
    if lower is not None and upper is not None:
        over_vi, over_en = ("trên ", "over ") if lower.op == ">" else ("", "")
        under_vi, under_en = ("dưới ", "under ") if upper.op == "<" else ("", "")
        return Reason(
            f"{over_vi}{vi(lower.value)} – {under_vi}{vi(upper.value)}{vi_unit}",
            f"{over_en}{en(lower.value)} – {under_en}{en(upper.value)}{en_unit}",
        )
    if lower is not None:
        if lower.op == ">":
            return Reason(f"trên {vi(lower.value)}{vi_unit}", f"over {en(lower.value)}{en_unit}")
        return Reason(f"từ {vi(lower.value)}{vi_unit} trở lên", f"{en(lower.value)}{en_unit} or more")
    if upper is not None:
        if upper.op == "<":
            return Reason(f"dưới {vi(upper.value)}{vi_unit}", f"under {en(upper.value)}{en_unit}")
        return Reason(f"không quá {vi(upper.value)}{vi_unit}", f"at most {en(upper.value)}{en_unit}")
    return Reason("", "")


def vi_date(day: date) -> str:
    """`15/10/2023`."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def plain_day(day: RelDate) -> str:
    """`15/10/N`, `07/12/N-1`, `01/01/2022`."""
    if day.year is not None:
        return f"{day.day:02}/{day.month:02}/{day.year}"
    return f"{day.day:02}/{day.month:02}/N" + (f"{day.offset:+d}" if day.offset else "")


def plain_window(window: Window, year: int | None = None) -> str:
    """`01/01/N – 15/10/N`; with the period's year `01/01/2023 – 15/10/2023`."""
    if year is not None:
        return f"{vi_date(window.start.on(year))} – {vi_date(window.end.on(year))}"
    return f"{plain_day(window.start)} – {plain_day(window.end)}"
