"""The order in which findings are read."""

from __future__ import annotations

from minhchung.rubric.lint.finding import Finding

_NO_LINE = 1 << 60


def in_order(finding: Finding) -> tuple[int, int, str]:
    """By the published text, then the place in the YAML, then the code; what concerns the whole rubric comes last."""
    place = finding.span.line if finding.span is not None else _NO_LINE
    return (finding.line if finding.line is not None else _NO_LINE, place, finding.code)
