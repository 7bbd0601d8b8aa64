"""Exact numbers, written and read the Vietnamese way: 1.234.567,5 and 82,76 %.

Source: Luật Kế toán 2015, Điều 11 (dot after thousands, comma before decimals); CLDR `vi`.
No float is taken or made anywhere: a float argument raises TypeError.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from minhchung.viet.problem import Problem

NO_RATE = "—"
_APPROXIMATELY = "≈ "
_HYPHEN_AS_MINUS: Final = re.compile(r"(?<![^\s(\[“])-(?=\d)|(?<=\d )-(?= \d)")
_PLACES_WHEN_ENDLESS = 4
_MOST_DIGITS = 30

_FIGURE = re.compile(r"(?P<sign>[-+\u2212]?)\s*(?P<body>[0-9](?:[0-9.,\s]*[0-9])?)\s*(?P<percent>%?)")
_THOUSANDS = {mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in ".,"}
_SPACED_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\s[0-9]{3})+(?=[.,]|$)")


@dataclass(frozen=True, slots=True)
class Number:
    """One reading. `value` is the figure as written: "12 %" is 12 with `percent` set."""

    value: Fraction
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Two readings that both fit, smaller first; the reader must choose, and `problem` asks."""

    readings: tuple[Fraction, Fraction]
    percent: bool
    problem: Problem


Parsed = Number | Ambiguous | Problem


def format_number(value: Fraction | Decimal | int, places: int | None = None) -> str:
    """Write a number with dots between thousands and a comma before decimals.

    places: decimals to show, rounded half away from zero; None shows the shortest exact decimal, and
    a fraction that never ends (1/3) is rounded to 4 places and marked "≈ ".

    >>> format_number(Decimal("1234567.5")), format_number(5, 2), format_number(Fraction(1, 3))
    ('1.234.567,5', '5,00', '≈ 0,3333')
    """
    exact = _exact(value)
    if places is not None:
        return _fixed(exact, places)
    needed = _places_needed(exact.denominator)
    if needed is None:
        return _APPROXIMATELY + _fixed(exact, _PLACES_WHEN_ENDLESS)
    return _fixed(exact, needed)


def format_points(points: Fraction | Decimal | int) -> str:
    """Write points as the shortest exact decimal ("96,5"); see `format_number` for endless fractions."""
    return format_number(points)


def with_minus(text: str) -> str:
    """A line with figures as people read it: "-1,5 điểm" becomes "−1,5 điểm". Files read by machines keep the hyphen.

    A hyphen is a minus sign right before a figure, after a space, a bracket or nothing, and alone between two figures
    ("3 - 1"): codes, dates and ranges (16-KH, 2020-2023) stay as they are.
    """
    return _HYPHEN_AS_MINUS.sub("\u2212", text)


def shown_points(points: Fraction | Decimal | int) -> str:
    """Points for the eye: as `format_points`, a minus sign before what is below zero."""
    return with_minus(format_points(points))


def format_gain(points: Fraction | Decimal | int) -> str:
    """Points more or less, with their sign in front of the figure: "+5", "−21", "≈ +0,7143"; nothing is "0"."""
    text = shown_points(points)
    if points <= 0:
        return text
    return (
        f"{_APPROXIMATELY}+{text.removeprefix(_APPROXIMATELY)}"
        if text.startswith(_APPROXIMATELY)
        else f"+{text}"
    )


def format_percent(
    numerator: Fraction | Decimal | int,
    denominator: Fraction | Decimal | int,
    places: int = 2,
) -> str:
    """Write a rate: 264 of 319 is "82,76 %". Rounded half up; a rate of nothing (n/0) is "—".

    The shown figure is rounded, so never compare it with a limit: compare numerator and denominator.
    """
    if _exact(denominator) == 0:
        return NO_RATE
    return _fixed(_exact(numerator) / _exact(denominator) * 100, places) + " %"


def parse_number(
    text: str,
    *,
    low: Fraction | Decimal | int | None = None,
    high: Fraction | Decimal | int | None = None,
    places: int | None = None,
) -> Parsed:
    """Read `8,5`, `8.5`, `1.234`, `1.234.567,5`, `1,234,567.5`, `1 234`, `12 %`.

    low, high: the field's range, ends included, for the figure as written. places: the most decimals the
    field takes (0: whole numbers only). Readings that do not fit are dropped. `1.234` and `1,234` can be a
    thousand or a decimal: if both fit the answer is `Ambiguous`, never a guess. Anything else is a Problem.
    """
    match = _FIGURE.fullmatch(text.strip())
    if match is None:
        return _not_a_number(text)
    body = _without_spaced_thousands(match["body"])
    if sum(map(str.isdigit, body)) > _MOST_DIGITS:
        return Problem(
            "number.too_long",
            f"Số có quá {_MOST_DIGITS} chữ số.",
            f"The number has more than {_MOST_DIGITS} digits.",
        )
    decimals = _readings(body)
    if not decimals:
        return _not_a_number(text)
    sign = "" if match["sign"] in ("", "+") else "-"
    candidates = [(Fraction(sign + decimal), _decimals_in(decimal)) for decimal in decimals]
    percent = match["percent"] == "%"
    return _choose(text, candidates, percent, _bound(low), _bound(high), places)


