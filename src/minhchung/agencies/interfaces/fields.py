"""Form fields in the office's own shapes."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext

from minhchung.ui.language import in_language
from minhchung.ui.present import VIETNAM, in_vietnam
from minhchung.viet.dates import format_date, parse_date
from minhchung.viet.folding import nfc
from minhchung.viet.problem import Problem

CLOCK = re.compile(r"(.+?)\s+(\d{1,2})\s*(?::|h|g)\s*(\d{2})?")


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
            raise forms.ValidationError(in_language(read))
        return read


class MomentField(forms.Field):
    """A moment typed as 31/12/2023 17:00, Vietnam's clock; the value is an aware datetime."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "govuk-input--width-10", "autocomplete": "off", "maxlength": 40}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{in_vietnam(value):%d/%m/%Y %H:%M}" if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        if not value or isinstance(value, datetime):
            return value or None
        match = CLOCK.fullmatch(" ".join(str(value)[:60].split()))
        if match is None:
            raise forms.ValidationError(gettext("Nhập cả ngày và giờ, ví dụ 31/12/2023 17:00."))
        day = parse_date(match[1])
        hour, minute = int(match[2]), int(match[3] or 0)
        if isinstance(day, Problem):
            raise forms.ValidationError(in_language(day))
        if hour > 23 or minute > 59:
            raise forms.ValidationError(gettext("Giờ từ 00:00 đến 23:59."))
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)


class TextField(forms.CharField):
    """One line of text, composed (NFC), inner spaces single."""

    def to_python(self, value: Any) -> str:
        return " ".join(nfc(super().to_python(value) or "").split())
