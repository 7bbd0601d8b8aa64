"""A finding's proposal in words: what would stand in the rubric, as an author says it rather than as its text writes it."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from minhchung.rubric.errors import Diagnostic, Reason, RubricError
from minhchung.rubric.kinds.base import Plain
from minhchung.rubric.model import Limit, Limits
from minhchung.rubric.outline import Fields, fields_of_text
from minhchung.rubric.reader import exact_number
from minhchung.rubric.wording import en_points, limits_in_words, vi_points

_COMPARISON: Final = re.compile(r"(>=|<=|>|<|=)\s*(\d[\d.,/]*)\s*(%?)")
_LINES: Final[dict[tuple[str, str], Reason]] = {
    ("cap", "max"): Reason("không cho quá điểm tối đa", "capped at the maximum"),
    ("combine", "add"): Reason("cộng điểm của các dòng", "the points of the lines are added"),
    ("zero_denominator", "full"): Reason("mẫu số bằng 0: điểm tối đa", "denominator 0: full marks"),
    ("zero_denominator", "not_applicable"): Reason(
        "mẫu số bằng 0: không áp dụng tiêu chí", "denominator 0: the leaf does not apply"
    ),
    ("not_applicable", "rescale_total"): Reason(
        "tiêu chí không áp dụng: bỏ ra và quy đổi tổng điểm",
        "a leaf that does not apply is dropped, the total is rescaled",
    ),
}
_OF_WORDS: Final = ("L", "P5")
"""Findings of which the sample is the words that are wrong; a report's figures are shown by a sum."""
_LEFT_TO_SAY: Final[dict[str, Reason]] = {
    "L403": Reason("ghi rõ tử số và mẫu số của tỷ lệ", "name the numerator and the denominator"),
    "L406": Reason(
        "thêm các loại, mỗi loại từ bao nhiêu điểm", "add the classes, each with its least points"
    ),
}
"""Proposals with a gap that only the author can fill."""
_TIES: Final[dict[str, Reason]] = {
    "fewer_deductions": Reason("ít điểm trừ hơn đứng trên", "fewer deductions stand ahead"),
    "more_full_marks": Reason("nhiều tiêu chí tối đa hơn đứng trên", "more full marks stand ahead"),
    "fewer_zeros": Reason("ít tiêu chí 0 điểm hơn đứng trên", "fewer zeros stand ahead"),
    "vote": Reason("hội đồng biểu quyết", "the council votes"),
}


def proposal_in_words(finding: Diagnostic) -> Reason | None:
    """`dải 80 – dưới 100 %: 3 điểm, lời “…”`; None where only the proposal itself says it."""
    proposal = finding.proposal or ""
    if not proposal or "…" in proposal:
        return _LEFT_TO_SAY.get(finding.code) if proposal else None
    if ":" in proposal:
        try:
            said = fields_of_text(proposal)
        except RubricError:
            return None
        return _row(said) if "points" in said else _line(said)
    if finding.code.startswith(_OF_WORDS) and finding.sample and finding.sample != proposal:
        return Reason(
            f"“{finding.sample}” sửa thành “{proposal}”", f'"{finding.sample}" becomes "{proposal}"'
        )
    return None


def _row(said: Fields) -> Reason | None:
    """A row or an option: what it takes, its points, its words."""
    points, text = _number(said.get("points")), said.get("text")
    if points is None:
        return None
    when = _when(said["when"]) if "when" in said else Reason("", "")
    if when is None:
        return None
    named = text if isinstance(text, str) else ""
    vi, en = (when.vi, when.en) if when.vi else (f"“{named}”", f'"{named}"')
    vi, en = f"{vi}: {vi_points(points)}", f"{en}: {en_points(points)}"
    if when.vi and named:
        vi, en = f"{vi} (mức “{named}”)", f'{en} (row "{named}")'
    if "none" in said:
        vi, en = f"{vi}, dành cho cơ quan không thực hiện", f"{en}, for who has done nothing"
    return Reason(vi, en)


def _when(value: Plain) -> Reason | None:
    """`80 – dưới 100 %`; None for limits that are not plain numbers."""
    if not isinstance(value, str):
        return None
    limits: list[Limit] = []
    share = "%" in value
    for part in re.split(r",\s+", value.strip()):
        match = _COMPARISON.fullmatch(part)
        figure = _number(match[2]) if match else None
        if match is None or figure is None:
            return None
        limits.append(Limit(match[1], figure / 100 if match[3] else figure))  # type: ignore[arg-type]
    words = limits_in_words(_ordered(limits), share=share)
    return Reason(words.vi, words.en)


def _ordered(limits: list[Limit]) -> Limits:
    return tuple(sorted(limits, key=lambda limit: limit.op in ("<", "<=")))


def _line(said: Fields) -> Reason | None:
    """One line of a node, of its rule or of the head."""
    if len(said) != 1:
        return None
    name, value = next(iter(said.items()))
    if name in ("max", "total"):
        points = _number(value)
        what = Reason("điểm tối đa", "the maximum") if name == "max" else Reason("tổng điểm", "the total")
        if points is None:
            return None
        return Reason(f"ghi {what.vi} là {vi_points(points)}", f"{what.en} is {en_points(points)}")
    if name == "text" and isinstance(value, str):
        return Reason(f"lời sửa thành “{value}”", f'the words become "{value}"')
    if name == "window" and isinstance(value, str):
        return Reason(f"lấy số liệu chung từ {value}", f"one span for all: {value}")
    if name == "tie_break" and isinstance(value, list):
        return _ties(value)
    return _LINES.get((name, value)) if isinstance(value, str) else None


def _ties(value: list[Plain]) -> Reason | None:
    keys = [_TIES.get(each) if isinstance(each, str) else None for each in value]
    known = [each for each in keys if each is not None]
    if len(known) != len(keys):
        return None
    return Reason(
        "bằng điểm: " + ", rồi ".join(each.vi for each in known),
        "on equal points: " + ", then ".join(each.en for each in known),
    )


def _number(value: Plain | None) -> Fraction | None:
    found = exact_number(value) if isinstance(value, str) else None
    return None if found is None or isinstance(found, Reason) else found[0]
