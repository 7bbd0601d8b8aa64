"""Columns of exact fractions: 64-bit integers while they fit, Python's own integers from there on, never floats.

A value is a `Fraction` (the same for every row) or an `Exact` (one number a row). Before each operation the size that
the result can have is reckoned; what may not fit in 64 bits is done with Python integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minhchung.rubric.model import RoundingMode

Ints = NDArray[Any]
Flags = NDArray[np.bool_]
Mask = bool | Flags
LIMIT = 2**62


@dataclass(slots=True)
class Exact:
    """num / den, row by row. den: one for all rows, or one a row; above 0. size, den_size: none is larger."""

    num: Ints
    den: int | Ints
    size: int
    den_size: int

    def at(self, row: int) -> Fraction:
        """One row's number."""
        den = self.den if isinstance(self.den, int) else int(self.den[row])
        return Fraction(int(self.num[row]), den)


Value = Fraction | Exact
_Parts = tuple[Any, Any, int, int]
ZERO = Fraction(0)


def exact(num: Ints, den: int | Ints = 1, size: int | None = None) -> Exact:
    """A column from integers; size when it is known already."""
    den_size = den if isinstance(den, int) else _largest(den)
    return Exact(num, den, _largest(num) if size is None else size, den_size)


def at(value: Value, row: int) -> Fraction:
    """One row of a value."""
    return value if isinstance(value, Fraction) else value.at(row)


