"""The words of a band said anew, where its limits move and its words name the old ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from minhchung.rubric.lint.text_limits import CONTRARY, FIGURE, PATTERNS, share_limits
from minhchung.rubric.model import Limits
from minhchung.rubric.wording import plain_share, vi_number
from minhchung.viet.folding import nfc

_SAID: Mapping[tuple[str, ...], str] = {
    (">=", "<"): "từ {0} đến dưới {1}",
    (">=", "<="): "từ {0} đến {1}",
    (">", "<"): "trên {0} đến dưới {1}",
    (">", "<="): "trên {0} đến {1}",
    (">=",): "từ {0} trở lên",
    (">",): "trên {0}",
    ("<=",): "không quá {0}",
    ("<",): "dưới {0}",
    ("=",): "đúng {0}",
}
_ALONE = re.compile(r"(?:\b(?:đủ|đúng)\s+)?(?<![\d.,])\d{1,3}(?:[.,]\d{1,2})?\s*%", re.IGNORECASE)


def said_anew(text: str, limits: Limits, *, share: bool, unit: str = "") -> str:
    """The words of a row with these limits; as they were where they name no one stretch, or say it already."""
    found = reworded(text, limits) if share else recounted(text, limits, unit)
    return nfc(text).replace(*found, 1) if found is not None else text


def reworded(text: str, limits: Limits) -> tuple[str, str] | None:
    """The stretch of shares that a text names and what it should be for these limits, such as ("từ 50% đến dưới 70%", "dưới 70%").

    None where the text names no one stretch, or would not say the limits afterwards.
    """
    if share_limits(text) is None:
        return None
    match = next((found for pattern, _low, _high in PATTERNS if (found := pattern.search(nfc(text)))), None)
    match = match or _ALONE.search(nfc(text))
    right = _phrase(limits, lambda value: plain_share(value).replace(" ", ""))
    if match is None or right is None:
        return None
    wrong = match[0].rstrip()
    right = _capital_like(wrong, right)
    return (wrong, right) if share_limits(nfc(text).replace(wrong, right, 1)) == limits else None


def recounted(text: str, limits: Limits, unit: str) -> tuple[str, str] | None:
    """The same of a count or of days: ("trên 15 ngày", "từ 15 ngày trở lên"). None where other figures stand in the text."""
    said = nfc(text)
    match = next((found for pattern in _counted(unit) if (found := pattern.search(said))), None)
    if match is None or len(limits) == 0:
        return None
    rest = said[: match.start()] + " " + said[match.end() :]
    if CONTRARY.search(rest) or FIGURE.search(rest):
        return None
    padded = re.search(r"(?<![\d.,])0\d\b", match[0]) is not None
    named = next((found for found in (match.groupdict().get("v"), match.groupdict().get("u")) if found), "")
    last = len(limits) - 1

    def shown(value: Fraction) -> str:
        written = vi_number(value)
        return f"0{written}" if padded and len(written) == 1 else written

    values = [shown(limit.value) + (named if at == last else "") for at, limit in enumerate(limits)]
    form = _SAID.get(tuple(limit.op for limit in limits))
    if form is None:
        return None
    wrong = match[0].rstrip()
    right = _capital_like(wrong, form.format(*values))
    return (wrong, right) if right != wrong else None


def _phrase(limits: Limits, shown: Callable[[Fraction], str]) -> str | None:
    form = _SAID.get(tuple(limit.op for limit in limits))
    return None if form is None else form.format(*(shown(limit.value) for limit in limits))


def _capital_like(wrong: str, right: str) -> str:
    return right[:1].upper() + right[1:] if wrong[:1].isupper() else right


def _counted(unit: str) -> tuple[re.Pattern[str], ...]:
    """How a stretch of counts is said, the fullest ways first; the unit may stand after either number."""
    word = re.escape(unit) if unit else r"(?!)"

    def number(name: str, its_unit: str) -> str:
        return (
            rf"(?<![\d.,/])(?P<{name}>\d{{1,3}}(?:\.\d{{3}})+|\d+)(?P<{its_unit}>\s+{word}(?:\s?/\s?\w+)?)?"
        )

    a, b = number("a", "u"), number("b", "v")
    to = r"\s*(?:đến|tới|-|–)\s*"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"\btừ\s+{a}{to}(?:dưới\s+)?{b}",
            rf"\btrên\s+{a}(?:\s+(?:nhưng|và))?(?:{to}|\s+)(?:dưới\s+)?{b}",
            rf"\btừ\s+{a}(?:\s+[^\W\d_]+){{0,4}}?\s+trở lên",
            rf"\b(?:ít nhất|tối thiểu|không dưới|trên|hơn|vượt|không quá|tối đa|dưới|ít hơn|đúng)\s+{a}",
            rf"{a}",
        )
    )
