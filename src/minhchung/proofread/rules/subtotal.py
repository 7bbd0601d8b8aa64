"""P103: parts that should make the whole and do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from minhchung.proofread.figures import COUNT, count_of
from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.rubric.wording import vi_number

_UNITS = (
    r"hồ sơ|đơn vị|cơ quan|thủ tục|TTHC|văn bản|tài liệu|phiếu|nhiệm vụ|người|cán bộ|công chức|viên chức|đảng viên|hộ|xã|"
    r"lớp|lượt|trường hợp|cuộc|triệu đồng|tỷ đồng|đồng"
)
_WHOLE = re.compile(rf"(?<![\d/.,])(?P<n>{COUNT})\s+(?P<unit>{_UNITS})\b", re.IGNORECASE)
_OPENS = re.compile(r"^[^.;\d]{0,60}?(?:(?P<all>bao gồm|gồm)|trong đó|\(|:)", re.IGNORECASE)
_STOPS = re.compile(r"\.\s+[A-ZĐÀ-Ỹ]|trong đó|\n", re.IGNORECASE)
# Kinds that leave nothing between them: their counts must make the whole. The first two must be named; of the others any
# that are named may belong to it.
_GROUPS: tuple[tuple[str, ...], ...] = (
    ("trong kỳ", "kỳ trước"),
    (
        r"(?:(?:trước và )?đúng(?: và trước|, trước)?(?: thời)? hạn|\bđúng\b)",
        r"(?:\btrễ|quá hạn|chậm)",
        r"(?<!đúng, )(?<!đúng và )\btrước hạn",
        "đang giải quyết",
        "trả lại",
    ),
    ("tại trụ sở", "qua báo cáo"),
    ("mức độ 3", "mức độ 4"),
    ("trực tuyến", "trực tiếp", "bưu chính"),
    ("toàn trình", "một phần"),
    ("đã giải quyết", "đang giải quyết", "trả lại"),
    (r"\bnam\b", r"\bnữ\b"),
)


def check(report: Report) -> Iterator[Spot]:
    """A whole, "trong đó", and complementary parts; or "gồm" and parts of one unit. Parts that only illustrate are left alone."""
    for block in report.blocks:
        for whole in _WHOLE.finditer(block.text):
            after = block.text[whole.end() :]
            opens = _OPENS.match(after)
            if opens is None:
                continue
            stop = _STOPS.search(after, opens.end())
            inner = after[: stop.start()] if stop else after
            if opens[0].endswith("("):
                inner = inner[: _closing(inner, opens.end())]
            total = count_of(whole["n"])
            parts = _parts(inner, whole["unit"], total)
            if parts is None and opens["all"]:
                parts = _listed(inner[opens.end() :], whole["unit"])
            if parts is not None and sum(parts) != total:
                yield _spot(whole, parts, total, block.line_at(whole.start()))


def _closing(text: str, start: int) -> int:
    """Where the bracket that opened before start is closed; the end where it is not."""
    depth = 1
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return len(text)


def _spot(whole: re.Match[str], parts: Sequence[int], total: int, line: int) -> Spot:
    said, made = " + ".join(_n(part) for part in parts), sum(parts)
    return Spot(
        Reason(
            f"{said} = {_n(made)}, không phải {whole['n']} {whole['unit']}.",
            f"{said} = {_n(made)}, not {whole['n']}.",
        ),
        Reason("Cộng lại các phần.", "Add the parts again."),
        line=line,
        sample=f"{said} ≠ {_n(total)}",
        proposal=_n(made),
    )


def _n(value: int) -> str:
    return vi_number(Fraction(value))


def _parts(inner: str, unit: str, total: int) -> tuple[int, ...] | None:
    """The counts of complementary parts; of several ways to read them the one that adds up, if any does."""
    for group in _GROUPS:
        readings = [
            reading for reading in (_read(inner, group, unit, way) for way in (_after, _before)) if reading
        ]
        for needed, more in readings:
            for size in range(len(more) + 1):
                for chosen in combinations(more, size):
                    if sum(needed) + sum(chosen) == total:
                        return (*needed, *chosen)
        if readings:
            needed, more = readings[0]
            return (*needed, *more[:1]) if more and group[2].endswith("trước hạn") else needed
    return None


_Reading = tuple[tuple[int, ...], tuple[int, ...]]
_Place = tuple[int, int]


def _read(inner: str, group: Sequence[str], unit: str, way: object) -> _Reading | None:
    """Counts of the two parts that must be there, and of the others that are; None where one count would serve twice."""
    assert callable(way)
    places: list[_Place | None] = [way(inner, words, unit) for words in group]
    found = [place for place in places if place is not None]
    if places[0] is None or places[1] is None or len(set(found)) < len(found):
        return None
    values = [count_of(inner[start:end]) for start, end in found]
    return tuple(values[:2]), tuple(values[2:])


def _after(inner: str, words: str, unit: str) -> _Place | None:
    """`trễ hạn: 78 hồ sơ`, `nữ 24`."""
    found = re.search(
        rf"{words}[^\d;(),.]{{0,30}}?:?\s*(?P<n>{COUNT})(?![\d/%,])\s*(?:{unit}\b|[,;.)]|$)", inner
    )
    return found.span("n") if found else None


def _before(inner: str, words: str, unit: str) -> _Place | None:
    """`46 đơn vị kiểm tra tại trụ sở`."""
    found = re.search(
        rf"(?<![\d/.,])(?P<n>{COUNT})(?:/{COUNT})?\s+(?:{unit}\s+)?[^\d;:(),]{{0,25}}?{words}", inner
    )
    return found.span("n") if found else None


def _listed(inner: str, unit: str) -> tuple[int, ...] | None:
    """`mua sắm 200 triệu đồng; đào tạo 150 triệu đồng`: every item of the list with one count of the unit."""
    items = [item for item in re.split(r";|,\s|\bvà\b", inner.strip(" :.)")) if item.strip()]
    counts = [re.findall(rf"(?<![\d/.,])({COUNT})\s+{unit}\b", item) for item in items]
    if len(items) < 2 or any(len(found) != 1 for found in counts):
        return None
    return tuple(count_of(found[0]) for found in counts)


RULE = ReportRule("P103", "error", Reason("Cộng phần sai", "Parts do not add up"), check)
