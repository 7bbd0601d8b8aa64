"""What this room's recorded verbs are called in the office's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERB_WORDS: Final[Mapping[str, Promise]] = {
    "rubric.comment_answered": _("Trả lời ý kiến góp ý"),
    "rubric.consultation_ended": _("Kết thúc lấy ý kiến"),
    "rubric.consultation_extended": _("Gia hạn lấy ý kiến"),
    "rubric.consultation_published": _("Gửi bảng tổng hợp, tiếp thu, giải trình"),
    "rubric.consulted": _("Gửi dự thảo lấy ý kiến"),
    "rubric.draft_dropped": _("Bỏ bản thảo bộ tiêu chí"),
    "rubric.draft_started": _("Bắt đầu soạn bộ tiêu chí"),
    "rubric.issue_proposed": _("Đề nghị ban hành bộ tiêu chí"),
    "rubric.issue_withdrawn": _("Rút đề nghị ban hành"),
    "rubric.issued": _("Ban hành bộ tiêu chí"),
    "rubric.opinion_given": _("Trả lời lấy ý kiến"),
}
