"""Reading fields out of a composed text, collecting every finding instead of stopping at the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar, cast

from minhchung.rubric.errors import Diagnostic, Reason, Span
from minhchung.rubric.model import Limit, Limits, Measure, MeasureKind, NamedMeasure, Op, RelDate, Row, Window
from minhchung.rubric.source import Mapping, Scalar, Source
from minhchung.rubric.source import Sequence as SourceList
from minhchung.viet.folding import search_key
from minhchung.viet.numbers import Ambiguous, Number, parse_number

T = TypeVar("T")

_YES = {"co", "yes", "true", "1", "x"}
_NO = {"khong", "no", "false", "0"}
_LIMIT = re.compile(r"\s*(>=|=>|≥|<=|=<|≤|>|<|=)\s*(.+?)\s*")
_OPS = {"≥": ">=", "=>": ">=", "≤": "<=", "=<": "<="}
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(?:(\d{4})|N\s*(?:([-+])\s*(\d{1,2}))?)")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_MEASURES = ("rate", "count", "days", "working_days", "number")
RESERVED = frozenset(
    [
        "num",
        "den",
        "percent",
        "option",
        "mark",
        "marks",
        "count",
        "counts",
        "number",
        "on",
        "days",
        "days_late",
        "ticks",
        "flawed",
        "survey",
        "gate",
        "value",
        "which",
        "datum",
        "otherwise",
        "none",
        "na",
        "min",
        "max",
        "abs",
        "round",
        "floor",
        "ceil",
        "if",
        "and",
        "or",
        "not",
        "max_points",
    ]
)
IDS = "abcdefghijklmnopqrstuvwxyz"


def ordinal_id(index: int) -> str:
    """The id of the n-th row: a … z, then a1 … z1."""
    return IDS[index % 26] + (str(index // 26) if index >= 26 else "")


def yes_no(text: str) -> bool | None:
    """`có`, `yes`, `true` and their opposites; None for anything else."""
    folded = search_key(text)
    return True if folded in _YES else False if folded in _NO else None


class Findings:
    """The findings of one reading."""

    def __init__(self) -> None:
        self.items: list[Diagnostic] = []

    def error(self, code: str, at: Source | Span, message: Reason, hint: Reason) -> None:
        """Record an error at a place."""
        span = at if isinstance(at, Span) else at.span
        self.items.append(Diagnostic(code, "error", span, message, hint))


class Fields:
    """The fields of one mapping. `done()` reports the keys that nobody asked for."""

    def __init__(self, source: Mapping, findings: Findings) -> None:
        self.source = source
        self.findings = findings
        self._values = {key.text: value for key, value in source.pairs}
        self._keys = {key.text: key for key, _ in source.pairs}
        self._asked: set[str] = set()

    # ── what is there ──

    def get(self, key: str) -> Source | None:
        """The value of a key; None when it is missing or left empty."""
        self._asked.add(key)
        value = self._values.get(key)
        if isinstance(value, Scalar) and value.plain and value.text in ("", "~", "null"):
            return None
        return value

    def need(self, key: str) -> Source | None:
        """The value of a key that must be there."""
        value = self.get(key)
        if value is None:
            self.fail(
                "R101",
                self.source,
                Reason(f"Thiếu “{key}”.", f'"{key}" is missing.'),
                Reason(f"Thêm dòng “{key}: …”.", f'Add "{key}: …".'),
            )
        return value

    def fail(self, code: str, at: Source | Span, message: Reason, hint: Reason) -> None:
        """Record an error."""
        self.findings.error(code, at, message, hint)

    def done(self) -> None:
        """Report unknown keys, with the nearest known one."""
        for text, key in self._keys.items():
            if text not in self._asked:
                near = get_close_matches(text, self._asked, n=1, cutoff=0.6)
                hint = (
                    Reason(f"Có phải “{near[0]}”?", f'Did you mean "{near[0]}"?')
                    if near
                    else Reason(
                        "Các mục có thể dùng: " + ", ".join(sorted(self._asked)) + ".",
                        "Known keys: " + ", ".join(sorted(self._asked)) + ".",
                    )
                )
                self.fail("R102", key, Reason(f"Không rõ mục “{text}”.", f'Unknown key "{text}".'), hint)

    def take_all(self) -> None:
        """Nothing here is unknown: it has been read before, from the same source."""
        self._asked.update(self._values)

    # ── typed fields ──

    def scalar(self, key: str) -> Scalar | None:
        """A single value; a list or mapping there is reported."""
        value = self.get(key)
        if value is None or isinstance(value, Scalar):
            return value
        self.fail(
            "R103",
            value,
            Reason(f"“{key}” phải là một giá trị.", f'"{key}" must be a single value.'),
            Reason("Viết một giá trị trên một dòng.", "Write one value on one line."),
        )
        return None

    def text(self, key: str, default: str = "") -> str:
        """Text, stripped."""
        value = self.scalar(key)
        return value.text.strip() if value is not None else default

    def needed_text(self, key: str) -> str:
        """Text that must be there."""
        self.need(key)
        return self.text(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        value = self.get(key)
        if value is None:
            return ()
        if isinstance(value, Scalar):
            return (value.text.strip(),)
        return tuple(item.text.strip() for item in self._scalars(key, value))

    def _scalars(self, key: str, value: Source) -> list[Scalar]:
        items = value.items if isinstance(value, SourceList) else ()
        good = [item for item in items if isinstance(item, Scalar)]
        if not isinstance(value, SourceList) or len(good) != len(items):
            self.fail(
                "R103",
                value,
                Reason(f"“{key}” phải là danh sách chữ.", f'"{key}" must be a list of texts.'),
                Reason("Viết [ … ] hoặc mỗi dòng một gạch đầu dòng.", "Write [ … ] or one dash a line."),
            )
        return good

    def number(self, key: str, *, share: bool = False) -> Fraction | None:
        """An exact number; with `share` it must carry a percent sign or be a fraction."""
        value = self.scalar(key)
        return self.read_number(value, share=share) if value is not None else None

    def needed_number(self, key: str, *, share: bool = False) -> Fraction:
        """A number that must be there; 0 stands in when it is not, and the finding says so."""
        self.need(key)
        return self.number(key, share=share) or Fraction(0)

    def whole(self, key: str) -> int | None:
        """A whole number."""
        value = self.number(key)
        if value is None:
            return None
        if value.denominator != 1:
            at = self.get(key) or self.source
            self.fail(
                "R104",
                at,
                Reason(f"“{key}” phải là số nguyên.", f'"{key}" must be whole.'),
                Reason("Bỏ phần thập phân.", "Drop the decimals."),
            )
            return None
        return value.numerator

    def flag(self, key: str, default: bool = False) -> bool:
        """có / không."""
        value = self.scalar(key)
        if value is None:
            return default
        answer = yes_no(value.text)
        if answer is None:
            self.fail(
                "R105",
                value,
                Reason(f"“{key}” phải là có hoặc không.", f'"{key}" must be yes or no.'),
                Reason("Viết có hoặc không.", "Write có or không."),
            )
        return default if answer is None else answer

    def choice(self, key: str, allowed: Sequence[str], default: str) -> str:
        """One of a closed set of words."""
        value = self.scalar(key)
        if value is None:
            return default
        if value.text.strip() in allowed:
            return value.text.strip()
        near = get_close_matches(value.text, allowed, n=1)
        ask = Reason(f" Có phải “{near[0]}”?", f' Did you mean "{near[0]}"?') if near else Reason("", "")
        self.fail(
            "R106",
            value,
            Reason(
                f"“{value.text}” không phải là giá trị của “{key}”.",
                f'"{value.text}" is no value of "{key}".',
            ),
            Reason(f"Chọn: {', '.join(allowed)}.{ask.vi}", f"Choose: {', '.join(allowed)}.{ask.en}"),
        )
        return default

    def fields(self, key: str) -> Fields | None:
        """A mapping."""
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, Mapping):
            return Fields(value, self.findings)
        self.fail(
            "R107",
            value,
            Reason(f"“{key}” phải gồm các dòng tên: giá trị.", f'"{key}" must be a mapping.'),
            Reason("Viết { tên: giá trị }.", "Write { name: value }."),
        )
        return None

    def each(self, key: str, read: Callable[[Fields, int], T]) -> tuple[T, ...]:
        """A list of mappings, each read by `read(fields, index)` and checked for unknown keys."""
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, SourceList):
            self.fail(
                "R108",
                value,
                Reason(f"“{key}” phải là danh sách.", f'"{key}" must be a list.'),
                Reason("Mỗi mục một gạch đầu dòng.", "One dash for each item."),
            )
            return ()
        found: list[T] = []
        for index, item in enumerate(value.items):
            if not isinstance(item, Mapping):
                self.fail(
                    "R107",
                    item,
                    Reason(
                        f"Mỗi mục của “{key}” phải gồm các dòng tên: giá trị.",
                        f'Each item of "{key}" must be a mapping.',
                    ),
                    Reason("Viết { tên: giá trị }.", "Write { name: value }."),
                )
                continue
            fields = Fields(item, self.findings)
            found.append(read(fields, index))
            fields.done()
        return tuple(found)

    def needed_each(self, key: str, read: Callable[[Fields, int], T]) -> tuple[T, ...]:
        """A list that must hold something."""
        found = self.each(key, read)
        if not found:
            self.fail(
                "R109",
                self.source,
                Reason(f"“{key}” phải có ít nhất một mục.", f'"{key}" must hold at least one item.'),
                Reason(f"Thêm “{key}:” và các mục của nó.", f'Add "{key}:" and its items.'),
            )
        return found

    def name(self, key: str) -> str:
        """A name that expressions can use: a–z, 0–9 and _, a letter first."""
        value = self.need(key)
        text = self.text(key)
        if value is not None and not _NAME.fullmatch(text):
            self.fail(
                "R110",
                value,
                Reason(
                    f"Tên “{text}” chỉ được gồm a–z, 0–9, _ và bắt đầu bằng chữ.",
                    f'Name "{text}" may hold only a–z, 0–9, _ and must begin with a letter.',
                ),
                Reason("Ví dụ: ty_le.", "For example: ty_le."),
            )
        return text

    def part_name(self, key: str) -> str:
        """The name of a part or input: a name that neither a form's field nor a function carries."""
        text = self.name(key)
        if text in RESERVED:
            self.fail(
                "R116",
                self.get(key) or self.source,
                Reason(f"Tên “{text}” đã dùng cho việc khác.", f'Name "{text}" has another meaning.'),
                Reason(f"Đặt tên khác, ví dụ {text}_1.", f"Choose another, such as {text}_1."),
            )
        return text

    # ── values of our own ──

    def read_number(self, value: Scalar, *, share: bool = False) -> Fraction | None:
        """An exact number out of a scalar."""
        result = exact_number(value.text)
        if isinstance(result, Reason):
            hint = Reason(
                "Viết như 0,5 · 8000 · 1/3 · 95 %, không có dấu ngăn hàng nghìn.",
                "Write like 0,5 · 8000 · 1/3 · 95 %, without a thousands mark.",
            )
            self.fail("R111", value, result, hint)
            return None
        figure, has_sign = result
        if share and not has_sign and "/" not in value.text and figure != 0:
            self.fail(
                "R112",
                value,
                Reason(
                    f"“{value.text}” là tỷ lệ nên phải có dấu %.",
                    f'"{value.text}" is a share and needs a percent sign.',
                ),
                Reason(f"Viết “{value.text} %”.", f'Write "{value.text} %".'),
            )
        return figure

    def limits(self, key: str, *, share: bool = False) -> Limits:
        """`>= 80 %, < 90 %`."""
        value = self.scalar(key)
        return self.read_limits(value, share=share) if value is not None else ()

    def read_limits(self, value: Scalar, *, share: bool = False) -> Limits:
        """Comparisons out of a scalar, parted by `, ` (a decimal comma has no blank after it)."""
        found: list[Limit] = []
        for part in re.split(r",\s+|;|\s+and\s+|\s+và\s+", value.text.strip()):
            match = _LIMIT.fullmatch(part)
            if match is None:
                self.fail(
                    "R113",
                    value,
                    Reason(
                        f"“{part}” thiếu dấu so sánh (>, >=, <, <=, =).",
                        f'"{part}" has no comparison (>, >=, <, <=, =).',
                    ),
                    Reason("Ví dụ: >= 80 %, < 90 %.", "For example: >= 80 %, < 90 %."),
                )
                continue
            figure = self.read_number(Scalar(value.span, match[2], True), share=share)
            if figure is not None:
                found.append(Limit(cast(Op, _OPS.get(match[1], match[1])), figure))
        return tuple(found)

    def day(self, key: str) -> RelDate | None:
        """`15/10/N`, `07/12/N-1`, `01/01/2022`."""
        value = self.scalar(key)
        if value is None:
            return None
        day = relative_day(value.text)
        if day is None:
            self.bad_day(value, value.text)
        return day

    def bad_day(self, at: Source, text: str) -> None:
        """Report a day that cannot be read."""
        self.fail(
            "R114",
            at,
            Reason(f"“{text}” không phải là ngày.", f'"{text}" is not a day.'),
            Reason("Viết như 15/10/N, 07/12/N-1 hoặc 15/10/2023.", "Write 15/10/N, 07/12/N-1 or 15/10/2023."),
        )

    def window(self, key: str) -> Window | None:
        """`01/01/N – 15/10/N`."""
        value = self.scalar(key)
        if value is None:
            return None
        sides = re.split(r"\s*(?:–|—|\s-\s|đến|to)\s*", value.text.strip())
        days = [relative_day(side) for side in sides]
        if len(days) == 2 and days[0] is not None and days[1] is not None:
            return Window(days[0], days[1])
        self.bad_day(value, value.text)
        return None

    def full_date(self, key: str) -> date | None:
        """A day in a fixed year."""
        value = self.scalar(key)
        if value is None:
            return None
        day = relative_day(value.text)
        if day is None or day.year is None:
            self.bad_day(value, value.text)
            return None
        return day.on(day.year)

    def measure(self, key: str = "measure") -> Measure:
        """A measure: one word, or a mapping."""
        value = self.need(key)
        if isinstance(value, Mapping):
            fields = Fields(value, self.findings)
            measure = _read_measure(fields)
            fields.done()
            return measure
        return Measure(cast(MeasureKind, self.choice(key, _MEASURES, "rate")))

    def named_measures(self, key: str) -> tuple[NamedMeasure, ...]:
        """Named inputs of a formula; names must differ."""
        found = self.needed_each(key, _read_named)
        names = [item.name for item in found]
        for name in {name for name in names if names.count(name) > 1}:
            self.fail(
                "R115",
                self.get(key) or self.source,
                Reason(f"Tên “{name}” được dùng hai lần.", f'Name "{name}" is used twice.'),
                Reason("Đặt tên khác.", "Choose another name."),
            )
        return found

    def rows(self, key: str, *, share: bool, all_points: Fraction | None = None) -> tuple[Row, ...]:
        """Bands; ids must differ."""
        found = self.each(key, lambda fields, index: _read_row(fields, index, share))
        self.unique_ids(key, [row.id for row in found])
        return found

    def unique_ids(self, key: str, ids: Sequence[str]) -> None:
        """Report an id given twice."""
        for repeated in sorted({item for item in ids if ids.count(item) > 1}):
            self.fail(
                "R115",
                self.get(key) or self.source,
                Reason(f"Mã “{repeated}” được dùng hai lần.", f'Id "{repeated}" is used twice.'),
                Reason("Đặt mã khác, hoặc bỏ “id” để tự đánh a, b, c…", "Choose another, or drop `id`."),
            )


