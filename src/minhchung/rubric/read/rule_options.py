"""F2, F3, F5: pick one of the described states; F25: the worst that happened."""

from __future__ import annotations

import re

from minhchung.rubric.errors import Reason
from minhchung.rubric.model import Choice, GradedRule, OptionsRule
from minhchung.rubric.read.case import Case, Judged, Sure
from minhchung.rubric.read.limits import quantities
from minhchung.rubric.read.states import says_nothing_done

_HAPPENED = re.compile(
    r"^(?:có|để xảy ra|xảy ra|bị)\b.*\b(?:vi phạm|kỷ luật|kỉ luật|sai phạm|khiếu nại|tố cáo|nhắc nhở|phê bình)\b",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"(?:căn cứ|theo|tùy(?: theo)?|dựa (?:vào|trên))\s+(?:vào\s+)?(?:kết quả|mức độ|chất lượng)[^\d%=/×]{0,120}?"
    r"(?:để\s+)?(?:cho|chấm|tính)\s+điểm\.?",
    re.IGNORECASE,
)
_SCORES = re.compile(r"\d\s*đ\b|\bđiểm\b|\btrừ\b|\bcông thức\b|\btỷ lệ\b.*[=/×]|\d\s*%", re.IGNORECASE)
_CLEAN = re.compile(
    r"^không (?:có|để|bị)\b.*\b(?:vi phạm|kỷ luật|kỉ luật|sai phạm|khiếu nại|tố cáo|nhắc nhở|phê bình)\b",
    re.IGNORECASE,
)


def options(case: Case) -> Judged | None:
    """Two or more states with points."""
    if len(case.rows) < 2:
        return None
    worst = _is_worst(case)
    empty = None if worst else _none_row(case)
    choices = tuple(
        Choice(_id(index), row.points, row.text, none=index == empty, line=row.line)
        for index, row in enumerate(case.rows)
    )
    judged = Judged(OptionsRule(choices, "worst" if worst else "one"))
    if worst:
        why = Reason("Mức nặng nhất đã xảy ra được tính.", "The worst that happened counts.")
        return judged.doubted("likely", why)
    if len({row.points for row in case.rows}) == 1:
        why = Reason("Các phương án có cùng điểm.", "All options have the same points.")
        return judged.doubted("unsure", why)
    if any(q.unit == "percent" and not q.bare for row in case.rows for q in quantities(row.text)):
        why = Reason(
            "Phương án có tỷ lệ nhưng chưa đọc thành khoảng được; để là chọn một.",
            "The options name rates that could not be read as bands; they are states to pick.",
        )
        return judged.doubted("unsure", why)
    if sum(any(q.unit == "count" and not q.bare for q in quantities(row.text)) for row in case.rows) > 1:
        why = Reason(
            "Phương án có con số nhưng không cùng một thứ được đếm; để là chọn một.",
            "The options name figures, though not of one thing; they are states to pick.",
        )
        return judged.doubted("likely", why)
    return judged.doubted(_surety(case))


def _surety(case: Case) -> Sure:
    fits = case.max is None or case.best == case.max
    return "certain" if fits and any(row.points == 0 for row in case.rows) else "likely"


def _none_row(case: Case) -> int | None:
    """The row that *không có* picks: of the lowest points, and it says that nothing was done."""
    low = min(row.points for row in case.rows)
    return next(
        (index for index, row in enumerate(case.rows) if row.points == low and says_nothing_done(row.text)),
        None,
    )


def _is_worst(case: Case) -> bool:
    """`Không có … vi phạm` at the top, and two or more kinds of violation below it."""
    return (
        len(case.rows) >= 3
        and bool(_CLEAN.match(case.rows[0].text))
        and all(_HAPPENED.match(row.text) for row in case.rows[1:])
    )


def _id(index: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[index] if index < len(letters) else f"o{index + 1}"


def graded(case: Case) -> Judged | None:
    """No options at all: a mark by judgement up to the max."""
    if case.rows or case.max is None or case.max <= 0:
        return None
    if any(_SCORES.search(words) and not _JUDGED.fullmatch(words.strip()) for words in case.words):
        return None
    judged = Judged(GradedRule(low=case.low or case.max * 0))
    if any(char.isdigit() for words in case.words for char in words):
        why = Reason(
            "Lời của mục có con số chưa đọc thành quy tắc.",
            "The words hold figures that no rule was made of.",
        )
        return judged.doubted("likely", why)
    return judged
