"""Answers in the plain form that officials write (YAML, JSON, a browser's form), read without guessing.

Every reader returns the answer, or the faults that keep it from being one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from minhchung.rubric.answers import Answer, Date, Days, Percent, Rate
from minhchung.rubric.errors import Fault, Reason
from minhchung.rubric.model import Measure
from minhchung.rubric.wording import plain, plain_share, vi_date
from minhchung.viet.dates import parse_date
from minhchung.viet.folding import search_key
from minhchung.viet.numbers import Ambiguous, Number, parse_number

Data = object
"""What YAML, JSON or a form gives: text, int, float, bool, None, date, list, mapping."""

_CODES = {"number.out_of_range": "A105", "number.not_whole": "A104"}
_RATE = re.compile(r"\s*([0-9][0-9.,\s]*?)\s*(?:/|trên|of)\s*([0-9][0-9.,\s]*?)\s*")

FIX_NUMBER = Reason("Ghi một số như 8,5.", "Give a number such as 8,5.")
FIX_COUNT = Reason("Ghi một số nguyên từ 0 trở lên.", "Give a whole number from 0 up.")
FIX_RATE_OR_SHARE = Reason(
    "Ghi tử số và mẫu số, ví dụ 264/319; chỉ biết tỷ lệ thì ghi cả dấu %, ví dụ 82,76 %.",
    "Give numerator and denominator, such as 264/319; where only the share is known, with its sign, 82.76 %.",
)
FIX_RATE = Reason("Ghi tử số và mẫu số, ví dụ 264/319.", "Give numerator and denominator, such as 264/319.")
FIX_GROUPED = Reason(
    "Viết liền, không dấu ngăn hàng nghìn (1234); số lẻ thì ghi thêm một số 0 (1,2340).",
    "Write it without a thousands mark (1234); for a decimal add a 0 (1,2340).",
)
FIX_DATE = Reason("Ghi ngày như 03/02/2023.", "Give a day such as 03/02/2023.")
FIX_PARTS = Reason("Ghi từng phần theo tên: { tên: trả lời }.", "Answer each part by name: { name: answer }.")


def shown(value: Data) -> str:
    """A value as it was given, short enough for a message."""
    text = _plainly(value)
    return text if len(text) <= 80 else text[:77] + "…"


def _plainly(value: Data) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_plainly(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_plainly(one) for one in value) + "]"
    return "" if value is None else str(value)


def fault(code: str, place: str, value: Data, rule_vi: str, rule_en: str, fix: Reason) -> list[Fault]:
    """One fault, as a list."""
    return [Fault(code, place, shown(value), Reason(rule_vi, rule_en), fix)]


MOST_DIGITS = 60
"""Zeros before or behind the point that a number with an exponent may have; written out, 1e999999999 fills the memory."""


def number_of(
    value: Data,
    place: str,
    *,
    low: Fraction | None = None,
    high: Fraction | None = None,
    whole: bool = False,
    fix: Reason = FIX_NUMBER,
) -> Fraction | list[Fault]:
    """An exact number within a range; text that reads two ways within it is a fault that asks."""
    if isinstance(value, bool) or value is None:
        return fault("A101", place, value, "Không phải là số.", "Not a number.", fix)
    if isinstance(value, Decimal) and not (value.is_finite() and abs(value.adjusted()) <= MOST_DIGITS):
        return fault("A101", place, value, "Số quá lớn hoặc quá nhỏ.", "Too large or too small.", fix)
    if isinstance(value, (int, Fraction, Decimal)):
        exact = Fraction(value)
    elif isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return fault("A101", place, value, "Không phải là số.", "Not a number.", fix)
        exact = Fraction(repr(value))
    elif isinstance(value, str):
        parsed = parse_number(value, low=low, high=high, places=0 if whole else None)
        if isinstance(parsed, Ambiguous):
            return fault("A102", place, value, parsed.problem.vi, parsed.problem.en, fix)
        if not isinstance(parsed, Number):
            return fault(_CODES.get(parsed.code, "A101"), place, value, parsed.vi, parsed.en, fix)
        if parsed.percent:
            return fault("A103", place, value, "Ở đây không ghi phần trăm.", "No percent sign here.", fix)
        exact = parsed.value
    else:
        return fault("A101", place, value, "Không phải là số.", "Not a number.", fix)
    if whole and exact.denominator != 1:
        return fault("A104", place, value, "Phải là số nguyên.", "It must be whole.", fix)
    if (low is not None and exact < low) or (high is not None and exact > high):
        bounds = f"{plain(low) if low is not None else '…'} – {plain(high) if high is not None else '…'}"
        return fault(
            "A105", place, value, f"Ngoài khoảng cho phép ({bounds}).", f"Outside the range ({bounds}).", fix
        )
    return exact


def count_of(value: Data, place: str, most: int | None = None) -> int | list[Fault]:
    """A whole number from 0 up."""
    high = Fraction(most) if most is not None else None
    found = number_of(value, place, low=Fraction(0), high=high, whole=True, fix=FIX_COUNT)
    return found if isinstance(found, list) else found.numerator


def rate_of(value: Data, place: str, *, may_exceed: bool = False) -> Rate | Percent | list[Fault]:
    """`264/319`, `{num, den}`, or a bare percentage; a part larger than its whole is a fault."""
    if isinstance(value, Mapping):
        if set(value) == {"percent"}:
            return _percent_of(value["percent"], place, may_exceed, signed=False)
        if set(value) - {"num", "den"} or not {"num", "den"} <= set(value):
            missing = sorted({"num", "den"} - set(value))
            what = f" ({', '.join(missing)})" if missing else ""
            return fault(
                "A110",
                place,
                value,
                f"Cần tử số và mẫu số{what}.",
                f"Numerator and denominator needed{what}.",
                FIX_RATE,
            )
        return _rate(value["num"], value["den"], place, may_exceed, value)
    if isinstance(value, str):
        match = _RATE.fullmatch(value)
        if match is not None:
            return _rate(match[1], match[2], place, may_exceed, value)
        if value.strip().endswith("%"):
            return _percent_of(value, place, may_exceed, signed=True)
    return fault(
        "A110", place, value, "Cần tử số và mẫu số.", "Numerator and denominator needed.", FIX_RATE_OR_SHARE
    )


def _rate(num: Data, den: Data, place: str, may_exceed: bool, value: Data) -> Rate | list[Fault]:
    top, bottom = _part_of_rate(num, place), _part_of_rate(den, place)
    if isinstance(top, list):
        return top
    if isinstance(bottom, list):
        return bottom
    if top > bottom and not may_exceed:
        return fault(
            "A111",
            place,
            value,
            "Tử số lớn hơn mẫu số.",
            "The numerator is larger than the denominator.",
            Reason("Kiểm tra lại hai số, hoặc có ghi ngược không.", "Check both figures; were they swapped?"),
        )
    return Rate(top, bottom)


def _part_of_rate(value: Data, place: str) -> Fraction | list[Fault]:
    """A numerator or denominator. Both may carry decimals (money, time), so `1.234` is asked about, never guessed."""
    found = number_of(value, place, low=Fraction(0), fix=FIX_RATE)
    if isinstance(found, list) and found[0].code == "A102":
        return [replace(found[0], fix=FIX_GROUPED)]
    return found


def _percent_of(value: Data, place: str, may_exceed: bool, *, signed: bool) -> Percent | list[Fault]:
    text = value.strip().removesuffix("%").strip() if isinstance(value, str) else value
    high = None if may_exceed else Fraction(100)
    found = number_of(text, place, low=Fraction(0), high=high, fix=FIX_RATE)
    return found if isinstance(found, list) else Percent(found / 100)


def date_of(value: Data, place: str) -> date | list[Fault]:
    """`03/02/2023`, `2023-02-03`, or a date."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = parse_date(value) if isinstance(value, str) else None
    if isinstance(found, date):
        return found
    if found is None:
        return fault("A120", place, value, "Không phải là ngày.", "Not a day.", FIX_DATE)
    return fault("A120", place, value, found.vi, found.en, FIX_DATE)


