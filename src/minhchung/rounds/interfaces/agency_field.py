"""An agency typed by its name: read, and written so that it is told from others of that name."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as now_

from minhchung.agencies.models import Agency
from minhchung.rounds.domain.preparing import agency_called
from minhchung.viet.folding import nfc

MOST_TYPED: Final = 700


class AgencyField(forms.Field):
    """An agency typed by name, "name · parent", or identifier, as it stood on a day; the value is the Agency."""

    def __init__(self, *, day: date, list_id: str = "", **kwargs: Any) -> None:
        attrs = {"autocomplete": "off"} | ({"list": list_id} if list_id else {})
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)
        self.day = day

    def prepare_value(self, value: Any) -> Any:
        return called(value) if isinstance(value, Agency) else value

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Agency):
            return value
        words = " ".join(nfc(str(value)[:MOST_TYPED]).split())
        if not words:
            return None
        found = agency_called(words, self.day)
        if isinstance(found, Agency):
            return found
        if not found:
            raise forms.ValidationError(
                now_("Không có cơ quan nào mang tên hoặc mã “%(words)s”.") % {"words": words}
            )
        named = "; ".join(called(agency) for agency in found)
        raise forms.ValidationError(now_("Có nhiều cơ quan: %(named)s. Nhập rõ hơn.") % {"named": named})


def called(agency: Agency) -> str:
    """How an agency is told from others of its name: "Phòng Nội vụ · UBND huyện Quảng Điền"."""
    return f"{agency.name} · {agency.parent.name}" if agency.parent else agency.name
