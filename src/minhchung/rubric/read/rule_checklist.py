"""F12: the points of what is present, added. F8: points by how many of n are present."""

from __future__ import annotations

import re

from minhchung.rubric.errors import Reason
from minhchung.rubric.model import ChecklistItem, ChecklistRule, Limit, Limits, Row
from minhchung.rubric.read.case import Case, Judged, OptionRow
from minhchung.rubric.read.limits import quantities
from minhchung.rubric.read.rule_deductions import flaw_of
from minhchung.rubric.read.states import says_nothing_done, without_parentheses

_IDS = "abcdefghijklmnopqrstuvwxyz"
_ALL = re.compile(
    r"\b(?:đầy đủ|đủ|có)\s+(?:cả\s+)?(?:0?(?P<n>\d{1,2}))\s+(?P<noun>[^\W\d]+(?:\s[^\W\d]+)?)\s*(?:sau|gồm|:)\s*:?\s*(?P<list>.+)$",
    re.IGNORECASE,
)
_NOT_ALL = re.compile(r"\b(?:không|chưa)\s+(?:đầy\s+)?đủ\b", re.IGNORECASE)


def checklist(case: Case) -> Judged | None:
    """Several positive rows whose sum is the node's max, none of them a band of one figure."""
    rows = [row for row in case.rows if not (row.points == 0 and says_nothing_done(row.text))]
    if len(rows) < 2 or case.max is None or len(rows) > len(_IDS):
        return None
    if any(row.points <= 0 for row in rows) or sum(row.points for row in rows) != case.max:
        return None
    if any(says_nothing_done(row.text) for row in rows) or _are_levels(rows):
        return None
    items = tuple(
        ChecklistItem(_IDS[index], row.points, row.text, flaw_of(row.text) or row.points * 0, row.line)
        for index, row in enumerate(rows)
    )
    judged = Judged(ChecklistRule(items))
    if any(item.deduct for item in items):
        why = Reason(
            "Vừa cộng vừa trừ: “có sai sót” thì trừ.", "Both adds and deducts: a flaw takes the deduction."
        )
        return judged.doubted("likely", why)
    if len(rows) == 2:
        why = Reason(
            "Cộng đúng điểm tối đa nên đọc là cộng dồn.", "The rows add up to the max, so they are added."
        )
        return judged.doubted("likely", why)
    return judged


def _are_levels(rows: list[OptionRow]) -> bool:
    """Rows of one rate or lateness are levels of it, whatever they sum to."""
    said = [
        [
            q
            for q in quantities(without_parentheses(row.text))
            if q.unit in ("percent", "days", "working_days") and not q.bare
        ]
        for row in rows
    ]
    return sum(1 for each in said if each) >= 2


def m_of_n(case: Case) -> Judged | None:
    """`Có đầy đủ 3 bảng: A, B, C` / `không đủ 3 bảng` / `không có`."""
    if len(case.rows) not in (2, 3):
        return None
    full = case.rows[0]
    match = _ALL.search(full.text)
    if match is None or not _NOT_ALL.search(case.rows[1].text):
        return None
    count = int(match["n"])
    names = [name.strip(" .;") for name in re.split(r"[,;]|\s+và\s+", match["list"]) if name.strip(" .;")]
    if len(names) != count or not 2 <= count <= len(_IDS):
        return None
    items = tuple(ChecklistItem(_IDS[index], text=name) for index, name in enumerate(names))
    has_none = len(case.rows) == 3 and says_nothing_done(case.rows[2].text)
    if len(case.rows) == 3 and not has_none:
        return None
    some: Limits = (Limit(">=", full.points * 0 + 1), Limit("<", full.points * 0 + count))
    limits: tuple[Limits, ...] = (
        (Limit("=", full.points * 0 + count),),
        some,
        (Limit("=", full.points * 0),),
    )
    rows = tuple(
        Row(_IDS[index], row.points, limits[index], row.text, none=index == 2, line=row.line)
        for index, row in enumerate(case.rows)
    )
    return Judged(ChecklistRule(items, rows))
