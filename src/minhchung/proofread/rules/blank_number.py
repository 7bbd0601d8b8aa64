"""P205: a number or a date left blank (S2:197 "Báo cáo số/BC-UBND ngày...../...../2022")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot

_BLANK = re.compile(
    r"\bsố:?\s*[.…_]*\s*/\s?[A-ZĐ]{1,6}[-–][A-ZĐ&]+|\bngày\s*[.…_]{2,}\s*(?:/|tháng)|\bsố:?\s*[.…_]{3,}\s*/",
    re.IGNORECASE,
)


def check(report: Report) -> Iterator[Spot]:
    """One finding a line."""
    for number, line in enumerate(report.lines, 1):
        match = _BLANK.search(line)
        if match is not None:
            yield Spot(
                Reason(f"“{match[0]}”: bỏ trống số hoặc ngày.", f"“{match[0]}”: number or date left blank."),
                Reason("Điền số, ngày ban hành.", "Fill in number and date."),
                line=number,
                sample=match[0],
            )


RULE = ReportRule("P205", "warning", Reason("Số, ngày bỏ trống", "Blank number or date"), check)
