"""Figures: how a measure is asked, written, read from an answer and compared, for every kind that looks at one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from minhchung.rubric.answers import Answer, Count, Date, Days, Number, Percent, Rate
from minhchung.rubric.errors import Reason
from minhchung.rubric.kinds.base import (
    At,
    Input,
    Offer,
    Plain,
    dumped_choice,
    pending,
    scored,
    undecided,
    wrong_answer,
    zero_outcome,
)
from minhchung.rubric.model import Measure, NamedMeasure, RelDate, Row
from minhchung.rubric.score import Outcome
from minhchung.rubric.wording import (
    SWAP,
    counted_en,
    en_number,
    en_points,
    limits_in_words,
    percent,
    plain,
    plain_day,
    plain_limits,
    plain_share,
    rate_shown,
    said,
    vi_date,
    vi_number,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value to compare, and the words that show where it comes from."""

    value: Fraction
    vi: str
    en: str


MEASURE_ANSWERS = (Rate, Percent, Count, Number, Date, Days)


def figure(measure: Measure, answer: Answer, at: At) -> Figure | Outcome:
    """The figure in an answer; an outcome when there is none: 0/0, no due date yet, a part above its whole."""
    match answer:
        case Rate() if measure.kind == "rate":
            return _rate(measure, answer, at)
        case Percent() if measure.kind == "rate":
            words = percent(answer.value)
            return Figure(
                answer.value,
                f"{words.vi} (không kèm tử số, mẫu số)",
                f"{words.en} (counts not given)",
            )
        case Count() if measure.kind in ("count", "number"):
            return _with_unit(measure, Fraction(answer.n), at)
        case Number() if measure.kind in ("number", "count"):
            return _with_unit(measure, answer.value, at)
        case Days() if measure.kind in ("days", "working_days"):
            return _lateness(measure, answer.n)
        case Date() if measure.kind in ("days", "working_days"):
            return _late_on(measure, answer.on, at)
        case _:
            raise wrong_answer(answer, at)


def _rate(measure: Measure, answer: Rate, at: At) -> Figure | Outcome:
    if answer.den == 0:
        return zero_outcome(at, f"{vi_number(answer.num)}/0", f"{en_number(answer.num)}/0")
    shown = rate_shown(answer.num, answer.den)
    num, den = vi_number(answer.num), vi_number(answer.den)
    vi = f"{num}/{den} = {shown}"
    en = vi.translate(SWAP)
    value = answer.num / answer.den
    if value > 1 and not measure.may_exceed:
        return undecided(f"{vi}, vượt 100 %", f"{en}, over 100 %", value)
    return Figure(value, vi, en)


def _with_unit(measure: Measure, entered: Fraction, at: At) -> Figure | Outcome:
    unit = f" {measure.unit}" if measure.unit else ""
    if measure.unit_value is None:
        return Figure(entered, f"{vi_number(entered)}{unit}", f"{en_number(entered)}{unit}")
    worth = number_parameter(measure.unit_value, at)
    if isinstance(worth, Outcome):
        return worth
    if worth == 0:
        return undecided(f"{measure.unit} bằng 0", f"{measure.unit} is 0")
    value = entered / worth
    return Figure(
        value,
        f"{vi_number(entered)} / {vi_number(worth)} {_equals(vi_number(value))}{unit}",
        f"{en_number(entered)} / {en_number(worth)} {_equals(en_number(value))}{unit}",
    )


def _equals(shown: str) -> str:
    return shown if shown.startswith("≈") else f"= {shown}"


def _lateness(measure: Measure, days: int) -> Figure:
    kind_vi, kind_en = ("ngày làm việc", "working day") if measure.kind == "working_days" else ("ngày", "day")
    if days <= 0:
        return Figure(Fraction(days), "đúng hạn", "on time")
    return Figure(Fraction(days), f"chậm {days} {kind_vi}", f"{counted_en(days, kind_en)} late")


