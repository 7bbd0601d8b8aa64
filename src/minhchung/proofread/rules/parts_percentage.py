"""P102: parts of a whole whose percentages are not theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from minhchung.proofread.figures import COUNT, PERCENT, count_of, percent_of, rounded_fits
from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.rubric.wording import percent

_WHOLE = re.compile(rf"(?<![\d/.,])(?P<n>{COUNT})\s+(?P<unit>\w+(?:\s\w+)?),?\s*\(?trong đó", re.IGNORECASE)
_PART = re.compile(
    rf"(?<![\d/.,])(?P<n>{COUNT})\s+(?P<unit>\w+(?:\s\w+)?)\s*[(,]\s*(?:đạt|chiếm)?\s*(?:tỷ lệ|tỉ lệ)?\s*{PERCENT}",
    re.IGNORECASE,
)


def check(report: Report) -> Iterator[Spot]:
    """`17.350 hồ sơ, trong đó … 17.264 hồ sơ (đạt tỷ lệ 99,5%)`: each part against the whole named last before it."""
    for block in report.blocks:
        wholes = list(_WHOLE.finditer(block.text))
        for part in _PART.finditer(block.text):
            before = [
                whole for whole in wholes if whole.end() <= part.start() and whole["unit"] == part["unit"]
            ]
            if not before:
                continue
            whole, value = count_of(before[-1]["n"]), count_of(part["n"])
            stated, places = percent_of(part["percent"])
            if whole == 0 or value > whole or rounded_fits(stated, places, value, whole):
                continue
            true = percent(Fraction(value, whole))
            yield Spot(
                Reason(
                    f"{part['n']} trên {before[-1]['n']} {part['unit']} là {true.vi}, không phải {part['percent']} %.",
                    f"{part['n']} of {before[-1]['n']} is {true.en}, not {part['percent']} %.",
                ),
                Reason("Tính lại, hoặc nêu mẫu số.", "Compute it again, or name the denominator."),
                line=block.line_at(part.start()),
                sample=part[0],
                proposal=true.vi,
            )


RULE = ReportRule("P102", "error", Reason("Tỷ lệ phần sai", "Wrong percentage of a part"), check)
