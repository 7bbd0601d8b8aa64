"""What each recorded verb is called in the office's own words; the code itself stands beside it in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minhchung.agencies.domain.verb_words import VERB_WORDS
from minhchung.cases.domain.verb_words import VERB_WORDS as CASES_WORDS
from minhchung.criteria.domain.verb_words import VERB_WORDS as CRITERIA_WORDS
from minhchung.indicators.domain.verb_words import VERB_WORDS as INDICATOR_WORDS
from minhchung.rounds.enums import DecisionKind

WORDS: Final[Mapping[str, Promise]] = {
    **VERB_WORDS,
    **CRITERIA_WORDS,
    **INDICATOR_WORDS,
    **CASES_WORDS,
    **{f"round.{kind.value}": kind.label for kind in DecisionKind},
    "entry.declared_none": _("Khai “không có” cho nhiều tiêu chí"),
    "entry.merged": _("Nhập hồ sơ chấm điểm"),
    "entry.returned": _("Lãnh đạo trả lại bài tự chấm"),
    "entry.sent_to_head": _("Trình lãnh đạo"),
    "entry.submitted": _("Nộp bài tự chấm"),
    "entry.withdrawn_from_head": _("Rút lại bài đã trình"),
    "entry.workbook_taken_in": _("Nhập bài tự chấm từ Excel"),
    "evidence.added": _("Thêm minh chứng"),
    "evidence.described": _("Ghi thông tin minh chứng"),
    "evidence.detached": _("Gỡ minh chứng"),
    "explanation.answered": _("Trả lời giải trình"),
    "explanation.filed": _("Gửi giải trình"),
    "leaf.appraised": _("Thẩm định tiêu chí"),
    "leaf.decided": _("Kết luận tiêu chí"),
    "leaves.accepted": _("Đồng ý nhiều tiêu chí cùng lúc"),
    "leaves.appraised": _("Thẩm định một tiêu chí ở nhiều cơ quan"),
    "leaves.declared_none": _("Hội đồng ghi “không có” theo tên"),
    "leaves.workbook_taken_in": _("Nhập thẩm định từ Excel"),
    "publication.confirmed": _("Xác nhận công bố"),
    "publication.proposed": _("Đề nghị công bố"),
    "publication.withdrawn": _("Rút đề nghị công bố"),
    "ranking.computed": _("Tính xếp hạng"),
    "round.draft_changed": _("Sửa đợt đang chuẩn bị"),
    "round.finalised": _("Chốt điểm của đợt"),
    "round.prepared": _("Chuẩn bị đợt"),
    "round.substitute_named": _("Cử đơn vị thẩm định thay"),
    "stated.confirmed": _("Xác nhận công khai bảng kết quả công bố nơi khác"),
    "stated.kept": _("Lưu bảng kết quả công bố nơi khác"),
    "stated.withdrawn": _("Rút bảng kết quả công bố nơi khác"),
}


def words_of(verb: str) -> str:
    """The verb in words; of one without words, the code."""
    return str(WORDS.get(verb, verb))