MOST_DAYS = 9999
"""More days late than that nobody counts: it is a spreadsheet's number of a day."""


def lateness_of(value: Data, place: str) -> Date | Days | list[Fault]:
    """A day, or days late already counted."""
    if isinstance(value, Mapping):
        keys = set(value)
        if keys == {"on"}:
            return lateness_of(value["on"], place)
        if len(keys) == 1 and keys <= {"days_late", "days"}:
            days = number_of(next(iter(value.values())), place, whole=True)
            return days if isinstance(days, list) else Days(days.numerator)
        return fault(
            "A122", place, value, "Cần một ngày hoặc số ngày chậm.", "A day, or days late.", FIX_DATE
        )
    if isinstance(value, int) and not isinstance(value, bool):
        return Days(value) if abs(value) <= MOST_DAYS else _day_number(value, place)
    if isinstance(value, str) and re.fullmatch(r"[-+]?\d{1,4}", value.strip()):
        return Days(int(value))
    found = date_of(value, place)
    return found if isinstance(found, list) else Date(found)


def _day_number(value: int, place: str) -> list[Fault]:
    """What a spreadsheet gives for a day in a cell that is not formatted as one: never taken for days late."""
    rule = Reason(
        "Số này quá lớn để là số ngày chậm; bảng tính lưu ngày bằng một số như vậy.",
        "Too many to be days late; a spreadsheet keeps a day as such a number.",
    )
    return fault("A120", place, value, rule.vi, rule.en, FIX_DATE)


