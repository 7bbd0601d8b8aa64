"""P202: a symbol whose issuer is not the body named (S2:9 "…/KH-UBND … của Sở"; S3:87 "682/KH-TT" of the Sở)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from minhchung.proofread.report import Citation, Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot

_COMMITTEE = re.compile(r"^(?:UBND|[ỦU]y ban nhân dân|Uỷ ban nhân dân)")
_OWN_DEED = re.compile(
    r"\b(?P<body>Sở|UBND(?:\s+\w+)?|Phòng|Ban)\s+(?:đã\s+)?(?:ban hành|xây dựng|triển khai)\b"
)
_FEWEST = 3


def check(report: Report) -> Iterator[Spot]:
    """Against the body named after the number; and against the code that the report's own documents carry."""
    for citation in report.citations:
        code = citation.number.issuer
        if code == "UBND" and citation.issuer and _is_department(citation.issuer):
            yield _spot(
                citation,
                f"ký hiệu ghi UBND nhưng nói là của {citation.issuer}",
                f"the symbol says UBND, the text {citation.issuer}",
            )
    usual = _own_code(report)
    if usual is None:
        return
    for citation in report.citations:
        code = citation.number.issuer
        if (
            code != usual
            and "-" in citation.number.symbol
            and _is_own(citation)
            and not _names_another(citation)
        ):
            yield _spot(
                citation,
                f"các văn bản khác của cơ quan mang ký hiệu {usual}",
                f"the agency's other documents carry {usual}",
            )


def _is_department(issuer: str) -> bool:
    return issuer.startswith(("Sở", "Phòng", "Bộ"))


def _own_code(report: Report) -> str | None:
    """The issuer that most of the report's documents of its own year carry, where there is one."""
    codes = Counter(each.number.issuer for each in report.citations if each.number.kind is not None)
    if not codes:
        return None
    code, count = codes.most_common(1)[0]
    return code if count >= _FEWEST and 2 * count > sum(codes.values()) else None


def _is_own(citation: Citation) -> bool:
    """Whether the sentence says that the agency itself issued it ("Sở đã ban hành Kế hoạch số …")."""
    before = citation.block.text[max(0, citation.offset - 60) : citation.offset]
    return _OWN_DEED.search(before) is not None and citation.number.kind is not None


def _names_another(citation: Citation) -> bool:
    return bool(citation.issuer) or _COMMITTEE.match(citation.number.issuer) is not None


def _spot(citation: Citation, vi: str, en: str) -> Spot:
    shown = f"{citation.number.number}/{citation.number.symbol}"
    return Spot(
        Reason(f"Số {shown}: {vi}.", f"Number {shown}: {en}."),
        Reason("Kiểm tra ký hiệu hoặc tên cơ quan ban hành.", "Check the symbol, or the issuer's name."),
        line=citation.line,
        sample=shown,
    )


RULE = ReportRule("P202", "warning", Reason("Ký hiệu không khớp cơ quan", "Symbol of another issuer"), check)
