"""The sweep against the slow, obvious way: try every value of a fine grid."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.rubric.lint.sweep import Domain, Piece, sample_of, sweep
from minhchung.rubric.model import Limit, Limits

VALUES = st.integers(0, 12).map(Fraction)
LIMITS = st.lists(
    st.builds(Limit, st.sampled_from(["<", "<=", ">", ">=", "="]), VALUES), min_size=1, max_size=2
).map(tuple)
ROWS = st.lists(LIMITS, min_size=1, max_size=4)
ANY = Domain(Fraction(0), Fraction(12))
WHOLE = Domain(Fraction(0), Fraction(12), Fraction(1))


def _rows_at(rows: list[Limits], value: Fraction) -> frozenset[int]:
    return frozenset(i for i, row in enumerate(rows) if all(limit.holds(value) for limit in row))


def _piece_at(pieces: tuple[Piece, ...], value: Fraction) -> list[Piece]:
    return [piece for piece in pieces if all(limit.holds(value) for limit in piece.limits)]


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_every_value_lies_in_one_piece_with_the_rows_that_take_it(rows: list[Limits]) -> None:
    pieces = sweep(rows, ANY)

    for quarter in range(4 * 12 + 1):
        value = Fraction(quarter, 4)
        found = _piece_at(pieces, value)
        assert [piece.rows for piece in found] == [_rows_at(rows, value)]


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_on_whole_numbers_only_whole_numbers_count(rows: list[Limits]) -> None:
    pieces = sweep(rows, WHOLE)

    for value in map(Fraction, range(13)):
        assert [piece.rows for piece in _piece_at(pieces, value)] == [_rows_at(rows, value)]
    assert all(piece.low is None or piece.low.denominator == 1 for piece in pieces)


@settings(max_examples=100, deadline=None)
@given(ROWS, st.sampled_from([ANY, WHOLE, Domain(), Domain(Fraction(0))]))
def test_the_sample_of_a_piece_lies_in_it(rows: list[Limits], domain: Domain) -> None:
    for piece in sweep(rows, domain):
        value = sample_of(piece, domain)
        assert value is not None and all(limit.holds(value) for limit in piece.limits)
        assert _rows_at(rows, value) == piece.rows


def test_no_gap_between_3_and_4_on_whole_numbers() -> None:
    rows: list[Limits] = [(Limit("<=", Fraction(3)),), (Limit(">=", Fraction(4)),)]

    assert [piece.rows for piece in sweep(rows, WHOLE)] == [{0}, {1}]
    assert [piece.rows for piece in sweep(rows, ANY)] == [{0}, set(), {1}]


def test_completeness_is_tested_on_the_rubrics_own_step() -> None:
    rows: list[Limits] = [
        (Limit(">=", Fraction(85)),),
        (Limit(">=", Fraction(70)), Limit("<=", Fraction(169, 2))),
    ]

    half = sweep(rows, Domain(Fraction(70), Fraction(100), Fraction(1, 2)))
    hundredth = sweep(rows, Domain(Fraction(70), Fraction(100), Fraction(1, 100)))

    assert all(piece.rows for piece in half)
    assert [(piece.low, piece.high) for piece in hundredth if not piece.rows] == [
        (Fraction(8451, 100), Fraction(8499, 100))
    ]
