"""One difference between two versions, in the words of both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from minhchung.rubric.errors import Reason

ChangeKind = Literal["head", "added", "removed", "moved", "relabelled", "field"]
KEYS: dict[str, Reason] = {
    "version": Reason("phiên bản", "version"),
    "title": Reason("tên", "title"),
    "title_en": Reason("tên tiếng Anh", "English title"),
    "decision": Reason("quyết định ban hành", "decision"),
    "issued_on": Reason("ngày ban hành", "date of issue"),
    "legal_basis": Reason("căn cứ", "legal basis"),
    "applies_to": Reason("đối tượng áp dụng", "applies to"),
    "source": Reason("nguồn", "source"),
    "notes": Reason("ghi chú", "notes"),
    "total": Reason("tổng điểm", "total"),
    "total_cap": Reason("mức trần của tổng điểm", "cap of the total"),
    "total_floor": Reason("mức sàn của tổng điểm", "floor of the total"),
    "numbering": Reason("cách đánh số", "numbering"),
    "step": Reason("bước điểm", "step"),
    "rounding": Reason("làm tròn", "rounding"),
    "window": Reason("thời gian lấy số liệu", "data window"),
    "not_applicable": Reason("quy tắc không áp dụng", "not applicable"),
    "zero_denominator": Reason("mẫu số bằng 0", "denominator 0"),
    "parameters": Reason("tham số", "parameters"),
    "traits": Reason("đặc điểm cơ quan", "traits"),
    "classes": Reason("xếp loại", "classes"),
    "tie_break": Reason("quy tắc bằng điểm", "tie-break"),
    "label": Reason("nhãn", "label"),
    "text": Reason("nội dung", "text"),
    "max": Reason("điểm tối đa", "max points"),
    "rule": Reason("cách tính điểm", "rule"),
    "evidence": Reason("tài liệu kiểm chứng", "evidence"),
    "answered_by": Reason("bên trả lời", "who answers"),
    "appraised_by": Reason("cơ quan thẩm định", "who appraises"),
    "appraisers": Reason("số người thẩm định", "appraisers"),
    "re_score_over": Reason("chênh lệch phải chấm lại", "difference to re-score"),
    "when": Reason("phạm vi áp dụng", "in force for"),
    "combine": Reason("cách gộp mục con", "how children combine"),
    "block": Reason("loại khối điểm", "block"),
    "gate": Reason("điều kiện tiên quyết", "precondition"),
    "floor": Reason("điểm sàn", "floor"),
    "cap": Reason("điểm trần", "cap"),
    "multipliers": Reason("hệ số", "coefficients"),
    "bind": Reason("chỉ số tự điền", "indicator"),
    "readings": Reason("cách hiểu đã thống nhất", "readings"),
    "examples": Reason("ví dụ", "examples"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    key: what changed (a field of the rubric or node, as the YAML has it), "" for added, removed and moved nodes.
    id, code, title: of the node, "" for the head; code and title as in the new version, of a removed node as in the old.
    old, new: what stood and what stands, a line each. to_answer: answers to this leaf do not stand.
    """

    kind: ChangeKind
    key: str
    id: str
    code: str
    title: str
    old: tuple[Reason, ...] = ()
    new: tuple[Reason, ...] = ()
    to_answer: bool = False

    @property
    def name(self) -> Reason:
        """What changed, in words: `điểm tối đa`."""
        match self.kind:
            case "added":
                return Reason("thêm mới", "added")
            case "removed":
                return Reason("bỏ", "removed")
            case "moved":
                return Reason("chuyển chỗ", "moved")
            case _:
                return KEYS.get(self.key, Reason(self.key, self.key))

    @property
    def message(self) -> Reason:
        """The change on one line: `II.2.4: điểm tối đa: “4” thành “5”`."""
        return Reason(self._said("vi"), self._said("en"))

    def _said(self, language: Literal["vi", "en"]) -> str:
        where = f"{self.code}: " if self.code else ""
        what = getattr(self.name, language)
        old = "; ".join(getattr(line, language) for line in self.old)
        new = "; ".join(getattr(line, language) for line in self.new)
        if self.kind in ("added", "removed"):
            return f"{where}{what}: {new or old}".rstrip(": ")
        nothing, becomes = ("không có", "thành") if language == "vi" else ("none", "becomes")
        return f"{where}{what}: “{old or nothing}” {becomes} “{new or nothing}”"
