"""Names of public holidays in the reader's language. The calendar's data keep them in Vietnamese; words typed here stay."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

HOLIDAYS: Final = frozenset(
    (
        _("29 Tết"),
        _("Giao thừa Tết Nguyên Đán"),
        _("Tết Nguyên Đán"),
        _("Mùng hai Tết Nguyên Đán"),
        _("Mùng ba Tết Nguyên Đán"),
        _("Mùng bốn Tết Nguyên Đán"),
        _("Mùng năm Tết Nguyên Đán"),
        _("Tết Dương lịch"),
        _("Ngày Giỗ Tổ Hùng Vương"),
        _("Ngày Chiến thắng"),
        _("Ngày Quốc tế Lao động"),
        _("Ngày Văn hóa Việt Nam"),
        _("Quốc khánh"),
    )
)
"""Every name of the packaged calendar, without what a day replaces or makes up for."""
_IN_LIEU = " (nghỉ bù)"
_SWAPPED: Final = (
    (re.compile(r"Làm bù cho ngày (\d{2}/\d{2}/\d{4})"), _("Làm bù cho ngày %(day)s")),
    (re.compile(r"Ngày nghỉ \(thay cho ngày (\d{2}/\d{2}/\d{4})\)"), _("Ngày nghỉ (thay cho ngày %(day)s)")),
)


def holiday_words(reason: str) -> str:
    """The reason a day is off or worked, in the reader's language where it is one the packaged calendar gives."""
    for pattern, words in _SWAPPED:
        if found := pattern.fullmatch(reason):
            return gettext(words) % {"day": found[1]}
    name = reason.removesuffix(_IN_LIEU)
    if name not in HOLIDAYS:
        return reason
    return (
        gettext("%(holiday)s (nghỉ bù)") % {"holiday": gettext(name)}
        if reason.endswith(_IN_LIEU)
        else gettext(name)
    )
