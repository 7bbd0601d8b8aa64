"""JSON with exact numbers: 96.5 is written `96.5` from its fraction; what no decimal holds is a string, "1/3"."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction

Value = object


def dumps(value: Value, indent: int = 2) -> str:
    """Write JSON. Fractions become numbers or "p/q"; a float is refused.

    >>> dumps([Fraction(193, 2), Fraction(1, 3), None], indent=0)
    '[96.5, "1/3", null]'
    """
    return _written(value, indent, 0)


def decimal_text(value: Fraction) -> str | None:
    """The exact decimal, `-0.25`; None for an endless one."""
    places, denominator = 0, value.denominator
    while denominator % 10 == 0:
        places, denominator = places + 1, denominator // 10
    while denominator % 2 == 0 or denominator % 5 == 0:
        places += 1
        denominator = denominator // 2 if denominator % 2 == 0 else denominator // 5
    if denominator != 1:
        return None
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def _written(value: Value, indent: int, depth: int) -> str:
    if isinstance(value, Fraction):
        exact = decimal_text(value)
        return exact if exact is not None else json.dumps(f"{value.numerator}/{value.denominator}")
    if value is None or isinstance(value, (str, bool, int)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        pairs = [
            f"{json.dumps(str(key), ensure_ascii=False)}: {_written(each, indent, depth + 1)}"
            for key, each in value.items()
        ]
        return _enclosed("{", pairs, "}", indent, depth)
    if isinstance(value, Sequence):
        items = [_written(each, indent, depth + 1) for each in value]
        return _enclosed("[", items, "]", indent, depth)
    raise TypeError(f"not exact, or not JSON: {type(value).__name__}")


def _enclosed(start: str, items: list[str], end: str, indent: int, depth: int) -> str:
    if not items:
        return start + end
    if not indent or (all("\n" not in item for item in items) and sum(map(len, items)) < 80):
        return start + ", ".join(items) + end
    inner, outer = " " * indent * (depth + 1), " " * indent * depth
    return f"{start}\n{inner}" + f",\n{inner}".join(items) + f"\n{outer}{end}"
