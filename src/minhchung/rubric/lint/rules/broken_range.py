"""L602: a range without its "đến", or from the larger to the smaller ("Từ 80 dưới 100%": S1:537)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject
from minhchung.viet.folding import nfc

_FROM_UNDER = re.compile(r"\btừ\s+(\d+(?:[.,]\d+)?\s*%?)\s+(dưới|trên)\s+\d+", re.IGNORECASE)
_FROM_TO = re.compile(r"\btừ\s+(\d{1,3})\s*%?\s*(?:đến|-|–)\s*(?:dưới\s+)?(\d{1,3})\s*%", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Spot]:
    """Options and rows only: prose may run otherwise."""
    for words in subject.words:
        if words.role != "option":
            continue
        text = nfc(words.text)
        code = words.node.code if words.node is not None else None
        lost = _FROM_UNDER.search(text)
        if lost is not None:
            yield Spot(
                Reason(f"“{lost[0]}”: thiếu chữ “đến”.", f"“{lost[0]}”: “đến” (to) is missing."),
                Reason("Viết “từ … đến dưới …”.", "Write from … to under …."),
                code,
                words.line,
                sample=lost[0],
                proposal=lost[0].replace(f" {lost[2]}", f" đến {lost[2]}", 1),
                place=words.place,
            )
        turned = _FROM_TO.search(text)
        if turned is not None and int(turned[1]) > int(turned[2]):
            yield Spot(
                Reason(
                    f"“{turned[0]}”: từ số lớn đến số nhỏ.", f"“{turned[0]}”: from the larger to the smaller."
                ),
                Reason("Viết từ số nhỏ đến số lớn.", "Write from the smaller to the larger."),
                code,
                words.line,
                sample=turned[0],
                place=words.place,
            )


RULE = LintRule("L602", "warning", Reason("Khoảng viết hỏng", "Broken range"), check)
