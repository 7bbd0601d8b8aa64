"""Which criteria make the differences between agencies: shares of the variance of the total, exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from minhchung.rubric.simulate.table import PointTable


@dataclass(frozen=True, slots=True)
class VarianceShare:
    """A leaf's covariance with the total over the total's variance; the shares of all leaves and `rest` add up to 1.

    code, title: empty for the rest (roundings, caps, points shared out). share: None when all totals are equal.
    Source: the covariance decomposition of a sum, as used for composite indicators (Saisana, Saltelli and Tarantola 2005
    treat the uncertain case).
    """

    code: str
    title: str
    share: Fraction | None


def variance_shares(table: PointTable) -> tuple[VarianceShare, ...]:
    """The leaves by their share, largest first; the rest last, where it is not 0."""
    columns = [
        (code, title, [int(value) for value in table.points[:, place]])
        for place, (code, title) in enumerate(zip(table.leaves, table.titles, strict=True))
    ]
    rest = [int(value) for value in table.rest]
    totals = [int(value) for value in table.totals]
    whole = _covariance(totals, totals)
    shares = [
        VarianceShare(code, title, Fraction(_covariance(column, totals), whole) if whole else None)
        for code, title, column in columns
    ]
    shares.sort(key=lambda each: -(each.share or Fraction(0)))
    if any(rest):
        shares.append(VarianceShare("", "", Fraction(_covariance(rest, totals), whole) if whole else None))
    return tuple(shares)


def _covariance(one: list[int], other: list[int]) -> int:
    """n² times the covariance, a whole number."""
    return len(one) * sum(a * b for a, b in zip(one, other, strict=True)) - sum(one) * sum(other)
