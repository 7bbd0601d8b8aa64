"""P101: a percentage that its own counts do not give (S2:69: 264/314 is not 82,7 %)."""

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

_UNIT = r"(?:\s*(?:hồ sơ|thủ tục|TTHC|đơn vị|phòng|văn bản|nhiệm vụ|người|phiếu|cơ quan|quy trình))?"
_RATIO_FIRST = re.compile(
    rf"(?<![\d/.,])(?P<a>{COUNT}){_UNIT}\s*/\s*(?P<b>{COUNT})(?![\d/])(?P<between>[^.;%\d]{{0,90}}?)\(?{PERCENT}",
    re.IGNORECASE,
)
_PERCENT_FIRST = re.compile(
    rf"{PERCENT}\s*\(\s*(?P<a>{COUNT}){_UNIT}\s*/\s*(?P<b>{COUNT}){_UNIT}\s*\)", re.IGNORECASE
)
_OUT_OF = re.compile(
    rf"(?<![\d/.,])(?P<a>{COUNT})\s+[^.;:%\d()]{{2,30}}?\btrên\s+(?:tổng\s+(?:số\s+)?)?(?P<b>{COUNT})(?![\d/.,%])"
    rf"[^.;%\d()]{{0,40}}?[,(]\s*(?:đạt|chiếm)\s*(?:tỷ lệ|tỉ lệ)?\s*{PERCENT}",
    re.IGNORECASE,
)
_NEARBY = 3
_INTEGER = re.compile(rf"(?<![\d/.,])({COUNT})(?![\d/%]|[.,]\d)")


def check(report: Report) -> Iterator[Spot]:
    """A ratio and the percentage beside it, at the places the percentage is written with."""
    for block in report.blocks:
        for pattern in (_RATIO_FIRST, _PERCENT_FIRST, _OUT_OF):
            for match in pattern.finditer(block.text):
                yield from _compared(report, block, match)


def _compared(report: Report, block: Block, match: re.Match[str]) -> Iterator[Spot]:
    part, whole = count_of(match["a"]), count_of(match["b"])
    stated, places = percent_of(match["percent"])
    if whole == 0 or part > 10 * whole or rounded_fits(stated, places, part, whole):
        return
    line = block.line_at(match.start())
    true = percent(Fraction(part, whole))
    other = _other_whole(report, block, part, whole, stated, places)
    hint_vi = (
        f"Với mẫu số {other} (nêu gần đó) thì được {percent(Fraction(part, other)).vi}."
        if other
        else "Tính lại tỷ lệ."
    )
    hint_en = (
        f"With {other}, named nearby, it is {percent(Fraction(part, other)).en}."
        if other
        else "Compute it again."
    )
    yield Spot(
        Reason(
            f"{match['a']}/{match['b']} là {true.vi}, không phải {match['percent']} %.",
            f"{match['a']}/{match['b']} is {true.en}, not {match['percent']} %.",
        ),
        Reason(hint_vi, hint_en),
        line=line,
        sample=f"{match['a']}/{match['b']} → {match['percent']} %",
        proposal=f"{match['a']}/{match['b']} = {true.vi}",
    )


def _other_whole(
    report: Report, block: Block, part: int, whole: int, stated: Fraction, places: int
) -> int | None:
    """A count named a few paragraphs before that gives about the stated percentage."""
    index = report.blocks.index(block)
    near = report.blocks[max(0, index - _NEARBY) : index + 1]
    for each in near:
        for found in _INTEGER.findall(each.text):
            other = count_of(found)
            if other >= part and other != whole and _about(stated, places, part, other):
                return other
    return None


def _about(stated: Fraction, places: int, part: int, whole: int) -> bool:
    return abs(Fraction(100 * part, whole) - stated) < Fraction(1, 10**places)


RULE = ReportRule("P101", "error", Reason("Tỷ lệ sai", "Wrong percentage"), check)
