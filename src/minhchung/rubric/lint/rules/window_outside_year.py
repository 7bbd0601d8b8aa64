"""L501: data of another year than the one scored (S1:1795: 01/01/2022–15/10/2022 in a rubric for 2023)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject
from minhchung.rubric.model import Node, Window
from minhchung.rubric.wording import plain_window
from minhchung.viet.folding import nfc

SPAN = re.compile(
    r"(\d{1,2}/\d{1,2}/(?P<first>\d{4}))\s*(?:đến|-|–|tới)\s*(?:ngày\s+|hết\s+)?(\d{1,2}/\d{1,2}/(?P<last>\d{4}))",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Spot]:
    """Windows and spans of evidence that do not touch the rubric's year."""
    if subject.year is None:
        return
    for node in subject.rubric.walk():
        found = _stray_span(subject, node)
        if found is not None:
            said, line = found
            yield Spot(
                Reason(
                    f"Mục {node.code}: lấy số liệu {said}, ngoài năm {subject.year} của bộ tiêu chí.",
                    f"{node.code}: data of {said}, outside the rubric's year {subject.year}.",
                ),
                Reason("Sửa năm của khoảng số liệu.", "Mend the year of the span."),
                node.code,
                line,
                sample=said,
                proposal=re.sub(r"\b(?:19|20)\d\d\b", str(subject.year), said),
                place=node.place,
            )


def _stray_span(subject: Subject, node: Node) -> tuple[str, int | None] | None:
    year = subject.year
    for text in (*node.evidence, node.text):
        match = SPAN.search(nfc(text))
        if match and year is not None and not int(match["first"]) <= year <= int(match["last"]):
            return f"{match[1]} – {match[3]}", subject.place_of_text(node, text)
    if node.window is not None and _misses(node.window, year or 0):
        return plain_window(node.window), node.line
    return None


def _misses(window: Window, year: int) -> bool:
    first = window.start.year if window.start.year is not None else year + window.start.offset
    last = window.end.year if window.end.year is not None else year + window.end.offset
    return not first <= year <= last


RULE = LintRule("L501", "error", Reason("Số liệu ngoài năm", "Data outside the year"), check)
