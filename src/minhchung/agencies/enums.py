"""Closed choices of the agencies room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a post lets its holder do (docs/manual/ has one page for each)."""

    SECRETARY = "secretary", _("Thư ký")
    HEAD = "head", _("Lãnh đạo cơ quan")
    AUDITOR = "auditor", _("Đánh giá viên nội bộ")
    APPRAISER = "appraiser", _("Người thẩm định")
    STANDING = "standing", _("Thường trực")
    COUNCIL = "council", _("Hội đồng")
    INSPECTOR = "inspector", _("Đoàn kiểm tra")
    AUTHOR = "author", _("Người soạn bộ tiêu chí")
    ADMIN = "admin", _("Quản trị")


class SuccessionKind(models.TextChoices):
    MERGE = "merge", _("Sáp nhập")
    SPLIT = "split", _("Chia tách")
    RENAME = "rename", _("Đổi tên")
