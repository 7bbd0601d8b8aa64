"""L405: what happens to the points of a criterion that does not apply is not said (S1:1901)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.stated import line_that_states, stated_in_words
from minhchung.rubric.lint.subject import Subject

_NOTHING_AROSE = re.compile(r"không\s+(?:có\s+)?phát\s+sinh|không\s+áp\s+dụng", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Spot]:
    """No rule anywhere; or only "không chấm điểm", which leaves open what the total is then out of."""
    rubric = subject.rubric
    policies = {rubric.not_applicable}
    policies |= {leaf.not_applicable.policy for leaf in rubric.leaves() if leaf.not_applicable is not None}
    known = policies - {None}
    line = subject.published.first(_NOTHING_AROSE) if subject.published is not None else None
    if not known:
        stated = line_that_states(subject, "L405")
        yield Spot(
            stated_in_words("L405", stated)
            if stated is not None
            else Reason(
                "Không nói tiêu chí không áp dụng hoặc không phát sinh thì xử lý điểm thế nào.",
                "What happens to a criterion that does not apply is not said.",
            ),
            Reason("Thêm quy tắc chung cho trường hợp không áp dụng.", "Add a rule for what does not apply."),
            line=stated or line or subject.first_line,
            proposal="not_applicable: rescale_total",
        )
    elif "not_scored" in known:
        yield Spot(
            Reason(
                "“Không phát sinh nhiệm vụ thì không chấm điểm”: không nói tổng điểm khi đó tính trên bao nhiêu.",
                "“Not scored when nothing arose”: what the total is then out of is not said.",
            ),
            Reason(
                "Ghi rõ: quy đổi về tổng điểm, cho điểm tối đa, hay bỏ khỏi tổng.",
                "Say whether the total is rescaled, full marks are given, or it is taken out.",
            ),
            line=line or subject.last_line,
            sample="không phát sinh 1 tiêu chí: trên 100 hay trên phần còn lại?",
            proposal="not_applicable: rescale_total",
        )


RULE = LintRule("L405", "warning", Reason("Thiếu quy tắc không áp dụng", "No rule for N/A"), check)
