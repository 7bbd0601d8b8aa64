"""P506: a word that no Vietnamese syllable is spelled like."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.proofread.slips import spots_of_slips
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.rubric.lint.spelling import impossible_syllables


def check(report: Report) -> Iterator[Spot]:
    """Only words that carry Vietnamese marks."""
    return spots_of_slips(
        report,
        impossible_syllables,
        lambda slip: Reason(
            f"“{slip.said}” không phải là âm tiết tiếng Việt.", f"“{slip.said}” is no Vietnamese syllable."
        ),
    )


RULE = ReportRule("P506", "warning", Reason("Âm tiết sai", "Impossible syllable"), check)
