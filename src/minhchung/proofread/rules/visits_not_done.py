"""P303: planned visits counted as done (S4:27: 46 at the office, one of which was not inspected)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.proofread.figures import COUNT, count_of
from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot

_PLANNED = re.compile(
    rf"(?P<n>{COUNT})\s+(?:đơn vị|cơ quan)\s+(?:được\s+)?(?:kiểm tra|đánh giá)(?:\s+\w+){{0,2}}\s+(?:tại|trực tiếp)",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    rf"(?P<n>{COUNT})\s+(?:đơn vị|cơ quan)\s+(?:\w+\s+){{0,2}}?(?:không|chưa)\s+(?:được\s+|tiến hành\s+|thực hiện\s+)*(?:kiểm tra|đánh giá)",
    re.IGNORECASE,
)


def check(report: Report) -> Iterator[Spot]:
    """A count of visits, and inside it visits that did not take place: what was done is fewer."""
    for block in report.blocks:
        planned, missed = _PLANNED.search(block.text), _NOT_DONE.search(block.text)
        if planned is None or missed is None or missed.start() < planned.end():
            continue
        most, fewer = count_of(planned["n"]), count_of(missed["n"])
        if fewer >= most:
            continue
        yield Spot(
            Reason(
                f"{most} đơn vị kiểm tra tại chỗ gồm cả {fewer} đơn vị không kiểm tra được: thực tế {most - fewer}. "
                f"Đơn vị này không được kiểm tra dưới hình thức nào.",
                f"{most} visits include {fewer} that did not take place: {most - fewer} were done; "
                "that agency was inspected in no form.",
            ),
            Reason(
                "Đếm số đã kiểm tra, không đếm số theo kế hoạch.", "Count visits done, not visits planned."
            ),
            line=block.line_at(missed.start()),
            sample=f"{most} − {fewer} = {most - fewer}",
            proposal=f"{most - fewer} đơn vị",
        )


RULE = ReportRule("P303", "warning", Reason("Tính cả việc chưa làm", "Counted but not done"), check)
