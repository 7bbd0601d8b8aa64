"""What this room's recorded verbs are called in the office's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERB_WORDS: Final[Mapping[str, Promise]] = {
    "figure.given": _("Nhập số liệu"),
    "figure.corrected": _("Sửa số liệu"),
    "figure.withdrawn": _("Rút số liệu"),
    "figures.imported": _("Nhập bảng số liệu"),
    "figures.pushed": _("Nhận lô số liệu qua API"),
    "figures.holder_named": _("Đặt cơ quan nắm số liệu"),
}
