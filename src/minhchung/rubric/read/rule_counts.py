"""F11: points by how many: `01 sáng kiến = 02 điểm`, `mỗi sáng kiến được 1 điểm`."""

from __future__ import annotations

import re

from minhchung.rubric.errors import Reason
from minhchung.rubric.model import CountLine, CountsRule
from minhchung.rubric.read.case import Case, Judged, OptionRow
from minhchung.rubric.read.figures import exact
from minhchung.rubric.read.limits import quantities
from minhchung.rubric.read.states import says_nothing_done

_EQUALS = re.compile(
    r"\b0?1\s+(?P<noun>[^\W\d][^=:;()]{1,60}?)\s*(?:=|tương ứng|được tính|được cộng|được)\s*(?P<points>\d{1,3}(?:[.,]\d{1,3})?)\s*(?:điểm|đ)\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"\b(?:cứ\s+)?(?:mỗi|mỗi một|cứ\s+0?1|cứ có)\s+(?:0?1\s+)?(?P<noun>[^\W\d][^:;()]{1,100}?)\s*(?:thì\s+)?(?:được\s+)?(?:cộng(?:\s+thêm)?|tính|chấm|được|=|:)\s*(?:thêm\s+)?(?P<points>\d{1,3}(?:[.,]\d{1,3})?)\s*(?:điểm|đ)\b",
    re.IGNORECASE,
)
_EACH_BARE = re.compile(
    r"^\W*(?:mỗi|mỗi một|cứ\s+0?1|0?1)\s+(?:0?1\s+)?(?P<noun>[^\W\d][^:;()=]{1,100}?)\s*[:=]\s*\+?(?P<points>\d{1,3}(?:[.,]\d{1,3})?)(?=\s*(?:[;,.](?!\d)|$))",
    re.IGNORECASE,
)
_PER = re.compile(
    r"(?<!trừ )(?<!trừ)\b(?P<points>\d{1,3}(?:[.,]\d{1,3})?)\s*(?:điểm|đ)\s*/\s*(?:0?1\s+|mỗi\s+|một\s+)?"
    r"(?!năm\b|tháng\b|quý\b|tổng\b)(?P<noun>[^\W\d][^.;:,/()]{1,60})",
    re.IGNORECASE,
)
_CAP = re.compile(
    r"\b(?:tối đa|nhưng không quá|không quá|tổng điểm không vượt quá|không vượt quá)\s+(?:là\s+|cộng\s+|được\s+)?(?P<cap>\d{1,3}(?:[.,]\d{1,3})?)(?:\s*(?:điểm|đ)\b|(?=\s*[.;]?\s*$))",
    re.IGNORECASE,
)


def counts(case: Case) -> Judged | None:
    """Rows (or one sentence) that pay for each thing counted, each up to a cap."""
    if not case.rows:
        return _from_words(case)
    paying = [row for row in case.rows if _pay(row.text) is not None]
    others = [row for row in case.rows if _pay(row.text) is None]
    if not paying or not all(
        (row.points == 0 and says_nothing_done(row.text)) or row.points == 0 for row in others
    ):
        return None
    lines = tuple(_line(row, index) for index, row in enumerate(paying[:26]))
    if len(lines) == 1:
        return Judged(CountsRule(lines, "add", case.max))
    why = Reason(
        "Nhiều dòng đếm cùng lúc: cộng hay chọn một thì văn bản không nói.",
        "Several counting lines: whether they add or one is picked is not stated.",
    )
    return Judged(CountsRule(lines, "unsaid", case.max), "likely", (why,))


def _line(row: OptionRow, index: int) -> CountLine:
    each = _pay(row.text)
    cap = row.points if row.points > 0 else None
    return CountLine(
        "abcdefghijklmnopqrstuvwxyz"[index], exact(each or "0") or row.points, row.text, cap, row.line
    )


def _from_words(case: Case) -> Judged | None:
    for text in (*case.words, case.title):
        each = _pay(text)
        if each is None or (points := exact(each)) is None:
            continue
        said = _CAP.search(text)
        cap = exact(said["cap"]) if said else case.max
        why = Reason("Giới hạn lấy từ điểm tối đa của mục.", "The cap is the node's max.")
        line = CountLine("a", points, text[:400])
        return Judged(
            CountsRule((line,), "add", cap), "certain" if said else "likely", () if said else (why,)
        )
    return None


def pays_each(text: str) -> bool:
    """Whether the words pay for each thing counted."""
    return _pay(text) is not None


def _pay(text: str) -> str | None:
    match = _EQUALS.search(text) or _EACH.search(text) or _PER.search(text) or _EACH_BARE.search(text)
    if match is None or any(not each.bare for each in quantities(match["noun"])):
        return None  # `mỗi tháng từ 4 bài trở lên` is a level, not a thing counted
    return match["points"]
