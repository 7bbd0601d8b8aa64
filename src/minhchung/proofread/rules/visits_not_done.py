"""P303: planned visits counted as done (S4:27: 46 at the office, one of which was not inspected)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.proofread.figures import COUNT, count_of
from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot

_VISITED = r"(?:đơn vị|cơ quan|xã|phường|phòng|trường|cơ sở|địa phương)"
_PLANNED = re.compile(
    rf"(?P<n>{COUNT})\s+{_VISITED}\s+(?:được\s+)?(?:kiểm tra|đánh giá)(?:\s+\w+){{0,2}}\s+(?:tại|trực tiếp)|"
    rf"\bđã\s+(?:kiểm tra|đánh giá)\s+(?:được\s+|tại\s+)?(?P<done>{COUNT})\s+{_VISITED}",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    rf"(?P<n>{COUNT})\s+{_VISITED}\s+(?:\w+\s+){{0,2}}?(?:không|chưa)\s+(?:được\s+|tiến hành\s+|thực hiện\s+)*(?:kiểm tra|đánh giá)",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"trong đó|gồm|\(", re.IGNORECASE)


def check(report: Report) -> Iterator[Spot]:
    """A count of visits, and inside it visits that did not take place: what was done is fewer."""
    for block in report.blocks:
        planned, missed = _PLANNED.search(block.text), _NOT_DONE.search(block.text)
        if planned is None or missed is None or missed.start() < planned.end():
            continue
        most, fewer = count_of(planned["n"] or planned["done"]), count_of(missed["n"])
        among = _INSIDE.search(block.text[planned.end() : missed.start()])
        if fewer >= most or (planned["done"] and among is None):
            continue
        place = "tại chỗ " if planned["n"] else ""
        yield Spot(
            Reason(
                f"{most} nơi kiểm tra {place}gồm cả {fewer} nơi không kiểm tra được: thực tế {most - fewer}. "
                f"Không thấy nói nơi này được kiểm tra dưới hình thức nào khác.",
                f"{most} visits include {fewer} that did not take place: {most - fewer} were done; "
                "that it was inspected in another form is not said.",
            ),
            Reason(
                "Đếm số đã kiểm tra, không đếm số theo kế hoạch.", "Count visits done, not visits planned."
            ),
            line=block.line_at(missed.start()),
            sample=f"{most} − {fewer} = {most - fewer}",
            proposal=f"{most - fewer}",
        )


RULE = ReportRule("P303", "warning", Reason("Tính cả việc chưa làm", "Counted but not done"), check)
