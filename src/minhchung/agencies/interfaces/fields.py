"""Form fields in the office's own shapes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language

from minhchung.viet.dates import format_date, parse_date
from minhchung.viet.folding import nfc
from minhchung.viet.problem import Problem


class DateField(forms.Field):
    """A day typed as 05/01/2026 (or any shape viet.parse_date reads); the value is a date, None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            "class": "govuk-input--width-10",
            "inputmode": "numeric",
            "autocomplete": "off",
            "maxlength": 40,
        }
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        text = str(value).strip()
        if not text:
            return None
        read = parse_date(text[:60])
        if isinstance(read, Problem):
            raise forms.ValidationError(read.en if get_language() == "en" else read.vi)
        return read


class TextField(forms.CharField):
    """One line of text, composed (NFC), inner spaces single."""

    def to_python(self, value: Any) -> str:
        return " ".join(nfc(super().to_python(value) or "").split())
