"""Lint: what is wrong with a rubric, found before it is issued.

    for finding in lint(rubric):
        print(finding.code, finding.line, finding.message.vi)

Every rule looks at the rubric's structure and at the words of its options; none of them changes anything.
"""

from __future__ import annotations

from minhchung.rubric.lint.again import lint_again
from minhchung.rubric.lint.finding import Finding, LintRule, Stretch, finding_of
from minhchung.rubric.lint.ordering import in_order
from minhchung.rubric.lint.published import Published, published_text
from minhchung.rubric.lint.rules import RULES
from minhchung.rubric.lint.subject import Subject
from minhchung.rubric.model import Rubric

__all__ = ["RULES", "Finding", "LintRule", "Stretch", "lint", "lint_again", "published_text"]


def lint(
    rubric: Rubric, *, published: str | None = None, rules: tuple[LintRule, ...] = RULES
) -> tuple[Finding, ...]:
    """Everything the rules find, in the order of the published text; what concerns the whole rubric comes last.

    published: the text the rubric was taken from, with the lines that its `line` numbers count. It makes places exact
    (points and evidence have no line of their own in a rubric) and shows what stands around the rubric.
    """
    subject = Subject(rubric, Published(published) if published is not None else None)
    found = [finding_of(rule.code, rule.severity, spot) for rule in rules for spot in rule.check(subject)]
    return tuple(sorted(found, key=in_order))
