"""What a person says of a file, from the browser."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from minhchung.evidence.domain.facts import FileFacts
from minhchung.viet.dates import parse_date


class VietnameseDateField(forms.CharField):
    """dd/mm/yyyy as offices write it; empty is None."""

    def to_python(self, value: object) -> date | None:  # type: ignore[override]  # a date comes out of the text
        text = str(value or "").strip()
        if not text:
            return None
        read = parse_date(text)
        if not isinstance(read, date):
            raise forms.ValidationError(_("Viết ngày dạng 05/01/2026."))
        return read

    def prepare_value(self, value: object) -> object:
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


class FactsForm(forms.Form):
    title = forms.CharField(label=_("Trích yếu, tên gọi"), max_length=500, required=False)
    number = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=80,
        required=False,
        help_text=_("Ví dụ: 2804/QĐ-UBND"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    dated_on = VietnameseDateField(
        label=_("Ngày ban hành"),
        required=False,
        help_text=_("Ví dụ: 26/10/2022"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "numeric"}),
    )
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200, required=False)

    def facts(self) -> FileFacts:
        """The cleaned values. Only after is_valid()."""
        return FileFacts(
            **{name: self.cleaned_data[name] for name in ("title", "number", "dated_on", "issuer")}
        )
