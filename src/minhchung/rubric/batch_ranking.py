"""The ranking of a batch: what `ranking.rank` gives, from columns; score trees are made only when somebody looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.answers import Option
from minhchung.rubric.batch import Batch
from minhchung.rubric.classes import ClassResult, Standing, classify
from minhchung.rubric.columns import Ints
from minhchung.rubric.errors import Reason
from minhchung.rubric.exact import Exact, Value
from minhchung.rubric.leaf_outcomes import (
    SCORED,
)
from minhchung.rubric.model import ClassCondition, DeductionsRule, Node, NodeTest, Rubric, TieKey
from minhchung.rubric.ranking import class_open, figure_of, parted, shared_with, waits_for
from minhchung.rubric.score import Score

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One agency in the ranking, as `ranking.RankRow`; row: its place in the batch."""

    agency: str
    total: Fraction | None
    rank: int | None
    tied: bool
    class_name: str | None
    missing: tuple[str, ...]
    undecided: tuple[str, ...]
    pending: tuple[str, ...]
    reasons: tuple[Reason, ...]
    group: str
    row: int
    batch: Batch

    @property
    def score(self) -> Score:
        """The whole score tree, made now."""
        return self.batch.score(self.row)


def rank_batch(batch: Batch, *, group: str = "") -> tuple[BatchRow, ...]:
    """The ranking of one group: by rank, equals in the order given; then those without a rank, in the order given."""
    agencies = [str(agency) for agency in batch.columns.agencies]
    place_of = {agency: row for row, agency in enumerate(agencies)}
    totals, complete = batch.totals()
    make = _RowMaker(batch, group, agencies)
    value_of = _value_of(batch, place_of)
    rows: list[BatchRow] = []
    place = 1
    for total, alike in _by_total(totals, complete):
        for tied, reasons in parted(batch.rubric, [agencies[row] for row in alike], value_of):
            for agency in tied:
                said = [*reasons[agency], *shared_with(tied, agency, place)]
                rows.append(make.row(place_of[agency], total, place, len(tied) > 1, said))
            place += len(tied)
    rows += [make.row(int(row), None, None, False, []) for row in np.flatnonzero(~complete)]
    return tuple(rows)


def _by_total(totals: Exact, complete: Ints) -> list[tuple[Fraction, list[int]]]:
    """The complete rows by their total, the highest first; rows with one total in the order given."""
    rows = np.flatnonzero(complete)
    if not rows.size:
        return []
    if isinstance(totals.den, int) and totals.num.dtype != object:
        distinct, which = np.unique(totals.num[rows], return_inverse=True)
        order = rows[np.argsort(which, kind="stable")]
        parts = np.split(order, np.cumsum(np.bincount(which))[:-1])
        pairs = zip(distinct.tolist(), parts, strict=True)
        return [(Fraction(num, totals.den), part.tolist()) for num, part in pairs][::-1]
    alike: dict[Fraction, list[int]] = {}
    for row in rows.tolist():
        alike.setdefault(totals.at(row), []).append(row)
    return [(total, alike[total]) for total in sorted(alike, reverse=True)]


