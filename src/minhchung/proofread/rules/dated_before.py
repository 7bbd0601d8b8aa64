"""P207: a text that bears an earlier date than the documents it cites (S3:1: 26/02/2016 on a report of 2021)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.viet.dates import parse_date

_HEAD_LINES = 30
_OWN_DATE = re.compile(
    r"^\W*(?:(?:thứ|chủ)\s+\w+\W+|ngày\s+(?:cập nhật|đăng)\W+|[^\W\d_][^\d,]{1,30},\s*ngày\s+)?"
    r"\(?(?P<day>\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})\)?\W*$",
    re.IGNORECASE,
)


def check(report: Report) -> Iterator[Spot]:
    """The first date that stands alone in a line at the head."""
    own = _own_date(report)
    if own is None:
        return
    day, line = own
    later = [each for each in report.citations if each.dated_on is not None and each.dated_on > day]
    if not later:
        return
    last = max(later, key=lambda each: each.dated_on or day)
    yield Spot(
        Reason(
            f"Ghi ngày {day:%d/%m/%Y} nhưng viện dẫn văn bản ngày {last.dated_on:%d/%m/%Y} (dòng {last.line}).",
            f"Dated {day:%d/%m/%Y}, but cites a document of {last.dated_on:%d/%m/%Y} (line {last.line}).",
        ),
        Reason("Kiểm tra ngày của trang hoặc của báo cáo.", "Check the date of the page or of the report."),
        line=line,
        sample=f"{day:%d/%m/%Y}",
    )


def _own_date(report: Report) -> tuple[date, int] | None:
    for number, line in enumerate(report.lines[:_HEAD_LINES], 1):
        match = _OWN_DATE.match(line.strip())
        if match is not None:
            said = f"ngày {match['day']}" if "tháng" in match["day"] else match["day"]
            read = parse_date(said)
            if isinstance(read, date):
                return read, number
    return None


RULE = ReportRule(
    "P207", "warning", Reason("Ghi ngày trước văn bản viện dẫn", "Dated before what it cites"), check
)
