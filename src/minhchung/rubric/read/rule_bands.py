"""F4, F6, F7, F13: points by the band a figure falls in, read from the words of each option."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from minhchung.rubric.errors import Reason
from minhchung.rubric.model import (
    BandsRule,
    DeductionsRule,
    Limit,
    Limits,
    Measure,
    MeasureKind,
    Part,
    RankRule,
    Row,
    SumOfRule,
)
from minhchung.rubric.read.case import Case, Judged, OptionRow, Sure, least
from minhchung.rubric.read.limits import Quantity, Unit, quantities
from minhchung.rubric.read.rule_deductions import deduction_items, says_deduction
from minhchung.rubric.read.states import (
    is_qualified_after,
    says_late,
    says_nothing_done,
    says_on_time,
    without_parentheses,
)

_IDS = "abcdefghijklmnopqrstuvwxyz"
_KINDS: dict[Unit, MeasureKind] = {
    "percent": "rate",
    "days": "days",
    "working_days": "working_days",
    "legal": "number",
    "count": "count",
}
_STOP = frozenset(
    [
        "trở",
        "lên",
        "xuống",
        "so",
        "với",
        "trong",
        "năm",
        "thì",
        "và",
        "hoặc",
        "được",
        "nhưng",
        "đến",
        "dưới",
        "trên",
        "từ",
        "đi",
        "của",
        "theo",
        "cho",
        "tại",
        "mà",
        "để",
        "vào",
    ]
)
_RANK = re.compile(
    r"\b(?:xếp|đứng|thuộc|đạt)\s+(?:thứ|hạng|vị trí|nhóm|top)\b|\bthứ hạng\b|\btop\b|^\W*(?:từ\s+)?(?:thứ|hạng)\s+\d",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"^(?:không|chưa)\b", re.IGNORECASE)
_NEVER_LATE = re.compile(r"^không\s+(?:có\s+)?(?:bị\s+)?(?:chậm|trễ|muộn|quá hạn)\b", re.IGNORECASE)
_BY_DATE = re.compile(r"\b(?:trước|trong|chậm nhất|đến hết)\s+(?:ngày|tháng|quý)\s+\d", re.IGNORECASE)
_MISSING = re.compile(r"\bthiếu\b", re.IGNORECASE)
_FULL = re.compile(r"\b(?:đầy đủ|đủ)\b", re.IGNORECASE)
_REST = re.compile(r"^(?:các\s+|những\s+)?(?:trường hợp|mức|kết quả)?\s*(?:còn lại|khác)\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:và|đồng thời|kèm theo)\s+(?:không|có|đúng|đảm bảo|được|phải)\b", re.IGNORECASE)
_CHANGE = re.compile(r"^(?:tăng|giảm)\b", re.IGNORECASE)
_AFFIRMS = re.compile(r"^(?:có|đã)\b", re.IGNORECASE)
_WITHIN = re.compile(r"\btrong (?:vòng|thời hạn|thời gian|khoảng)\b", re.IGNORECASE)
_RATE = re.compile(
    r"\b(?:tỷ|tỉ) lệ\s+(?P<num>[^/;:]{4,200}?)\s*(?:/|\b(?:trên|trong|so với)\b)\s*(?P<den>(?:tổng|số|kế hoạch|dự toán)\b[^/;:]{3,200})$",
    re.IGNORECASE,
)
_MEASURED = frozenset(
    ["km", "m", "m2", "ha", "kg", "tấn", "lít", "giờ", "phút", "đồng", "triệu", "tỷ", "nghìn"]
)
"""Things that come in parts too: 2,5 km is between 2 and 3."""
_SCORE = re.compile(r"điểm(?:$| (?:số|trung|bình|đánh|khảo|phần)\b)")
"""`Đạt 80 điểm` has parts; `02 điểm tập kết` are things."""
_DURATIONS = frozenset(["giây", "phút", "giờ", "tuần", "tháng"])
"""What never done takes forever, not 0 of."""
_NOTHING: Limits = ()


@dataclass(slots=True)
class _Read:
    """One row while it is being read. state: no figure, picked by name."""

    row: OptionRow
    limits: Limits = ()
    none: bool = False
    otherwise: bool = False
    doubt: Reason | None = None
    sure: Sure = "certain"
    noun: str = ""


def bands(case: Case) -> Judged | None:
    """Rows of one figure. With `mỗi … trừ` in the rows too, the bands and the deductions are added."""
    if len(case.rows) < 2 or len(case.rows) > len(_IDS):
        return None
    said = [_quantities(row.text) for row in case.rows]
    unit = _unit(case, said)
    if unit is None:
        return None
    late = _counts_lateness(case)
    read = [_read(row, found, unit, late=late) for row, found in zip(case.rows, said, strict=True)]
    if len({each.limits for each in read if each.limits}) < 2:
        return None
    _mend_none(read, unit)
    _mend_repeated(read, said, unit)
    _mend_counts(read, unit)
    if unit == "count":
        _mend_missing(read)
    if _is_rank(case, unit):
        _ranked(read)
    rows = tuple(
        Row(
            _IDS[index],
            each.row.points,
            each.limits,
            each.row.text,
            none=each.none,
            otherwise=each.otherwise,
            line=each.row.line,
        )
        for index, each in enumerate(read)
    )
    rule = RankRule(rows) if _is_rank(case, unit) else BandsRule(_measure(case, unit, read), rows)
    sure = least(*(each.sure for each in read))
    judged = Judged(rule, sure, tuple(each.doubt for each in read if each.doubt is not None))
    return _with_deductions(judged, case) if any(says_deduction(row.text) for row in case.rows) else judged


def _quantities(text: str) -> list[Quantity]:
    """The figures of an option; those in parentheses only where there are none outside."""
    outside = quantities(without_parentheses(text))
    return outside or [q for q in quantities(text) if q.unit == "percent" or not q.bare]


# ── which figure ──


def _unit(case: Case, said: list[list[Quantity]]) -> Unit | None:
    """The unit that the rows are about; None when they are not about one figure."""
    rows = list(zip(case.rows, said, strict=True))
    late = [row for row, found in rows if _of(found, "days", "working_days") and says_late(row.text)]
    anyday = [row for row, found in rows if _of(found, "days", "working_days")]
    in_time = [row for row in case.rows if says_on_time(row.text)]
    if (late and len(late) + len(in_time) >= 2) or (len(late) >= 1 and len(anyday) >= 2):
        days = [q for _, found in rows for q in _of(found, "days", "working_days")]
        return "working_days" if all(q.unit == "working_days" for q in days) else "days"
    percent = [found for _, found in rows if _of(found, "percent")]
    if len(percent) >= 2 and all(len(_of(found, "percent")) == 1 for found in percent):
        return "percent"
    legal = [found for _, found in rows if _of(found, "legal")]
    if len(legal) >= 2:
        return "legal"
    counted = [_of(found, "count") for _, found in rows]
    with_op = sum(1 for found in counted for q in found if not q.bare)
    single = all(len(found) <= 1 for found in counted)
    if single and sum(1 for found in counted if found) >= 2 and with_op >= 1 and _one_noun(counted):
        return "count"
    return None


def _of(found: list[Quantity], *units: Unit) -> list[Quantity]:
    return [q for q in found if q.unit in units]


def _one_noun(counted: list[list[Quantity]]) -> bool:
    """Whether the rows count one thing."""
    nouns = [_noun(found[0]) for found in counted if len(found) == 1]
    firsts = {noun.split()[0] for noun in nouns if noun}
    return len(firsts) <= 1


def _noun(quantity: Quantity) -> str:
    words = []
    for word in quantity.noun.split():
        if word in _STOP:
            break
        words.append(word)
    return " ".join(words[:3])


# ── one row ──


def _counts_lateness(case: Case) -> bool:
    """Whether days are counted from the deadline on: some row is on time, or the title speaks of being late.

    `Ban hành trước ngày 15/01` above `Chậm từ 01 đến 05 ngày` is on time too.
    """
    best, *others = sorted(case.rows, key=lambda row: -row.points)
    if _BY_DATE.search(best.text) and any(says_late(row.text) for row in others):
        return True
    if any(says_on_time(row.text) or _NEVER_LATE.match(row.text) for row in case.rows):
        return True
    return says_late(case.title) and not any(_WITHIN.search(row.text) for row in case.rows)


def _read(row: OptionRow, found: list[Quantity], unit: Unit, *, late: bool) -> _Read:
    read = _Read(row, none=says_nothing_done(row.text))
    units: tuple[Unit, ...] = ("days", "working_days") if unit in ("days", "working_days") else (unit,)
    mine = _of(found, *units)
    if len(mine) == 1:
        read.limits = mine[0].limits
        read.noun = _noun(mine[0])
        if mine[0].odd:
            read.sure = "unsure"
            read.doubt = Reason(
                f"“{row.text[:80]}” tự mâu thuẫn; đọc theo chữ “dưới”.",
                f'"{row.text[:80]}" contradicts itself.',
            )
        if unit in ("days", "working_days") and (late or says_late(row.text)):
            _lateness(read)
        if read.doubt is None and (_MORE.search(row.text, mine[0].end) or _CHANGE.match(row.text)):
            read.sure = "likely"
            read.doubt = Reason(
                f"“{row.text[:80]}” còn điều kiện ngoài con số.",
                f'"{row.text[:80]}" says more than the figure.',
            )
    elif len(mine) > 1:
        read.sure = "unsure"
        read.doubt = Reason(
            f"“{row.text[:80]}” nói nhiều con số; để là trạng thái tự chọn.",
            f'"{row.text[:80]}" says several figures.',
        )
    elif unit in ("days", "working_days") and (
        says_on_time(row.text) or _NEVER_LATE.match(row.text) or (late and _BY_DATE.search(row.text))
    ):
        read.limits = (Limit("<=", Fraction(0)),)
        read.none = False
    elif _REST.match(row.text):
        read.otherwise = True
    elif not read.none:
        read.sure = "likely"
        read.doubt = Reason(
            f"“{row.text[:80]}” không nêu con số; để là trạng thái tự chọn.",
            f'"{row.text[:80]}" names no figure; it is a state to pick.',
        )
    return read


def _lateness(read: _Read) -> None:
    """Lateness with no lower end begins above 0: on time is another row."""
    lower = any(limit.op in (">", ">=", "=") for limit in read.limits)
    if not lower:
        read.limits = (Limit(">", Fraction(0)), *read.limits)


def _mend_none(read: list[_Read], unit: Unit) -> None:
    """Only the lowest points are for nothing done; `Không có hồ sơ trễ hạn` at the top is a rate of 0."""
    low = min(each.row.points for each in read)
    for each in read:
        if each.row.points == low:
            continue
        each.none = False
        if not each.limits and unit == "percent" and _NEGATED.match(each.row.text):
            each.limits, each.sure = (Limit("=", Fraction(0)),), "likely"
            each.doubt = Reason(
                f"“{each.row.text[:80]}” đọc là 0 %.", f'"{each.row.text[:80]}" is read as 0 %.'
            )
            _begin_above_nothing(read)


def _begin_above_nothing(read: list[_Read]) -> None:
    """Where none at all is an option of its own, `Có dưới 1,5%` begins above 0."""
    for each in read:
        lower = any(limit.op in (">", ">=", "=") for limit in each.limits)
        if each.limits and not lower and _AFFIRMS.match(each.row.text):
            each.limits = (Limit(">", Fraction(0)), *each.limits)


def _mend_repeated(read: list[_Read], said: list[list[Quantity]], unit: Unit) -> None:
    """A row that repeats an earlier row's figure and takes it back after (`nhưng …`) is a state of its own."""
    for index, each in enumerate(read):
        earlier = [other for other in read[:index] if other.limits and other.limits == each.limits]
        if not earlier or earlier[0].row.points == each.row.points:
            continue
        mine = [q for q in said[index] if _KINDS[q.unit] == _KINDS[unit]]
        each.sure = "unsure"
        if mine and (
            is_qualified_after(each.row.text, mine[0].end)
            or _parted_by_time(earlier[0].row.text, each.row.text)
        ):
            each.limits = _NOTHING
            each.doubt = Reason(
                f"“{each.row.text[:80]}” lặp con số của phương án trên rồi nói “nhưng …”; để là trạng thái tự chọn.",
                f'"{each.row.text[:80]}" repeats a figure and takes it back; it is a state to pick.',
            )
        else:
            each.doubt = Reason(
                f"“{each.row.text[:80]}” trùng giới hạn với một phương án khác điểm.",
                f'"{each.row.text[:80]}" has the limits of another option with other points.',
            )


