"""L406: no bands of classes (S0:135–141: classes were given, the bands are nowhere)."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject


def check(subject: Subject) -> Iterator[Spot]:
    """A note: a rubric may rank without classes."""
    if subject.rubric.classes is None:
        yield Spot(
            Reason("Không có mức điểm xếp loại.", "No bands of classes."),
            Reason(
                "Công bố mức điểm của từng loại, hoặc ghi rõ là không xếp loại.",
                "Publish the points of each class, or say that there are none.",
            ),
            proposal='classes: { bands: [ { name: "Xuất sắc", when: ">= 90" }, … ] }',
        )


RULE = LintRule("L406", "note", Reason("Thiếu mức xếp loại", "Class bands missing"), check)
