"""F17: from a base, each further X adds or takes Y: `cứ tăng thêm 5% được cộng 0,5 điểm`."""

from __future__ import annotations

import re
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.model import Measure, StepsRule
from minhchung.rubric.read.case import Case, Judged
from minhchung.rubric.read.figures import exact
from minhchung.rubric.read.limits import quantities

_STEP = re.compile(
    r"\b(?:cứ|mỗi)\s+(?:(?P<way>tăng|giảm|vượt|thiếu|thấp hơn|cao hơn)\s+)?(?:thêm\s+|đi\s+)?(?P<every>\d{1,3}(?:[.,]\d+)?)\s*%"
    r"[^.;\d]{0,60}?\b(?P<act>cộng|trừ)\s+(?:thêm\s+|đi\s+)?(?P<points>\d{1,3}(?:[.,]\d{1,3})?)\s*(?:điểm|đ)\b",
    re.IGNORECASE,
)
_FLOORED = Reason(
    "Sàn 0 và trần là điểm tối đa: đọc theo điểm của mục.", "Bounds 0 and the max are taken from the node."
)


def steps(case: Case) -> Judged | None:
    """Points at a base rate, and so many more or fewer for each so many per cent."""
    texts = [*case.words, *(row.text for row in case.rows), case.title]
    said = [(text, match) for text in texts for match in _STEP.finditer(text)]
    if len(said) != 1 or case.max is None or len(case.rows) > 2:
        return None
    text, match = said[0]
    base = _base(case, text[: match.start()])
    if base is None:
        return None
    rate, points = base
    each, every = exact(match["points"]), exact(match["every"])
    if each is None or every is None or every == 0:
        return None
    takes = match["act"].lower() == "trừ"
    rule = StepsRule(
        Measure("rate"),
        base=rate,
        points=points,
        every=every / 100,
        add=Fraction(0) if takes else each,
        subtract=each if takes else Fraction(0),
        low=Fraction(0),
        high=case.max,
    )
    return Judged(rule, "likely", (_FLOORED,))


def _base(case: Case, before: str) -> tuple[Fraction, Fraction] | None:
    """The rate the steps start from, and its points: said before them, or in the one row that has points."""
    for text, points in [(before, None), *((row.text, row.points) for row in case.rows)]:
        rates = [q for q in quantities(text) if q.unit == "percent" and len(q.limits) == 1]
        if len(rates) != 1:
            continue
        said = re.search(r"(?:được|:|=|tính|đạt)\s*(\d{1,3}(?:[.,]\d{1,3})?)\s*điểm", text, re.IGNORECASE)
        worth = points if points else exact(said[1]) if said else case.max
        if worth is not None:
            return rates[0].limits[0].value, worth
    return None
