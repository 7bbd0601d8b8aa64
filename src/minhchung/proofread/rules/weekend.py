"""P206: a document dated on a Saturday or a Sunday that was not worked (S3:65, 69: 31/10/2021)."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.viet.workdays import UnknownYear, vietnam_calendar

_SATURDAY = 5
_DAYS = {5: ("thứ Bảy", "a Saturday"), 6: ("Chủ nhật", "a Sunday")}


def check(report: Report) -> Iterator[Spot]:
    """Each document once. Swapped working days are known where the calendar has the year."""
    lines: dict[str, list[str]] = {}
    for citation in report.citations:
        lines.setdefault(citation.key, []).append(str(citation.line))
    for citation in {each.key: each for each in reversed(report.citations)}.values():
        day = citation.dated_on
        if day is None or day.weekday() < _SATURDAY:
            continue
        try:
            if day in vietnam_calendar((day.year,)).working_days:
                continue
        except UnknownYear:
            continue
        vi, en = _DAYS[day.weekday()]
        shown = f"{citation.number.number}/{citation.number.symbol}"
        yield Spot(
            Reason(
                f"Số {shown} ghi ngày {day:%d/%m/%Y} là {vi}, ngày nghỉ (dòng {', '.join(lines[citation.key])}).",
                f"{shown} is dated {day:%d/%m/%Y}, {en}.",
            ),
            Reason("Kiểm tra ngày ban hành.", "Check the date."),
            line=citation.line,
            sample=f"{day:%d/%m/%Y}",
        )


RULE = ReportRule("P206", "note", Reason("Ngày nghỉ", "Dated on a day off"), check)
