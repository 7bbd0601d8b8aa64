"""What this room's recorded verbs are called in the office's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERB_WORDS: Final[Mapping[str, Promise]] = {
    "api_key.made": _("Tạo khóa API"),
    "api_key.revoked": _("Thu hồi khóa API"),
    "calendar.day_set": _("Ghi ngày nghỉ, ngày làm bù"),
    "case_system.added": _("Thêm hệ thống một cửa"),
    "cases.dates_recomputed": _("Tính lại hạn của hồ sơ nguồn không ghi ngày hẹn"),
    "cases.imported": _("Nhập hồ sơ một cửa"),
    "contest.decided": _("Quyết định về hồ sơ trễ hạn bị phản đối"),
    "contest.filed": _("Phản đối cờ trễ hạn"),
    "contest.withdrawn": _("Rút phản đối cờ trễ hạn"),
    "figure.frozen": _("Chốt số liệu hồ sơ"),
    "procedures.imported": _("Nhập danh mục thủ tục"),
}
