"""L407: nothing says who stands first of two with equal points (S0:133–141: three at 100)."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.stated import line_that_states, stated_in_words
from minhchung.rubric.lint.subject import Subject


def check(subject: Subject) -> Iterator[Spot]:
    """A note: equal ranks may be what is wanted."""
    if not subject.rubric.tie_break:
        line = line_that_states(subject, "L407")
        yield Spot(
            Reason("Không nói xếp hạng thế nào khi bằng điểm.", "How equal points are ranked is not said.")
            if line is None
            else stated_in_words("L407", line),
            Reason(
                "Thêm thứ tự ưu tiên, hoặc ghi rõ là đồng hạng.",
                "Add a chain of tie-breaks, or say that ranks are shared.",
            ),
            sample="hai cơ quan bằng điểm",
            line=line,
            proposal="tie_break: [ fewer_deductions, vote ]",
        )


RULE = LintRule("L407", "note", Reason("Thiếu quy tắc bằng điểm", "Tie-break missing"), check)
