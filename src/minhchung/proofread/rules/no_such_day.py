"""P209: a day that no calendar has ("31/02/2024")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.viet.dates import parse_date

_DAY = re.compile(
    r"\bngày\s+(?P<day>\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})(?![\d/])",
    re.IGNORECASE,
)


def check(report: Report) -> Iterator[Spot]:
    """Only what is called a day; a number of a document may look like one."""
    for block in report.blocks:
        for match in _DAY.finditer(block.text):
            said = match["day"]
            if isinstance(parse_date(f"ngày {said}" if "tháng" in said else said), date):
                continue
            yield Spot(
                Reason(f"“ngày {said}” không có trên lịch.", f"“{said}” is on no calendar."),
                Reason("Kiểm tra ngày, tháng.", "Check the day and the month."),
                line=block.line_at(match.start("day")),
                sample=said,
            )


RULE = ReportRule("P209", "error", Reason("Ngày không có thật", "No such day"), check)
