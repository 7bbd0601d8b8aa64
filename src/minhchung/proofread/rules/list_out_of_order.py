"""P204: in a list of documents, an earlier one after a later one of the same symbol (S2:51, 53)."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.proofread.report import Citation, Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot

_BULLETS = ("-", "+", "•", "*", "–")
_FAR = 6


def check(report: Report) -> Iterator[Spot]:
    """Items of one list that each begin with a document of the same symbol, next to one another or nearly."""
    before: Citation | None = None
    seen: set[str] = set()
    for citation in report.citations:
        if not _opens_an_item(citation) or citation.dated_on is None or citation.key in seen:
            continue
        seen.add(citation.key)
        if before is not None and _wrong(before, citation):
            yield Spot(
                Reason(
                    f"{_shown(citation)} liệt kê sau {_shown(before)} dù ban hành trước.",
                    f"{_shown(citation)} is listed after {_shown(before)}, though it is earlier.",
                ),
                Reason(
                    "Xếp danh mục theo ngày, hoặc kiểm tra ngày.",
                    "Put the list in order, or check the dates.",
                ),
                line=citation.line,
                sample=f"{_shown(before)} → {_shown(citation)}",
            )
        before = citation


def _opens_an_item(citation: Citation) -> bool:
    return citation.block.text.startswith(_BULLETS) and citation.offset < 40


def _wrong(before: Citation, after: Citation) -> bool:
    assert before.dated_on is not None and after.dated_on is not None
    near = after.line - before.line <= _FAR
    return near and before.number.symbol == after.number.symbol and after.dated_on < before.dated_on


def _shown(citation: Citation) -> str:
    return f"{citation.number.number}/{citation.number.symbol} ({citation.dated_on:%d/%m/%Y})"


RULE = ReportRule("P204", "note", Reason("Danh mục sai thứ tự", "List out of order"), check)
