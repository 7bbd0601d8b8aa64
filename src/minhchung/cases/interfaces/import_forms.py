"""What a person says when bringing in cases: the system, the columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.models import Agency
from minhchung.cases.interfaces.case_file.fields import BY_NAME, FIELDS
from minhchung.cases.interfaces.case_file.headings import CITIZEN, is_of_citizens
from minhchung.cases.interfaces.case_file.job import FoundColumn
from minhchung.ui.language import in_language


class SystemForm(forms.Form):
    agency = forms.ModelChoiceField(label=_("Cơ quan"), queryset=Agency.objects.none(), empty_label=None)
    name = forms.CharField(
        label=_("Tên hệ thống một cửa"),
        max_length=200,
        help_text=_("Ví dụ: Hệ thống một cửa điện tử của tỉnh"),
    )

    def __init__(self, agencies: Sequence[int], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=agencies)  # type: ignore[attr-defined]


FREE_WORDS: Final = frozenset(("field",))
"""Fields whose words are kept as they stand; every other is held to a shape or to a few known words."""


class KeyForm(forms.Form):
    name = forms.CharField(
        label=_("Tên khóa"),
        max_length=120,
        help_text=_("Ví dụ: máy chủ đồng bộ của Trung tâm Phục vụ hành chính công"),
    )


def field_words(name: str) -> str:
    """What a field is called on pages."""
    if name == CITIZEN:
        return str(_("Thông tin của người dân – không lưu"))
    if name not in BY_NAME:
        return str(_("Không dùng"))
    each = BY_NAME[name]
    return in_language(each)


def choices() -> list[tuple[str, str]]:
    """What a column may be."""
    return [
        ("", field_words("")),
        (CITIZEN, field_words(CITIZEN)),
        *((each.name, field_words(each.name)) for each in FIELDS),
    ]


def mapping_from(data: QueryDict, columns: Sequence[FoundColumn]) -> tuple[dict[str, str], list[str]]:
    """Column → field as chosen, and what is wrong with the choice.

    A field is given to one column; and no column that its heading says is of citizens becomes a field of free words.
    """
    mapping: dict[str, str] = {}
    faults: list[str] = []
    for column in columns:
        name = data.get(f"cot_{column.place}", "")
        if name not in BY_NAME and name != CITIZEN:
            name = ""
        if name in BY_NAME and name in mapping.values():
            faults.append(str(_("“%(field)s” được chọn cho hơn một cột.") % {"field": field_words(name)}))
        if name in FREE_WORDS and is_of_citizens(column.folded):
            faults.append(
                str(
                    _("Cột “%(heading)s” trông như thông tin của người dân, không dùng làm “%(field)s” được.")
                    % {"heading": column.heading, "field": field_words(name)}
                )
            )
        mapping[str(column.place)] = name
    return mapping, list(dict.fromkeys(faults))
