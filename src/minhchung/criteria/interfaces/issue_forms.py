"""Forms of issuing: what lets an error stand, and what the decision says of itself."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.interfaces.fields import DateField, TextField
from minhchung.criteria.domain.issuing import IssueTerms, Standing
from minhchung.criteria.interfaces.consult_forms import LongTextField
from minhchung.viet.numbers import Number, format_points, parse_number


class WaiveForm(forms.Form):
    """Why an error is let stand, how its place is read, and the points of values the rule leaves undecided."""

    points = TextField(
        label=_("Điểm cho các giá trị này"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
    )
    reading = LongTextField(
        label=_("Cách hiểu dùng để chấm"),
        rows=2,
        max_length=500,
        help_text=_("Áp dụng cho mọi cơ quan, ở mọi đợt chấm theo phiên bản này. Được công bố."),
    )
    reason = LongTextField(
        label=_("Lý do để lại"), rows=3, max_length=1000, help_text=_("Được công bố cùng bộ tiêu chí.")
    )

    def __init__(self, *args: Any, error: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if error.need != "points":
            del self.fields["points"]
        elif error.finding.stretch is not None:
            offered = [format_points(points) for points in error.finding.stretch.points]
            self.fields["points"].help_text = now_("Mức ở hai bên: %(points)s.") % {
                "points": "; ".join(offered)
            }

    def clean_points(self) -> Fraction:
        read = parse_number(self.cleaned_data["points"])
        if not isinstance(read, Number):
            raise forms.ValidationError(now_("Điểm phải là số, ví dụ 1,5."))
        return read.value


class IssueForm(forms.Form):
    """The decision that issues the rubric."""

    number = TextField(label=_("Số, ký hiệu quyết định"), max_length=80, help_text=_("Ví dụ 2804/QĐ-UBND"))
    issued_on = DateField(label=_("Ngày ban hành"))
    body = TextField(label=_("Cơ quan ban hành"), max_length=300)
    signer = TextField(label=_("Người ký"), max_length=120, help_text=_("Họ tên và chức vụ"))
    version = TextField(
        label=_("Tên phiên bản"),
        max_length=40,
        help_text=_("Ví dụ 2023 hoặc 2023-2"),
    )
    open_reason = LongTextField(label=_("Lý do ban hành khi còn ý kiến chưa trả lời"), required=False, rows=3)

    def __init__(self, *args: Any, open_comments: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not open_comments:
            del self.fields["open_reason"]

    def clean_version(self) -> str:
        version = str(self.cleaned_data["version"])
        if "/" in version or version in {".", ".."}:
            raise forms.ValidationError(now_("Tên phiên bản không có dấu /."))
        return version

    def terms(self) -> IssueTerms:
        given = self.cleaned_data
        return IssueTerms(
            given["number"],
            given["issued_on"],
            given["body"],
            given["signer"],
            given["version"],
            given.get("open_reason", ""),
        )