def _late_on(measure: Measure, on: date, at: At) -> Figure | Outcome:
    due = due_date(measure, at)
    if isinstance(due, Outcome):
        return due
    if measure.kind == "days":
        late = (on - due).days
    elif at.context.calendar is not None:
        late = at.context.calendar.working_days(due, on)
    else:
        return pending(
            "Chưa có lịch ngày làm việc để tính số ngày chậm",
            "No working-day calendar to count lateness with",
        )
    words = _lateness(measure, late)
    return Figure(
        words.value,
        f"ngày {vi_date(on)}, hạn {vi_date(due)}: {words.vi}",
        f"on {vi_date(on)}, due {vi_date(due)}: {words.en}",
    )


def due_date(measure: Measure, at: At) -> date | Outcome:
    """The due date: said by the rule, or supplied by the round under its name."""
    due = measure.due
    if isinstance(due, str):
        supplied = at.context.parameters.get(due)
        if isinstance(supplied, date):
            return supplied
        declared = at.parameters.get(due)
        if declared is not None and isinstance(declared.default, RelDate):
            due = declared.default
        else:
            title = declared.title if declared is not None and declared.title else due
            return pending(
                f"Đợt chấm chưa nêu thời hạn “{title}”", f'The round has not set the due date "{title}"'
            )
    if due is None:
        return undecided(
            "Bộ tiêu chí không nêu thời hạn; hãy ghi số ngày chậm",
            "The rubric states no due date; give the days late",
        )
    if due.year is None and not at.context.year:
        return pending("Chưa biết năm của kỳ chấm điểm", "The period's year is not known")
    return due.on(at.context.year)


def number_parameter(value: Fraction | str, at: At) -> Fraction | Outcome:
    """A number, or the value of the parameter with this name."""
    if isinstance(value, Fraction):
        return value
    supplied = at.context.parameters.get(value)
    if isinstance(supplied, (int, Fraction)) and not isinstance(supplied, bool):
        return Fraction(supplied)
    declared = at.parameters.get(value)
    if declared is not None and isinstance(declared.default, Fraction):
        return declared.default
    title = declared.title if declared is not None and declared.title else value
    return pending(f"Đợt chấm chưa nêu “{title}”", f'The round has not set "{title}"')


# ── rows ──


def score_rows(rows: tuple[Row, ...], found: Figure, *, share: bool, unit: str = "") -> Outcome:
    """The row that takes the figure; of several, the one inside all the others. Else undecided, naming them."""
    hits = _hits(rows, found.value)
    row = _decisive(hits)
    if row is not None:
        where = row_words(row, share=share, unit=unit)
        wider = [row_words(each, share=share, unit=unit) for each in hits if each.points != row.points]
        vi, en = (f"{found.vi} → {where.vi}", f"{found.en} → {where.en}")
        if wider:
            vi += f" (cũng thuộc {' và '.join(words.vi for words in wider)}; lấy dải hẹp hơn)"
            en += f" (also in {' and '.join(words.en for words in wider)}; the narrower band counts)"
        return scored(row.points, vi, en, found.value)
    if not hits:
        return undecided(f"{found.vi} → không dải nào nhận", f"{found.en} → no band takes it", found.value)
    clashing = [(row_words(item, share=share, unit=unit), item.points) for item in hits]
    both_vi = " và ".join(f"{words.vi} ({vi_number(points)} điểm)" for words, points in clashing)
    both_en = " and ".join(f"{words.en} ({en_points(points)})" for words, points in clashing)
    return undecided(f"{found.vi} → thuộc cả {both_vi}", f"{found.en} → in both {both_en}", found.value)


def matching_row(rows: tuple[Row, ...], value: Fraction) -> Row | list[Row]:
    """The row for a value; or the empty list; or the rows that give it different points."""
    hits = _hits(rows, value)
    return _decisive(hits) or hits


def _hits(rows: tuple[Row, ...], value: Fraction) -> list[Row]:
    hits = [row for row in rows if row.limits and all(limit.holds(value) for limit in row.limits)]
    return hits or [row for row in rows if row.otherwise]


def _decisive(hits: list[Row]) -> Row | None:
    """The row that counts: all give the same points, or one lies strictly inside every other ("100 %" in "90–100 %",
    "từ 50 %" in "từ 40 %"): the particular goes before the general. Equal or crossing rows decide nothing."""
    if hits and all(row.points == hits[0].points for row in hits):
        return hits[0]
    inside = [row for row in hits if all(row is other or _lies_inside(row, other) for other in hits)]
    return inside[0] if inside else None


