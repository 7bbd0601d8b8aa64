"""P304: one visit for two programmes (S4:27): it counts for both only if both were inspected."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.proofread.figures import COUNT
from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot

_COMBINED = re.compile(
    rf"(?P<n>{COUNT})\s+(?:đơn vị|cơ quan|cuộc)\s+[^;,.]{{0,30}}?(?:lồng ghép|kết hợp)", re.IGNORECASE
)


def check(report: Report) -> Iterator[Spot]:
    """A note: nothing is wrong, but the count hides that visits were shared."""
    for block in report.blocks:
        match = _COMBINED.search(block.text)
        if match is not None:
            yield Spot(
                Reason(
                    f"“{match[0]}”: một cuộc kiểm tra tính cho hai chương trình.",
                    f"“{match[0]}”: one visit counts for two programmes.",
                ),
                Reason("Tách riêng số kiểm tra lồng ghép.", "State the shared visits apart."),
                line=block.line_at(match.start()),
                sample=match[0],
            )


RULE = ReportRule("P304", "note", Reason("Kiểm tra lồng ghép", "Shared visits"), check)
