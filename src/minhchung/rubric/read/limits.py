"""Figures in the words of an option, with their operators: `Từ 95% - dưới 100%` → ≥ 95 %, < 100 %."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from minhchung.rubric.model import Limit, Op

Unit = Literal["percent", "days", "working_days", "legal", "count"]

_NUMBER = re.compile(r"(?<![\w.,/])\d+(?:[.,]\d+)*(?![\w/])(?!\s*/\s*\d)")
_NOT_FIGURES = re.compile(
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"  # 15/10/2023
    r"|\bngày\s+\d{1,2}\s*/\s*\d{1,2}(?!\d)|\b\d{1,2}/\d{1,2}(?=\s|$)"
    r"|\b\d+/\d*/?[A-ZĐ][\w-]*"  # 24/2021/QĐ-UBND
    r"|\b(?:năm|quý|điều|khoản|iso|tcvn|mức độ|mẫu|biểu|phụ lục|giai đoạn|tháng)\s*\d+(?:\s*[:.-]\s*\d{4})?"
    r"|\biso\s*(?:\d+)?\s*:?\s*\d{4}",
    re.IGNORECASE,
)
_OPS: tuple[tuple[Op, str], ...] = (
    ("<=", r"không quá|không vượt quá|không trên|không nhiều hơn|không lớn hơn|tối đa|trong vòng|≤|<=|=<"),
    (">=", r"không dưới|không thấp hơn|không ít hơn|tối thiểu|ít nhất|từ|≥|>=|=>"),
    ("<", r"nhỏ hơn|thấp hơn|ít hơn|chưa đạt|không đạt|chưa đến|chưa tới|chưa được|dưới|<"),
    (">", r"lớn hơn|cao hơn|nhiều hơn|vượt quá|vượt|trên|quá|hơn|sau|>"),
    ("=", r"bằng|đúng|đủ|="),
)
_FILLER = r"(?:\s*(?:mức|đạt|tỷ lệ|tỉ lệ|là|khoảng|được|số|hạn|thời hạn|thứ|hạng|vị trí))*\s*"
_BEFORE = re.compile(
    r"(?:(?<!\w)|(?=[≤≥<>=]))(?:"
    + "|".join(f"(?P<o{index}>{words})" for index, (_, words) in enumerate(_OPS))
    + rf"){_FILLER}$"
)
_UNIT = re.compile(
    r"\s*(?P<unit>%|phần trăm|ngày làm việc|ngày|(?:lần )?(?:mức )?lương (?:cơ sở|tối thiểu)|lương)",
    re.IGNORECASE,
)
_NOUN = re.compile(r"\s*(?P<noun>[^\W\d_]+(?:\s+[^\W\d_]+){0,2})")
_UPWARD = re.compile(r"[^\d.;:()]{0,60}?\b(?P<post>trở lên|trở đi|trở xuống)")
_CHAINED = re.compile(
    r"(?P<low>\d+(?:[.,]\d+)?\s*%?)\s*(?P<left>≤|<=|=<|<)\s*[^\W\d][^\d≤<]{0,40}?(?P<right>≤|<=|=<|<)\s*(?P<high>\d+(?:[.,]\d+)?\s*%?)"
)
_OR_EQUAL = ("≤", "<=", "=<")
_CONNECTOR = re.compile(r"(?:đến|tới|-|–|—|÷|~|nhưng|và)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One phrase: its limits, unit, the noun counted, and where in the text it begins and ends.

    odd: its own words contradict each other (`dưới 03 … trở lên`). bare: a number without any operator.
    """

    limits: tuple[Limit, ...]
    unit: Unit
    noun: str
    start: int
    end: int
    odd: bool = False
    bare: bool = False


@dataclass(slots=True)
class _Number:
    value: Fraction
    op: Op | None
    unit: Unit | None
    noun: str
    start: int
    end: int
    body_end: int
    post: str
    thousands: bool


def quantities(text: str) -> list[Quantity]:
    """Every figure of the text in order, ranges put together. Dates, document numbers, years and articles are no figures."""
    lowered = _with_words(_NOT_FIGURES.sub(lambda found: " " * len(found[0]), text).lower())
    numbers = _numbers(lowered)
    found: list[Quantity] = []
    index = 0
    while index < len(numbers):
        first = numbers[index]
        second = numbers[index + 1] if index + 1 < len(numbers) else None
        if second is not None and _is_range(lowered, first, second):
            found.append(_range(first, second))
            index += 2
        else:
            found.append(_single(first))
            index += 1
    return found


def _with_words(text: str) -> str:
    """`90% ≤ tỷ lệ < 100%` said as `từ 90% … dưới 100%`, so that the figure stands on one side only."""
    return _CHAINED.sub(
        lambda found: (
            f"{'từ' if found['left'] in _OR_EQUAL else 'trên'} {found['low']} đến "
            f"{'bằng' if found['right'] in _OR_EQUAL else 'dưới'} {found['high']}"
        ),
        text,
    )


