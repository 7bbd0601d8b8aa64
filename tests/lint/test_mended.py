"""What a proposal leaves behind: put in, it takes its finding away and brings no new one."""

from __future__ import annotations

from collections import Counter

import pytest

from minhchung.rubric import parse
from minhchung.rubric.lint import Finding, lint
from minhchung.rubric.mending import mended
from minhchung.rubric.outline import outline_of, print_outline
from minhchung.rubric.shipped import CODES, shipped_text

FOLLOWS = {
    "L604": "its words say two things at once, and stand",
    "L701": "an example was of the value that had no points",
}
"""What may come of a proposal, and why."""


@pytest.mark.parametrize("code", CODES)
def test_a_proposal_put_in_brings_no_new_fault(code: str) -> None:
    text = shipped_text(code)
    outline, found = outline_of(text), lint(parse(text))
    before = Counter(each.code for each in found)

    for finding in found:
        after = mended(outline, finding)
        if after is None or finding.code == "L101":
            continue
        now = Counter(each.code for each in lint(parse(print_outline(after))))

        assert now[finding.code] < before[finding.code], shown(finding)
        assert {each for each in now - before if each not in FOLLOWS} == set(), shown(finding)


def test_headings_whose_leaves_make_the_total_are_mended_together() -> None:
    outline = outline_of(shipped_text("quang-dien-cchc-2023"))
    wrong = [each for each in lint(parse(print_outline(outline))) if each.code == "L101"]

    for finding in wrong:
        after = mended(outline, finding)
        assert after is not None
        outline = after

    assert [each.proposal for each in wrong] == ["max: 76", "max: 23"]
    assert not {each.code for each in lint(parse(print_outline(outline)))} & {"L101", "L102"}


def test_a_heading_that_fits_the_total_is_left_and_its_children_are_to_be_mended() -> None:
    (found,) = [each for each in lint(parse(shipped_text("ca-mau-iso-2018"))) if each.code == "L101"]

    assert found.proposal is None
    assert found.hint.vi.startswith(
        "Tổng phía trên đang đúng với 30 điểm của mục 6: bớt 4 điểm ở các mục con"
    )


def shown(finding: Finding) -> tuple[str, str | None, str | None]:
    return finding.code, finding.node, finding.proposal
