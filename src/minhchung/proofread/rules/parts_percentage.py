"""P102: parts of a whole whose percentages are not theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from minhchung.proofread.figures import COUNT, PERCENT, count_of, percent_of, rounded_fits
from minhchung.proofread.report import Block, Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.rubric.wording import percent

_OF_IT = rf"\s*[(,]\s*(?:đạt|chiếm)?\s*(?:tỷ lệ|tỉ lệ)?\s*{PERCENT}"
_WHOLE = re.compile(
    rf"(?<![\d/.,])(?P<n>{COUNT})\s+(?P<unit>\w+(?:\s\w+)?)(?:,?\s*\(?trong đó|\s*:|\s*\((?!\s*(?:đạt|chiếm)?\s*\d+(?:[.,]\d+)?\s?%))",
    re.IGNORECASE,
)
_COUNTS = re.compile(rf"(?<![\d/.,])({COUNT})(?![\d/%]|[.,]\d)")
_PART = re.compile(rf"(?<![\d/.,])(?P<n>{COUNT})\s+(?P<unit>\w+(?:\s\w+)?){_OF_IT}", re.IGNORECASE)
# "Tổng số văn bản đi 2.400, trong đó 2.100 văn bản ký số, đạt 90%"; "Số phản ánh: 25; đã xử lý 20 (đạt 85%)".
_IN_ONE_BREATH = re.compile(
    rf"(?:\bsố\b[^.;\d]{{2,60}}?|:\s*)(?<![\d/.,])(?P<whole>{COUNT})(?:\s[^\d;.,()]{{2,24}})?\s*"
    rf"[;,(]\s*(?:trong đó:?\s*(?:đã\s|có\s|số\s)?|đã\s|có\s)[^.;,\d]{{0,30}}?(?P<n>{COUNT})(?![\d/.,%])"
    rf"[^.;,\d()%]{{0,40}}?\s*[(,]\s*(?:đạt|chiếm)\s*(?:tỷ lệ|tỉ lệ)?\s*{PERCENT}",
    re.IGNORECASE,
)


def check(report: Report) -> Iterator[Spot]:
    """`17.350 hồ sơ, trong đó … 17.264 hồ sơ (đạt tỷ lệ 99,5%)`: each part against the whole named last before it."""
    for block in report.blocks:
        told: set[int] = set()
        wholes = list(_WHOLE.finditer(block.text))
        for part in _PART.finditer(block.text):
            before = [
                whole for whole in wholes if whole.end() <= part.start() and whole["unit"] == part["unit"]
            ]
            if before:
                told.add(part.start("n"))
                yield from _compared(block, part, before[-1]["n"], f" {part['unit']}")
        for match in _IN_ONE_BREATH.finditer(block.text):
            if match.start("n") not in told:
                yield from _compared(block, match, match["whole"], "")


def _compared(block: Block, part: re.Match[str], of: str, unit: str) -> Iterator[Spot]:
    whole, value = count_of(of), count_of(part["n"])
    stated, places = percent_of(part["percent"])
    if whole == 0 or value > whole or rounded_fits(stated, places, value, whole):
        return
    named = map(count_of, _COUNTS.findall(block.text[: part.start("n")]))
    if any(rounded_fits(stated, places, value, other) for other in named if other > value):
        return  # of another whole, named before
    true = percent(Fraction(value, whole))
    yield Spot(
        Reason(
            f"{part['n']} trên {of}{unit} là {true.vi}, không phải {part['percent']} %.",
            f"{part['n']} of {of} is {true.en}, not {part['percent']} %.",
        ),
        Reason("Tính lại, hoặc nêu mẫu số.", "Compute it again, or name the denominator."),
        line=block.line_at(part.start("n")),
        sample=f"{part['n']}/{of} → {part['percent']} %",
        proposal=true.vi,
    )


RULE = ReportRule("P102", "error", Reason("Tỷ lệ phần sai", "Wrong percentage of a part"), check)