def _exact(value: Fraction | Decimal | int) -> Fraction:
    if isinstance(value, float):
        raise TypeError("a float is not exact: pass an int, a Fraction or a Decimal")
    return Fraction(value)


def _bound(value: Fraction | Decimal | int | None) -> Fraction | None:
    return None if value is None else _exact(value)


def _fixed(value: Fraction, places: int) -> str:
    if places < 0:
        raise ValueError("places must not be negative")
    scaled = abs(value) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    whole, rest = divmod(units, 10**places)
    sign = "-" if value < 0 and units else ""
    grouped = f"{whole:,}".replace(",", ".")
    return f"{sign}{grouped},{rest:0{places}d}" if places else f"{sign}{grouped}"


def _places_needed(denominator: int) -> int | None:
    """Count the decimals that write n/denominator exactly; None when no number of them does."""
    counts = []
    for prime in (2, 5):
        count = 0
        while denominator % prime == 0:
            denominator //= prime
            count += 1
        counts.append(count)
    return max(counts) if denominator == 1 else None


def _without_spaced_thousands(body: str) -> str:
    """Join `1 234,5`; spaces that do not stand between thousands stay, and are refused later."""
    match = _SPACED_THOUSANDS.match(body)
    return body if match is None else "".join(match[0].split()) + body[match.end() :]


def _readings(body: str) -> list[str]:
    """List what the digits and marks can mean, as plain decimals ("1234.5"), the decimal comma first."""
    found = [
        _read_with(body, decimal=",", thousands="."),
        _read_with(body, decimal=".", thousands=","),
    ]
    return list(dict.fromkeys(reading for reading in found if reading is not None))


def _read_with(body: str, *, decimal: str, thousands: str) -> str | None:
    whole, mark, rest = body.partition(decimal)
    if mark and not _is_digits(rest):
        return None
    if not _is_digits(whole) and not _THOUSANDS[thousands].fullmatch(whole):
        return None
    return whole.replace(thousands, "") + ("." + rest if mark else "")


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _decimals_in(decimal: str) -> int:
    return len(decimal.partition(".")[2].rstrip("0"))


def _choose(
    text: str,
    candidates: list[tuple[Fraction, int]],
    percent: bool,
    low: Fraction | None,
    high: Fraction | None,
    places: int | None,
) -> Parsed:
    within = [
        (value, decimals)
        for value, decimals in candidates
        if (low is None or value >= low) and (high is None or value <= high)
    ]
    if not within:
        return _out_of_range(candidates[0][0], low, high)
    fitting = sorted(value for value, decimals in within if places is None or decimals <= places)
    if not fitting:
        return _too_many_decimals(places or 0)
    if len(fitting) == 1:
        return Number(fitting[0], percent)
    return Ambiguous((fitting[0], fitting[1]), percent, _which(text, fitting[0], fitting[1]))


def _not_a_number(text: str) -> Problem:
    shown = text.strip()[:40]
    return Problem(
        "number.unreadable",
        f"“{shown}” không phải là số. Viết như 8,5 hoặc 1.234.567,5.",
        f"“{shown}” is not a number. Write it like 8,5 or 1.234.567,5.",
    )


def _too_many_decimals(places: int) -> Problem:
    if places == 0:
        return Problem(
            "number.not_whole",
            "Ô này chỉ nhận số nguyên.",
            "This field takes whole numbers only.",
        )
    return Problem(
        "number.too_precise",
        f"Ô này nhận nhiều nhất {places} chữ số sau dấu phẩy.",
        f"This field takes at most {places} decimals.",
    )


def _out_of_range(value: Fraction, low: Fraction | None, high: Fraction | None) -> Problem:
    shown = format_number(value)
    if low is not None and high is not None:
        allowed = f"từ {format_number(low)} đến {format_number(high)}"
        allowed_en = f"from {format_number(low)} to {format_number(high)}"
    elif low is not None:
        allowed, allowed_en = (
            f"từ {format_number(low)} trở lên",
            f"{format_number(low)} or more",
        )
    else:
        top = format_number(high) if high is not None else ""
        allowed, allowed_en = f"không quá {top}", f"at most {top}"
    return Problem(
        "number.out_of_range",
        f"{shown} nằm ngoài khoảng cho phép ({allowed}).",
        f"{shown} is outside the allowed range ({allowed_en}).",
    )


def _which(text: str, small: Fraction, large: Fraction) -> Problem:
    shown, first, second = text.strip(), format_number(small), format_number(large)
    return Problem(
        "number.ambiguous",
        f"“{shown}” có thể là {first} hoặc {second}. Hãy chọn một.",
        f"“{shown}” can mean {first} or {second}. Choose one.",
    )
