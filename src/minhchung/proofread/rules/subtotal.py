"""P103: parts that should make the whole and do not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.proofread.figures import COUNT, count_of
from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot

_WHOLE = re.compile(
    rf"(?<![\d/.,])(?P<n>{COUNT})\s+(?P<unit>hồ sơ|đơn vị|cơ quan|thủ tục|TTHC|văn bản|tài liệu|phiếu|nhiệm vụ)\b"
)
_OPENS = re.compile(r"^[^.;\d]{0,60}?(?:trong đó|gồm|bao gồm|\()", re.IGNORECASE)
# Two kinds that leave nothing between them: their counts must make the whole.
_PAIRS = (
    ("trong kỳ", "kỳ trước"),
    ("đúng", "trễ"),
    ("đúng", "quá hạn"),
    ("tại trụ sở", "qua báo cáo"),
    ("mức độ 3", "mức độ 4"),
    ("trực tuyến", "trực tiếp"),
    ("đã giải quyết", "đang giải quyết"),
)


def check(report: Report) -> Iterator[Spot]:
    """A whole, "trong đó", and two complementary parts; parts that only illustrate are left alone."""
    for block in report.blocks:
        for whole in _WHOLE.finditer(block.text):
            after = block.text[whole.end() :]
            if _OPENS.match(after) is None:
                continue
            stop = re.search(r"\.\s+[A-ZĐÀ-Ỹ]|trong đó", after[_OPENS.match(after).end() :])  # type: ignore[union-attr]
            inner = after if stop is None else after[: _OPENS.match(after).end() + stop.start()]  # type: ignore[union-attr]
            parts = _pair(inner, whole["unit"])
            total = count_of(whole["n"])
            if parts is not None and sum(parts) != total:
                said = " + ".join(str(part) for part in parts)
                yield Spot(
                    Reason(
                        f"{said} = {sum(parts)}, không phải {whole['n']} {whole['unit']}.",
                        f"{said} = {sum(parts)}, not {whole['n']}.",
                    ),
                    Reason("Cộng lại các phần.", "Add the parts again."),
                    line=block.line_at(whole.start()),
                    sample=f"{said} ≠ {total}",
                    proposal=str(sum(parts)),
                )


def _pair(inner: str, unit: str) -> tuple[int, int] | None:
    """The counts of two complementary parts, when exactly two parts are named so."""
    for one, two in _PAIRS:
        first, second = _count_by(inner, one, unit), _count_by(inner, two, unit)
        if first is not None and second is not None and first != second:
            return count_of(inner[first[0] : first[1]]), count_of(inner[second[0] : second[1]])
    return None


def _count_by(inner: str, words: str, unit: str) -> tuple[int, int] | None:
    """Where the count of the part so called stands: before its words ("46 đơn vị kiểm tra tại trụ sở") or after them."""
    before = re.search(
        rf"(?<![\d/.,])(?P<n>{COUNT})(?:/{COUNT})?\s+{unit}\s+(?:[^\d;:()]{{0,25}}?){re.escape(words)}", inner
    )
    after = re.search(rf"{re.escape(words)}[^\d;()]{{0,30}}?:\s*(?P<n>{COUNT})\s+{unit}", inner)
    found = after or before
    return found.span("n") if found else None


RULE = ReportRule("P103", "error", Reason("Cộng phần sai", "Parts do not add up"), check)
