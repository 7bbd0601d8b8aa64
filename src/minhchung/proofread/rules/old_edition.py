"""P502: an edition of a standard that had been replaced (S4:21: ISO 9001:2008 in 12/2017)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot

_EDITIONS: dict[tuple[str, str], tuple[str, date]] = {
    ("9001", "2008"): ("2015", date(2015, 9, 15)),
    ("9001", "2000"): ("2008", date(2008, 11, 15)),
    ("14001", "2004"): ("2015", date(2015, 9, 15)),
    ("27001", "2013"): ("2022", date(2022, 10, 25)),
}
"""Standard and edition → the next edition and the day ISO published it."""
_STANDARD = re.compile(r"\b(?:ISO|TCVN)\s+(?:ISO\s+)?(?P<number>\d{4,5})\s?:\s?(?P<year>\d{4})")


def check(report: Report) -> Iterator[Spot]:
    """Where the latest date in the text is after the new edition; once for each edition, at its first place."""
    if not report.dates:
        return
    latest = max(day for day, _ in report.dates)
    seen: set[tuple[str, str]] = set()
    for line, text in enumerate(report.lines, 1):
        for match in _STANDARD.finditer(text):
            edition = (match["number"], match["year"])
            if edition in seen or edition not in _EDITIONS or latest < _EDITIONS[edition][1]:
                continue
            seen.add(edition)
            new, day = _EDITIONS[edition]
            yield Spot(
                Reason(
                    f"{match[0]} đã có bản {new} từ {day:%m/%Y}; văn bản ngày {latest:%d/%m/%Y} còn dùng bản cũ.",
                    f"{match[0]} was replaced by the edition of {new} in {day:%m/%Y}; this text is of {latest:%d/%m/%Y}.",
                ),
                Reason("Nêu lộ trình chuyển đổi sang bản mới.", "Say when the new edition is taken up."),
                line=line,
                sample=match[0],
                proposal=match[0].replace(match["year"], new),
            )


RULE = ReportRule("P502", "note", Reason("Tiêu chuẩn đã thay thế", "Edition replaced"), check)
