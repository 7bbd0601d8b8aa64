"""A rubric compiled once, and scored for as many agencies as wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from minhchung.rubric.batch.prepared import Prepared, answers_of
from minhchung.rubric.batch.result import Batch
from minhchung.rubric.columns import Columns
from minhchung.rubric.context import EMPTY, Context, GroupValues
from minhchung.rubric.group_values import group_values
from minhchung.rubric.model import Rubric


def compile_rubric(rubric: Rubric, context: Context = EMPTY) -> Compiled:
    """A rubric made ready to score many agencies that share a context (year, parameters, rulings, calendar)."""
    return Compiled(rubric, context)


class Compiled(Prepared):
    """A rubric and what all agencies share. Outcomes of leaves are kept from one scoring to the next."""

    def score(self, columns: Columns) -> Batch:
        """Every agency scored. Raises what `evaluate` raises for an answer that a rule refuses."""
        if not self.asks_group:
            return Batch(self, columns)
        return Batch(Prepared(self.rubric, replace(self.context, group=self._group(columns))), columns)

    def _group(self, columns: Columns) -> Mapping[str, GroupValues]:
        """The figures of the whole group, as `ranking.score_group` collects them."""
        rows = range(len(columns))
        entries = {str(row): answers_of(self, columns, row) for row in rows}
        contexts = {str(row): columns.context_of(row, self.context) for row in rows}
        return group_values(self.rubric, entries, contexts)