def _lies_inside(inner: Row, outer: Row) -> bool:
    """Whether every value of one row is a value of the other, and not the reverse."""
    return _covers(outer, inner) and not _covers(inner, outer)


def _covers(outer: Row, inner: Row) -> bool:
    low, high = _ends(inner)
    outer_low, outer_high = _ends(outer)
    from_below = outer_low is None or (low is not None and _at_least(low, outer_low))
    from_above = outer_high is None or (
        high is not None and _at_least(_mirrored(high), _mirrored(outer_high))
    )
    return from_below and from_above


End = tuple[Fraction, bool]
"""A limit and whether it is taken itself."""


def _ends(row: Row) -> tuple[End | None, End | None]:
    low: End | None = None
    high: End | None = None
    for limit in row.limits:
        end = (limit.value, limit.op in (">=", "<=", "="))
        if limit.op in (">", ">=", "=") and (low is None or _at_least(end, low)):
            low = end
        if limit.op in ("<", "<=", "=") and (high is None or _at_least(_mirrored(end), _mirrored(high))):
            high = end
    return low, high


def _mirrored(end: End) -> End:
    return -end[0], end[1]


def _at_least(one: End, other: End) -> bool:
    """Whether a lower end starts no earlier than another."""
    return one[0] > other[0] or (one[0] == other[0] and (other[1] or not one[1]))


def row_words(row: Row, *, share: bool, unit: str = "") -> Reason:
    """`dải 80 – dưới 90 %`; the row's text where it has no figure."""
    if row.limits:
        words = limits_in_words(row.limits, share=share, unit=unit)
        return Reason(f"dải {words.vi}", f"band {words.en}")
    if row.otherwise:
        return Reason("các trường hợp còn lại", "all other cases")
    return Reason(f"“{row.text or row.id}”", f'"{row.text or row.id}"')


def said_rows(rows: tuple[Row, ...], *, share: bool, unit: str = "") -> tuple[Reason, ...]:
    """Each row as a line: its text or limits, and its points."""
    lines = []
    for row in rows:
        words = row_words(row, share=share, unit=unit)
        vi, en = words.vi.removeprefix("dải "), words.en.removeprefix("band ")
        if row.limits and row.text:
            vi, en = f"{row.text} ({vi})", f"{row.text} ({en})"
        lines.append(said(vi[:1].upper() + vi[1:], en[:1].upper() + en[1:], row.points))
    return tuple(lines)


def dump_rows(rows: tuple[Row, ...], *, share: bool) -> list[Plain]:
    """Rows as their fields, `when` first."""
    dumped: list[Plain] = []
    for index, row in enumerate(rows):
        when = "otherwise" if row.otherwise else plain_limits(row.limits, share=share)
        head: dict[str, Plain] = {"when": when} if when else {}
        dumped.append(head | dumped_choice(row, index))
    return dumped


def is_share(measure: Measure) -> bool:
    """Whether its limits are percentages."""
    return measure.kind == "rate"


# ── asking ──

_LABELS = {
    "count": ("Số lượng", "Count"),
    "number": ("Giá trị", "Value"),
    "days": ("Ngày hoàn thành", "Done on"),
    "working_days": ("Ngày hoàn thành", "Done on"),
}


def measure_inputs(measure: Measure, prefix: str = "") -> tuple[Input, ...]:
    """The fields that ask for a measure; `prefix` is the part's name with a dot."""
    title = measure.title
    if measure.kind == "rate":
        head_vi = f"{title}: " if title else ""
        return (
            Input(
                f"{prefix}num",
                "decimal",
                head_vi + (measure.numerator or "Tử số"),
                head_vi + (measure.numerator or "Numerator"),
                unit=measure.unit,
                low=Fraction(0),
            ),
            Input(
                f"{prefix}den",
                "decimal",
                head_vi + (measure.denominator or "Mẫu số"),
                head_vi + (measure.denominator or "Denominator"),
                unit=measure.unit,
                low=Fraction(0),
            ),
        )
    vi, en = _LABELS[measure.kind]
    vi, en = title or vi, title or en
    if measure.kind == "count":
        low = measure.low if measure.low is not None else Fraction(0)
        return (Input(f"{prefix}count", "integer", vi, en, unit=measure.unit, low=low, high=measure.high),)
    if measure.kind == "number":
        return (
            Input(
                f"{prefix}number",
                "decimal",
                vi,
                en,
                unit="đồng" if measure.unit_value is not None else measure.unit,
                low=measure.low,
                high=measure.high,
            ),
        )
    return _days_inputs(measure, prefix)


