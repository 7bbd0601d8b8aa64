"""L503: one reporting period called in two ways in one criterion ("6 tháng" and "Quý II": S1:161, 169)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject
from minhchung.viet.folding import nfc

_PAIRS = (
    (
        re.compile(r"\b0?6\s+tháng\b(?!\s+cuối)", re.IGNORECASE),
        re.compile(r"\bqu[ýí]\s*(?:II|2)\b(?!I)", re.IGNORECASE),
    ),
    (re.compile(r"\b0?9\s+tháng\b", re.IGNORECASE), re.compile(r"\bqu[ýí]\s*(?:III|3)\b", re.IGNORECASE)),
)


def check(subject: Subject) -> Iterator[Spot]:
    """The report of six months and the report of quarter II end on one day: which is asked is not clear."""
    for node in subject.rubric.walk():
        texts = [node.title, node.text, *node.evidence]
        said = [nfc(text).replace("Qúy", "Quý").replace("qúy", "quý") for text in texts]
        for months, quarter in _PAIRS:
            one = next((i for i, text in enumerate(said) if months.search(text)), None)
            two = next(
                (i for i, text in enumerate(said) if quarter.search(text) and not months.search(text)), None
            )
            if one is None or two is None:
                continue
            first, second = months.search(said[one]), quarter.search(said[two])
            assert first is not None and second is not None
            yield Spot(
                Reason(
                    f"Mục {node.code}: nơi ghi “{first[0]}”, nơi ghi “{second[0]}” cho cùng một kỳ báo cáo.",
                    f"{node.code}: “{first[0]}” in one place and “{second[0]}” in another for one reporting period.",
                ),
                Reason("Dùng một tên cho mỗi kỳ.", "Call each period by one name."),
                node.code,
                subject.place_of_text(node, texts[two]),
                sample=f"{first[0]} / {second[0]}",
                place=node.place,
            )


RULE = LintRule("L503", "warning", Reason("Tên kỳ không thống nhất", "Periods named differently"), check)
