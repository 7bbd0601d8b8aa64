"""Proofreading reports: figures that contradict each other, documents cited wrongly, points that the text denies.

    for finding in proofread(text):
        print(finding.code, finding.line, finding.message.vi)

Everything is read from the text alone, and nothing in it is changed.
"""

from __future__ import annotations

from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.proofread.rules import RULES
from minhchung.rubric.lint.finding import Finding, finding_of

__all__ = ["RULES", "Finding", "ReportRule", "proofread"]


def proofread(text: str, *, rules: tuple[ReportRule, ...] = RULES) -> tuple[Finding, ...]:
    """Everything the rules find in a report, by line. text: paragraphs one a line, cells of a row parted by tabs."""
    report = Report(text)
    found = [finding_of(rule.code, rule.severity, spot) for rule in rules for spot in rule.check(report)]
    return tuple(sorted(found, key=lambda finding: (finding.line or 0, finding.code)))
