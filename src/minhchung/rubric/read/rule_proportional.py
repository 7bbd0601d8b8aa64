"""F14, F15: points in proportion: `điểm = tỷ lệ × điểm chuẩn`, `(b/a) × điểm tối đa`, up to a target."""

from __future__ import annotations

import re
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.model import FormulaRule, LinearRule, Measure, NamedMeasure
from minhchung.rubric.read.case import Case, Judged, OptionRow
from minhchung.rubric.read.limits import quantities
from minhchung.rubric.read.states import without_parentheses

_TIMES = r"(?:[x×*]|nhân(?: với)?)"
_RATIO = (
    r"(?:[^=×*()/:;]{4,120}/\s*[^=×*()/:;]{4,120}?|[a-z]\s*[/:]\s*[a-z]|t[ỷỉ] lệ[^=×*]{0,80}?|%[^=×*]{0,60}?)"
)
_FULL = r"(?:số\s+)?(?:điểm\s*(?:chuẩn|tối đa|tối\s*đa|của (?:tiêu chí|chỉ số))|thang điểm|\d{1,3}(?:[.,]\d{1,3})?(?:\s*điểm)?)"
_FORMULA = re.compile(
    rf"[(\[]?\s*{_RATIO}\s*[)\]]?\s*{_TIMES}\s*{_FULL}|{_FULL}\s*{_TIMES}\s*[(\[]?\s*{_RATIO}"
    rf"|(?:tính|chấm) điểm theo (?:tỷ|tỉ) lệ|(?:theo|bằng) (?:tỷ|tỉ) lệ (?:phần trăm|%)?[^.;]{{0,40}}{_TIMES}"
    rf"|(?:theo|tính theo|áp dụng) công thức",
    re.IGNORECASE,
)
_BY_FORMULA = re.compile(r"\b(?:công thức|theo tỷ lệ|theo tỉ lệ|tương ứng tỷ lệ)\b", re.IGNORECASE)
_REVERSE = re.compile(r"\b1\s*[-–]\s*[(\[]?\s*[a-z]\s*/\s*[a-z]", re.IGNORECASE)
_TARGET = re.compile(
    r"(?:(?:tỷ|tỉ) lệ|[a-z]\s*/\s*[a-z])[^;\n]{0,60}?[/:]\s*(?P<target>\d{1,3})\s*%", re.IGNORECASE
)
_LETTER_TARGET = re.compile(rf"\b[a-z]\s*[/:]\s*(?P<target>\d{{1,3}})\s*%\s*\)?\s*{_TIMES}", re.IGNORECASE)
"""`r < 80%: Điểm = r/80% × Điểm tối đa`: the target stands under the letter of the rate."""
_PARTS = re.compile(
    rf"[(\[=]\s*(?P<num>[^=×*()/:;\n]{{4,120}})/\s*(?P<den>[^=×*()/:;\n]{{4,120}}?)\s*[)\]]?\s*{_TIMES}\s*{_FULL}",
    re.IGNORECASE,
)
_NAMED = (
    r"(?:^|[\s;,.(])(?:{letter})\s*(?:là|=|:)\s*"
    r"(?P<what>[^;.\n)]{{3,300}}?)(?=[;.\n)]|$|,?\s+(?:và\s+|còn\s+)?[a-z]\s*(?:là|=|:)\s)"
)


def proportional(case: Case) -> Judged | None:
    """A formula in words, without options or with options whose middle one is the formula."""
    texts = [*(row.text for row in case.rows), *case.words, case.title]
    said = next((text for text in texts if _FORMULA.search(text)), None)
    if case.rows and not _is_one_formula(case):
        return _piecewise(case)
    if said is None or case.max is None:
        return None
    whole = "\n".join(texts)
    measure = _measure(whole)
    if _REVERSE.search(said):
        return _judge(LinearRule(measure, reverse=True), measure)
    target = _TARGET.search(said) or _LETTER_TARGET.search(whole)
    if target and 0 < int(target["target"]) < 100:
        return _judge(LinearRule(measure, target=Fraction(int(target["target"]), 100)), measure)
    if not re.search(r"[x×*]|\bnhân\b|theo (?:tỷ|tỉ) lệ", said, re.IGNORECASE):
        return None
    return _judge(LinearRule(measure), measure)


