"""L609: a word that no Vietnamese syllable is spelled like."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.slips import spots_of_slips
from minhchung.rubric.lint.spelling import impossible_syllables
from minhchung.rubric.lint.subject import Subject


def check(subject: Subject) -> Iterator[Spot]:
    """Only words that carry Vietnamese marks: names and foreign words do not."""
    return spots_of_slips(
        subject,
        impossible_syllables,
        lambda slip: Reason(
            f"“{slip.said}” không phải là âm tiết tiếng Việt.", f"“{slip.said}” is no Vietnamese syllable."
        ),
    )


RULE = LintRule("L609", "warning", Reason("Âm tiết sai", "Impossible syllable"), check)
