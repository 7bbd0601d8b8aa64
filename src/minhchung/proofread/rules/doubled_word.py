"""P504: a word typed twice (S2:17 "nhu cầu nhu cầu", S2:51 "của của")."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.proofread.slips import spots_of_slips
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.rubric.lint.spelling import doubled_words


def check(report: Report) -> Iterator[Spot]:
    """Each doubling once."""
    return spots_of_slips(
        report,
        doubled_words,
        lambda slip: Reason(f"“{slip.said}”: gõ lặp chữ.", f"“{slip.said}”: a word typed twice."),
    )


RULE = ReportRule("P504", "warning", Reason("Gõ lặp chữ", "Doubled word"), check)