def _is_one_formula(case: Case) -> bool:
    """Whether the only row is the formula, its max said again beside it: `Điểm = Tỷ lệ phiếu hài lòng × 10` · 10."""
    row = case.rows[0]
    return len(case.rows) == 1 and row.points == case.max and bool(_FORMULA.search(row.text))


def _judge(rule: LinearRule, measure: Measure) -> Judged:
    if measure.numerator and measure.denominator:
        return Judged(rule)
    why = Reason("Tử số, mẫu số không được định nghĩa rõ.", "Numerator and denominator are not defined.")
    return Judged(rule, "likely", (why,))


def _measure(text: str) -> Measure:
    """`(b/a) × điểm tối đa. Trong đó: a là …; b là …`."""
    ratio = re.search(r"\b(?P<num>[a-z])\s*/\s*(?P<den>[a-z])\b", text, re.IGNORECASE)
    if ratio is None:
        parts = _PARTS.search(text)
        if parts is None or re.fullmatch(r"\d+(?:[.,]\d+)?\s*%?", parts["den"].strip()):
            return Measure("rate")  # `Tỷ lệ/90% × điểm tối đa`: a target, no denominator
        return Measure("rate", numerator=parts["num"].strip(), denominator=parts["den"].strip())
    names = {
        key: found["what"].strip()
        for key in ("num", "den")
        if (found := re.search(_NAMED.format(letter=re.escape(ratio[key])), text, re.IGNORECASE))
    }
    return Measure("rate", numerator=names.get("num", ""), denominator=names.get("den", ""))


def _piecewise(case: Case) -> Judged | None:
    """`100%: 1` · `từ 80% đến dưới 100%: tính theo công thức` · `dưới 80%: 0`: full, in proportion, nothing."""
    plain = [row for row in case.rows if not _says_formula(row.text)]
    by_formula = [row for row in case.rows if _says_formula(row.text)]
    sentence = next((text for text in case.words if _says_formula(text) and quantities(text)), "")
    if case.max is None or len(plain) != 2 or (not by_formula and not sentence) or len(by_formula) > 1:
        return None
    best, worst = max(plain, key=lambda row: row.points), min(plain, key=lambda row: row.points)
    top, bottom = _threshold(best), _threshold(worst)
    if top is None or bottom is None or worst.points != 0 or best.points != case.max:
        return None
    low_op = "<" if bottom[0] in ("<",) else "<="
    expression = f"if(ty_le >= {_percent(top[1])}, max_points, if(ty_le {low_op} {_percent(bottom[1])}, 0, max_points * ty_le))"
    measure = _measure("\n".join((*case.words, case.title, *(row.text for row in case.rows))))
    rule = FormulaRule((NamedMeasure("ty_le", measure),), expression, Fraction(0), case.max)
    why = Reason(
        "Ở khoảng giữa đọc là tỷ lệ × điểm tối đa.",
        "In the middle the points are read as the rate × the max.",
    )
    return Judged(rule, "likely", (why,))


def _says_formula(text: str) -> bool:
    return bool(_BY_FORMULA.search(text) or _FORMULA.search(text))


def _threshold(row: OptionRow) -> tuple[str, Fraction] | None:
    found = [q for q in quantities(without_parentheses(row.text)) if q.unit == "percent"]
    if len(found) != 1 or len(found[0].limits) != 1:
        return None
    return found[0].limits[0].op, found[0].limits[0].value


def _percent(value: Fraction) -> str:
    shown = value * 100
    return (
        f"{shown.numerator} %" if shown.denominator == 1 else f"{shown.numerator} / {shown.denominator * 100}"
    )
