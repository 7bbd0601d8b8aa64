"""L202: two bands with different points take the same values (S1:269 and 277; S1:1501 and 1509; S1:1607 and 1615)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.figures import Figure, figures
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject, part_line
from minhchung.rubric.lint.sweep import Piece, sample_of
from minhchung.rubric.model import Row
from minhchung.rubric.wording import en_number, vi_number


def check(subject: Subject) -> Iterator[Spot]:
    """Each pair of bands that meet is one finding, at the later of the two."""
    for figure in figures(subject):
        pieces = figure.pieces()
        for first, second in combinations(range(len(figure.banded)), 2):
            shared = [piece for piece in pieces if {first, second} <= piece.rows]
            one, two = figure.banded[first], figure.banded[second]
            if shared and one.points != two.points:
                yield _spot(figure, one, two, _joined(shared), _relation(pieces, first, second))


def _relation(pieces: tuple[Piece, ...], first: int, second: int) -> str:
    only_first = any(first in piece.rows and second not in piece.rows for piece in pieces)
    only_second = any(second in piece.rows and first not in piece.rows for piece in pieces)
    return "equal" if not (only_first or only_second) else "cross" if only_first and only_second else "inside"


_HOW = {
    "equal": Reason("hai mức trùng hẳn nhau", "the two bands are the same"),
    "cross": Reason("hai mức chờm lên nhau", "the two bands cross"),
    "inside": Reason("mức này nằm trong mức kia", "one band lies inside the other"),
}


def _spot(figure: Figure, one: Row, two: Row, shared: Piece, relation: str) -> Spot:
    said = figure.in_words(figure.trimmed(shared))
    value = sample_of(shared, figure.domain)
    shown = figure.value_in_words(value).vi if value is not None else said.vi
    how = _HOW[relation]
    cut = _cut(figure, one, two) if relation == "inside" else None
    lines = f" (dòng {one.line} và {two.line})" if one.line is not None and two.line is not None else ""
    return Spot(
        Reason(
            f"Mục {figure.node.code}: {said.vi} có hai mức điểm {vi_number(one.points)} và {vi_number(two.points)}{lines}; "
            f"{how.vi}.",
            f"{figure.node.code}: {said.en} has two bands, {en_number(one.points)} and {en_number(two.points)} points; "
            f"{how.en}.",
        ),
        Reason(
            "Cắt bớt mức rộng hơn để mỗi giá trị chỉ có một mức.",
            "Cut the wider band so that each value has one.",
        ),
        figure.node.code,
        part_line(figure.node, two),
        sample=f"{shown} → {vi_number(one.points)} hoặc {vi_number(two.points)} điểm",
        proposal=cut[0] if cut is not None else None,
        place=two.place,
        stretch=figure.stretch(shared, (one, two)) if relation != "inside" else None,
        row=cut[1].text if cut is not None else None,
    )


def _cut(figure: Figure, one: Row, two: Row) -> tuple[str, Row] | None:
    """The wider band without the narrower one, and that band, where what is left is one stretch."""
    pieces = figure.pieces()
    first, second = figure.banded.index(one), figure.banded.index(two)
    held = {i: [n for n, piece in enumerate(pieces) if i in piece.rows] for i in (first, second)}
    wide, narrow = (first, second) if len(held[first]) > len(held[second]) else (second, first)
    left = [n for n in held[wide] if n not in held[narrow]]
    if not left or left != list(range(left[0], left[-1] + 1)):
        return None
    row = figure.banded[wide]
    return figure.row_text(figure.trimmed(_joined([pieces[n] for n in left])), row.points, row.text), row


def _joined(pieces: list[Piece]) -> Piece:
    first, last = pieces[0], pieces[-1]
    return Piece(first.low, first.low_closed, last.high, last.high_closed, first.rows)


RULE = LintRule("L202", "error", Reason("Mức trùng nhau", "Overlap"), check)
