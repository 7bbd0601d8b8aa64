"""P402: late in the system and on time on paper: which date counts is not said (S2:107–109)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot

_LATE_ONLINE = re.compile(r"trễ\s+hạn\s+trên\s+(?:môi\s+trường\s+mạng|phần\s+mềm|hệ\s+thống)", re.IGNORECASE)
_PAPER = re.compile(r"hồ sơ giấy|bản giấy|thực tế[^.;]{0,60}(?:đúng|trước)\s+hẹn", re.IGNORECASE)


def check(report: Report) -> Iterator[Spot]:
    """Both in one paragraph."""
    for block in report.blocks:
        online, paper = _LATE_ONLINE.search(block.text), _PAPER.search(block.text)
        if online is None or paper is None:
            continue
        yield Spot(
            Reason(
                f"“{online[0]}” nhưng bản giấy đúng hẹn: không nói số trễ hạn tính theo ngày nào.",
                "Late in the system but on time on paper: by which date cases are late is not said.",
            ),
            Reason(
                "Nêu cách tính trễ hạn và số hồ sơ của mỗi cách.",
                "Say how lateness is counted, and both counts.",
            ),
            line=block.line_at(paper.start()),
            sample=block.text[online.start() : online.start() + 100],
        )


RULE = ReportRule("P402", "note", Reason("Hai cách tính trễ hạn", "Two ways to be late"), check)
