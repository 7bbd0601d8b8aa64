"""L502: criteria of one rubric take their data from different spans (S1:385, 765, 817 …)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.rules.window_outside_year import SPAN
from minhchung.rubric.lint.subject import Subject
from minhchung.rubric.model import Node, Window
from minhchung.rubric.wording import plain_window
from minhchung.viet.dates import parse_date
from minhchung.viet.folding import nfc

WHOLE_YEAR = "cả năm"
_OF_DATA = re.compile(r"số liệu|dữ liệu|thống kê|hồ sơ|tính từ|kỳ", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Spot]:
    """One finding for the rubric, at the first criterion with a span of its own. A span of a fixed year is L501's."""
    spans: dict[str, list[Node]] = defaultdict(list)
    written: dict[str, str] = {}
    for leaf in subject.rubric.leaves():
        window = subject.rubric.window_for(leaf.code)
        said = span_in_evidence(leaf, subject.year) if window is None else None
        if window is None or window.start.year is None:
            name = said or (_shown(window, subject.year) if window is not None else WHOLE_YEAR)
            written[name] = plain_window(window) if window is not None else name
            spans[name].append(leaf)
    if len(spans) < 2:
        return
    said = "; ".join(f"{name} ({len(leaves)} tiêu chí)" for name, leaves in spans.items())
    said_en = "; ".join(
        f"{'whole year' if name == WHOLE_YEAR else name} ({len(leaves)} {'criterion' if len(leaves) == 1 else 'criteria'})"
        for name, leaves in spans.items()
    )
    most = max((name for name in spans if name != WHOLE_YEAR), key=lambda name: len(spans[name]))
    first = next(leaf for name, leaves in spans.items() for leaf in leaves if name != WHOLE_YEAR)
    yield Spot(
        Reason(
            f"Các tiêu chí lấy số liệu theo khoảng khác nhau: {said}.",
            f"Criteria take their data from different spans: {said_en}.",
        ),
        Reason("Ghi một khoảng chung ở đầu bộ tiêu chí.", "State one span for the whole rubric."),
        first.code,
        subject.place_of_text(first, first.evidence[0]) if first.evidence else first.line,
        sample=said,
        proposal=f"window: {written[most]}",
        place=first.place,
    )


def span_in_evidence(leaf: Node, year: int | None) -> str | None:
    """`01/01/2025 – 30/09/2025` of the rubric's year, where the evidence says its data are of that span."""
    for text in leaf.evidence:
        match = SPAN.search(nfc(text))
        if match is None or _OF_DATA.search(nfc(text)) is None or int(match["last"]) != year:
            continue
        days = [parse_date(match[1]), parse_date(match[3])]
        if all(isinstance(day, date) for day in days):
            return " – ".join(f"{day:%d/%m/%Y}" for day in days)
    return None


def _shown(window: Window, year: int | None) -> str:
    return plain_window(window, year) if year is not None else plain_window(window)


RULE = LintRule("L502", "warning", Reason("Khoảng số liệu khác nhau", "Data spans differ"), check)
