"""P203: a later document with a smaller number (S2:35, 37, 121: 1052 on 02/6, 120 on 13/9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from minhchung.proofread.report import Citation, Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.viet.folding import search_key


def check(report: Report) -> Iterator[Spot]:
    """Numbers of one symbol of one issuer rise through a year (NĐ 30/2020); documents of different bodies are kept apart."""
    rows: dict[tuple[str, int, str], dict[int, Citation]] = defaultdict(dict)
    for citation in report.citations:
        if citation.dated_on is not None:
            level = _level(citation.issuer)
            key = (search_key(citation.number.symbol), citation.dated_on.year, level)
            rows[key].setdefault(citation.number.number, citation)
    for documents in rows.values():
        yield from _falls(sorted(documents.values(), key=_when))


def _when(citation: Citation) -> tuple[date, int]:
    return (citation.dated_on or date.min, citation.number.number)


def _level(issuer: str) -> str:
    key = search_key(issuer)
    return next((level for level in ("tinh", "huyen", "xa", "chinh phu", "bo ") if level in key), "own")


def _falls(ordered: list[Citation]) -> Iterator[Spot]:
    highest: Citation | None = None
    for citation in ordered:
        if (
            highest is not None
            and citation.number.number < highest.number.number
            and citation.dated_on != highest.dated_on
        ):
            yield Spot(
                Reason(
                    f"{_shown(citation)} có số nhỏ hơn {_shown(highest)} (dòng {highest.line}) dù ban hành sau.",
                    f"{_shown(citation)} has a smaller number than {_shown(highest)} (line {highest.line}), though later.",
                ),
                Reason("Kiểm tra số hoặc ngày của hai văn bản.", "Check the numbers or the dates."),
                line=citation.line,
                sample=f"{highest.number.number} → {citation.number.number}",
            )
        else:
            highest = citation


def _shown(citation: Citation) -> str:
    day = f" ngày {citation.dated_on:%d/%m/%Y}" if citation.dated_on is not None else ""
    return f"{citation.number.number}/{citation.number.symbol}{day}"


RULE = ReportRule("P203", "warning", Reason("Số văn bản không tăng", "Numbers out of order"), check)
