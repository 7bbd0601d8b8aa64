"""P105: an on-time rate that does not say out of what: handled or received (S2:107: 99,5 % or 85,1 %)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from minhchung.proofread.cases import case_figures
from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.rubric.wording import percent

_OF = re.compile(r"%\s*(?:so với|trên|của)\s+(?:tổng\s+)?(?:số|hồ sơ)", re.IGNORECASE)


def check(report: Report) -> Iterator[Spot]:
    """Only where the two differ by one point in a hundred or more."""
    said = case_figures(report)
    if not {"received", "handled", "on_time"} <= said.keys():
        return
    received, handled, in_time = (said[name].value for name in ("received", "handled", "on_time"))
    if not 0 < handled < received or in_time > handled:
        return
    of_handled, of_received = Fraction(in_time, handled), Fraction(in_time, received)
    if of_handled - of_received < Fraction(1, 100) or _names_it(report, said["on_time"].line):
        return
    yield Spot(
        Reason(
            f"Tỷ lệ đúng hạn không nói mẫu số: {percent(of_handled).vi} trên số đã giải quyết, "
            f"{percent(of_received).vi} trên số tiếp nhận.",
            f"The on-time rate does not name its denominator: {percent(of_handled).en} of cases handled, "
            f"{percent(of_received).en} of cases received.",
        ),
        Reason("Ghi rõ “trên số hồ sơ đã giải quyết”.", "Say of what."),
        line=said["on_time"].line,
        sample=f"{percent(of_handled).vi} / {percent(of_received).vi}",
        proposal=f"{percent(of_handled).vi} trên số hồ sơ đã giải quyết",
    )


def _names_it(report: Report, line: int) -> bool:
    """Whether the paragraph says "… % trên số hồ sơ đã giải quyết" or the like."""
    return any(_OF.search(block.text) for block in report.blocks if line in [n for _, n in block.starts])


RULE = ReportRule("P105", "note", Reason("Tỷ lệ không nêu mẫu số", "Rate without denominator"), check)
