"""Closed choices of the rounds room: states of design's round, entry and leaf."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundState(models.TextChoices):
    DRAFT = "draft", _("Đang chuẩn bị")
    OPEN = "open", _("Đang chấm")
    COUNCIL = "council", _("Hội đồng xem xét")
    PUBLISHED = "published", _("Đã công bố")
    REVOKED = "revoked", _("Đã thu hồi")
    STATED = "stated", _("Ghi theo công bố")
    """Scored and published elsewhere: its points are kept as stated; nothing in it is worked on or computed."""


class PhaseKind(models.TextChoices):
    SELF = "self", _("Tự chấm điểm")
    APPRAISAL = "appraisal", _("Thẩm định")
    EXPLANATION = "explanation", _("Giải trình")
    COUNCIL = "council", _("Hội đồng")


class EntryState(models.TextChoices):
    """An agency's self-assessment. What comes after submission is derived from its leaves."""

    DRAFT = "draft", _("Đang tự chấm")
    WITH_HEAD = "with_head", _("Chờ lãnh đạo duyệt")
    RETURNED = "returned", _("Lãnh đạo trả lại")
    SUBMITTED = "submitted", _("Đã nộp")
    STATED = "stated", _("Ghi theo công bố")
    """In a round of the state of this name: no leaf of it was answered here."""


class Stage(models.TextChoices):
    """The values a leaf keeps apart. SECOND is the second appraiser, where the rubric asks for two."""

    SELF = "self", _("Tự chấm")
    APPRAISED = "appraised", _("Thẩm định")
    SECOND = "second", _("Thẩm định lần hai")
    EXPLAINED = "explained", _("Sau giải trình")
    FINAL = "final", _("Kết quả cuối cùng")


class Verdict(models.TextChoices):
    """How a stage's value came to be: entered anew, the earlier stage's accepted, changed with a reason, or from data."""

    ENTERED = "entered", _("Nhập")
    ACCEPTED = "accepted", _("Đồng ý")
    CHANGED = "changed", _("Thay đổi")
    DATA = "data", _("Từ dữ liệu")


class LeafState(models.TextChoices):
    SCORED = "scored", _("Đã có điểm")
    NOT_APPLICABLE = "not_applicable", _("Không áp dụng")
    ABSENT = "absent", _("Chưa trả lời")
    PENDING = "pending", _("Chờ số liệu")
    UNDECIDED = "undecided", _("Chờ quyết nghị")


class DecisionKind(models.TextChoices):
    OPEN = "open", _("Mở đợt")
    EXTEND = "extend", _("Gia hạn")
    ADMIT = "admit", _("Bổ sung cơ quan")
    MERGE = "merge", _("Nhập hồ sơ chấm điểm do sáp nhập")
    SPLIT = "split", _("Tiếp tục hồ sơ của cơ quan chia tách")
    WITHDRAW = "withdraw", _("Rút khỏi đợt")
    AMEND = "amend", _("Đổi phiên bản bộ tiêu chí")
    KEEP = "keep", _("Giữ phiên bản bộ tiêu chí đang dùng")
    RULE = "rule", _("Quyết nghị cách chấm")
    COUNCIL = "council", _("Chuyển hội đồng")
    CONCLUDE = "conclude", _("Kết luận nhiều tiêu chí chưa thẩm định")
    PUBLISH = "publish", _("Công bố")
    REVOKE = "revoke", _("Thu hồi")
    CORRECT = "correct", _("Ban hành bản đính chính")


class PublicationState(models.TextChoices):
    PROPOSED = "proposed", _("Chờ người thứ hai xác nhận")
    WITHDRAWN = "withdrawn", _("Rút đề nghị")
    PUBLISHED = "published", _("Đã công bố")
    REVOKED = "revoked", _("Đã thu hồi")


class Side(models.TextChoices):
    AGENCY = "agency", _("Cơ quan giải trình")
    APPRAISER = "appraiser", _("Cơ quan thẩm định trả lời")
    COUNCIL = "council", _("Hội đồng kết luận")
