"""L411: what a leaf is bound to cannot answer it: no such indicator, a parameter it lacks, another shape of figure."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.binding import misfits
from minhchung.rubric.errors import Reason
from minhchung.rubric.indicators import catalogue
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject


def check(subject: Subject) -> Iterator[Spot]:
    """Every binding that could never fill its leaf in; a heading is bound to nothing."""
    for node in subject.rubric.walk():
        if node.bind and not node.is_leaf:
            reasons: tuple[Reason, ...] = (
                Reason("Chỉ tiêu chí lá mới nối với chỉ số.", "Only a leaf may be bound to an indicator."),
            )
        else:
            reasons = misfits(node, catalogue())
        for reason in reasons:
            yield Spot(
                Reason(f"Mục {node.code}: {reason.vi}", f"{node.code}: {reason.en}"),
                Reason(
                    "Sửa “bind”; danh sách chỉ số: minhchung indicator list.",
                    "Mend `bind`; the indicators: minhchung indicator list.",
                ),
                node.code,
                node.line,
                place=node.place,
            )


RULE = LintRule("L411", "error", Reason("Chỉ số không khớp", "Indicator does not fit"), check)