def measure_from_data(measure: Measure, value: Data, place: str) -> Answer | list[Fault]:
    """An answer for a measure, in any of the forms its kind takes."""
    from minhchung.rubric.answers import Count
    from minhchung.rubric.answers import Number as Figure

    match measure.kind:
        case "rate":
            return rate_of(value, place, may_exceed=measure.may_exceed)
        case "count":
            inner = value["count"] if isinstance(value, Mapping) and set(value) == {"count"} else value
            counted = count_of(inner, place)
            return counted if isinstance(counted, list) else Count(counted)
        case "number":
            inner = value["number"] if isinstance(value, Mapping) and set(value) == {"number"} else value
            found = number_of(inner, place, low=measure.low, high=measure.high)
            return found if isinstance(found, list) else Figure(found)
        case "days" | "working_days":
            return lateness_of(value, place)


def ids_of(value: Data, place: str, known: Sequence[tuple[str, str]]) -> tuple[str, ...] | list[Fault]:
    """A list of known ids (or their exact texts), in the rule's order, each once."""
    items = [value] if isinstance(value, str) and value.strip() else value
    if isinstance(items, str):
        items = []
    if not isinstance(items, (list, tuple)):
        return fault(
            "A130",
            place,
            value,
            "Cần danh sách các mục.",
            "A list of items is needed.",
            Reason("Ví dụ [a, c].", "Such as [a, c]."),
        )
    chosen: set[str] = set()
    faults: list[Fault] = []
    for item in items:
        found = id_of(item, known)
        if found is None:
            faults += fault(
                "A131", place, item, "Không có mục này.", "There is no such item.", listing(known)
            )
        else:
            chosen.add(found)
    return faults or tuple(key for key, _ in known if key in chosen)


def id_of(value: Data, known: Sequence[tuple[str, str]]) -> str | None:
    """The id given by itself or by its exact text (case and blanks aside); None when neither or both of two."""
    text = shown(value).strip() if not isinstance(value, str) else value.strip()
    if any(text == key for key, _ in known):
        return text
    folded = search_key(text)
    hits = [key for key, words in known if words and search_key(words) == folded]
    return hits[0] if len(hits) == 1 and folded else None


def listing(known: Sequence[tuple[str, str]]) -> Reason:
    """`Chọn: a (Có ban hành), b (…)`."""
    if not known:
        return Reason("Ở đây không có mục nào để chọn.", "There is nothing to choose from here.")
    words = "; ".join(f"{key} ({text[:60]})" if text else key for key, text in known)
    return Reason(f"Chọn: {words}.", f"Choose: {words}.")


def data_of_number(value: Fraction) -> str:
    """A number in plain form; numbers that could be misread are written so that they cannot."""
    return plain(value)


def data_of_percent(value: Fraction) -> str:
    """A share in plain form."""
    text = plain_share(value)
    return text if text.endswith("%") else f"{plain(value * 100)} %"


def data_of_date(day: date) -> str:
    """`03/02/2023`."""
    return vi_date(day)