def _numbers(text: str) -> list[_Number]:
    found: list[_Number] = []
    matches = list(_NUMBER.finditer(text))
    for index, match in enumerate(matches):
        until = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        since = found[-1].end if found else 0
        unit = _UNIT.match(text, match.end())
        end = unit.end() if unit else match.end()
        noun = _NOUN.match(text, match.end(), until)
        post = _UPWARD.match(text, end, until)
        value, thousands = _value(match[0], is_percent=bool(unit and unit["unit"] in ("%", "phần trăm")))
        if value is None:
            continue
        found.append(
            _Number(
                value,
                _op(text[max(since, match.start() - 48) : match.start()]),
                _unit(unit["unit"]) if unit else None,
                noun["noun"] if noun else "",
                match.start(),
                end,
                match.end(),
                post["post"] if post else "",
                thousands,
            )
        )
    return found


def _value(text: str, *, is_percent: bool) -> tuple[Fraction | None, bool]:
    """`8.000` groups thousands unless it is a per cent; `0,2` and `0.2` are decimals."""
    if len(text) > 18:
        return None, False
    if re.fullmatch(r"[1-9]\d{0,2}(?:[.,]\d{3})+", text) and not is_percent:
        return Fraction(re.sub(r"[.,]", "", text)), True
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return Fraction(text.replace(",", ".")), False
    return None, False


def _op(before: str) -> Op | None:
    match = _BEFORE.search(before)
    if match is None:
        return None
    return next(op for index, (op, _) in enumerate(_OPS) if match[f"o{index}"])


def _unit(text: str) -> Unit:
    if text in ("%", "phần trăm"):
        return "percent"
    if text.startswith("ngày"):
        return "working_days" if "làm việc" in text else "days"
    return "legal"


def _is_range(text: str, first: _Number, second: _Number) -> bool:
    """Whether two numbers are the ends of one range: `81- 94%`, `từ 80 dưới 100%`, `trên 60% nhưng dưới 80%`."""
    between = text[first.body_end : second.start]
    if len(between) > 45 or re.search(r"[.;:()]", between) or "hoặc" in between:
        return False
    if first.unit and second.unit and first.unit != second.unit:
        return False
    if not first.unit and not second.unit and first.noun and second.noun and not _same_noun(first, second):
        return False
    if first.op in ("<", "<=") and second.op in ("<", "<=", None):
        return False
    if first.op in (None, "=") and second.op in (">", ">=", "="):
        return False
    if first.op in (">", ">=") and second.op in (">", ">="):
        return False
    bare = _without_noun(re.sub(r"%|phần trăm|ngày làm việc|ngày", " ", between).strip(), second.noun)
    joined = bool(_CONNECTOR.search(bare)) or not bare
    if second.op is None:
        return bool(re.fullmatch(r"(?:đến|tới|-|–|—|÷|~)(?:\s*(?:mức|thứ|hạng|vị trí))*", bare))
    words = _BEFORE.sub("", bare + " ") if bare else ""
    plain = re.sub(r"\b(?:đến|tới|nhưng|và)\b|[-–—÷~,]", " ", words).split()
    most = 0 if re.search(r"\bvà\b", bare) else 4
    return (joined or not plain) and len(plain) <= most


def _without_noun(between: str, noun: str) -> str:
    """`3 km đến 5 km` says its noun twice: the first time is no part of what joins the ends."""
    words = noun.split()
    for count in range(len(words), 0, -1):
        said = " ".join(words[:count])
        if between.startswith(f"{said} "):
            return between[len(said) :].strip()
    return between


def _same_noun(first: _Number, second: _Number) -> bool:
    return first.noun.split()[:1] == second.noun.split()[:1] or first.noun.split()[0] in (
        "đến",
        "tới",
        "dưới",
        "nhưng",
        "và",
    )


def _range(first: _Number, second: _Number) -> Quantity:
    low = Limit(first.op if first.op in (">", "<", "<=") else ">=", first.value)
    high = Limit(second.op if second.op in ("<", ">", ">=") else "<=", second.value)
    unit = second.unit or first.unit or "count"
    noun = second.noun if second.unit is None else ""
    ordered = tuple(sorted((low, high), key=lambda limit: limit.op in ("<", "<=")))
    odd = ordered[0].value > ordered[1].value
    return Quantity(_scaled(ordered, unit), unit, noun, first.start, second.end, odd=odd)


def _single(number: _Number) -> Quantity:
    op: Op = number.op or "="
    odd = False
    if number.post in ("trở lên", "trở đi"):
        odd = op in ("<", "<=")
        op = op if op in ("<", "<=", ">") else ">="
    elif number.post == "trở xuống":
        odd = op in (">", ">=") and number.op != ">="
        op = "<" if op == "<" else "<="
    unit = number.unit or "count"
    bare = number.op is None and not number.post
    return Quantity(
        _scaled((Limit(op, number.value),), unit), unit, number.noun, number.start, number.end, odd, bare
    )


def _scaled(limits: tuple[Limit, ...], unit: Unit) -> tuple[Limit, ...]:
    if unit != "percent":
        return limits
    return tuple(Limit(limit.op, limit.value / 100) for limit in limits)
