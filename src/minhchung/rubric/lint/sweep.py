"""Which values of a figure a set of bands takes: an interval sweep with open and closed ends, exact, on the domain.

The limits of all rows cut the line into points and open intervals between them; on each piece every row holds or
does not, so one value per piece tells. Pieces that hold no value of the domain (a count between 3 and 4) fall out.
Source: Calvanese, Dumas, Laurson, Maggi, Montali, Teinemaa, Semantics and Analysis of DMN Decision Tables (BPM 2016),
which finds overlapping rules and missing rules of decision tables by sweeping their intervals, here in one dimension.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import floor

from minhchung.rubric.model import Limit, Limits

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Domain:
    """The values a figure can take, ends included; step None: any value between them. None: no end."""

    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of values and the rows that take it, by position. A closed end belongs to it."""

    low: Fraction | None
    low_closed: bool
    high: Fraction | None
    high_closed: bool
    rows: frozenset[int]

    @property
    def limits(self) -> Limits:
        """The stretch as comparisons."""
        if self.low is not None and self.low == self.high:
            return (Limit("=", self.low),)
        limits: list[Limit] = []
        if self.low is not None:
            limits.append(Limit(">=" if self.low_closed else ">", self.low))
        if self.high is not None:
            limits.append(Limit("<=" if self.high_closed else "<", self.high))
        return tuple(limits)


def sweep(rows: Sequence[Limits], domain: Domain) -> tuple[Piece, ...]:
    """The domain from low to high, cut where the set of rows that hold changes."""
    return _swept(tuple(rows), domain)


@lru_cache(maxsize=8192)
def _swept(rows: tuple[Limits, ...], domain: Domain) -> tuple[Piece, ...]:
    """An editor asks the same of a thousand unchanged rules after every save."""
    pieces: list[Piece] = []
    for piece in _elementary(_cuts(rows, domain), domain):
        sample = sample_of(piece, domain)
        if sample is None:
            continue
        holding = frozenset(i for i, row in enumerate(rows) if all(limit.holds(sample) for limit in row))
        piece = Piece(piece.low, piece.low_closed, piece.high, piece.high_closed, holding)
        if pieces and pieces[-1].rows == holding:
            last = pieces.pop()
            piece = Piece(last.low, last.low_closed, piece.high, piece.high_closed, holding)
        pieces.append(piece)
    return tuple(_on_domain(piece, domain) for piece in pieces)


def sample_of(piece: Piece, domain: Domain) -> Fraction | None:
    """One value of the domain in the piece, as round as it comes; None when it holds none."""
    if domain.step is not None:
        return _grid_value(piece, domain.step)
    if piece.low_closed and piece.high_closed and piece.low is not None and piece.low == piece.high:
        return piece.low
    if piece.low is not None and piece.high is not None:
        if piece.low >= piece.high:
            return None
        return _round_between(piece.low, piece.high)
    if piece.low is not None:
        return piece.low if piece.low_closed else piece.low + 1
    if piece.high is not None:
        return piece.high if piece.high_closed else piece.high - 1
    return ZERO


def _cuts(rows: Sequence[Limits], domain: Domain) -> list[Fraction]:
    values = {limit.value for row in rows for limit in row}
    values |= {end for end in (domain.low, domain.high) if end is not None}
    return sorted(
        value
        for value in values
        if (domain.low is None or value >= domain.low) and (domain.high is None or value <= domain.high)
    )


def _elementary(cuts: Sequence[Fraction], domain: Domain) -> list[Piece]:
    """Points and open intervals in turn."""
    nothing: frozenset[int] = frozenset()
    if not cuts:
        return [Piece(domain.low, True, domain.high, True, nothing)]
    pieces: list[Piece] = []
    if domain.low is None:
        pieces.append(Piece(None, False, cuts[0], False, nothing))
    for index, cut in enumerate(cuts):
        pieces.append(Piece(cut, True, cut, True, nothing))
        if index + 1 < len(cuts):
            pieces.append(Piece(cut, False, cuts[index + 1], False, nothing))
    if domain.high is None:
        pieces.append(Piece(cuts[-1], False, None, False, nothing))
    return pieces


def _first_on_grid(piece: Piece, step: Fraction) -> Fraction | None:
    if piece.low is None:
        return None
    units = piece.low / step
    whole = floor(units)
    on_it = units == whole and piece.low_closed
    return step * (whole if on_it else whole + 1)


def _last_on_grid(piece: Piece, step: Fraction) -> Fraction | None:
    if piece.high is None:
        return None
    units = piece.high / step
    whole = floor(units)
    return step * (whole - 1 if units == whole and not piece.high_closed else whole)


def _grid_value(piece: Piece, step: Fraction) -> Fraction | None:
    first, last = _first_on_grid(piece, step), _last_on_grid(piece, step)
    if first is None:
        return last if last is not None else ZERO
    return first if last is None or first <= last else None


def _round_between(low: Fraction, high: Fraction) -> Fraction:
    """The middle, or a rounder value near it, strictly between."""
    middle = (low + high) / 2
    for places in range(7):
        unit = Fraction(1, 10**places)
        rounded = floor(middle / unit) * unit
        if low < rounded < high:
            return rounded
    return middle


def _on_domain(piece: Piece, domain: Domain) -> Piece:
    """On a grid, ends are moved to the first and last value that exist: "1 to 2" rather than "over 0, under 3"."""
    if domain.step is None:
        return piece
    first, last = _first_on_grid(piece, domain.step), _last_on_grid(piece, domain.step)
    return Piece(first, first is not None, last, last is not None, piece.rows)
