"""L601: a comparison that says two things at once: "dưới 03 … trở lên", "Từ dưới 90%" (S0:60; S1:1193, 1269)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject
from minhchung.viet.folding import nfc

_NUMBER = r"\d+(?:[.,]\d+)*\s*%?"
_BETWEEN = r"(?:(?!\b(?:từ|trên|dưới|đến|hoặc|và)\b)[^,;()]){0,60}?"
_WRONG: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(
            rf"\b(?:dưới|thấp hơn|nhỏ hơn|ít hơn|kém hơn)\s+(?:mức\s+)?{_NUMBER}{_BETWEEN}\btrở lên\b",
            re.IGNORECASE,
        ),
        "“dưới … trở lên” vừa là ít hơn vừa là nhiều hơn",
        "“under … and more” is less and more at once",
    ),
    (
        re.compile(
            rf"\b(?:trên|cao hơn|lớn hơn|nhiều hơn|vượt)\s+(?:mức\s+)?{_NUMBER}{_BETWEEN}\btrở xuống\b",
            re.IGNORECASE,
        ),
        "“trên … trở xuống” vừa là nhiều hơn vừa là ít hơn",
        "“over … and less” is more and less at once",
    ),
    (
        # "từ trên 80% đến 90%" is said so every day, and says what it means.
        re.compile(
            rf"\btừ\s+(?:dưới|trên)\s+{_NUMBER}+(?!\d|[.,]\d|[^,;.]{{0,30}}\b(?:đến|tới)\b|\s*[-–])",
            re.IGNORECASE,
        ),
        "“từ dưới”, “từ trên” không rõ có kể chính số đó không",
        "“from under” does not say whether the figure itself is in",
    ),
    (
        re.compile(rf"\btrên\s+(?:mức\s+)?{_NUMBER}{_BETWEEN}\btrở lên\b", re.IGNORECASE),
        "“trên … trở lên” không rõ có kể chính số đó không",
        "“over … and more” does not say whether the figure itself is in",
    ),
    (
        re.compile(rf"\bdưới\s+(?:mức\s+)?{_NUMBER}{_BETWEEN}\btrở xuống\b", re.IGNORECASE),
        "“dưới … trở xuống” không rõ có kể chính số đó không",
        "“under … and less” does not say whether the figure itself is in",
    ),
)


def check(subject: Subject) -> Iterator[Spot]:
    """Every text of the rubric; the first fault of a text."""
    for words in subject.words:
        wrong = _wrong_in(words.text)
        if wrong is None:
            continue
        said, vi, en = wrong
        yield Spot(
            Reason(f"“{said}”: {vi}.", f"“{said}”: {en}."),
            Reason(
                "Chỉ viết một vế: “dưới …”, “từ … trở lên” hoặc “từ … đến dưới …”.",
                "Write one side only: under, from … up, or from … to under ….",
            ),
            words.node.code if words.node is not None else None,
            words.line,
            sample=said,
            proposal=_mended(said),
            place=words.place,
        )


@lru_cache(maxsize=8192)
def _wrong_in(text: str) -> tuple[str, str, str] | None:
    """The first comparison that says two things at once, and why, in both languages."""
    composed = nfc(text)
    found = ((pattern.search(composed), vi, en) for pattern, vi, en in _WRONG)
    return next(((match[0].strip(), vi, en) for match, vi, en in found if match is not None), None)


def _mended(said: str) -> str:
    """The comparison without its contrary half."""
    short = re.sub(r"^từ\s+", "", said, flags=re.IGNORECASE)
    short = re.sub(r"\s+trở (?:lên|xuống)$", "", short, flags=re.IGNORECASE)
    return short[:1].upper() + short[1:] if said[:1].isupper() else short


RULE = LintRule("L601", "error", Reason("So sánh trái nghĩa", "Contrary comparison"), check)
