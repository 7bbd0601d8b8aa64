"""Bands of classes said in lines beside the table: `Loại Tốt: từ 80 đến dưới 90 điểm`."""

from __future__ import annotations

import re

from minhchung.rubric.model import ClassBand, Classes, Limits
from minhchung.rubric.read.items import Words
from minhchung.rubric.read.limits import quantities

_NAMES = (
    r"hoàn thành xuất sắc(?: nhiệm vụ)?|hoàn thành tốt(?: nhiệm vụ)?|không hoàn thành(?: nhiệm vụ)?|hoàn thành(?: nhiệm vụ)?"
    r"|xuất sắc|rất tốt|tốt|khá|trung bình khá|trung bình|đạt yêu cầu|không đạt(?: yêu cầu)?|chưa đạt(?: yêu cầu)?|đạt|yếu|kém|(?-i:[A-D])"
)
_LINE = re.compile(
    rf"^[-–+•*\s\d.)a-dđ]{{0,6}}(?:xếp\s+)?(?:loại|hạng|mức|đạt loại)?\s*[“\"']?(?P<name>{_NAMES})[”\"']?\s*[:(–-]\s*(?P<rule>.{{3,160}})$",
    re.IGNORECASE,
)
_MOST = 10


def class_bands(lines: list[Words]) -> Classes | None:
    """Two or more bands in a row, highest first; None when there are none, or one could not be read."""
    run: list[tuple[ClassBand, Words]] = []
    for words in [*lines, Words("", lines[-1].place)] if lines else []:
        band = _band(words.text)
        if band is not None:
            run.append((band, words))
            continue
        if len(run) >= 2:
            break
        run = []
    bands = [band for band, _ in run]
    if not 2 <= len(bands) <= _MOST or len({band.name for band in bands}) != len(bands):
        return None
    if len({band.share for band in bands}) != 1:
        return None
    return Classes(bands=tuple(sorted(bands, key=_top, reverse=True)))


def _band(text: str) -> ClassBand | None:
    match = _LINE.match(text[:400])
    if match is None:
        return None
    found = quantities(match["rule"])
    if len(found) != 1 or found[0].bare or found[0].odd:
        return None
    said = found[0]
    if said.unit == "percent":
        return ClassBand(match["name"], said.limits, share=True)
    if said.unit != "count" or (said.noun and not said.noun.startswith(("điểm", "trở", "đến", "số điểm"))):
        return None
    return ClassBand(match["name"], said.limits)


def _top(band: ClassBand) -> tuple[bool, object]:
    """Bands by where they begin; the one without a lower end last."""
    lows = [limit.value for limit in _lower(band.limits)]
    return (bool(lows), max(lows)) if lows else (False, 0)


def _lower(limits: Limits) -> Limits:
    return tuple(limit for limit in limits if limit.op in (">", ">=", "="))