def _parted_by_time(former: str, later: str) -> bool:
    """Whether one of two rows with the same figure is on time and the other late."""
    return (says_on_time(former) and says_late(later)) or (says_late(former) and says_on_time(later))


def _mend_counts(read: list[_Read], unit: Unit) -> None:
    """Where nothing at all is an option of its own, `dưới 3` begins at 1 (above 0 for what is not counted in ones)."""
    if unit not in ("count", "legal") or any(
        each.noun.split()[:1] == [word] for each in read for word in _DURATIONS
    ):
        return
    empty = next(
        (each for each in read if not each.limits and (each.none or _NEGATED.match(each.row.text))), None
    )
    if empty is not None:
        empty.limits = (Limit("=", Fraction(0)),)
        empty.doubt, empty.sure = None, "certain"
    has_none = empty is not None or any(each.none for each in read)
    low = Limit(">=", Fraction(1)) if unit == "count" else Limit(">", Fraction(0))
    for each in read:
        lower = any(limit.op in (">", ">=", "=") for limit in each.limits)
        if each is empty or each.none or lower or not has_none:
            continue
        if empty is not None or _AFFIRMS.match(each.row.text):
            each.limits = (low, *each.limits)


def _mend_missing(read: list[_Read]) -> None:
    """Rows that count what is missing (`Thiếu 01 nội dung`): the full one has none missing."""
    missing = [each for each in read if _MISSING.search(each.row.text)]
    full = [each for each in read if not _MISSING.search(each.row.text) and _FULL.search(each.row.text)]
    if not missing or len(full) != 1:
        return
    full[0].limits = (Limit("=", Fraction(0)),)
    full[0].sure = "likely"
    full[0].doubt = Reason(
        "Con số đếm là số còn thiếu; đầy đủ là thiếu 0.", "The figure counts what is missing."
    )


