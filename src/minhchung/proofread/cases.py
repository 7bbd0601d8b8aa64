"""The figures of cases handled that reports give: received, handled, in time, late, returned, pending."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minhchung.proofread.figures import COUNT, count_of
from minhchung.proofread.report import Report

_GAP = r"[^.;\d]{0,45}?"
# "giải quyết đúng hạn: 19.900" is a part of what was handled, not the whole.
_NOT_IN_TIME = r"(?:(?!\bhạn\b|\bhẹn\b)[^.;\d]){0,45}?"
_PATTERNS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "received": rf"(?:đã tiếp nhận|tổng số hồ sơ (?:tiếp )?nhận|số hồ sơ (?:tiếp )?nhận){_GAP}(?P<n>{COUNT})\s+hồ sơ",
        "handled": rf"(?<!đang )(?<!chưa )(?<!chậm )\bgiải quyết{_NOT_IN_TIME}(?P<n>{COUNT})\s+hồ sơ",
        "on_time": rf"(?:đúng hạn|đúng, trước hạn|trước và đúng hạn|đúng thời hạn|đúng và trước hạn){_GAP}(?P<n>{COUNT})\s+hồ sơ",
        "late": rf"(?:trễ hạn|quá hạn){_GAP}(?P<n>{COUNT})\s+hồ sơ",
        "returned": rf"(?:trả lại|rút hồ sơ|hủy){_GAP}(?P<n>{COUNT})\s+hồ sơ",
        "pending": rf"(?:đang (?:giải quyết|xử lý)|chưa (?:đến hạn|giải quyết)|chuyển kỳ sau|còn tồn){_GAP}(?P<n>{COUNT})\s+hồ sơ",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Said:
    """A figure and its line."""

    value: int
    line: int


def case_figures(report: Report) -> dict[str, Said]:
    """The first statement of each figure; what is not stated is absent."""
    found: dict[str, Said] = {}
    for block in report.blocks:
        for name, pattern in _PATTERNS.items():
            match = pattern.search(block.text)
            if match is not None and name not in found:
                found[name] = Said(count_of(match["n"]), block.line_at(match.start("n")))
    return found
