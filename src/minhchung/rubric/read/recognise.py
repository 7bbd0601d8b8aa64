"""The kinds of rule, each with its own recogniser, tried in this order; the first that reads the words has it."""

from __future__ import annotations

from minhchung.rubric.errors import Reason
from minhchung.rubric.read.case import Case, Judged, Recogniser, undecided
from minhchung.rubric.read.rule_bands import bands
from minhchung.rubric.read.rule_checklist import checklist, m_of_n
from minhchung.rubric.read.rule_counts import counts
from minhchung.rubric.read.rule_deduction_table import deduction_table
from minhchung.rubric.read.rule_deductions import deductions, fixed_deductions
from minhchung.rubric.read.rule_options import graded, options
from minhchung.rubric.read.rule_proportional import proportional
from minhchung.rubric.read.rule_steps import steps

RECOGNISERS: tuple[Recogniser, ...] = (
    steps,
    deduction_table,
    deductions,
    fixed_deductions,
    counts,
    proportional,
    m_of_n,
    bands,
    checklist,
    options,
    graded,
)


def recognise(case: Case) -> Judged:
    """The rule of a leaf. Never a guess: what no recogniser reads stays as text to decide."""
    for recogniser in RECOGNISERS:
        found = recogniser(case)
        if found is not None:
            return found
    if len(case.rows) == 1:
        return undecided(
            case,
            Reason(
                f"Chỉ có một phương án ({case.rows[0].text[:60]}); cách cho điểm khác không được nói.",
                "There is one option only; how other points are given is not said.",
            ),
        )
    return undecided(case, Reason("Không đọc được cách cho điểm.", "How points are given could not be read."))
