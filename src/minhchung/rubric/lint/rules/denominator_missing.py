"""L403: a rate of what, out of what, is not said."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.measures import measures_of
from minhchung.rubric.lint.subject import Subject


def check(subject: Subject) -> Iterator[Spot]:
    """A rate whose numerator or denominator has no name."""
    for node in subject.rubric.leaves():
        for measure in measures_of(node):
            if measure.kind != "rate" or (measure.numerator and measure.denominator):
                continue
            yield Spot(
                Reason(
                    f"Mục {node.code}: tỷ lệ không nói rõ tử số và mẫu số.",
                    f"{node.code}: the rate does not say what is divided by what.",
                ),
                Reason(
                    "Ghi tử số và mẫu số (vd. trên số hồ sơ đã giải quyết, hay đã tiếp nhận).",
                    "Name the numerator and the denominator (of cases handled, or received).",
                ),
                node.code,
                node.line,
                sample=measure.title or node.title,
                proposal='numerator: "…", denominator: "…"',
                place=node.place,
            )


RULE = LintRule("L403", "warning", Reason("Thiếu mẫu số", "Denominator missing"), check)
