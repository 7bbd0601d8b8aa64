"""P503: decimals with a point and with a comma in one report (S2:107 "99.5%", S2:69 "82,7%")."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.decimals import decimals_in
from minhchung.rubric.lint.finding import Spot


def check(report: Report) -> Iterator[Spot]:
    """One finding, at the first with a point: the comma is the rule."""
    said = [(text, line) for line, whole in enumerate(report.lines, 1) for text in decimals_in(whole)]
    points = [(text, line) for text, line in said if "." in text]
    commas = [(text, line) for text, line in said if "," in text]
    if not points or not commas:
        return
    text, line = points[0]
    lines = ", ".join(str(each) for each in dict.fromkeys(line for _, line in points))
    yield Spot(
        Reason(
            f"“{text}” (dòng {lines}) và “{commas[0][0]}” (dòng {commas[0][1]}): dấu thập phân không thống nhất.",
            f"“{text}” (lines {lines}) and “{commas[0][0]}” (line {commas[0][1]}): two decimal marks.",
        ),
        Reason("Dùng dấu phẩy cho số thập phân.", "Use the comma for decimals."),
        line=line,
        sample=text,
        proposal=text.replace(".", ","),
    )


RULE = ReportRule("P503", "warning", Reason("Dấu thập phân lẫn lộn", "Decimal marks mixed"), check)
