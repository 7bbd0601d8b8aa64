"""P507: words of another alphabet, or a lone foreign word, left over from a web page (S0:6, 129)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.rubric.lint.spelling import FOREIGN
from minhchung.viet.syllables import is_syllable

_FOREIGN = re.compile(FOREIGN)
_LONE = re.compile(r"[A-Z][a-z]{3,}")


def check(report: Report) -> Iterator[Spot]:
    """A foreign alphabet anywhere; a single Latin word that is no syllable as a line of its own."""
    for number, line in enumerate(report.lines, 1):
        match = _FOREIGN.search(line) or _LONE.fullmatch(line.strip())
        if match is not None and not is_syllable(match[0]):
            yield Spot(
                Reason(f"“{match[0]}”: chữ lạc, không thuộc nội dung.", f"“{match[0]}”: a stray word."),
                Reason("Bỏ chữ lạc.", "Drop it."),
                line=number,
                sample=match[0],
            )


RULE = ReportRule("P507", "note", Reason("Chữ lạc", "Stray words"), check)