def exact_number(text: str) -> tuple[Fraction, bool] | Reason:
    """A number as written, and whether it carried a percent sign (then divided by 100); or what is wrong."""
    return _number_known(text) if len(text) <= _SHORT else _number_in(text)


def _number_in(text: str) -> tuple[Fraction, bool] | Reason:
    body = text.strip()
    if re.fullmatch(r"-?\d{1,30}/\d{1,30}", body) and int(body.split("/")[1]):
        return Fraction(body), False
    parsed = parse_number(body)
    if isinstance(parsed, Ambiguous):
        return Reason(
            f"“{body}” có hai cách đọc (hàng nghìn hay thập phân).",
            f'"{body}" reads two ways (thousands or decimals).',
        )
    if not isinstance(parsed, Number):
        return Reason(f"“{body}” không phải là số.", f'"{body}" is not a number.')
    return (parsed.value / 100, True) if parsed.percent else (parsed.value, False)


# A rubric says the same few numbers over and over.
_SHORT = 40
_number_known = lru_cache(maxsize=4_096)(_number_in)


def relative_day(text: str) -> RelDate | None:
    """A day relative to N or in a fixed year; None when it is neither."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    day, month = int(match[1]), int(match[2])
    try:
        date(2024, month, day)
    except ValueError:
        return None
    if match[3]:
        return RelDate(day, month, 0, int(match[3])) if int(match[3]) else None
    offset = int(match[4] + match[5]) if match[4] else 0
    return RelDate(day, month, offset)


def _read_measure(fields: Fields) -> Measure:
    kind = cast(MeasureKind, fields.choice("kind", _MEASURES, "rate"))
    share = kind == "rate"
    return Measure(
        kind=kind,
        title=fields.text("title"),
        numerator=fields.text("numerator"),
        denominator=fields.text("denominator"),
        unit=fields.text("unit"),
        unit_value=_number_or_name(fields, "unit_value"),
        due=_day_or_name(fields, "due"),
        low=fields.number("low", share=share),
        high=fields.number("high", share=share),
        step=fields.number("step", share=share),
        may_exceed=fields.flag("may_exceed"),
    )


def _read_named(fields: Fields, index: int) -> NamedMeasure:
    name = fields.part_name("name")
    title = fields.text("title")
    measure = fields.measure()
    if title and not measure.title:
        measure = replace(measure, title=title)
    return NamedMeasure(name, measure)


def _number_or_name(fields: Fields, key: str) -> Fraction | str | None:
    text = fields.text(key)
    if not text:
        return None
    return text if _NAME.fullmatch(text) else fields.number(key)


def _day_or_name(fields: Fields, key: str) -> RelDate | str | None:
    text = fields.text(key)
    if not text:
        return None
    return text if _NAME.fullmatch(text) else fields.day(key)


number_or_name = _number_or_name


def _read_row(fields: Fields, index: int, share: bool) -> Row:
    otherwise = fields.text("when") == "otherwise"
    return Row(
        id=fields.text("id") or ordinal_id(index),
        points=fields.needed_number("points"),
        limits=() if otherwise else fields.limits("when", share=share),
        text=fields.text("text"),
        none=fields.flag("none"),
        otherwise=otherwise,
        line=fields.whole("line"),
        place=fields.source.span,
    )
