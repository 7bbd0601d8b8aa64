"""L401: "đúng hạn" with no date anywhere (S0:74, 108)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Part, Subject, part_line, parts_of, rules_of
from minhchung.rubric.model import BandsRule, DeductionsRule, Node, OptionsRule
from minhchung.viet.folding import nfc

_ON_TIME = re.compile(
    r"đúng\s+(?:thời\s+)?hạn|trễ\s+(?:thời\s+)?hạn|quá\s+hạn|thời\s+(?:hạn|gian)\s+(?:yêu\s+cầu|quy\s+định)|"
    r"(?:theo|đúng|đảm\s+bảo|bảo\s+đảm|bảo)\s+thời\s+(?:gian|hạn)|trước\s+hạn|thời\s+gian\s+(?:báo\s+cáo|ban\s+hành)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b\d{1,2}\s*/\s*\d{1,2}\b|\bngày\s+\d{1,2}\s+tháng|(?:trước|trong)\s+(?:ngày|tháng|quý)\s*(?:\d|I)|"
    r"\btrong\s+(?:vòng\s+|thời\s+hạn\s+)?\d+\s+(?:ngày|tháng)",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Spot]:
    """Leaves scored on being in time, without a date in their texts, their evidence or their rule.

    A deadline that a parameter supplies is said. Rates of cases done in time have their own dates.
    """
    for node in subject.rubric.leaves():
        part = _timed(node)
        if part is None or _dated(subject, node):
            continue
        said = _ON_TIME.search(" ".join(nfc(part.text).split()))
        yield Spot(
            Reason(
                f"Mục {node.code}: “{said[0] if said else 'đúng hạn'}” nhưng không nêu hạn là ngày nào.",
                f"{node.code}: points hang on being in time, but the deadline is stated nowhere.",
            ),
            Reason(
                "Ghi ngày cụ thể, hoặc tham số hạn do đợt chấm điểm cung cấp.",
                "State the day, or a parameter that the round supplies.",
            ),
            node.code,
            node.line if isinstance(part, Node) else part_line(node, part),
            sample=part.text,
            place=node.place,
        )


def _timed(node: Node) -> Part | Node | None:
    """What says that time counts: the last option or deduction that does (it is the late one), or the leaf's text."""
    kinds = [rule for rule in rules_of(node) if isinstance(rule, (OptionsRule, DeductionsRule))]
    days = [
        r for r in rules_of(node) if isinstance(r, BandsRule) and r.measure.kind in ("days", "working_days")
    ]
    if any(rule.measure.due is not None for rule in days) or not (kinds or days):
        return None
    timed = [part for part in parts_of(node) if _ON_TIME.search(nfc(part.text))]
    if timed:
        return timed[-1]
    return node if kinds and _ON_TIME.search(nfc(node.text)) else None


def _dated(subject: Subject, node: Node) -> bool:
    texts = [node.title, node.text, *(part.text for part in parts_of(node))]
    texts += subject.rubric.evidence_for(node.code)
    return any(_DATE.search(nfc(text)) for text in texts)


RULE = LintRule("L401", "warning", Reason("Thiếu hạn", "Deadline missing"), check)
