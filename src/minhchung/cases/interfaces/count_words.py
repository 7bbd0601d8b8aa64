"""What each count and rate is called, and what it counts, in the office's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minhchung.cases.interfaces.windows import Window
from minhchung.stats.counts import Denominator

COUNT_WORDS: Final[Mapping[str, Promise]] = {
    "received": _("Tiếp nhận trong kỳ"),
    "received_direct": _("Nộp trực tiếp"),
    "received_online": _("Nộp trực tuyến"),
    "received_postal": _("Nộp qua bưu chính"),
    "channel_unsaid": _("Không ghi hình thức nộp"),
    "full_eligible": _("Thủ tục toàn trình"),
    "full_online": _("Toàn trình, nộp trực tuyến"),
    "partial_eligible": _("Thủ tục một phần"),
    "partial_online": _("Một phần, nộp trực tuyến"),
    "level_unsaid": _("Không ghi mức độ dịch vụ công"),
    "fee_cases": _("Có phí, lệ phí"),
    "fee_paid_online": _("Đã thanh toán trực tuyến"),
    "fee_payment_unsaid": _("Có phí, không ghi cách thanh toán"),
    "fee_unsaid": _("Không ghi phí, lệ phí"),
    "fee_total": _("Hồ sơ có phí (tổng tiền)"),
    "fee_total_paid_online": _("Hồ sơ thanh toán trực tuyến (tổng tiền)"),
    "digitised": _("Đã số hóa"),
    "digitised_unsaid": _("Không ghi số hóa"),
    "due_computed": _("Hạn do phần mềm tính (nguồn không ghi ngày hẹn)"),
    "cohort_in_time": _("Tiếp nhận và giải quyết đúng, trước hạn trong kỳ"),
    "cohort_late": _("Tiếp nhận và giải quyết trễ hạn trong kỳ"),
    "cohort_undated": _("Tiếp nhận và giải quyết trong kỳ, không có hạn"),
    "cohort_not_resolved": _("Tiếp nhận rồi trả lại hoặc rút trong kỳ"),
    "cohort_pending_within": _("Tiếp nhận trong kỳ, đang xử lý trong hạn"),
    "cohort_pending_overdue": _("Tiếp nhận trong kỳ, đang xử lý quá hạn"),
    "cohort_pending_undated": _("Tiếp nhận trong kỳ, đang xử lý, không có hạn"),
    "resolved": _("Đã giải quyết"),
    "early": _("Trước hạn"),
    "on_time": _("Đúng hạn"),
    "late": _("Trễ hạn"),
    "late_contested": _("Trễ hạn, cơ quan phản đối"),
    "late_computed": _("Trễ hạn so với hạn do phần mềm tính"),
    "resolved_undated": _("Đã giải quyết, không có hạn"),
    "in_time_by_extension": _("Đúng hạn nhờ gia hạn"),
    "late_apologised": _("Trễ hạn, đã xin lỗi"),
    "apology_unsaid": _("Trễ hạn, không ghi xin lỗi"),
    "returned": _("Trả lại, từ chối"),
    "withdrawn": _("Người nộp rút"),
    "written_results": _("Có kết quả bằng văn bản"),
    "electronic_results": _("Trả kết quả điện tử"),
    "electronic_unsaid": _("Không ghi kết quả điện tử"),
    "written_unsaid": _("Không ghi loại kết quả"),
    "satisfied": _("Hài lòng"),
    "neutral": _("Bình thường"),
    "dissatisfied": _("Không hài lòng"),
    "untroubled": _("Không trễ, không bị chê"),
    "carried_over": _("Tồn kỳ trước chuyển sang"),
    "pending": _("Đang xử lý"),
    "pending_within": _("Đang xử lý, trong hạn"),
    "pending_overdue": _("Đang xử lý, quá hạn"),
    "pending_overdue_contested": _("Đang xử lý quá hạn, cơ quan phản đối"),
    "pending_undated": _("Đang xử lý, không có hạn"),
}
"""Every count by its name; a test holds them against `stats.measures.NAMES`."""

RATE_WORDS: Final[Mapping[Denominator, tuple[Promise, Promise, Promise]]] = {
    Denominator.RESOLVED: (
        _("Đúng, trước hạn trên số đã giải quyết"),
        _("giải quyết đúng hạn và trước hạn"),
        _("đã giải quyết, có hạn để đối chiếu"),
    ),
    Denominator.RECEIVED: (
        _("Đúng, trước hạn trên số phải giải quyết"),
        _("giải quyết đúng hạn và trước hạn"),
        _("tiếp nhận trong kỳ và tồn kỳ trước"),
    ),
    Denominator.QD766: (
        _("Theo Quyết định 766/QĐ-TTg"),
        _("của hồ sơ tiếp nhận trong kỳ: giải quyết đúng, trước hạn hoặc đang xử lý trong hạn"),
        _("tiếp nhận trong kỳ"),
    ),
}
"""Denominator → what the rate is called, its numerator and its denominator in words."""


def list_href(agency_id: int, name: str, window: Window, extra: dict[str, str] | None = None) -> str:
    """Where the list behind a count of an agency opens."""
    query = urlencode({"so": name, **(extra or {})})
    return f"{reverse('cases:cases', args=[agency_id])}?{query}&{window.encoded}"
