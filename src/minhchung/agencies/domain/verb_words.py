"""What this room's recorded verbs are called in the office's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERB_WORDS: Final[Mapping[str, Promise]] = {
    "account.created": _("Tạo tài khoản"),
    "account.deactivated": _("Ngừng tài khoản"),
    "account.password_changed": _("Đổi mật khẩu"),
    "account.password_reset": _("Cấp lại mật khẩu"),
    "agency.closed": _("Kết thúc hoạt động cơ quan"),
    "agency.created": _("Thêm cơ quan"),
    "agency.identifier_added": _("Thêm mã cơ quan"),
    "agency.identifier_removed": _("Bỏ mã cơ quan"),
    "agency.merged": _("Sáp nhập cơ quan"),
    "agency.renamed": _("Đổi tên cơ quan"),
    "agency.split": _("Chia, tách cơ quan"),
    "post.created": _("Thêm vị trí"),
    "post.given": _("Giao vị trí"),
    "post.handed_over": _("Bàn giao vị trí"),
    "post.holding_ended": _("Thôi giữ vị trí"),
}