def column(values: Sequence[Fraction]) -> Exact:
    """A column of these fractions over their least common denominator."""
    den = lcm(*(value.denominator for value in values)) if values else 1
    nums = [value.numerator * (den // value.denominator) for value in values]
    size = max((abs(num) for num in nums), default=0)
    kind: Any = np.int64 if size < LIMIT and den < LIMIT else object
    return Exact(np.array(nums, dtype=kind), den, size, den)


def take(table: Exact, index: Ints) -> Exact:
    """A column picked from a table by the place of each row."""
    den = table.den if isinstance(table.den, int) else table.den.take(index)
    return Exact(table.num.take(index), den, table.size, table.den_size)


def spread_out(value: Value, rows: int) -> Exact:
    """A value as a column of so many rows."""
    if isinstance(value, Exact) and value.num.ndim:
        return value
    num, den, size, den_size = _parts(value)
    kind: Any = np.int64 if size < LIMIT and den_size < LIMIT else object
    return Exact(np.full(rows, num, dtype=kind), den, size, den_size)


# ── arithmetic ──


def add(a: Value, b: Value) -> Value:
    """a + b."""
    if isinstance(a, Fraction):
        if isinstance(b, Fraction):
            return a + b
        if not a:
            return b
    elif isinstance(b, Fraction) and not b:
        return a
    an, ad, a_size, ad_size = _parts(a)
    bn, bd, b_size, bd_size = _parts(b)
    if isinstance(ad, int) and isinstance(bd, int):
        den = ad if ad == bd else lcm(ad, bd)
        ka, kb = den // ad, den // bd
        size = a_size * ka + b_size * kb
        if _fits(size, den, ka, kb):
            num = (an if ka == 1 else an * ka) + (bn if kb == 1 else bn * kb)
            return Exact(num, den, size, den)
        if _small(an, bn):
            return add(*_wider(a, b))
        return _whole(Exact(an * ka + bn * kb, den, size, den))
    size, den_size = a_size * bd_size + b_size * ad_size, ad_size * bd_size
    if not _fits(size, den_size, ad_size, bd_size) and _small(an, bn, ad, bd):
        return add(*_wider(a, b))
    return _reduced(an * bd + bn * ad, ad * bd, size, den_size)


def negative(a: Value) -> Value:
    """−a."""
    return -a if isinstance(a, Fraction) else Exact(-a.num, a.den, a.size, a.den_size)


def subtract(a: Value, b: Value) -> Value:
    """a − b."""
    return add(a, negative(b))


def multiply(a: Value, b: Value) -> Value:
    """a × b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a * b
    if a == 1:
        return b
    if b == 1:
        return a
    an, ad, a_size, ad_size = _parts(a)
    bn, bd, b_size, bd_size = _parts(b)
    size, den_size = a_size * b_size, ad_size * bd_size
    if not _fits(size, den_size, a_size, b_size, ad_size, bd_size) and _small(an, bn, ad, bd):
        return multiply(*_wider(a, b))
    if isinstance(ad, int) and isinstance(bd, int):
        return Exact(_array(an * bn), ad * bd, size, den_size)
    return _reduced(an * bn, ad * bd, size, den_size)


def divide(a: Value, b: Value) -> Value:
    """a / b, b above 0 in every row."""
    if isinstance(b, Fraction):
        return multiply(a, 1 / b)
    den = b.den if not isinstance(b.den, int) else np.full(b.num.shape, b.den, dtype=b.num.dtype)
    return multiply(a, Exact(den, b.num, b.den_size, b.size))


def total(values: Sequence[Value]) -> Value:
    """All of them added; 0 when there are none. Columns of one denominator are added in place first."""
    fixed = ZERO
    sums: dict[int, Exact] = {}
    owned: set[int] = set()
    rest: list[Value] = []
    for value in values:
        if isinstance(value, Fraction):
            fixed = fixed + value if value else fixed
            continue
        den = value.den
        if not isinstance(den, int) or value.num.dtype == object:
            rest.append(value)
            continue
        first = sums.get(den)
        if first is None:
            sums[den] = value
        elif first.size + value.size >= LIMIT:
            rest.append(value)
        elif den in owned:
            first.num += value.num
            first.size += value.size
        else:
            sums[den] = Exact(first.num + value.num, den, first.size + value.size, den)
            owned.add(den)
    found: Value = fixed
    for value in [*sums.values(), *rest]:
        found = add(found, value)
    return found


def round_column(value: Value, places: int, mode: RoundingMode) -> Value:
    """Rounded as `rounding.round_to` rounds one number."""
    scale = 10**places
    if isinstance(value, Fraction):
        from minhchung.rubric.rounding import round_to

        return round_to(value, places, mode)
    if isinstance(value.den, int) and scale % value.den == 0:
        return value
    size = value.size * scale * 2
    if not _fits(size, value.den_size * 2) and _small(value.num, value.den):
        tight = _tightened(value)
        small = _fits(tight.size * scale * 2, tight.den_size * 2)
        return round_column(tight if small else _as_objects(tight), places, mode)
    scaled = np.abs(value.num) * scale
    units = scaled // value.den
    rest = scaled - units * value.den
    if mode == "half_up":
        units = units + (2 * rest >= value.den)
    elif mode == "half_even":
        twice = 2 * rest
        units = units + ((twice > value.den) | ((twice == value.den) & (units % 2 == 1)))
    elif mode == "up":
        units = units + (rest > 0)
    return _whole(Exact(np.where(value.num < 0, -units, units), scale, size // 2 + 1, scale))


def whole_steps(value: Value) -> Value:
    """The largest whole number not above it."""
    if isinstance(value, Fraction):
        return Fraction(value.numerator // value.denominator)
    return Exact(value.num // value.den, 1, value.size + 1, 1)


# ── comparing and choosing ──


def sides(a: Value, b: Value) -> tuple[Any, Any]:
    """Two integers that compare as a and b do, row by row."""
    an, ad, a_size, ad_size = _parts(a)
    bn, bd, b_size, bd_size = _parts(b)
    if isinstance(ad, int) and isinstance(bd, int):
        den = ad if ad == bd else lcm(ad, bd)
        ad, bd = den // bd, den // ad  # the least factors that bring both over one denominator
        ad_size, bd_size = ad, bd
    if not _fits(a_size * bd_size, b_size * ad_size, ad_size, bd_size) and _small(an, bn, ad, bd):
        return sides(*_wider(a, b))
    return _times(an, bd), _times(bn, ad)


def less(a: Value, b: Value) -> Any:
    """a < b, row by row."""
    left, right = sides(a, b)
    return left < right


def equal(a: Value, b: Value) -> Any:
    """a = b, row by row."""
    left, right = sides(a, b)
    return left == right


def choose(mask: Mask, a: Value, b: Value) -> Value:
    """a where the mask holds, b elsewhere."""
    if mask is True:
        return a
    if mask is False:
        return b
    if isinstance(a, Fraction) and isinstance(b, Fraction) and a == b:
        return a
    an, ad, a_size, ad_size = _parts(a)
    bn, bd, b_size, bd_size = _parts(b)
    if isinstance(ad, int) and isinstance(bd, int):
        den = ad if ad == bd else lcm(ad, bd)
        size = max(a_size * (den // ad), b_size * (den // bd))
        if _fits(size, den) or not _small(an, bn):
            return Exact(_where(mask, _times(an, den // ad), _times(bn, den // bd)), den, size, den)
        return choose(mask, *_wider(a, b))
    if not _fits(a_size, b_size, ad_size, bd_size) and _small(an, bn, ad, bd):
        return choose(mask, *_wider(a, b))
    return Exact(_where(mask, an, bn), _where(mask, ad, bd), max(a_size, b_size), max(ad_size, bd_size))


def highest(a: Value, b: Value) -> Value:
    """The larger, row by row."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return max(a, b)
    return choose(less(a, b), b, a)


def lowest(a: Value, b: Value) -> Value:
    """The smaller, row by row."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return min(a, b)
    return choose(less(b, a), b, a)


def is_zero(value: Value) -> Mask:
    """Which rows are 0."""
    return value == 0 if isinstance(value, Fraction) else value.num == 0


def sign_over(value: Value) -> Mask:
    """Which rows are above 0."""
    return value > 0 if isinstance(value, Fraction) else value.num > 0


# ── pieces ──


def _parts(value: Value) -> _Parts:
    if isinstance(value, Fraction):
        return value.numerator, value.denominator, abs(value.numerator), value.denominator
    return value.num, value.den, value.size, value.den_size


def _largest(array: Ints) -> int:
    if not array.size:
        return 0
    return max(int(array.max()), -int(array.min()))


def _fits(*sizes: int) -> bool:
    return max(sizes) < LIMIT


def _small(*arrays: Any) -> bool:
    """Whether some of them still are 64-bit integers."""
    return any(isinstance(array, np.ndarray) and array.dtype != object for array in arrays)


def _array(value: Any) -> Ints:
    return value if isinstance(value, np.ndarray) else np.asarray(value)


def _where(mask: Any, a: Any, b: Any) -> Ints:
    return np.asarray(np.where(mask, a, b))


def _times(num: Any, factor: Any) -> Any:
    return num if isinstance(factor, int) and factor == 1 else num * factor


def _wider(a: Value, b: Value) -> tuple[Value, Value]:
    """The same two with Python's integers."""
    return _as_objects(a), _as_objects(b)


def _as_objects(value: Value) -> Value:
    if isinstance(value, Fraction):
        return value
    den = value.den if isinstance(value.den, int) else value.den.astype(object)
    return Exact(value.num.astype(object), den, value.size, value.den_size)


def _reduced(num: Any, den: Any, size: int, den_size: int) -> Exact:
    """In lowest terms where the numbers grow large."""
    if den_size < 2**31 and size < 2**31:
        return Exact(num, den, size, den_size)
    common = np.gcd(num, den)
    return _whole(exact(num // common, den // common))


def _tightened(value: Exact) -> Exact:
    """The same with the sizes it really has."""
    if isinstance(value.den, int):
        return exact(value.num, value.den)
    common = np.gcd(value.num, value.den)
    return exact(value.num // common, value.den // common)


def _whole(value: Exact) -> Exact:
    """Back in 64 bits where everything fits."""
    if value.num.dtype != object:
        return value
    tight = exact(value.num, value.den)
    if not _fits(tight.size, tight.den_size):
        return tight
    den = tight.den if isinstance(tight.den, int) else tight.den.astype(np.int64)
    return Exact(tight.num.astype(np.int64), den, tight.size, tight.den_size)
