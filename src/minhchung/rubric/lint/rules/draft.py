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
    headed = _heading_says_so(subject)
    if headed is None and not any(_DRAFT.search(nfc(text)) for text in (rubric.title, rubric.decision)):
        return
    number = _NUMBER.search(rubric.decision)
    line = None
    if subject.published is not None and number is not None:
        line = subject.published.first(re.compile(re.escape(number[0])))
    line = line or headed
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


def _heading_says_so(subject: Subject) -> int | None:
    """A line in capitals above the table ("PHỤ LỤC DỰ THẢO"); prose may speak of an earlier draft."""
    if subject.published is None or subject.first_line is None:
        return None
    above = subject.published.lines[: subject.first_line - 1]
    return next((n for n, line in enumerate(above, 1) if line.isupper() and _DRAFT.search(nfc(line))), None)


RULE = LintRule("L504", "note", Reason("Bản dự thảo", "Draft"), check)
