"""Labels as Vietnamese documents number things: A, I, 1, 1.1, a, đ, "-", "+"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = re.compile(r"(?=[IVXL])(?:X{0,3})(?:IX|IV|V?I{0,3})")
_DOTTED = re.compile(
    r"(?:(?P<roman>[IVX]{1,6}|[A-ZĐ]|[a-zđ](?=\.\d))\.)?(?P<numbers>\d{1,3}(?:\.\d{1,3}){0,6})(?:\.?(?P<letter>[a-zđ]))?"
)
_NAMES = (
    r"phần|chương|mục|điều|nhóm(?: tiêu chí)?|lĩnh vực|tiêu chuẩn|tiêu chí|chỉ tiêu|chỉ số|trụ cột|nội dung"
)
_PREFIX = re.compile(
    rf"(?:(?P<name>{_NAMES}|TC|CS)\s*(?:thứ\s+)?(?:số\s+)?|(?P<any>[^\W\d_]{{2,}}(?:\s[^\W\d_]+){{0,2}})\s+số\s+)"
    r"(?=[IVXLA-Z\d])",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"(?P<letters>[A-ZĐ]{1,3})(?P<numbers>\d{1,2}(?:[.-]\d{1,3}){0,5})")
_HYPHENS = re.compile(r"(?:[A-ZĐ]|\d{1,2})(?:-\d{1,2}){1,3}")
_AROUND = " .):(-–/[]{}§#"
"""What stands around a label and is no part of it."""
_AT_START = re.compile(
    rf"(?P<prefix>(?:{_NAMES})\s+(?:số\s+)?|(?:TC|CS)\s?(?=\d))?(?P<open>[(\[](?=(?:[\d.]{{1,12}}|(?-i:[IVX]{{1,5}}|[A-ZĐ]))[)\]]\s))?"
    r"(?P<label>(?-i:[A-ZĐ]{1,3})\d{1,2}(?:(?:\.\d{1,3}){1,5}|(?=[.):]))|(?-i:[A-ZĐ])(?:\.\d{1,3})+|[IVX]{1,6}(?:\.\d{1,3})*|\d{1,3}(?:\.\d{1,3}){0,6}(?:\.?[a-zđ](?=[.)]))?|[A-ZĐ]|[a-zđ])"
    r"(?P<close>\s*[.):\]]|/(?=\s)|\s*[-–](?=\s))?\s+(?=\S)",
    re.IGNORECASE,
)
_BULLETS = "-–—•*●○▪■□☐☑▢◻❑❏➢►✓"
"""Dashes and dots, and the boxes and arrows that forms are printed with."""
LETTERS = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True, slots=True)
class Label:
    """kind: `upper`, `roman`, `arabic1`…, `letter`. path: the parts; `1.2.a` is ("1", "2", "a").

    Numbers that bear a name or stand in parentheses are kinds of their own: `arabic1 điều`, `arabic1 (`. Numbers
    that go on from letters are `lettered1`…: `T1.2` is ("T", "1", "2"). Hyphens are read as points: `1-2` is `1.2`.
    """

    text: str
    kind: str
    path: tuple[str, ...]


@lru_cache(maxsize=1 << 12)
def parse_label(text: str, last_upper: str = "") -> Label | None:
    """Read a cell that holds only a label; None when it is something else. last_upper: the last A, B, C… seen."""
    named = _PREFIX.match(text.strip())
    bare = text.strip()[named.end() if named else 0 :].strip(_AROUND)
    if not bare or len(bare) > 20:
        return None
    if len(bare) == 1 and bare.isalpha():
        return _single(bare, last_upper)
    if _ROMAN.fullmatch(bare):
        return Label(bare, "roman", (bare,))
    if lettered := _LETTERED.fullmatch(bare):
        parts = (lettered["letters"], *re.split(r"[.-]", lettered["numbers"]))
        return Label(bare, f"lettered{len(parts) - 1}", parts)
    if _HYPHENS.fullmatch(bare):
        bare = bare.replace("-", ".")
    match = _DOTTED.fullmatch(bare)
    if match is None:
        return None
    numbers = tuple(match["numbers"].split("."))
    path = (
        ((match["roman"],) if match["roman"] else ())
        + numbers
        + ((match["letter"],) if match["letter"] else ())
    )
    if match["letter"]:
        return Label(bare, "letter", path)
    series = (named["name"] or named["any"]).lower() if named else "(" if text.strip().startswith("(") else ""
    return Label(bare, f"arabic{len(numbers) + bool(match['roman'])} {series}".strip(), path)


def _single(bare: str, last_upper: str) -> Label | None:
    if bare in _DIGITS and not (last_upper and ord(bare) - ord(last_upper) == 1):
        return Label(bare, "roman", (bare,)) if bare in "IVX" else Label(bare, "upper", (bare,))
    if bare.isupper():
        return Label(bare, "upper", (bare,))
    return Label(bare, "letter", (bare,)) if bare in LETTERS + "fjwz" else None


def is_dash(text: str) -> str:
    """ "-" or "+" when the text is, or begins with, such a mark; else ""."""
    if text[:1] in _BULLETS and text[:1]:
        return "-"
    return "+" if text[:1] == "+" and not text[1:2].isdigit() else ""


def split_label(text: str, *, strict: bool) -> tuple[str, str]:
    """A label that stands before the words in one cell, and the words.

    strict: the label needs more than a bare number: a dot inside it, or a mark after it (`1.1 …`, `1. …`, `a) …`).
    """
    mark = is_dash(text)
    if mark:
        return mark, text.lstrip(f"{_BULLETS}+ \u00a0")
    match = _AT_START.match(text[:80])
    if match is None:
        return "", text
    label, close = match["label"], (match["close"] or "").strip()
    prefix = (match["prefix"] or "").strip()
    rest = text[match.end() :].strip()
    if label.islower() and label.isalpha() and close not in (".", ")"):
        return "", text
    bare_section = label in "IVX" and rest[:1].isupper() and not strict
    if len(label) == 1 and label.isalpha() and not close and not bare_section:
        return "", text
    if label.isalpha() and not (_ROMAN.fullmatch(label) or len(label) == 1):
        return "", text
    if label.isdigit() and label.startswith("0") and not close:
        return "", text
    if strict and not close and "." not in label and not prefix:
        return "", text
    if rest[:1] in "%/-–" or (not rest[:1].isalpha() and rest[:1] not in "(“\"'"):
        return "", text
    if close == ":" and not prefix:
        return "", text
    if prefix.lower() in ("điều", "chương") and not close:
        return "", text  # `Điều 5 Luật …` is an article that is cited
    if match["open"]:
        return f"({label})", rest
    return f"{prefix} {label}" if prefix and label[0].isdigit() else label, rest


def roman_number(text: str) -> int | None:
    """The value of a Roman number, None for anything else."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    total = 0
    for here, after in zip(text, (*text[1:], ""), strict=True):
        value = _DIGITS[here]
        total += -value if after and _DIGITS[after] > value else value
    return total


def ordinal(part: str) -> int | None:
    """A label's last part as a number in its own series: c is 3, đ is 5, IV is 4."""
    if part.isdigit():
        return int(part)
    if part.isupper() and (found := roman_number(part)):
        return found
    folded = part.lower()
    return LETTERS.index(folded) + 1 if len(folded) == 1 and folded in LETTERS else None
