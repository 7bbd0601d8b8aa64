"""L610: letters of another alphabet, which a Vietnamese text has none of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.spelling import FOREIGN
from minhchung.rubric.lint.subject import Subject

_FOREIGN = re.compile(FOREIGN)


def check(subject: Subject) -> Iterator[Spot]:
    """The rubric's own texts; what stands around it in the published page is the proofreader's (P507)."""
    for words in subject.words:
        match = _FOREIGN.search(words.text)
        if match is not None:
            yield _spot(match[0], words.node.code if words.node is not None else None, words.line)


def _spot(said: str, node: str | None, line: int | None) -> Spot:
    return Spot(
        Reason(
            f"“{said}”: chữ của bảng chữ cái khác lạc vào văn bản.", f"“{said}”: letters of another alphabet."
        ),
        Reason("Bỏ chữ lạc.", "Drop it."),
        node,
        line,
        sample=said,
    )


RULE = LintRule("L610", "note", Reason("Chữ lạ", "Foreign letters"), check)
