"""What an option says without a figure: nothing done, on time, late, present, deducted."""

from __future__ import annotations

import re

_NOTHING = re.compile(
    r"^(?:trong (?:năm|kỳ)\s+)?(?:không|chưa|vắng)\b(?!\s+(?:đầy đủ|đủ|đúng|đảm bảo|bảo đảm|kịp|đạt|để|vi phạm|thống nhất|phù hợp))",
    re.IGNORECASE,
)
_HALF_DONE = re.compile(
    r"^(?:không|chưa)\s+(?:thực hiện|triển khai|xác định|cập nhật|xây dựng)\s+(?:đầy đủ|đủ|đúng|kịp|hết)",
    re.IGNORECASE,
)
_LATE = re.compile(
    r"\b(?:chậm|trễ|muộn|quá hạn|quá thời (?:gian|hạn)|quá|sau thời (?:gian|hạn)|sau)\b", re.IGNORECASE
)
_ON_TIME = re.compile(
    r"\b(?:trước và đúng|đúng|đảm bảo|bảo đảm|kịp|trước)\b[^.;]{0,60}?\b(?:thời gian|thời hạn|hạn|tiến độ)\b|\bkịp thời\b",
    re.IGNORECASE,
)
_NOT_ON_TIME = re.compile(r"\b(?:không|chưa)\s+(?:đúng|đảm bảo|bảo đảm|kịp)", re.IGNORECASE)
_QUALIFIED = re.compile(r"\b(?:nhưng|tuy nhiên|song|tuy)\b", re.IGNORECASE)


def says_nothing_done(text: str) -> bool:
    """`Không ban hành`, `Vắng, …`, `Chưa thực hiện`: what *không có* picks. Not `Không đầy đủ`."""
    text = text.strip()
    return bool(_NOTHING.match(text)) and not _HALF_DONE.match(text)


def says_on_time(text: str) -> bool:
    """`Trước và đúng thời gian quy định`, `Đảm bảo thời gian`: and nothing about being late."""
    return bool(_ON_TIME.search(text)) and not _LATE.search(text) and not _NOT_ON_TIME.search(text)


def says_late(text: str) -> bool:
    """`chậm`, `trễ`, `quá` …"""
    return bool(_LATE.search(text))


def is_qualified_after(text: str, place: int) -> bool:
    """Whether the words after a figure take it back: `100% … nhưng có nhiệm vụ hoàn thành muộn`."""
    return bool(_QUALIFIED.search(text, place))


def without_parentheses(text: str) -> str:
    """The text with what stands in parentheses blanked out, so that places stay the same."""
    return re.sub(r"\([^()]*\)", lambda found: " " * len(found[0]), text)
