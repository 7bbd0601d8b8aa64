"""P508: agencies of another province (S0:136–141: the page of Cà Mau ranks departments of "BRVT")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from minhchung.proofread.provinces import SHORT, provinces_in
from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot

_OWN = re.compile(r"\b(?:tỉnh|thành phố)\s+(.{2,30})", re.IGNORECASE)
_AGENCY = re.compile(r"\b(?:Sở|Chi cục|Ban|UBND huyện|UBND thành phố)\s+(?P<rest>[^\t.;,\d]{4,60})")
_FEWEST = 2


def check(report: Report) -> Iterator[Spot]:
    """The province that the text names most after "tỉnh", and two agencies or more that carry another's name."""
    named = Counter(
        name for line in report.lines for after in _OWN.findall(line) for name in provinces_in(after[:20])[:1]
    )
    if not named:
        return
    own = named.most_common(1)[0][0]
    found: list[tuple[int, str, str]] = []
    for number, line in enumerate(report.lines, 1):
        for match in _AGENCY.finditer(line):
            others = [name for name in _short_names(match["rest"]) if name != own]
            if others:
                found.append((number, match[0].strip(), others[0]))
    if len(found) < _FEWEST:
        return
    number, agency, other = found[0]
    lines = ", ".join(str(each[0]) for each in found)
    yield Spot(
        Reason(
            f"“{agency}”: cơ quan của {other} trong văn bản của {own} (dòng {lines}).",
            f"“{agency}”: an agency of {other} in a text of {own} (lines {lines}).",
        ),
        Reason("Kiểm tra: dữ liệu mẫu hoặc chép nhầm.", "Check: sample data, or copied by mistake."),
        line=number,
        sample=agency,
    )


def _short_names(text: str) -> list[str]:
    return [SHORT[word] for word in text.split() if word in SHORT]


RULE = ReportRule("P508", "warning", Reason("Cơ quan tỉnh khác", "Agency of another province"), check)
