"""F10: what is taken goes by how often: `01 lần trừ 1 điểm; 02 lần trừ 3 điểm; từ 03 lần trở lên trừ hết số điểm`."""

from __future__ import annotations

import re
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.model import DeductionItem, DeductionsRule, Limit, Limits, Row
from minhchung.rubric.read.case import Case, Judged
from minhchung.rubric.read.figures import exact
from minhchung.rubric.read.limits import quantities

_TAKES = re.compile(
    r"\btrừ\s+(?:đi\s+)?(?:(?P<points>\d{1,3}(?:[.,]\d{1,3})?)\s*(?:điểm|đ)\b|(?P<all>hết|toàn bộ|tất cả|cả)\b)",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:mỗi|cứ|từng)\b", re.IGNORECASE)
_ORDINALS = {"nhất": "1", "hai": "2", "nhì": "2", "ba": "3", "tư": "4", "năm": "5"}
_ORDINAL = re.compile(rf"\bthứ\s+(?P<which>{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[;\n]|(?<=điểm)[.,]\s+|(?<=đ)[.,]\s+")
_IDS = "abcdefghijklmnopqrstuvwxyz"
_WHY = Reason(
    "Điểm trừ đọc theo tổng số lần, không cộng dồn từng lần.",
    "What is taken is read by the number of times, not added up time by time.",
)


def deduction_table(case: Case) -> Judged | None:
    """Two or more amounts taken, each for a number of times of its own. A first row may say the max for none at all."""
    if case.max is None or case.max <= 0 or len(case.rows) > 1:
        return None
    if case.rows and case.rows[0].points != case.max:
        return None
    parts = [
        part for text in (*case.words, case.title) for part in _BETWEEN.split(text) if _TAKES.search(part)
    ]
    rows = [_row(part, case.max) for part in parts]
    read = [row for row in rows if row is not None]
    if len(read) < 2 or len(read) != len(rows) or len(read) > len(_IDS) - 1:
        return None
    if len({limits for limits, _, _ in read}) != len(read):
        return None
    zero: tuple[Limits, Fraction, str] = ((Limit("=", Fraction(0)),), Fraction(0), "")
    table = tuple(
        Row(_IDS[index], points, limits, text) for index, (limits, points, text) in enumerate((zero, *read))
    )
    item = DeductionItem("a", Fraction(0), case.title[:200])
    return Judged(DeductionsRule((item,), table=table), "likely", (_WHY,))


def _row(part: str, most: Fraction) -> tuple[Limits, Fraction, str] | None:
    """How often, and what is taken then; None where the part does not say both."""
    takes = _TAKES.search(part)
    if takes is None or _EACH.search(part):
        return None
    before = _ORDINAL.sub(lambda found: f"thứ {_ORDINALS[found['which'].lower()]}", part[: takes.start()])
    said = [each for each in quantities(before) if each.unit == "count"]
    points = most if takes["all"] else exact(takes["points"])
    if len(said) != 1 or said[0].odd or points is None:
        return None
    return said[0].limits, -points, part.strip(" ;.,")