def _days_inputs(measure: Measure, prefix: str) -> tuple[Input, ...]:
    """The day it was done, or the days late; without a due day a date says nothing, so only the days are asked."""
    days_vi = "ngày làm việc" if measure.kind == "working_days" else "ngày"
    days = Input(
        f"{prefix}days",
        "integer",
        f"hoặc số {days_vi} chậm",
        "or days late",
        unit=days_vi,
        required=False,
        help_vi="Ghi 0 nếu đúng hạn. Chỉ ghi một trong hai ô.",
        help_en="0 when on time. Fill in one of the two.",
    )
    if measure.due is None:
        words = measure_words(measure)
        return (
            replace(
                days,
                label_vi=words.vi,
                label_en=words.en,
                help_vi="Ghi 0 nếu đúng hạn.",
                help_en="0 when on time.",
            ),
        )
    head, (vi, en) = f"{measure.title}: " if measure.title else "", _LABELS[measure.kind]
    vi, en = head + vi, head + en
    return Input(f"{prefix}on", "date", vi, en, required=False), days


def state_input(rows: tuple[Row, ...], prefix: str = "") -> tuple[Input, ...]:
    """The choice among rows that have no figure, beside the figure itself."""
    states = tuple(
        Offer(row.id, row.text, row.points) for row in rows if not row.limits and not row.otherwise
    )
    if not states:
        return ()
    return (Input(f"{prefix}option", "choice", "hoặc chọn", "or choose", states, required=False),)


def dump_measure(measure: Measure) -> Plain:
    """One word when nothing else is said, else its fields."""
    fields: dict[str, Plain] = {"kind": measure.kind}
    for key in ("title", "numerator", "denominator", "unit"):
        if getattr(measure, key):
            fields[key] = getattr(measure, key)
    if measure.unit_value is not None:
        fields["unit_value"] = (
            measure.unit_value if isinstance(measure.unit_value, str) else plain(measure.unit_value)
        )
    if measure.due is not None:
        fields["due"] = measure.due if isinstance(measure.due, str) else plain_day(measure.due)
    write = plain_share if is_share(measure) else plain
    for key in ("low", "high", "step"):
        value: Fraction | None = getattr(measure, key)
        if value is not None:
            fields[key] = write(value)
    if measure.may_exceed:
        fields["may_exceed"] = "có"
    return measure.kind if len(fields) == 1 else fields


def dump_named(inputs: tuple[NamedMeasure, ...]) -> list[Plain]:
    """Named inputs as their fields."""
    return [{"name": item.name, "measure": dump_measure(item.measure)} for item in inputs]


def measure_words(measure: Measure) -> Reason:
    """What is looked at: `Tỷ lệ: hồ sơ đúng hạn / hồ sơ đã giải quyết`."""
    if measure.kind == "rate":
        vi = measure.title or "Tỷ lệ"
        en = measure.title or "Rate"
        if measure.numerator and measure.denominator:
            vi += f": {measure.numerator} / {measure.denominator}"
            en += f": {measure.numerator} / {measure.denominator}"
        return Reason(vi, en)
    named = {
        "count": ("Số lượng", "Count"),
        "number": ("Giá trị", "Value"),
        "days": ("Số ngày chậm", "Days late"),
        "working_days": ("Số ngày làm việc chậm", "Working days late"),
    }[measure.kind]
    unit = f" ({measure.unit})" if measure.unit else ""
    due_vi = due_en = ""
    if isinstance(measure.due, RelDate):
        due_vi, due_en = f", hạn {plain_day(measure.due)}", f", due {plain_day(measure.due)}"
    return Reason(
        (measure.title or named[0]) + unit + due_vi,
        (measure.title or named[1]) + unit + due_en,
    )
