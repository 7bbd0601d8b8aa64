"""L409: points for how much work came in, which the agency does not decide (S0:117–119)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.figures import figures
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject, part_line
from minhchung.viet.folding import nfc

_VOLUME = re.compile(
    r"(?:số lượng|tổng số|khối lượng|số)\s+(?:hồ sơ|lượt hồ sơ|công dân|lượt tiếp|văn bản đến|đơn thư)(?!\s+(?:được|đã|giải|xử|trực|nộp))",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Spot]:
    """Bands over a count of cases with no word of what was done with them."""
    for figure in figures(subject):
        if figure.measure is None or figure.measure.kind != "count" or not figure.banded:
            continue
        said = _VOLUME.search(nfc(figure.measure.title)) or _VOLUME.search(nfc(figure.banded[0].text))
        best = max(figure.banded, key=lambda row: row.points)
        if said is None or not any(limit.op in (">", ">=") for limit in best.limits):
            continue
        node = figure.node
        middle = sorted(figure.banded, key=lambda row: row.points)[len(figure.banded) // 2]
        yield Spot(
            Reason(
                f"Mục {node.code}: điểm theo “{said[0]}”, điều cơ quan không quyết định được.",
                f"{node.code}: points by the volume of cases, which the agency does not decide.",
            ),
            Reason(
                "Chấm việc giải quyết (tỷ lệ đúng hạn), không chấm khối lượng.",
                "Score the handling, not the volume.",
            ),
            node.code,
            part_line(node, middle),
            sample=middle.text,
            place=node.place,
        )


RULE = LintRule("L409", "note", Reason("Chấm theo khối lượng việc", "Points for volume"), check)
