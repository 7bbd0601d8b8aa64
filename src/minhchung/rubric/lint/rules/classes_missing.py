"""L406: no bands of classes (S0:135–141: classes were given, the bands are nowhere)."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.stated import line_that_states, stated_in_words
from minhchung.rubric.lint.subject import Subject


def check(subject: Subject) -> Iterator[Spot]:
    """A note: a rubric may rank without classes."""
    if subject.rubric.classes is None:
        line = line_that_states(subject, "L406")
        yield Spot(
            Reason("Không có mức điểm xếp loại.", "No bands of classes.")
            if line is None
            else stated_in_words("L406", line),
            Reason(
                "Công bố mức điểm của từng loại, hoặc ghi rõ là không xếp loại.",
                "Publish the points of each class, or say that there are none.",
            ),
            line=line,
            proposal='classes: { bands: [ { name: "Xuất sắc", when: ">= 90" }, … ] }',
        )


RULE = LintRule("L406", "note", Reason("Thiếu mức xếp loại", "Class bands missing"), check)
