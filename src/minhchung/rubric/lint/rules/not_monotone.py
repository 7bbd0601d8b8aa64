"""L106: points go up and down again along the figure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.figures import Figure, figures
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject, part_line
from minhchung.rubric.model import Row
from minhchung.rubric.wording import vi_number


def check(subject: Subject) -> Iterator[Spot]:
    """Rows in the order of the values they take; a single turn is reported at the row where it happens."""
    for figure in figures(subject):
        ordered = _in_order(figure)
        turn = _turn([row.points for row in ordered])
        if turn is None:
            continue
        row = ordered[turn]
        said = figure.in_words(row.limits)
        yield Spot(
            Reason(
                f"Mục {figure.node.code}: điểm không tăng hoặc giảm đều: {_points(ordered)}; đảo chiều ở mức {said.vi}.",
                f"{figure.node.code}: points do not go one way: {_points(ordered)}; they turn at {said.en}.",
            ),
            Reason("Kiểm tra điểm của mức này.", "Check the points of this band."),
            figure.node.code,
            part_line(figure.node, row),
            sample=f"{said.vi} → {vi_number(row.points)} điểm",
            place=row.place,
        )


def _in_order(figure: Figure) -> list[Row]:
    """Rows by where they first hold; a row inside another stands where the sweep meets it."""
    seen: list[Row] = []
    for piece in figure.pieces():
        for index in sorted(piece.rows):
            if len(piece.rows) == 1 and figure.banded[index] not in seen:
                seen.append(figure.banded[index])
    return seen


def _turn(points: list[Fraction]) -> int | None:
    """The position of the first value that turns back; None when they go one way."""
    direction = 0
    for index in range(1, len(points)):
        step = points[index] - points[index - 1]
        if step == 0:
            continue
        sign = 1 if step > 0 else -1
        if direction and sign != direction:
            return index
        direction = sign
    return None


def _points(rows: list[Row]) -> str:
    return " → ".join(vi_number(row.points) for row in rows)


RULE = LintRule("L106", "warning", Reason("Điểm không đơn điệu", "Points are not monotone"), check)
