"""L402: a criterion that agencies score themselves asks for no evidence (S1:857)."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject


def check(subject: Subject) -> Iterator[Spot]:
    """One finding a leaf; one for the whole rubric where most leaves ask for none."""
    asked = [leaf for leaf in subject.rubric.leaves() if leaf.answered_by == "agency"]
    bare = [leaf for leaf in asked if not subject.rubric.evidence_for(leaf.code)]
    if not bare:
        return
    if 2 * len(bare) > len(asked) and len(bare) > 1:
        yield Spot(
            Reason(
                f"{len(bare)}/{len(asked)} tiêu chí không nêu tài liệu kiểm chứng.",
                f"{len(bare)} of {len(asked)} criteria name no evidence.",
            ),
            Reason("Thêm cột tài liệu kiểm chứng.", "Add a column of evidence."),
            line=subject.first_line,
            sample=", ".join(leaf.code for leaf in bare[:5]),
        )
        return
    for leaf in bare:
        yield Spot(
            Reason(f"Mục {leaf.code} không nêu tài liệu kiểm chứng.", f"{leaf.code} names no evidence."),
            Reason("Nêu tài liệu chứng minh.", "Name the document that proves it."),
            leaf.code,
            leaf.line,
            sample=leaf.title,
            place=leaf.place,
        )


RULE = LintRule("L402", "warning", Reason("Thiếu minh chứng", "Evidence missing"), check)
