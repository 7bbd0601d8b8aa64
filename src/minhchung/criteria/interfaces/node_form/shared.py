"""Entries that several kinds of rules share: figures, bands, options, parts."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minhchung.criteria.interfaces.node_form.spec import Entry, Form, Group, One, Rows, RuleBox

POINTS: Final = One("points", _("Điểm"), "number", width=6)
TEXT: Final = One("text", _("Nội dung"), "text")
NONE: Final = One("none", _("“Không có”"), "flag", hint=_("Khai “không có” thì tính dòng này."))
LINE: Final = One("line", pgettext_lazy("source line", "Dòng văn bản"), "whole", width=5)
LOW: Final = One("low", _("Không dưới (điểm)"), "number", width=6)
HIGH: Final = One("high", _("Tối đa (điểm)"), "number", width=6)
TOP: Final = One(
    "top", _("Điểm tối đa của riêng quy tắc"), "number", hint=_("Bỏ trống: lấy điểm tối đa của mục."), width=6
)
WHEN: Final = One("when", _("Chỉ áp dụng cho cơ quan"), "when")

MEASURES: Final = (
    ("rate", _("Tỷ lệ % (tử số / mẫu số)")),
    ("count", _("Số lượng")),
    ("days", _("Số ngày chậm")),
    ("working_days", _("Số ngày làm việc chậm")),
    ("number", _("Một con số")),
)
MEASURE_KIND: Final = One("kind", _("Loại số liệu"), "choice", choices=MEASURES)
MEASURE_ENTRIES: Final[Form] = (
    MEASURE_KIND,
    One("title", _("Tên số liệu"), hint=_("Ví dụ: Tỷ lệ hồ sơ giải quyết đúng hạn.")),
    One("numerator", _("Tử số")),
    One("denominator", _("Mẫu số"), hint=_("Nói rõ: hồ sơ đã giải quyết, hay hồ sơ tiếp nhận.")),
    One("unit", _("Đơn vị tính"), width=12),
    One(
        "unit_value",
        _("Một đơn vị bằng (đồng)"),
        hint=_("Con số, hoặc tên tham số mà đợt chấm cung cấp, ví dụ lương cơ sở."),
        width=16,
    ),
    One("due", _("Hạn"), "day", hint=_("Ví dụ 20/01/N (N là năm chấm), hoặc tên tham số."), width=16),
    One("low", _("Giá trị nhỏ nhất có thể"), width=10),
    One("high", _("Giá trị lớn nhất có thể"), width=10),
    One("step", _("Bước của giá trị"), width=10),
    One("may_exceed", _("Có thể vượt 100 %"), "flag"),
)
RARE: Final = frozenset({"unit", "unit_value", "due", "low", "high", "step", "may_exceed"})
MEASURE: Final = Group("measure", _("Số liệu"), MEASURE_ENTRIES, bare="kind", rare=RARE)

OPTIONAL_MEASURE: Final = Group(
    "measure",
    _("Số liệu để xếp hạng"),
    (
        replace(MEASURE_KIND, choices=(("", _("Không có: nhập thẳng thứ hạng")), *MEASURES)),
        *MEASURE_ENTRIES[1:],
    ),
    bare="kind",
    rare=RARE,
)


def bands(key: str, label: str | object, *, hint: str | object = "") -> Rows:
    """Bands by limits, said in words: từ … đến dưới …"""
    return Rows(
        key,
        label,  # type: ignore[arg-type]
        (One("when", _("Khoảng giá trị"), "limits"), POINTS, TEXT, NONE, LINE),
        _("Thêm dải"),
        ids=True,
        hint=hint,  # type: ignore[arg-type]
    )


NAMED: Final[tuple[Entry, ...]] = (
    One("name", _("Tên trong công thức"), "name", hint=_("Chữ thường không dấu, ví dụ ty_le."), width=16),
    MEASURE,
)
PARTS: Final = Rows(
    "parts",
    _("Các phần"),
    (
        One("name", _("Tên phần"), "name", hint=_("Chữ thường không dấu, ví dụ ty_le."), width=16),
        One("title", _("Tiêu đề")),
        One("top", _("Điểm tối đa của phần"), "number", width=6),
        RuleBox("rule", _("Cách tính điểm của phần")),
    ),
    _("Thêm phần"),
    table=False,
)