class _RowMaker:
    """Rows with their class and what they wait for."""

    def __init__(self, batch: Batch, group: str, agencies: Sequence[str]) -> None:
        self.batch, self.group, self.agencies = batch, group, agencies
        self.missing = batch.where("absent")
        self.undecided = batch.where("undecided")
        self.pending = batch.where("pending")
        self.asked = _asked_by_classes(batch.rubric)

    def row(
        self, row: int, total: Fraction | None, place: int | None, tied: bool, said: Sequence[Reason]
    ) -> BatchRow:
        missing, undecided, pending = (
            tuple(found.get(row, ())) for found in (self.missing, self.undecided, self.pending)
        )
        classed = self._classed(row)
        reasons = list(said)
        if missing or undecided or pending:
            traits = self.batch.columns.context_of(row, self.batch.compiled.context).traits
            reasons += waits_for(self.batch.rubric, traits, missing, undecided, pending)
        if place is not None:
            reasons += [*classed.reasons, *(class_open(reason) for reason in classed.unknown)]
        return BatchRow(
            agency=self.agencies[row],
            total=total,
            rank=place,
            tied=tied,
            class_name=classed.name,
            missing=missing,
            undecided=undecided,
            pending=pending,
            reasons=tuple(reasons),
            group=self.group,
            row=row,
            batch=self.batch,
        )

    def _classed(self, row: int) -> ClassResult:
        if self.batch.rubric.classes is None:
            return ClassResult(None)
        return classify(self.batch.rubric, self._standing(row))

    def _standing(self, row: int) -> Standing:
        """What the class is decided on: the nodes that the rubric's classes ask for."""
        batch = self.batch
        context = batch.columns.context_of(row, batch.compiled.context)
        state = {code: batch.state_at(row, code) for code in self.asked}
        final = [code for code in self.asked if state[code] == "scored"]
        points = {code: batch.points_at(row, code) for code in final}
        maxima = {code: batch.max_at(row, code) for code in final}
        answers = {
            code: batch.answer(row, code) for code in self.asked if self.asked[code] and code in points
        }
        return Standing(
            total=batch.total(row) if batch.is_complete(row) else None,
            max=batch.max_at(row, ""),
            points={code: each for code, each in points.items() if each is not None},
            maxima={code: each for code, each in maxima.items() if each is not None},
            options={code: each.id for code, each in answers.items() if isinstance(each, Option)},
            not_applicable=frozenset(
                code for code, each in state.items() if each in ("not_applicable", "excluded")
            ),
            traits=context.traits,
            parameters=context.parameters,
        )


def _asked_by_classes(rubric: Rubric) -> dict[str, bool]:
    """The codes that classes look at, and whether they look at the option chosen there."""
    classes = rubric.classes
    if classes is None:
        return {}
    tests: list[NodeTest] = [test for band in classes.bands for test in band.minimum]
    conditions: list[ClassCondition] = [each for band in classes.bands for each in band.conditions]
    conditions += [veto.condition for veto in classes.vetoes] + [cap.condition for cap in classes.caps]
    tests += [each.test for each in conditions if each.test is not None]
    asked = {test.node: False for test in tests}
    asked |= {test.node: True for test in tests if test.options}
    no_zero = [code for band in classes.bands for code in band.no_zero]
    leaves = [leaf.code for leaf in rubric.leaves()] if "*" in no_zero else []
    sections = [section.code for section in rubric.sections()] if classes.combinations else []
    for code in (*no_zero, *leaves, *sections):
        asked.setdefault(code, False)
    known = {node.code for node in rubric.walk()}
    return {code: option for code, option in asked.items() if code in known}


# ── ties ──


def _value_of(batch: Batch, place_of: dict[str, int]) -> Callable[[TieKey, str], Fraction | None]:
    """What a step of the chain compares, reckoned for all agencies when it is first asked."""
    kept: dict[TieKey, Value] = {}

    def value_of(key: TieKey, agency: str) -> Fraction | None:
        row = place_of[agency]
        if key.by == "node":
            return batch.points_at(row, batch.rubric.node(key.node).code)
        if key.by == "parameter":
            return figure_of(batch.columns.context_of(row, batch.compiled.context), key.node)
        if key not in kept:
            kept[key] = _counted(batch, key)
        return exact.at(kept[key], row)

    return value_of


def _counted(batch: Batch, key: TieKey) -> Value:
    """Points deducted, criteria at full marks, or criteria at 0, of every agency."""
    return exact.total([_of_leaf(batch, key, leaf) for leaf in batch.rubric.leaves()])


def _of_leaf(batch: Batch, key: TieKey, leaf: Node) -> Value:
    seen = batch.node(leaf.code)
    counts = (batch.state(leaf.code) == SCORED) & batch.points(leaf.code)[1]
    if key.by == "fewer_deductions":
        start = ZERO
        if isinstance(leaf.rule, DeductionsRule):
            start = (leaf.rule.start if leaf.rule.start is not None else leaf.max) or ZERO
        taken = exact.highest(exact.subtract(start, seen.points), ZERO)
        return exact.choose(counts, taken, ZERO)
    rows = len(batch)
    has_max = np.broadcast_to(np.asarray(seen.bounded) & ~np.asarray(exact.is_zero(seen.most)), rows)
    wanted = seen.most if key.by == "more_full_marks" else ZERO
    met = np.broadcast_to(np.asarray(exact.equal(seen.points, wanted)), rows)
    return exact.exact((counts & has_max & met).astype(np.int64))
