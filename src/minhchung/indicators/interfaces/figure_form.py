"""What the holder types of one figure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.interfaces.fields import DateField
from minhchung.agencies.models import Agency, AgencyKind
from minhchung.indicators.interfaces.whole_numbers import WholeField
from minhchung.indicators.models import Figure, Rhythm
from minhchung.rubric.indicators import Described
from minhchung.ui.language import in_language


class FigureForm(forms.Form):
    """numerator, denominator (left out for a count), what was left out, the source file, a note; a reason to correct."""

    start = DateField(label=_("Từ ngày"))
    end = DateField(label=_("Đến hết ngày"))
    numerator = WholeField(label=_("Tử số"))
    denominator = WholeField(label=_("Mẫu số"))
    excluded = WholeField(label=_("Số đã loại khỏi cả tử và mẫu"), required=False)
    exclusions = forms.CharField(label=_("Loại những gì"), max_length=500, required=False)
    file = forms.FileField(
        label=_("Tệp nguồn"),
        required=False,
        help_text=_(
            "Bảng thống kê, báo cáo hoặc bản kết xuất mà số liệu này lấy ra: PDF, DOCX, XLSX, JPG, PNG."
        ),
    )
    note = forms.CharField(
        label=_("Ghi chú"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(label=_("Lý do sửa"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, described: Described, standing: Figure | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numerator"].label = in_language(described.numerator)
        if described.shape == "count":
            del self.fields["denominator"]
        else:
            self.fields["denominator"].label = in_language(described.denominator)
        excluded, public = (
            in_language(described.excluded),
            _("Công khai cùng điểm khi công bố; không ghi tên người."),
        )
        self.fields["exclusions"].help_text = f"{excluded}. {public}" if excluded else str(public)
        if standing is None:
            del self.fields["reason"]
        else:
            del self.fields["start"], self.fields["end"]


class HolderForm(forms.Form):
    """Who gives the figures of an indicator, how often, for which kinds of agencies."""

    holder = forms.ModelChoiceField(label=_("Cơ quan nắm số liệu"), queryset=Agency.objects.none())
    rhythm = forms.ChoiceField(label=_("Nhập theo kỳ"), choices=Rhythm.choices)
    due_days = forms.IntegerField(
        label=_("Hạn nhập: số ngày sau khi hết kỳ"),
        min_value=0,
        max_value=366,
        initial=15,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    kinds = forms.ModelMultipleChoiceField(
        label=_("Cho các loại cơ quan"),
        queryset=AgencyKind.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn loại nào: mọi cơ quan trong phạm vi."),
    )

    def __init__(self, *args: Any, agencies: Any, kinds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = agencies  # type: ignore[attr-defined]  # a choice of rows
        self.fields["kinds"].queryset = kinds  # type: ignore[attr-defined]
