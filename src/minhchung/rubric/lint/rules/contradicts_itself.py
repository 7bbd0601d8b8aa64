"""L603: an option that is on time and late at once (S1:397)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject
from minhchung.viet.folding import nfc

_MET_THEN_FAILED = re.compile(
    r"(?<!không )(?<!chưa )\b(?P<met>đúng\s+(?:tiến\s+độ|hạn|thời\s+(?:hạn|gian))|trước\s+hạn)\b"
    r"(?:(?!\bhoặc\b)[^;])*?\bnhưng\b(?:(?!\bhoặc\b)[^;])*?\b(?P<failed>muộn|chậm|trễ|quá\s+hạn)\b",
    re.IGNORECASE,
)
_FULL_THEN_NOT = re.compile(
    r"(?<!không )(?<!chưa )\b(?P<met>đầy\s+đủ)\b(?P<what>(?:(?!\bhoặc\b)[^;])*?)\bnhưng\b(?:(?!\bhoặc\b)[^;])*?"
    r"\b(?P<failed>(?:không|chưa)\s+(?:đầy\s+)?đủ)\b(?P<lacks>[^;,.]*)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


def check(subject: Subject) -> Iterator[Spot]:
    """A requirement said to be met, then, after "nhưng", failed."""
    for words in subject.words:
        match = _MET_THEN_FAILED.search(nfc(words.text)) or _full_then_not(nfc(words.text))
        if words.role != "option" or match is None:
            continue
        code = words.node.code if words.node is not None else None
        yield Spot(
            Reason(
                f"Mục {code}: vừa “{match['met']}” vừa “{match['failed']}” trong một phương án.",
                f"{code}: “{match['met']}” and “{match['failed']}” in one option.",
            ),
            Reason(f"Bỏ “{match['met']}” hoặc vế sau “nhưng”.", "Drop one of the two."),
            code,
            words.line,
            sample=words.text,
            proposal=re.sub(rf"\s*{match['met']}\b", "", words.text, count=1),
            place=words.place,
        )


def _full_then_not(text: str) -> re.Match[str] | None:
    """Full and not full of one thing: "đầy đủ tài liệu nhưng không đủ chữ ký" is of two."""
    match = _FULL_THEN_NOT.search(text)
    if match is None:
        return None
    what, lacks = (_WORD.findall(match[name].casefold())[:2] for name in ("what", "lacks"))
    return match if not what or not lacks or what == lacks else None


RULE = LintRule("L603", "error", Reason("Phương án tự mâu thuẫn", "Option contradicts itself"), check)
