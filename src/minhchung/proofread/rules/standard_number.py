"""P501: a standard whose number is cut or changed ("ISO 900: 2015": S3:156)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot

_STANDARD = re.compile(r"\b(?P<body>(?:TCVN\s+)?ISO|TCVN)\s+(?P<number>\d{3,5})(?:\s?:\s?(?P<year>\d{2,4}))?")
_FEWEST = 2
# Standards that are there and lie near another one: no slips.
_OTHERS = frozenset({"9000", "9002", "9003", "9004", "14001", "17025", "19011", "22000", "27001", "45001"})


def check(report: Report) -> Iterator[Spot]:
    """Against the standard that the text names most: nearly the same number; or the same number without "ISO"."""
    found = [(n, m) for n, line in enumerate(report.lines, 1) for m in _STANDARD.finditer(line)]
    counts = Counter(match["number"] for _, match in found)
    if not counts or counts.most_common(1)[0][1] < _FEWEST:
        return
    usual = counts.most_common(1)[0][0]
    seen: set[str] = set()
    for line, match in found:
        said = match[0]
        number = match["number"]
        if number == usual or number in _OTHERS or said in seen or not _near(number, usual):
            continue
        seen.add(said)
        yield Spot(
            Reason(f"“{said}”: nơi khác ghi ISO {usual}.", f"“{said}”: ISO {usual} elsewhere."),
            Reason("Sửa số hiệu tiêu chuẩn.", "Mend the number of the standard."),
            line=line,
            sample=said,
            proposal=said.replace(match["number"], usual, 1),
        )


def _near(one: str, two: str) -> bool:
    """One digit left out, added or changed, or two neighbours in each other's place."""
    if len(one) == len(two):
        apart = [i for i, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
        swapped = len(apart) == 2 and apart[1] == apart[0] + 1 and sorted(one) == sorted(two)
        return len(apart) == 1 or swapped
    short, long = sorted((one, two), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


RULE = ReportRule("P501", "warning", Reason("Số hiệu tiêu chuẩn sai", "Wrong number of a standard"), check)
