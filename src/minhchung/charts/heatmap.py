"""The heat map: where points are lost. A table, not a drawing: five steps of shade and the number in the cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from minhchung.viet.numbers import format_number, shown_points

STEPS = 5
_MISSING = "—"


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One agency's points, in the order of the criteria. None: absent, undecided or not applicable; not zero."""

    label: str
    points: tuple[Fraction | None, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class HeatCriterion:
    """One criterion. maximum: what it is worth to everyone; 0 for one that only deducts."""

    label: str
    maximum: Fraction


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell: its text, its points, their share of the maximum (0 to 1), and the step of shade.

    step: 5 for 80–100 % of the points down to 1 for less than 20 %; 0 where there is nothing to shade.
    """

    text: str
    points: Fraction | None
    share: Fraction | None
    step: int

    @property
    def css_class(self) -> str:
        """The class that shades it: heat-0 … heat-5."""
        return f"heat-{self.step}"


@dataclass(frozen=True, slots=True)
class HeatLine:
    """One agency as a table row; `mean` holds the mean share of its cells that have one."""

    label: str
    cells: tuple[HeatCell, ...]
    mean: HeatCell
    own: bool


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Agencies × criteria. `means` holds each criterion's mean points; `overall` the mean of all shares."""

    criteria: tuple[HeatCriterion, ...]
    lines: tuple[HeatLine, ...]
    means: tuple[HeatCell, ...]
    overall: HeatCell


def heat_map(
    criteria: tuple[HeatCriterion, ...], rows: tuple[HeatRow, ...], *, by_loss: bool = False
) -> HeatMap:
    """Lay out the map. Means are exact and leave out what is missing.

    by_loss: criteria that lose the largest share come first, and so do agencies; otherwise as given. Raises
    ValueError when a row has not one value for each criterion.
    """
    for row in rows:
        if len(row.points) != len(criteria):
            raise ValueError(f"{row.label}: {len(row.points)} values for {len(criteria)} criteria")
    lines = [_line(row, criteria) for row in rows]
    order = list(range(len(criteria)))
    if by_loss:
        order.sort(key=lambda column: _loss(line.cells[column].share for line in lines))
        lines.sort(key=lambda line: Fraction(2) if line.mean.share is None else line.mean.share)
    sorted_lines = tuple(_reordered(line, order) for line in lines)
    kept = tuple(criteria[column] for column in order)
    return HeatMap(
        criteria=kept,
        lines=sorted_lines,
        means=tuple(_column_mean(criterion, column, sorted_lines) for column, criterion in enumerate(kept)),
        overall=_share_cell(_mean(cell.share for line in sorted_lines for cell in line.cells)),
    )


def _line(row: HeatRow, criteria: tuple[HeatCriterion, ...]) -> HeatLine:
    cells = tuple(heat_cell(points, c.maximum) for points, c in zip(row.points, criteria, strict=True))
    return HeatLine(row.label, cells, _share_cell(_mean(cell.share for cell in cells)), row.own)


def _reordered(line: HeatLine, order: list[int]) -> HeatLine:
    return HeatLine(line.label, tuple(line.cells[column] for column in order), line.mean, line.own)


def heat_cell(points: Fraction | None, maximum: Fraction) -> HeatCell:
    """One cell, shaded as in the map. maximum: 0 where nothing can be gained."""
    if points is None:
        return HeatCell(_MISSING, None, None, 0)
    share = min(max(points / maximum, Fraction(0)), Fraction(1)) if maximum > 0 else None
    return HeatCell(shown_points(points), points, share, _step(share))


def _column_mean(criterion: HeatCriterion, column: int, lines: tuple[HeatLine, ...]) -> HeatCell:
    """The mean of the points, shown to two places, shaded by its share."""
    mean = _mean(line.cells[column].points for line in lines)
    if mean is None:
        return HeatCell(_MISSING, None, None, 0)
    exact = heat_cell(mean, criterion.maximum)
    return HeatCell(format_number(mean, 2), mean, exact.share, exact.step)


def _share_cell(share: Fraction | None) -> HeatCell:
    if share is None:
        return HeatCell(_MISSING, None, None, 0)
    return HeatCell(format_number(share * 100, 1) + " %", None, share, _step(share))


def _step(share: Fraction | None) -> int:
    return 0 if share is None else min(int(share * STEPS), STEPS - 1) + 1


def _mean(values: Iterable[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def _loss(shares: Iterable[Fraction | None]) -> Fraction:
    """Order criteria: the smallest mean share first, those without any share last."""
    mean = _mean(shares)
    return Fraction(2) if mean is None else mean
