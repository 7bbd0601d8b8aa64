"""L608: wrong or missing marks ("cảu", "quyết đinh", "họp" typed "hợp": S0:58, 67, 74)."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.slips import spots_of_slips
from minhchung.rubric.lint.spelling import Slip, pairs_of, wrong_marks
from minhchung.rubric.lint.subject import Subject


def check(subject: Subject) -> Iterator[Spot]:
    """Against words that offices use all the time, and against how the rubric itself writes them elsewhere."""
    usual = pairs_of(words.text for words in subject.words)
    return spots_of_slips(subject, lambda text: wrong_marks(text, usual), _said)


def _said(slip: Slip) -> Reason:
    return Reason(
        f"“{slip.said}”: có lẽ là “{slip.right}”.", f"“{slip.said}”: “{slip.right}” seems to be meant."
    )


RULE = LintRule("L608", "warning", Reason("Sai dấu", "Wrong marks"), check)
