"""What the published text says around its table and the rubric has no lines for yet: classes, ties, what does not apply."""

from __future__ import annotations

import re
from collections.abc import Mapping

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.subject import Subject
from minhchung.viet.folding import nfc

_STATED: Mapping[str, re.Pattern[str]] = {
    "L405": re.compile(
        r"không\s+(?:có\s+|thuộc\s+)?(?:phát\s+sinh|áp\s+dụng|phải\s+thực\s+hiện)\b.{0,120}\b(?:quy\s+đổi|điểm\s+tối\s+đa|"
        r"loại\s+(?:trừ|ra)|trừ\s+ra|tính\s+lại|bỏ\s+ra|không\s+tính\s+vào)",
        re.IGNORECASE,
    ),
    "L406": re.compile(
        r"(?:xuất\s+sắc|tốt|khá|trung\s+bình|hoàn\s+thành|đạt|loại\s+[A-D1-4])\b.{0,60}?\d+(?:,\d+)?\s*(?:điểm|%)\s+trở\s+lên|"
        r"(?:xuất\s+sắc|tốt|khá|trung\s+bình|loại\s+[A-D1-4])\W+từ\s+\d+(?:,\d+)?\s*(?:điểm|%)?\s*(?:đến|-|–)",
        re.IGNORECASE,
    ),
    "L407": re.compile(
        r"(?:bằng\s+điểm|cùng\s+(?:số\s+|mức\s+)?điểm|điểm\s+(?:số\s+)?bằng\s+nhau)\b.{0,160}\b(?:xếp|ưu\s+tiên|đồng\s+hạng|"
        r"thứ\s+hạng|biểu\s+quyết)",
        re.IGNORECASE,
    ),
}
_TITLES = {
    "L405": Reason("xử lý tiêu chí không áp dụng", "what does not apply"),
    "L406": Reason("mức điểm xếp loại", "the bands of classes"),
    "L407": Reason("xếp hạng khi bằng điểm", "how ties are ranked"),
}


def line_that_states(subject: Subject, code: str) -> int | None:
    """The line before or after the table that states what the rule of this code misses; None where none does."""
    if subject.published is None:
        return None
    first, last = subject.first_line or 0, subject.last_line or 0
    for number, line in enumerate(subject.published.lines, 1):
        if not first <= number <= last and _STATED[code].search(nfc(line)):
            return number
    return None


def stated_in_words(code: str, line: int) -> Reason:
    """The published text has it, the rubric does not."""
    what = _TITLES[code]
    return Reason(
        f"Văn bản nêu cách {what.vi} ở dòng {line}, bộ tiêu chí chưa ghi."
        if code != "L406"
        else f"Văn bản nêu {what.vi} ở dòng {line}, bộ tiêu chí chưa ghi.",
        f"The published text says {what.en} in line {line}; the rubric does not have it yet.",
    )
