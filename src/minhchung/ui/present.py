"""Values made ready for templates: times in Vietnam, deadlines in words, pages, errors. No markup here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any, Final

from django import forms
from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minhchung.viet.numbers import format_percent, shown_points

Props = Mapping[str, Any]
# Vietnam has kept UTC+7, without summer time, since 1975; a fixed offset needs no zone database.
VIETNAM: Final = timezone(timedelta(hours=7), "UTC+7")
SOON_DAYS: Final = 3


def in_vietnam(moment: datetime) -> datetime:
    """The same moment on Vietnam's clock. A naive time is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(VIETNAM)


def vn_date(value: date | datetime | None) -> str:
    """05/01/2026; a dash when there is none."""
    if not value:
        return "–"
    day = in_vietnam(value) if isinstance(value, datetime) else value
    return f"{day:%d/%m/%Y}"


def vn_datetime(value: datetime | None) -> str:
    """05/01/2026 14:05:12; a dash when there is none."""
    return f"{in_vietnam(value):%d/%m/%Y %H:%M:%S}" if value else "–"


def vn_time(value: datetime | None) -> str:
    """14:05:12; a dash when there is none."""
    return f"{in_vietnam(value):%H:%M:%S}" if value else "–"


def saved_time(value: datetime, now: datetime) -> str:
    """14:05:12 for something of today in Vietnam; with its day when it is older: 12/11/2026 14:05:12."""
    then = in_vietnam(value)
    return vn_time(value) if then.date() == in_vietnam(now).date() else f"{then:%d/%m/%Y %H:%M:%S}"


def vn_points(points: Fraction | None) -> str:
    """2,5; a dash when there are none."""
    return "–" if points is None else shown_points(points)


def vn_share(share: Fraction | None) -> str:
    """A part of one as 75,0 %; a dash when there is none."""
    return "–" if share is None else format_percent(share, 1, 1)


def iso_time(value: date | datetime | None) -> str:
    """Machine form for `<time datetime>`, to the second; empty when there is none."""
    if not value:
        return ""
    return (
        in_vietnam(value).isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
    )


def deadline(props: Props) -> dict[str, Any]:
    """`state` (open, soon, late, locked) and `words`: how far the due time is, and what still counts.

    Late runs from the due time to the lock time: work is still received, and measured as late.
    """
    due, now, lock = props["due_at"], props["now"], props["lock_at"]
    if lock is not None and now > lock:
        return {"state": "locked", "words": _("đã khóa, không nhận thêm")}
    days = (in_vietnam(due).date() - in_vietnam(now).date()).days
    if now > due:
        late = (
            ngettext("quá hạn %(n)d ngày", "quá hạn %(n)d ngày", -days) % {"n": -days}
            if days
            else _("quá hạn hôm nay")
        )
        still = _("vẫn nhận, tính là nộp muộn") if lock is not None else ""
        return {"state": "late", "words": f"{late}; {still}" if still else late}
    left = ngettext("còn %(n)d ngày", "còn %(n)d ngày", days) % {"n": days} if days else _("hết hạn hôm nay")
    return {"state": "soon" if days <= SOON_DAYS else "open", "words": left}


def score_chip(props: Props) -> dict[str, Any]:
    """`words` for a score that is not there: absent is not zero."""
    words = {
        "absent": _("Chưa có"),
        "not_applicable": _("Không áp dụng"),
        "pending": _("Chờ số liệu"),
        "undecided": _("Chờ quyết định"),
    }
    return {"words": words.get(props["state"], "")}


def four_values(props: Props) -> dict[str, Any]:
    """`steps`: the four values in their order, each (label, value or None)."""
    return {
        "steps": [
            (_("Tự chấm"), props["self"]),
            (_("Thẩm định"), props["appraised"]),
            (_("Sau giải trình"), props["explained"]),
            (_("Chính thức"), props["final"]),
        ]
    }


def pagination(props: Props) -> dict[str, Any]:
    """`entries`: page numbers with None where numbers are left out; `prefix`: the address before the number."""
    page: Page[Any] = props["page"]
    gap = str(page.paginator.ELLIPSIS)
    entries = [
        None if n == gap else n
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    query = str(props["query"]).lstrip("?&")
    return {"entries": entries, "prefix": f"?{query}&{props['param']}=" if query else f"?{props['param']}="}


def shortcuts(props: Props) -> dict[str, Any]:
    """`rows`: (key, what it does), the appraisal's own keys first and the page's after them."""
    rows = [
        ("Enter", _("Lưu và sang tiêu chí kế")),
        ("Alt+↑ / Alt+↓", _("Tiêu chí trước / sau")),
        ("Alt+M", _("Minh chứng kế")),
        ("Alt+G", _("Đến tiêu chí theo số")),
        ("1 … 9", _("Chọn mức, khi con trỏ đang ở các mức điểm")),
        ("?", _("Bảng phím tắt này")),
    ]
    return {"rows": [*rows, *props["keys"]]}


def form_errors(form: forms.BaseForm) -> list[dict[str, str]]:
    """Every error as {text, href}: the form's own first (no href), then the fields' in their order."""
    own = [{"text": str(error), "href": ""} for error in form.non_field_errors()]
    of_fields = [
        {"text": f"{form[name].label}: {error}", "href": f"#{_target(form[name])}"}
        for name in form.fields
        for error in form.errors.get(name, [])
    ]
    return own + of_fields


def _target(bound: forms.BoundField) -> str:
    """The id of the control an error leads to: of a group, its first control."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label or bound.auto_id
