"""P201: one document number for two documents (S3:65, 69: a report and minutes are both 6014/BB-SCT)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from minhchung.proofread.report import Citation, Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot

_SAYS_NOTHING = "văn bản"


def check(report: Report) -> Iterator[Spot]:
    """The same number and symbol, called two kinds of document, or with two dates."""
    alike: dict[str, list[Citation]] = defaultdict(list)
    for citation in report.citations:
        alike[citation.key].append(citation)
    for group in alike.values():
        kinds = _kinds(group)
        dates = list(dict.fromkeys(each.dated_on for each in group if each.dated_on is not None))
        if len(kinds) > 1:
            yield _spot(group, " và ".join(kinds), f"called {len(kinds)} kinds of document")
        elif len({day.year for day in dates}) == 1 and len(dates) > 1:
            said = " và ".join(f"{day:%d/%m/%Y}" for day in dates)
            yield _spot(group, f"văn bản ngày {said}", f"dated {said}")


def _kinds(group: Sequence[Citation]) -> list[str]:
    """What the document is called, each kind once. A kind that a word nearer overrides ("báo cáo … biên bản") gives way."""
    kinds: list[str] = []
    for citation in group:
        called = [kind for kind in citation.kinds if kind != _SAYS_NOTHING]
        if called and called[-1] not in kinds:
            kinds.append(called[-1])
    return kinds


def _spot(group: Sequence[Citation], vi: str, en: str) -> Spot:
    lines = ", ".join(str(each.line) for each in group)
    shown = f"{group[0].number.number}/{group[0].number.symbol}"
    return Spot(
        Reason(f"Số {shown} dùng cho {vi} (dòng {lines}).", f"Number {shown} is {en} (lines {lines})."),
        Reason(
            "Kiểm tra lại số văn bản: một số chỉ cấp cho một văn bản.", "Check: one number, one document."
        ),
        line=group[0].line,
        sample=shown,
    )


RULE = ReportRule("P201", "error", Reason("Số văn bản dùng hai lần", "Document number used twice"), check)
