"""P302: a rate of satisfaction without the number of answers (S3:111 "100% hồ sơ hài lòng")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.proofread.figures import PERCENT
from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot

_RATE = re.compile(PERCENT)
_ABOUT = re.compile(r"hài lòng|thỏa mãn|thoả mãn", re.IGNORECASE)
_COUNTED = re.compile(r"\d[\d.]*\s*(?:phiếu|lượt|người|ý kiến|khách hàng|hồ sơ)|\d+\s*/\s*\d+", re.IGNORECASE)


def check(report: Report) -> Iterator[Spot]:
    """A percentage in a paragraph about satisfaction in which nobody was counted."""
    for block in report.blocks:
        match = _RATE.search(block.text)
        if match is None or _ABOUT.search(block.text) is None or _COUNTED.search(_RATE.sub("", block.text)):
            continue
        if not _ABOUT.search(block.text[max(0, match.start() - 120) : match.end() + 60]):
            continue
        yield Spot(
            Reason(
                f"“{match[0]}” hài lòng nhưng không nêu số phiếu.",
                f"“{match[0]}” satisfied, of how many is not said.",
            ),
            Reason("Ghi số phiếu phát ra, thu về.", "Give the number of answers."),
            line=block.line_at(match.start()),
            sample=block.text[match.start() : match.end() + 30],
        )


RULE = ReportRule("P302", "warning", Reason("Thiếu cỡ mẫu", "Sample size missing"), check)
