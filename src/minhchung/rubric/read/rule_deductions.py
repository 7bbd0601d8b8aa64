"""F9: each failure takes points: `Mỗi tiêu chí không đạt yêu cầu trừ 0,75 điểm`."""

from __future__ import annotations

import re
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.model import DeductionItem, DeductionsRule
from minhchung.rubric.read.case import Case, Judged
from minhchung.rubric.read.figures import exact

_EACH = re.compile(
    r"(?P<what>(?:cứ\s+)?(?:mỗi|mỗi một|cứ|từng|\b0?1|một)\s+[^.;()]{0,160}?)[,:]?\s*(?:thì\s+)?(?:bị\s+|sẽ\s+)?trừ\s+"
    r"(?:đi\s+)?(?P<points>\d{1,3}(?:[.,]\d{1,3})?)\s*(?:điểm|đ)?",
    re.IGNORECASE,
)
_PER = re.compile(
    r"(?:trừ\s*|[-–\u2212]\s*)(?P<points>\d{1,3}(?:[.,]\d{1,3})?)\s*(?:điểm|đ)\s*/\s*(?:0?1\s*)?(?P<what>[^\W\d][^.;,/]{1,60})",
    re.IGNORECASE,
)
_TAKES = re.compile(r"\btrừ\s+(?:đi\s+)?\d", re.IGNORECASE)
_MOST = re.compile(
    r"\b(?:tối đa|nhiều nhất|không quá)\s+(?:là\s+)?(?P<most>\d{1,3}(?:[.,]\d{1,3})?)\s*(?:điểm|đ)\b",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"^(?:cứ\s+)?(?:mỗi một|mỗi|cứ|từng|0?1|một)\s+(?:tiêu chí|nội dung|yêu cầu|tiêu chuẩn|mục)\b",
    re.IGNORECASE,
)
"""What is failed is one of the things named before; `Mỗi báo cáo thiếu nội dung` names its own."""
_ONE = re.compile(r"(?:\d|một\b)", re.IGNORECASE)
_SUBJECTS = re.compile(
    r"^(?P<subjects>[^(.;:]{3,80}?)\s+(?:phải\s+)?(?:được\s+)?(?:đảm bảo|bảo đảm|đúng|đạt|đầy đủ|theo)\b",
    re.IGNORECASE,
)


def deductions(case: Case) -> Judged | None:
    """A single sentence that says what each failure takes; start at the max, floor at 0."""
    if len(case.rows) > 1 or (case.rows and case.max is not None and case.rows[0].points != case.max):
        return None
    texts = [*(row.text for row in case.rows), *case.words, case.title]
    text = next((each for each in texts if (found := _EACH.search(each)) and "%" not in found["what"]), None)
    per = next((found for each in case.words if (found := _PER.search(each))), None)
    if text is None and per is None:
        return None
    if text is not None:
        items = deduction_items(text)
    elif per is not None:
        items = (DeductionItem("a", _points(per["points"]), per["what"].strip()),)
    if case.max is None and not case.rows:
        return None
    start = case.rows[0].points if case.rows else None
    counted = Reason(
        "Nhiều nhất bao nhiêu lần không đạt thì văn bản không nói.",
        "How many failures can occur is not stated.",
    )
    floor = _floor(texts, start if start is not None else case.max)
    unsaid = () if floor is not None else (_FLOOR_UNSAID,)
    rule = DeductionsRule(items, start=start, floor=floor if floor is not None else Fraction(0))
    judged = Judged(rule, "likely", (*unsaid, counted))
    if sum(len(_TAKES.findall(each)) for each in set(texts)) > len(items):
        return judged.doubted("unsure", _MORE_TAKEN)
    return judged


_FLOOR_UNSAID = Reason("Sàn 0 điểm không được nói; lấy 0.", "A floor is not stated; 0 is taken.")
_MORE_TAKEN = Reason(
    "Văn bản còn điểm trừ khác chưa đọc thành quy tắc.", "The text takes more than the rule that was read."
)


def _floor(texts: list[str], start: Fraction | None) -> Fraction | None:
    """Where it ends when the most that can be taken is said: `trừ tối đa 2 điểm` of 5 ends at 3."""
    said = next((found for text in texts if (found := _MOST.search(text)) and "trừ" in text.lower()), None)
    most = exact(said["most"]) if said else None
    return start - most if most is not None and start is not None and 0 < most <= start else None


def deduction_items(text: str) -> tuple[DeductionItem, ...]:
    """The failures a sentence names, with what each takes. Two subjects joined by `và` are two failures."""
    found = list(_EACH.finditer(text))
    if len(found) > 1:
        return tuple(
            DeductionItem("abcdefghij"[index], _points(match["points"]), _failure(text, found, index))
            for index, match in enumerate(found[:10])
        )
    match = found[0]
    each = _points(match["points"])
    subjects = _SUBJECTS.match(text[: match.start()]) if _ANY.match(match["what"]) else None
    names = re.split(r"\s+và\s+|,\s*", subjects["subjects"].strip()) if subjects else []
    if len(names) < 2 or len(names) > 6:
        return (DeductionItem("a", each, match["what"].strip()),)
    return tuple(
        DeductionItem("abcdefghij"[index], each, f"{name.strip()} không đạt")
        for index, name in enumerate(names)
    )


def _failure(text: str, found: list[re.Match[str]], index: int) -> str:
    """What is failed, with the verb before it: `chậm 01 báo cáo`, `thiếu một báo cáo`, not `01 báo cáo`."""
    since = found[index - 1].end() if index else 0
    before = re.split(r"[;:.,()]", text[since : found[index].start()])[-1].strip()
    what = found[index]["what"].strip()
    return f"{before} {what}" if 0 < len(before) <= 60 and _ONE.match(what) else what


def says_deduction(text: str) -> bool:
    """Whether an option also takes points per failure."""
    return bool(_EACH.search(text))


def flaw_of(text: str) -> Fraction | None:
    """What a present but flawed item loses: `(không đảm bảo trừ 0,5điểm)`."""
    match = re.search(r"\btrừ\s+(?P<points>\d{1,3}(?:[.,]\d{1,3})?)\s*(?:điểm|đ)", text, re.IGNORECASE)
    return _points(match["points"]) if match else None


def fixed_deductions(case: Case) -> Judged | None:
    """Rows that each take a stated amount, all below zero: `Không báo cáo: -1`."""
    if len(case.rows) < 1 or not all(row.points < 0 for row in case.rows) or case.max is None:
        return None
    items = tuple(
        DeductionItem("abcdefghijklmnopqrstuvwxyz"[index], -row.points, row.text)
        for index, row in enumerate(case.rows[:26])
    )
    why = Reason("Điểm âm đọc là điểm trừ mỗi lần.", "Negative points are read as taken per occurrence.")
    return Judged(DeductionsRule(items), "unsure", (why,))


def _points(text: str) -> Fraction:
    return exact(text) or Fraction(0)
