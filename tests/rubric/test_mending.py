"""A proposal goes into the text where its place is plain, and then the finding is gone."""

from __future__ import annotations

import pytest

from minhchung.rubric import parse, print_rubric
from minhchung.rubric.lint import Finding, lint
from minhchung.rubric.mending import mended
from minhchung.rubric.outline import outline_of, print_outline
from minhchung.rubric.shipped import CODES, shipped_text


def same(finding: Finding) -> tuple[str, str | None, str | None, str | None]:
    return finding.code, finding.node, finding.sample, finding.proposal


@pytest.mark.parametrize("code", CODES)
def test_every_proposal_that_goes_in_mends_its_finding(code: str) -> None:
    rubric = parse(print_rubric(parse(shipped_text(code))))
    outline = outline_of(print_rubric(rubric))
    applied = 0
    for finding in lint(rubric):
        after = mended(outline, finding)
        if after is None:
            continue
        applied += 1
        before, left = ([*map(same, lint(each))] for each in (rubric, parse(print_outline(after))))
        assert left.count(same(finding)) < before.count(same(finding)), same(finding)
    proposed = [each for each in lint(rubric) if each.proposal and "…" not in each.proposal]
    assert applied >= len(proposed) * 0.8


def test_a_proposal_without_a_plain_place_changes_nothing() -> None:
    rubric = parse(shipped_text("ca-mau-iso-2018"))
    outline = outline_of(shipped_text("ca-mau-iso-2018"))

    for finding in lint(rubric):
        if not finding.proposal or "…" in finding.proposal:
            assert mended(outline, finding) is None
