"""Forms of results published elsewhere: taken in, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.interfaces.fields import TextField
from minhchung.agencies.models import Agency
from minhchung.criteria.models import RubricVersion
from minhchung.rounds.interfaces.decision_forms import DecisionForm

MOST_BYTES: Final = 5_000_000


class StatedForm(forms.Form):
    owner = forms.ModelChoiceField(label=_("Cơ quan đưa lên"), queryset=Agency.objects.none())
    rubric = forms.ModelChoiceField(
        label=_("Bộ tiêu chí"), queryset=RubricVersion.objects.none(), empty_label=_("Chọn")
    )
    title = TextField(label=_("Tên bảng kết quả"), max_length=300)
    source = TextField(
        label=_("Nguồn"), max_length=1000, help_text=_("Văn bản, trang, ngày đã công bố bảng này.")
    )
    file = forms.FileField(
        label=_("Tệp CSV hoặc Excel"),
        help_text=_(
            "Cột agency (cơ quan), mã tiêu chí với điểm đã ghi, total (tổng), class (xếp loại), rank (hạng)."
        ),
    )
    year = forms.IntegerField(
        label=_("Năm của đợt chấm điểm"),
        required=False,
        min_value=1990,
        max_value=2100,
        help_text=_(
            "Ghi năm thì bảng thành một đợt chấm điểm của năm đó, mỗi dòng là một cơ quan đã có trong hệ thống; "
            "tên trong tệp phải đúng tên cơ quan."
        ),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    is_public = forms.BooleanField(
        label=_("Cho mọi người xem, không cần đăng nhập"),
        required=False,
        help_text=_(
            "Bảng chỉ công khai khi người thứ hai của cơ quan xác nhận. Bảng đã lưu không sửa được; "
            "bảng đã công khai rút được bằng quyết định."
        ),
    )

    def __init__(self, *args: Any, owners: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = list(owners)
        self.fields["owner"].queryset = Agency.objects.filter(pk__in=[each.pk for each in found])  # type: ignore[attr-defined]
        if len(found) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = found[0].pk
        self.fields["rubric"].queryset = RubricVersion.objects.order_by("title", "version")  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(now_("Tệp lớn quá 5 MB."))
        return file


class WithdrawStatedForm(DecisionForm):
    """A withdrawal of a stated table states its reason."""

    decision_text = forms.CharField(
        label=_("Lý do rút"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Lý do được công khai ở chỗ của bảng đã rút."),
    )