def _ranked(read: list[_Read]) -> None:
    """A place from 11 downwards is 11 or more."""
    for each in read:
        if len(each.limits) == 1 and re.search(r"trở xuống|trở đi", each.row.text, re.IGNORECASE):
            each.limits = (Limit(">=", each.limits[0].value),)
        elif len(each.limits) == 1 and re.search(r"trở lên|\btop\b", each.row.text, re.IGNORECASE):
            each.limits = (Limit("<=", each.limits[0].value),)


def _is_rank(case: Case, unit: Unit) -> bool:
    """F20: `Xếp hạng từ 1 đến 10`: the number is a place in the group."""
    said = sum(1 for row in case.rows if _RANK.search(row.text))
    return unit == "count" and said >= 2


def _shared(nouns: list[str]) -> str:
    """The words that all rows count by, from the first on."""
    if not nouns:
        return ""
    words = nouns[0].split()
    for noun in nouns[1:]:
        other = noun.split()
        same = next((i for i, word in enumerate(words) if i >= len(other) or other[i] != word), len(words))
        words = words[:same]
    return " ".join(words)


def _measure(case: Case, unit: Unit, read: list[_Read]) -> Measure:
    kind = _KINDS[unit]
    if unit == "legal":
        return Measure(kind, title=case.title[:200], unit="lương cơ sở")
    if unit == "count":
        noun = _shared([each.noun for each in read if each.noun])
        whole = all(limit.value.denominator == 1 for each in read for limit in each.limits)
        if not whole or not noun or noun.split()[0] in _MEASURED or _SCORE.match(noun):
            return Measure("number", title=case.title[:200], unit=noun)
        return Measure(kind, title=case.title[:200], unit=noun)
    if unit == "percent" and (parts := _RATE.search(without_parentheses(case.title))) is not None:
        return Measure(kind, numerator=parts["num"].strip(" ,"), denominator=parts["den"].strip(" .,;:"))
    return Measure(kind)


def _with_deductions(judged: Judged, case: Case) -> Judged:
    """Bands that also take points per failure: both are kept, added, not under 0."""
    text = next(row.text for row in case.rows if says_deduction(row.text))
    items = tuple(
        replace(item) for item in deduction_items(text[text.find("(") + 1 :] if "(" in text else text)
    )
    parts = (
        Part("muc_do", judged.rule, "Mức độ đạt được"),
        Part("khong_dat", DeductionsRule(items, start=Fraction(0), floor=None), "Tiêu chí không đạt yêu cầu"),
    )
    why = Reason(
        "Phương án đã chia mức lại thêm điểm trừ: trừ hai lần hay không thì văn bản không nói; sàn lấy 0.",
        "Options already split by share also deduct; whether both apply is not stated.",
    )
    return Judged(SumOfRule(parts, low=Fraction(0)), "unsure", (*judged.reasons, why))
