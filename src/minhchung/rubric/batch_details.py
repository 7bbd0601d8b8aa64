"""What a kept ranking says of every node of every agency, as one record (`kept`), from a batch.

Points, states and maxima are the batch's own columns. Reasons are worded by the engine once for each distinct answer;
of a rate once for each band, with marks where the agency's own figures stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.answers import Answer, Rate
from minhchung.rubric.batch import HIDDEN, Batch, Seen
from minhchung.rubric.columns import PLAIN_SAID, SAID_GIVEN, Ints, LeafColumn
from minhchung.rubric.errors import Reason, RubricFailure
from minhchung.rubric.exact import Exact
from minhchung.rubric.kept import Arrays, write_kept
from minhchung.rubric.kept_words import PLURAL, POINTS, RATE, ROUNDED, ROUNDED_PLURAL
from minhchung.rubric.leaf_bands import (
    Cells,
    Tail,
    worded_cells,
)
from minhchung.rubric.leaf_columns import (
    LeafScorer,
)
from minhchung.rubric.leaf_outcomes import (
    STATES,
)
from minhchung.rubric.model import LinearRule, Node
from minhchung.rubric.node_wrapping import leaf_rounding
from minhchung.rubric.wording import SWAP, rate_shown, vi_number

Told = dict[str, Any]
Texts = tuple[tuple[str, str], ...]
NOTHING = 0
"""The place of a node that has nothing to say."""


def pack_details(batch: Batch) -> bytes:
    """The details of every row as the record that a ranking keeps; `kept.Kept` reads it."""
    arrays = Arrays()
    nodes = [_node(batch, node, arrays) for node in batch.rubric.walk()]
    return write_kept(len(batch), STATES, nodes, arrays)


def _node(batch: Batch, node: Node, arrays: Arrays) -> Told:
    seen = batch.node(node.code)
    told: Told = {
        "code": node.code,
        "state": arrays.column(seen.state),
        "points": _points(batch, node, arrays),
    }
    if (most := _maxima(batch, node, seen, arrays)) is not None:
        told["max"] = most
    if (reasons := _reasons(batch, node, arrays)) is not None:
        told["reasons"] = reasons
    return told


# ── points and max ──


def _points(batch: Batch, node: Node, arrays: Arrays) -> Told:
    column, known = batch.points(node.code)
    if column.num.dtype != object and (isinstance(column.den, int) or column.den.dtype != object):
        num, den = arrays.column(column.num), arrays.column(column.den)
        return {"num": num, "den": den, "known": arrays.column(known.astype(np.int8))}
    texts = [str(column.at(row)) if known[row] else None for row in range(len(batch))]
    places: dict[str | None, int] = {}
    at = np.array([places.setdefault(text, len(places)) for text in texts], dtype=np.int64)
    return {"texts": list(places), "at": arrays.column(at)}


def _maxima(batch: Batch, node: Node, seen: Seen, arrays: Arrays) -> Told | None:
    """Where the max is not the declared one."""
    declared = node.max
    uniform = isinstance(seen.most, Fraction) and isinstance(seen.bounded, bool)
    if uniform and (seen.most if seen.bounded else None) == declared:
        return None
    rows = np.arange(len(batch))
    if declared is not None and seen.bounded is not False:
        same = np.broadcast_to(np.asarray(exact.equal(seen.most, declared)), len(batch))
        rows = np.flatnonzero(~(same & np.asarray(seen.bounded)))
    here = np.broadcast_to(np.asarray(seen.state) != HIDDEN, len(batch))
    rows = rows[here[rows]]
    at = np.zeros(len(batch), dtype=np.int64)
    places: dict[str | None, int] = {}
    place_of: dict[tuple[int, ...], int] = {}
    for row, figures in zip(rows.tolist(), _top_figures(seen, rows, len(batch)), strict=True):
        if figures not in place_of:
            reached = batch.max_at(row, node.code)
            told = None if reached is None else str(reached)
            place_of[figures] = 0 if reached == declared else places.setdefault(told, len(places) + 1)
        at[row] = place_of[figures]
    return {"texts": list(places), "at": arrays.column(at)} if places else None


def _top_figures(seen: Seen, rows: Ints, count: int) -> Iterable[tuple[int, ...]]:
    """What decides the max in each of these rows, as plain numbers; equal figures are equal maxima."""
    most, bounded = exact.spread_out(seen.most, count), np.broadcast_to(seen.bounded, count)
    den = most.den if isinstance(most.den, int) else None
    dens = [den] * rows.size if den is not None else np.asarray(most.den)[rows].tolist()
    return zip(bounded[rows].tolist(), most.num[rows].tolist(), dens, strict=True)


# ── reasons ──


class _Said:
    """The distinct reasons of one node, each with its place; 0 says nothing."""

    def __init__(self) -> None:
        self.places: dict[Texts, int] = {(): NOTHING}

    def place(self, reasons: Iterable[Reason]) -> int:
        return self.of(tuple((reason.vi, reason.en) for reason in reasons))

    def of(self, texts: Texts) -> int:
        return self.places.setdefault(texts, len(self.places))

    @property
    def told(self) -> list[Texts]:
        return list(self.places)[1:]


def _reasons(batch: Batch, node: Node, arrays: Arrays) -> Told | None:
    said, figures = _Said(), Told()
    rows: Iterable[int] = range(len(batch))
    at = np.zeros(len(batch), dtype=np.int64)
    if not node.is_leaf:
        wordy = batch.rows_with_words(node)
        rows = rows if wordy is None else {*wordy.tolist(), *batch.whole_rows}
    elif batch.is_plain(node):
        words = _LeafWords(batch, node, said)
        at, figures = words.places(), words.figures
        rows = batch.whole_rows
    for row in rows:
        at[row] = said.place(batch.reasons(row, node.code))
    if not at.any():
        return None
    columns = {name: arrays.column(column) for name, column in figures.items()}
    return {"said": said.told, "at": arrays.column(at), **columns}


class _LeafWords:
    """The reasons of one leaf, that only its rule decides about. figures: columns that marks stand for."""

    def __init__(self, batch: Batch, node: Node, said: _Said) -> None:
        self.batch, self.node, self.said = batch, node, said
        self.scorer: LeafScorer = batch.compiled.scorer(node, batch.shared_context())
        self.figures: dict[str, int | Ints] = {}
        self._kept: dict[Answer, int] = {}

    def places(self) -> Ints:
        """Each row's place in what is said."""
        column = self.batch.columns.leaves.get(self.node.code)
        if column is None:
            return np.full(len(self.batch), self._of(PLAIN_SAID[0]), dtype=np.int64)
        if column.num is not None and column.has_proper_rates and _given_somewhere(column):
            cells = worded_cells(self.scorer)
            if cells is not None and max(column.rate_range[1], column.rate_range[3]) * 40_000 < exact.LIMIT:
                return self._rates(column, cells)
            if self._speaks_in_proportion():
                return self._proportions(column)
        if column.value is not None and self.scorer.form.takes not in ("", "days"):
            return self._values(column)
        return self._as_given()

    def _of(self, answer: Answer) -> int:
        found = self._kept.get(answer)
        if found is None:
            try:
                found = self.said.place(self.scorer.done(answer).score.reasons)
            except RubricFailure:
                found = NOTHING  # such a row is scored whole, and its words come from there
            self._kept[answer] = found
        return found

    def _as_given(self) -> Ints:
        """By the answers as they were given, each distinct one once where the columns say which are alike."""
        batch, code = self.batch, self.node.code
        alike = batch.columns.alike.get(code)
        if alike is None:
            return np.array([self._of(batch.answer(row, code)) for row in range(len(batch))], dtype=np.int64)
        return _each(alike, lambda _number, row: self._of(batch.answer(row, code)))

    def _bare(self, column: LeafColumn, at: Ints) -> Ints:
        """What is said in the rows that have no figure."""
        if not isinstance(column.said, int):
            for row in column.bare_rows.tolist():
                at[row] = self._of(self.batch.answer(row, self.node.code))
        return at

    def _values(self, column: LeafColumn) -> Ints:
        assert column.value is not None
        if not _given_somewhere(column):
            return self._as_given()
        values = column.value
        if column.bare_rows.size:
            values = values.copy()
            values[column.bare_rows] = values[np.flatnonzero(column.said == SAID_GIVEN)[0]]
        form = self.scorer.form
        return self._bare(column, _each(values, lambda value, _row: self._of(form.answer(value))))

    def _rates(self, column: LeafColumn, cells: tuple[Cells, list[Tail]]) -> Ints:
        """By band: the rate, then the words of its band."""
        parted, tails = cells
        places = [self.said.of(((RATE + tail[0][0], RATE + tail[0][1]), *tail[1:])) for tail in tails]
        cell = parted.outcomes.take(parted.passed(column))
        at = np.array(places, dtype=np.int64).take(cell)
        self.figures = {"num": _known(column.num), "den": _known(column.den)}
        return self._bare(column, at)

    def _speaks_in_proportion(self) -> bool:
        node = self.node
        bent = node.multipliers or node.floor is not None or node.cap is not None
        return isinstance(node.rule, LinearRule) and self.scorer.proportion is not None and not bent

    def _proportions(self, column: LeafColumn) -> Ints:
        """What a linear rule says: the rate, how it counts, its points, and their rounding."""
        num, den = _known(column.num), _known(column.den)
        assert self.scorer.proportion is not None
        high, den_high = max(column.rate_range[1], 1), max(column.rate_range[3], 1)
        own = self.scorer.proportion(Exact(num, den, high, den_high))
        own = exact.spread_out(own, len(self.batch))
        if own.num.dtype == object or (not isinstance(own.den, int) and own.den.dtype == object):
            return self._as_given()
        row = int(np.flatnonzero(np.asarray(column.said == SAID_GIVEN) | np.zeros(len(num), dtype=bool))[0])
        vi, en = self._middle(Rate(Fraction(int(num[row])), Fraction(int(den[row]))))
        first = (f"{RATE}{vi} → {POINTS} điểm", f"{RATE}{en} → {POINTS} point{PLURAL}")
        then = (f"Làm tròn → {ROUNDED} điểm", f"Rounded → {ROUNDED} point{ROUNDED_PLURAL}")
        rounding = leaf_rounding(self.batch.rubric, self.node)
        rounded = own if rounding is None else exact.round_column(own, rounding.places, rounding.mode)
        whole = np.broadcast_to(np.asarray(exact.equal(own, rounded)), len(self.batch))
        at = np.where(whole, self.said.of((first,)), self.said.of((first, then))).astype(np.int64)
        self.figures = {"num": num, "den": den, "own_num": own.num, "own_den": own.den}
        return self._bare(column, at)

    def _middle(self, answer: Rate) -> tuple[str, str]:
        """What stands between the rate and the points, in both languages."""
        num, den = answer.num, answer.den
        shown = f"{vi_number(num)}/{vi_number(den)} = {rate_shown(num, den)}"
        reason = self.scorer.done(answer).score.reasons[0]
        vi, en = reason.vi.rpartition(" → ")[0], reason.en.rpartition(" → ")[0]
        return vi.removeprefix(shown), en.removeprefix(shown.translate(SWAP))


def _each(numbers: Ints, place_of: Callable[[int, int], int]) -> Ints:
    """A place for each row, asked once for each distinct number, with a row that has it."""
    distinct, rows, which = np.unique(numbers, return_index=True, return_inverse=True)
    pairs = zip(distinct.tolist(), rows.tolist(), strict=True)
    return np.array([place_of(number, row) for number, row in pairs], dtype=np.int64).take(which)


def _known(figures: Ints | None) -> Ints:
    assert figures is not None
    return figures


def _given_somewhere(column: LeafColumn) -> bool:
    return (
        column.said == SAID_GIVEN if isinstance(column.said, int) else bool((column.said == SAID_GIVEN).any())
    )
