"""P403: a criterion that is given more points than it is worth."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.proofread.report import Report
from minhchung.proofread.rule import ReportRule
from minhchung.proofread.scores import scored_rows
from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import Spot
from minhchung.rubric.wording import en_number, vi_number


def check(report: Report) -> Iterator[Spot]:
    """Rows of the self-assessment in the same file."""
    for row in scored_rows(report):
        if row.points > row.most >= 0:
            name = row.label or row.title
            yield Spot(
                Reason(
                    f"Mục {name}: tự chấm {vi_number(row.points)} điểm, tối đa chỉ {vi_number(row.most)}.",
                    f"{name}: {en_number(row.points)} points are claimed, the most is {en_number(row.most)}.",
                ),
                Reason(
                    "Sửa điểm tự chấm, hoặc kiểm tra điểm tối đa.", "Mend the points, or check the maximum."
                ),
                line=row.line,
                sample=f"{vi_number(row.points)}/{vi_number(row.most)}",
            )


RULE = ReportRule("P403", "error", Reason("Tự chấm quá điểm tối đa", "More than the maximum claimed"), check)
