"""The rows of one scoring: which the engine must score whole, the kinds of agency among them, what conditions make of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from minhchung.rubric.batch.masks import NO, UNKNOWN, YES, Truth
from minhchung.rubric.batch.prepared import Prepared
from minhchung.rubric.columns import Columns, Ints
from minhchung.rubric.context import Context
from minhchung.rubric.exact import Flags, Mask
from minhchung.rubric.model import Node, When
from minhchung.rubric.traits import holds


class Rows:
    """The rows of one scoring. `whole` grows while nodes are scored: what columns cannot say of a row, the engine does."""

    def __init__(self, prepared: Prepared, columns: Columns) -> None:
        self.prepared, self.columns = prepared, columns
        self.rubric, self.context = prepared.rubric, prepared.context
        self.count = len(columns)
        self.whole: set[int] = set(columns.exempt)
        if self.context.exempt:
            self.score_all_whole()
        self._shared = [self._context_of_leaves(0)]

    def score_all_whole(self) -> None:
        """Leave every row to the engine."""
        self.whole |= set(range(self.count))

    def score_whole(self, rows: Iterable[int]) -> None:
        """Leave these rows to the engine."""
        self.whole |= {int(row) for row in rows}

    def score_whole_where(self, mask: Flags) -> None:
        """Leave the rows of a mask to the engine."""
        self.score_whole(np.flatnonzero(mask))

    def shared_context(self) -> Context:
        """A context for leaves that ask for no trait."""
        return self._shared[0]

    def kinds_for_leaf(self, leaf: Node) -> tuple[Ints | None, list[Context]]:
        """The kind of each row by what a leaf asks of an agency, and a context of each; None where there is one kind."""
        asked = self.prepared.asked[leaf.code]
        if not asked:
            return None, self._shared
        kind, samples = self.columns.kinds_by(asked)
        return kind, [self._context_of_leaves(row) for row in samples]

    def kinds_by(self, names: Iterable[str]) -> tuple[Ints | None, list[Context]]:
        """The kind of each row by these traits, and a context of each."""
        kind, samples = self.columns.kinds_by(tuple(sorted(set(names))))
        if not self.count:
            return kind, [self.context]
        return kind, [self.columns.context_of(row, self.context) for row in samples]

    def when(self, when: When) -> Truth:
        """Whether a condition on traits holds."""
        kind, contexts = self.kinds_by(test.trait for test in when)
        held = [holds(when, context.traits) for context in contexts] if self.count else [True]
        truths = [UNKNOWN if one is None else YES if one else NO for one in held]
        if kind is None or len(set(truths)) == 1:
            return truths[0]
        return np.array(truths, dtype=np.int8).take(kind)

    def where(self, when: When) -> Mask:
        """A condition on traits as a mask; rows where a trait is not known are scored whole."""
        truth = self.when(when)
        if isinstance(truth, int):
            if truth == UNKNOWN:
                self.score_all_whole()
            return truth == YES
        self.score_whole_where(np.equal(truth, UNKNOWN))
        return np.equal(truth, YES)

    def _context_of_leaves(self, row: int) -> Context:
        """One row's context without what is the agency's alone: earlier answers, exemptions."""
        own = self.columns.context_of(row, self.context)
        return replace(own, earlier=self.context.earlier, exempt=frozenset())
