"""L504: the text is a draft, not the issued rubric (S1:10–17)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject
from minhchung.viet.folding import nfc

_DRAFT = re.compile(r"dự\s*thảo", re.IGNORECASE)
_NUMBER = re.compile(r"\d+/[^\s,;]+")


def check(subject: Subject) -> Iterator[Spot]:
    """The decision or the title says so."""
    rubric = subject.rubric
    if not any(_DRAFT.search(nfc(text)) for text in (rubric.title, rubric.decision)):
        return
    number = _NUMBER.search(rubric.decision)
    line = None
    if subject.published is not None and number is not None:
        line = subject.published.first(re.compile(re.escape(number[0])))
    yield Spot(
        Reason(
            "Đây là dự thảo, chưa phải bộ tiêu chí ban hành: tiêu chí còn có thể đổi.",
            "This is a draft, not the issued rubric: criteria may still change.",
        ),
        Reason(
            "Thay bằng bản ban hành, ghi số và ngày quyết định.",
            "Replace it by the issued text, with its decision.",
        ),
        line=line,
        sample=rubric.decision,
    )


RULE = LintRule("L504", "note", Reason("Bản dự thảo", "Draft"), check)
