"""What the holder types of one figure."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.interfaces.fields import DateField
from minhchung.agencies.models import Agency, AgencyKind
from minhchung.indicators.models import Figure, Rhythm
from minhchung.rubric.indicators import Described
from minhchung.ui.language import in_language

MOST: Final = 10**15


def _whole(label: Any, *, required: bool = True, help_text: Any = "") -> forms.IntegerField:
    attrs = {"class": "govuk-input--width-10", "inputmode": "numeric", "autocomplete": "off"}
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST,
        required=required,
        help_text=help_text,
        localize=True,
        widget=forms.TextInput(attrs=attrs),
    )


class FigureForm(forms.Form):
    """numerator, denominator (left out for a count), what was left out, the source file, a note; a reason to correct."""

    start = DateField(label=_("Từ ngày"))
    end = DateField(label=_("Đến hết ngày"))
    numerator = _whole(_("Tử số"))
    denominator = _whole(_("Mẫu số"))
    excluded = _whole(_("Số đã loại khỏi cả tử và mẫu"), required=False)
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
        if described.excluded.vi:
            self.fields["exclusions"].help_text = in_language(described.excluded)
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
