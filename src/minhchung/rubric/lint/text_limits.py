"""Limits read from the words of an option: "Từ 95% - dưới 100%" is ≥ 95 % and < 100 %.

Only shares, which carry their sign; and only texts that say one stretch in the usual words. Anything else is None: a
rule that checks words against limits must not itself guess.
"""

from __future__ import annotations

import re
from fractions import Fraction

from minhchung.rubric.model import Limit, Limits
from minhchung.viet.folding import nfc

_N = r"(?P<{}>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s*%?"
_A, _B = _N.format("a"), _N.format("b")
PATTERNS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), low, high)
    for pattern, low, high in (
        (rf"\b(?:từ|đạt)\s+{_A}\s*(?:đến|tới|-|–)\s*dưới\s+{_B}", ">=", "<"),
        (rf"\btrên\s+{_A}\s*(?:đến|tới|-|–)\s*dưới\s+{_B}", ">", "<"),
        (rf"\btrên\s+{_A}\s*(?:đến|tới|-|–)\s*{_B}", ">", "<="),
        (rf"\b(?:từ|đạt)\s+{_A}\s*(?:đến|tới|-|–)\s*{_B}", ">=", "<="),
        (rf"\btrên\s+{_A}\s+(?:nhưng|và|đến)\s+dưới\s+{_B}", ">", "<"),
        (rf"\b(?:dưới|chưa đạt)\s+{_B}\s+(?:nhưng|và)\s+trên\s+{_A}", ">", "<"),
        (rf"\b(?:dưới|chưa đạt)\s+{_B}\s+(?:nhưng|và)\s+từ\s+{_A}(?:\s+trở lên)?", ">=", "<"),
        (rf"\b(?:từ|đạt)\s+{_A}\s+(?:[^\W\d_]+\s+){{0,6}}?trở lên", ">=", ""),
        (rf"\b(?:ít nhất|tối thiểu|không dưới)\s+{_A}", ">=", ""),
        (rf"\b(?:trên|hơn|vượt)\s+{_A}", ">", ""),
        (rf"\b(?:không quá|tối đa|đến)\s+{_B}", "", "<="),
        (rf"\b(?:dưới|thấp hơn|chưa đạt)\s+{_B}", "", "<"),
    )
)
_ALONE = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)\s*%")
FIGURE = re.compile(r"(?<![\w.,/])\d+(?:[.,]\d+)*")
_SIGNS = re.compile(r"[<>≤≥]")
CONTRARY = re.compile(r"\btrở\s+(?:lên|xuống)\b", re.IGNORECASE)


def share_limits(text: str) -> Limits | None:
    """The one stretch of shares that the text names; None where it names none, several, or in other words."""
    said = re.sub(r"\([^)]*\)", " ", nfc(text))
    if "%" not in said:
        return None
    for pattern, low, high in PATTERNS:
        match = pattern.search(said)
        if match is None:
            continue
        rest = said[: match.start()] + " " + said[match.end() :]
        if "%" in rest.replace("%", "", 1) or FIGURE.search(rest) or (low != ">=" and CONTRARY.search(rest)):
            return None
        return _limits(match, low, high)
    if CONTRARY.search(said) or _SIGNS.search(said):
        return None
    alone = _ALONE.findall(said)
    return (Limit("=", _share(alone[0])),) if len(alone) == 1 and len(FIGURE.findall(said)) == 1 else None


def _limits(match: re.Match[str], low: str, high: str) -> Limits:
    found: list[Limit] = []
    if low == ">=" or low == ">":
        found.append(Limit(">=" if low == ">=" else ">", _share(match["a"])))
    if high == "<=" or high == "<":
        found.append(Limit("<=" if high == "<=" else "<", _share(match["b"])))
    return tuple(found)


def _share(text: str) -> Fraction:
    return Fraction(text.replace(",", ".")) / 100
