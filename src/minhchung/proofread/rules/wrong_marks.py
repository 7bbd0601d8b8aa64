"""P505: wrong or missing marks (S3:107 "Tình đến thời điểm")."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.proofread.slips import spots_of_slips
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.rubric.lint.spelling import Slip, pairs_of, wrong_marks


def check(report: Report) -> Iterator[Spot]:
    """Against words that offices use all the time, and against how the report writes them elsewhere."""
    usual = pairs_of(report.lines)
    return spots_of_slips(report, lambda text: wrong_marks(text, usual), _said)


def _said(slip: Slip) -> Reason:
    return Reason(
        f"“{slip.said}”: có lẽ là “{slip.right}”.", f"“{slip.said}”: “{slip.right}” seems to be meant."
    )


RULE = ReportRule("P505", "warning", Reason("Sai dấu", "Wrong marks"), check)
