"""L607: a word typed twice (S0:124 "báo cáo cáo năm")."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.slips import spots_of_slips
from minhchung.rubric.lint.spelling import doubled_words
from minhchung.rubric.lint.subject import Subject


def check(subject: Subject) -> Iterator[Spot]:
    """Each doubling once, at its first place."""
    return spots_of_slips(
        subject,
        doubled_words,
        lambda slip: Reason(f"“{slip.said}”: gõ lặp chữ.", f"“{slip.said}”: a word typed twice."),
    )


RULE = LintRule("L607", "warning", Reason("Gõ lặp chữ", "Doubled word"), check)
