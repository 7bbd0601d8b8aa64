"""A rubric compiled once, many agencies scored as columns: equal to `evaluate` row by row, exact throughout.

    compiled = compile_rubric(rubric, context)
    batch = compiled.score(compiled.columns(entrants))
    batch.total(0), batch.state("I.1.2"), batch.points("I.1.2"), batch.reasons(0, "I.1.2")

Columnar: every leaf's points, sums, alternatives, gates, caps, coefficients, the six policies of not applicable, section
vetoes and every rounding. Scored whole by `evaluate`, row by row: an agency of which a trait that something hangs on is
not known, one with exemptions of its own, and one with an answer that a rule refuses.
"""

from __future__ import annotations

from minhchung.rubric.batch.compiled import Compiled, compile_rubric
from minhchung.rubric.batch.masks import HIDDEN
from minhchung.rubric.batch.prepared import answers_of
from minhchung.rubric.batch.result import Batch
from minhchung.rubric.batch.seen import Seen

__all__ = ["HIDDEN", "Batch", "Compiled", "Seen", "answers_of", "compile_rubric"]
