"""Whole numbers as people type them: `1.234` is 1234 here, since a count has no decimals."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from minhchung.viet.numbers import Ambiguous, Number, format_number, parse_number

MOST: Final = 10**15
_LONGEST: Final = 40


def read_whole(text: str) -> int | None:
    """The number; None for what is not a whole number from 0 to MOST.

    A dot parts thousands, as numbers are printed here (`1.000` is 1000). A comma parts decimals here and thousands
    elsewhere: where either would be a whole number (`10,000` is 10 or 10000), nothing is guessed.
    """
    read = parse_number(text) if len(text) <= _LONGEST and "%" not in text else None
    readings = read.readings if isinstance(read, Ambiguous) else ()
    if isinstance(read, Number):
        readings = (read.value,)
    whole = [value for value in readings if value.denominator == 1 and 0 <= value <= MOST]
    if len(whole) > 1 and "," in text:
        return None
    return int(max(whole)) if whole else None


class WholeField(forms.Field):
    """A count typed as 1264 or 1.264; None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "govuk-input--width-10", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        number = value if isinstance(value, int) else read_whole(text)
        if number is None:
            raise forms.ValidationError(_("Phải là số nguyên không âm, ví dụ 264 hoặc 1.264."))
        return number
