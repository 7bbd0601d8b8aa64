"""Leaves scored for all agencies: the quick way where most rows are plain points, else kind of agency by kind."""

from __future__ import annotations

import numpy as np

from minhchung.rubric import exact
from minhchung.rubric.batch.rows import Rows
from minhchung.rubric.columns import SAID_ABSENT, Ints, LeafColumn
from minhchung.rubric.context import Context
from minhchung.rubric.exact import Mask, Value
from minhchung.rubric.leaf_outcomes import ZERO, Mostly, Scored, Unscorable, merged
from minhchung.rubric.model import Node


class Leaves:
    """The leaves of one scoring; the quick way is tried once for each."""

    def __init__(self, rows: Rows) -> None:
        self._rows, self._prepared = rows, rows.prepared
        self._mostly: dict[str, Mostly | None] = {}

    def scored(self, node: Node) -> Scored:
        """A leaf, for every agency."""
        quick = self.quick(node)
        if quick is not None:
            return quick.whole()
        column = self._rows.columns.leaves.get(node.code) or LeafColumn(SAID_ABSENT)
        kind, contexts = self._rows.kinds_for_leaf(node)
        found = [
            self._leaf_of_kind(node, column, context, kind, place) for place, context in enumerate(contexts)
        ]
        done = found[0]
        for place, one in enumerate(found[1:], start=1):
            done = merged(kind == place, one, done, self._rows.count)
        return done

    def quick(self, node: Node) -> Mostly | None:
        """The leaf scored the quick way, where there is one."""
        if node.code in self._mostly:
            return self._mostly[node.code]
        if self._rows.columns.earlier and node.code in self._prepared.years:
            self._rows.score_whole(self._rows.columns.earlier)
        column = self._rows.columns.leaves.get(node.code)
        kind, contexts = self._rows.kinds_for_leaf(node)
        found: Mostly | None = None
        if column is not None and kind is None:
            found = self._prepared.scorer(node, contexts[0]).mostly(column)
        self._mostly[node.code] = found
        return found

    def _leaf_of_kind(
        self, node: Node, column: LeafColumn, context: Context, kind: Ints | None, place: int
    ) -> Scored:
        scorer = self._prepared.scorer(node, context)
        refused: set[int] = set()
        while True:
            try:
                return scorer.scored(column, self._rows.count)
            except Unscorable as stop:
                # The engine decides about these rows; here they count as absent, so that the others go on.
                rows = stop.rows
                again = {int(row) for row in rows} - refused
                assert again, f"{node.code}: rows refused twice"
                refused |= again
                own = rows if kind is None else rows[kind[rows] == place]
                self._rows.score_whole(own)
                said = (
                    np.full(self._rows.count, column.said)
                    if isinstance(column.said, int)
                    else column.said.copy()
                )
                said[rows] = SAID_ABSENT
                column = LeafColumn(
                    said, column.value, column.num, column.den, column.scale, column.others, column.which
                )

    def most(self, node: Node) -> tuple[Value, Mask]:
        """The most a leaf can give, and where that is bounded."""
        kind, contexts = self._rows.kinds_for_leaf(node)
        tops = [self._prepared.scorer(node, context).most() for context in contexts]
        if kind is None:
            return tops[0] or ZERO, tops[0] is not None
        found = exact.take(exact.column([top or ZERO for top in tops]), kind)
        return found, np.array([top is not None for top in tops]).take(kind)
