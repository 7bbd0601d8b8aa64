"""L701: a worked example no longer gives the points it states."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.examples import ExampleFinding, check_examples, example_in_words
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject

_MOST_REASONS = 3


def check(subject: Subject) -> Iterator[Spot]:
    """Each example that fails, with what it gives now and why."""
    for finding in check_examples(subject.rubric):
        yield _spot(finding)


def _spot(finding: ExampleFinding) -> Spot:
    name, code, stated = example_in_words(finding.example), finding.node.code, finding.stated
    why = finding.why[:_MOST_REASONS]
    vi, en = "; ".join(each.vi for each in why), "; ".join(each.en for each in why)
    if finding.found is None:
        message = Reason(
            f"Mục {code}: {name.vi} không còn chấm được: {vi}", f"{code}: {name.en} cannot be scored: {en}"
        )
    else:
        now = finding.found
        message = Reason(
            f"Mục {code}: {name.vi} ghi {stated.vi}, nay {now.vi}{f': {vi}' if vi else ''}.",
            f"{code}: {name.en} states {stated.en}, now {now.en}{f': {en}' if en else ''}.",
        )
    return Spot(
        message,
        Reason(
            "Sửa lại quy tắc; nếu quy tắc mới là đúng ý thì sửa ví dụ và ghi ngày mới.",
            "Mend the rule; where the new rule is what is meant, mend the example and date it anew.",
        ),
        code,
        finding.node.line,
        sample=f"{finding.sample} → {stated.vi}" if finding.sample else stated.vi,
        place=finding.example.place or finding.node.place,
    )


RULE = LintRule("L701", "error", Reason("Ví dụ không còn đúng", "Example no longer holds"), check)
