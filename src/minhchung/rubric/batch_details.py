"""What a kept ranking says of every node of every agency, as JSON text, reasons worded once for each distinct answer.

The text of one agency is that of `json.dumps` of {"nodes": {code: points}, "states": {code: state}, "max": {code: max,
where it differs from the declared one}, "reasons": {code: [[vi, en], …]}}, in the order of the rubric.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.answers import Answer, Rate
from minhchung.rubric.batch import HIDDEN, Batch, Seen
from minhchung.rubric.columns import SAID_GIVEN, LeafColumn
from minhchung.rubric.errors import Reason, RubricFailure
from minhchung.rubric.leaf_columns import STATES, Cells, LeafScorer, leaf_rounding, worded_cells
from minhchung.rubric.model import LinearRule, Node
from minhchung.rubric.rounding import round_points
from minhchung.rubric.wording import SWAP, en_points, rate_shown, said, vi_number, vi_points

ZERO = Fraction(0)
Pieces = Sequence[str]
"""A piece of text for each row; empty where the node has nothing to say."""


@dataclass(frozen=True)
class Details:
    """By row: the JSON texts of nodes, states, max and reasons."""

    nodes: list[str]
    states: list[str]
    maxima: list[str]
    reasons: list[str]


def details_of(batch: Batch) -> Details:
    """The details of every row."""
    nodes: list[Pieces] = []
    states: list[Pieces] = []
    maxima: list[Pieces] = []
    reasons: list[Pieces] = []
    for node in batch.rubric.walk():
        seen = batch.node(node.code)
        nodes.append(_points(batch, node, seen))
        states.append(_states(batch, node, seen))
        found = _maxima(batch, node, seen)
        if found is not None:
            maxima.append(found)
        said = _reasons(batch, node)
        if said is not None:
            reasons.append(said)
    rows = len(batch)
    return Details(*(_joined(pieces, rows) for pieces in (nodes, states, maxima, reasons)))


def _joined(pieces: list[Pieces], rows: int) -> list[str]:
    if not pieces:
        return ["{}"] * rows
    return ["{" + ", ".join(filter(None, row)) + "}" for row in zip(*pieces, strict=True)]


def _key(code: str) -> str:
    return json.dumps(code, ensure_ascii=False) + ": "


def _in_tree(state: int | object) -> list[bool] | bool:
    if isinstance(state, int):
        return state != HIDDEN
    here = np.asarray(state) != HIDDEN
    return True if bool(here.all()) else here.tolist()


# ── points, states, max ──


def _points(batch: Batch, node: Node, seen: Seen) -> Pieces:
    key = _key(node.code)
    column, known = batch.points(node.code)
    here = _in_tree(seen.state)
    den = column.den
    if isinstance(den, int) and here is True:
        nums = column.num.tolist()
        texts = {num: f'{key}"{Fraction(num, den)}"' for num in set(nums)}
        if bool(known.all()):
            return [texts[num] for num in nums]
        return [
            texts[num] if is_known else f"{key}null"
            for num, is_known in zip(nums, known.tolist(), strict=True)
        ]
    shown = here if isinstance(here, list) else [here] * len(batch)
    return [
        "" if not stands else f'{key}"{column.at(row)}"' if known[row] else f"{key}null"
        for row, stands in enumerate(shown)
    ]


def _states(batch: Batch, node: Node, seen: Seen) -> Pieces:
    key = _key(node.code)
    texts = [f'{key}"{state}"' for state in STATES]
    if isinstance(seen.state, int):
        return [texts[seen.state] if seen.state >= 0 else ""] * len(batch)
    return ["" if code < 0 else texts[code] for code in seen.state.tolist()]


def _maxima(batch: Batch, node: Node, seen: Seen) -> Pieces | None:
    """Where the max is not the declared one."""
    declared = node.max
    uniform = isinstance(seen.most, Fraction) and isinstance(seen.bounded, bool)
    if uniform and (seen.most if seen.bounded else None) == declared:
        return None
    key = _key(node.code)
    here = _in_tree(seen.state)
    rows = np.arange(len(batch))
    if declared is not None and seen.bounded is not False:
        same = np.broadcast_to(np.asarray(exact.equal(seen.most, declared)), len(batch))
        rows = np.flatnonzero(~(same & np.asarray(seen.bounded)))
    pieces = [""] * len(batch)
    for row in rows.tolist():
        if here is False or (isinstance(here, list) and not here[row]):
            continue
        most = batch.max_at(row, node.code)
        if most != declared:
            pieces[row] = f"{key}null" if most is None else f'{key}"{most}"'
    return pieces if any(pieces) else None


# ── reasons ──


def _reasons(batch: Batch, node: Node) -> Pieces | None:
    if not node.is_leaf:
        return _parent_reasons(batch, node)
    if not batch.is_plain(node):
        return [_piece(node.code, batch.reasons(row, node.code)) for row in range(len(batch))]
    words = _LeafWords(batch, node)
    pieces = words.pieces()
    for row in batch.whole_rows:
        pieces[row] = _piece(node.code, batch.reasons(row, node.code))
    return pieces


def leaf_reasons(batch: Batch, leaf: Node) -> list[str]:
    """The reasons of one leaf, a JSON list for each row."""
    skip = len(_key(leaf.code))
    return [piece[skip:] or "[]" for piece in _reasons(batch, leaf) or [""] * len(batch)]


def _parent_reasons(batch: Batch, node: Node) -> Pieces | None:
    """A parent that only adds has nothing to say, but where something below it does not apply or is bounded."""
    rows = batch.rows_with_words(node)
    if rows is None:
        return [_piece(node.code, batch.reasons(row, node.code)) for row in range(len(batch))]
    pieces = [""] * len(batch)
    for row in {*rows, *batch.whole_rows}:
        pieces[row] = _piece(node.code, batch.reasons(row, node.code))
    return pieces if any(pieces) else None


def _piece(code: str, reasons: Iterable[Reason]) -> str:
    said = [[reason.vi, reason.en] for reason in reasons]
    return _key(code) + json.dumps(said, ensure_ascii=False) if said else ""


class _LeafWords:
    """The reasons of one leaf: by the engine once for each distinct answer; rates in bands by their band."""

    def __init__(self, batch: Batch, node: Node) -> None:
        self.batch, self.node = batch, node
        self.scorer: LeafScorer = batch.compiled.scorer(node, batch.shared_context())
        self.key = _key(node.code)
        self._kept: dict[Answer, str] = {}

    def pieces(self) -> list[str]:
        column = self.batch.columns.leaves.get(self.node.code)
        cells = worded_cells(self.scorer) if column is not None and column.num is not None else None
        if column is not None and cells is not None and column.has_proper_rates:
            return self._rates(column, cells)
        if column is not None and self._speaks_in_proportion(column):
            return self._proportions(column)
        if column is not None and column.value is not None and self.scorer.form.takes not in ("", "days"):
            return self._values(column)
        return [self.of(self.batch.answer(row, self.node.code)) for row in range(len(self.batch))]

    def of(self, answer: Answer) -> str:
        found = self._kept.get(answer)
        if found is None:
            try:
                found = _piece(self.node.code, self.scorer.done(answer).score.reasons)
            except RubricFailure:
                found = ""  # such a row is scored whole, and its words come from there
            self._kept[answer] = found
        return found

    def _bare(self, column: LeafColumn, pieces: list[str]) -> list[str]:
        for row in column.bare_rows.tolist():
            pieces[row] = self.of(self.batch.answer(row, self.node.code))
        return pieces

    def _values(self, column: LeafColumn) -> list[str]:
        assert column.value is not None
        if isinstance(column.said, int) and column.said != SAID_GIVEN:
            return [self.of(self.batch.answer(row, self.node.code)) for row in range(len(self.batch))]
        bare = set(column.bare_rows.tolist())
        texts: dict[int, str] = {}
        pieces: list[str] = []
        for row, value in enumerate(column.value.tolist()):
            if row in bare:
                pieces.append("")
                continue
            text = texts.get(value)
            if text is None:
                text = texts[value] = self.of(self.scorer.form.answer(value))
            pieces.append(text)
        return self._bare(column, pieces)

    def _rates(self, column: LeafColumn, cells: tuple[Cells, list[tuple[str, str, str]]]) -> list[str]:
        assert column.num is not None and column.den is not None
        if isinstance(column.said, int) and column.said != SAID_GIVEN:
            return [self.of(self.batch.answer(row, self.node.code)) for row in range(len(self.batch))]
        parted, tails = cells
        size = max(column.rate_range[1], column.rate_range[3])
        if size * 40_000 >= exact.LIMIT:
            return [self.of(self.batch.answer(row, self.node.code)) for row in range(len(self.batch))]
        num, den = column.num, column.den
        hundredths = (2 * num * 10_000 + den) // (2 * den)
        cell = parted.outcomes.take(parted.passed(column)).tolist()
        shown: dict[int, str] = {}
        pieces: list[str] = []
        key = self.key
        for n, d, share, at in zip(num.tolist(), den.tolist(), hundredths.tolist(), cell, strict=True):
            percent = shown.get(share)
            if percent is None:
                percent = shown[share] = _percent(share)
            vi = f"{n}/{d} = {percent}" if d < 1000 else f"{_grouped(n)}/{_grouped(d)} = {percent}"
            tail_vi, tail_en, more = tails[at]
            pieces.append(f'{key}[["{vi}{tail_vi}", "{vi.translate(SWAP)}{tail_en}"]{more}]')
        return self._bare(column, pieces)

    def _speaks_in_proportion(self, column: LeafColumn) -> bool:
        node = self.node
        bent = node.multipliers or node.floor is not None or node.cap is not None
        is_linear = isinstance(node.rule, LinearRule) and self.scorer.proportion is not None
        return is_linear and not bent and column.has_proper_rates and _given_somewhere(column)

    def _proportions(self, column: LeafColumn) -> list[str]:
        """What a linear rule says: the rate, how it counts, its points, and their rounding."""
        assert column.num is not None and column.den is not None and self.scorer.proportion is not None
        high, den_high = max(column.rate_range[1], 1), max(column.rate_range[3], 1)
        points = self.scorer.proportion(exact.Exact(column.num, column.den, high, den_high))
        rounding = leaf_rounding(self.batch.rubric, self.node)
        middle: tuple[str, str] | None = None
        pieces: list[str] = []
        bare = set(column.bare_rows.tolist())
        for row, (n, d) in enumerate(zip(column.num.tolist(), column.den.tolist(), strict=True)):
            if row in bare:
                pieces.append("")
                continue
            num, den = Fraction(n), Fraction(d)
            vi = f"{vi_number(num)}/{vi_number(den)} = {rate_shown(num, den)}"
            if middle is None:
                middle = self._middle(Rate(num, den), vi)
            own = exact.at(points, row)
            first = said(vi + middle[0], vi.translate(SWAP) + middle[1], own)
            rounded = round_points(own, rounding)
            more = [] if rounded == own else [_rounded_to(rounded)]
            pieces.append(_piece(self.node.code, [first, *more]))
        return self._bare(column, pieces)

    def _middle(self, answer: Answer, shown: str) -> tuple[str, str]:
        """What stands between the rate and the points, in both languages."""
        reason = self.scorer.done(answer).score.reasons[0]
        vi, en = reason.vi.rpartition(" → ")[0], reason.en.rpartition(" → ")[0]
        return vi.removeprefix(shown), en.removeprefix(shown.translate(SWAP))


def _given_somewhere(column: LeafColumn) -> bool:
    return (
        column.said == SAID_GIVEN if isinstance(column.said, int) else bool((column.said == SAID_GIVEN).any())
    )


def _rounded_to(points: Fraction) -> Reason:
    return Reason(f"Làm tròn → {vi_points(points)}", f"Rounded → {en_points(points)}")


def _percent(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return f"{_grouped(whole)},{rest:02d}".rstrip("0") + " %" if rest else f"{_grouped(whole)} %"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
