"""L201: values of the figure that no band takes (S0:29–32, 88–90, 95–98; S1:149, 421, 667–683, 965)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.figures import Figure, figures
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject, part_line
from minhchung.rubric.lint.sweep import Piece, sample_of
from minhchung.rubric.model import Row


def check(subject: Subject) -> Iterator[Spot]:
    """Each stretch without a band is one finding, at the band whose end it begins at."""
    for figure in figures(subject):
        if figure.banded and not figure.has_otherwise:
            pieces = figure.pieces()
            for index, piece in enumerate(pieces):
                if not piece.rows:
                    yield _spot(figure, pieces, index)


def _spot(figure: Figure, pieces: tuple[Piece, ...], index: int) -> Spot:
    gap = pieces[index]
    below = _row(figure, pieces, index - 1)
    above = _row(figure, pieces, index + 1)
    # Bands that all lie outside the domain leave the whole of it bare.
    beside = [row for row in (below, above) if row is not None] or [figure.banded[0]]
    said = figure.in_words(figure.trimmed(gap))
    value = sample_of(gap, figure.domain)
    shown = figure.value_in_words(value).vi if value is not None else said.vi
    # At an end of the domain the published list simply stops: the fault shows at its last row.
    row = beside[0] if len(beside) == 1 else max(beside, key=lambda each: each.line or 0)
    proposal, widened = _proposal(figure, gap, below, above)
    return Spot(
        Reason(
            f"Mục {figure.node.code}: {said.vi} không có phương án nào.",
            f"{figure.node.code}: no option for {said.en}.",
        ),
        Reason("Mở rộng mức bên cạnh hoặc thêm một mức.", "Widen the band beside it, or add a band."),
        figure.node.code,
        part_line(figure.node, row),
        sample=f"{shown} không có điểm",
        proposal=proposal,
        place=row.place,
        stretch=figure.stretch(gap, beside),
        row=widened.text if widened is not None else None,
    )


def _row(figure: Figure, pieces: tuple[Piece, ...], index: int) -> Row | None:
    if not 0 <= index < len(pieces) or not pieces[index].rows:
        return None
    return min((figure.banded[i] for i in pieces[index].rows), key=lambda row: row.points)


def _proposal(figure: Figure, gap: Piece, below: Row | None, above: Row | None) -> tuple[str, Row | None]:
    """The worse neighbour widened over the gap; beyond the last band, that band widened, or a new one of 0 points.

    With the row that is widened; None: the row is new.
    """
    beside = [row for row in (below, above) if row is not None]
    if not beside:
        return figure.row_text(figure.trimmed(gap), Fraction(0)), None
    points = [row.points for row in figure.banded]
    if len(beside) == 1 and beside[0].points not in (max(points), Fraction(0)):
        return figure.row_text(figure.trimmed(gap), Fraction(0)), None
    row = min(beside, key=lambda each: each.points)
    low = gap if row is above else _extent(figure, row)
    high = _extent(figure, row) if row is above else gap
    joined = Piece(low.low, low.low_closed, high.high, high.high_closed, frozenset())
    return figure.row_text(figure.trimmed(joined), row.points, row.text), row


def _extent(figure: Figure, row: Row) -> Piece:
    """The stretch that a row takes, as one piece."""
    index = figure.banded.index(row)
    held = [piece for piece in figure.pieces() if index in piece.rows]
    first, last = held[0], held[-1]
    return Piece(first.low, first.low_closed, last.high, last.high_closed, frozenset())


RULE = LintRule("L201", "error", Reason("Khoảng không có phương án", "Gap"), check)
