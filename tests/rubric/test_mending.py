"""A proposal goes into the text where its place is plain, and then the finding is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import reduce
from itertools import zip_longest

import pytest

from minhchung.rubric import parse, print_rubric
from minhchung.rubric.lint import Finding, lint
from minhchung.rubric.mending import mended
from minhchung.rubric.outline import Outline, outline_of, print_outline
from minhchung.rubric.shipped import CODES, shipped_text


def same(finding: Finding) -> tuple[str, str | None, str | None, str | None]:
    return finding.code, finding.node, finding.sample, finding.proposal


@pytest.mark.parametrize("code", CODES)
def test_every_proposal_that_goes_in_mends_its_finding(code: str) -> None:
    """Proposals for different nodes go in together, those for one node one after another, each into the text as it was."""
    rubric = parse(print_rubric(parse(shipped_text(code))))
    outline = outline_of(print_rubric(rubric))
    found = lint(rubric)
    before = Counter(map(same, found))
    fitting = [finding for finding in found if mended(outline, finding) is not None]

    for together in one_a_node(fitting):
        left = Counter(map(same, lint(parse(print_outline(reduce(put_in, together, outline))))))
        for finding in together:
            assert left[same(finding)] < before[same(finding)], same(finding)

    proposed = [each for each in found if each.proposal and "…" not in each.proposal]
    assert len(fitting) >= len(proposed) * 0.8


def one_a_node(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The first finding of every node, then the second, and so on."""
    of_node: dict[str | None, list[Finding]] = {}
    for finding in findings:
        of_node.setdefault(finding.node, []).append(finding)
    return [[*filter(None, each)] for each in zip_longest(*of_node.values())]


def put_in(outline: Outline, finding: Finding) -> Outline:
    after = mended(outline, finding)
    assert after is not None, same(finding)
    return after


def test_a_proposal_without_a_plain_place_changes_nothing() -> None:
    rubric = parse(shipped_text("ca-mau-iso-2018"))
    outline = outline_of(shipped_text("ca-mau-iso-2018"))

    for finding in lint(rubric):
        if not finding.proposal or "…" in finding.proposal:
            assert mended(outline, finding) is None


def test_a_span_of_another_year_moves_to_the_rubric_s_year_in_words_and_window() -> None:
    text = print_rubric(parse(shipped_text("quang-dien-cchc-2023")))
    outline = outline_of(text)
    found = next(each for each in lint(parse(text)) if each.code == "L501")

    after = mended(outline, found)

    assert after is not None
    assert not [each for each in lint(parse(print_outline(after))) if each.code == "L501"]
    item = after.resolve(found.node or "")
    assert "01/01/2022" not in str({**item.fields, "notes": ""})
    assert "01/01/2022" in str(item.fields["notes"]), "what the transcriber quoted stays"


def test_a_floor_that_only_the_rule_has_is_said_in_words_beside_what_was_said() -> None:
    text = print_rubric(parse(shipped_text("quang-dien-cchc-2023")))
    outline = outline_of(text)
    found = next(each for each in lint(parse(text)) if each.code == "L408")
    said = outline.resolve(found.node or "").said("text")

    after = mended(outline, found)

    assert after is not None
    assert after.resolve(found.node or "").said("text") == f"{said} Trừ tối đa hết số điểm của tiêu chí."


def test_a_broken_range_is_mended_in_place_and_says_the_rest_once() -> None:
    text = print_rubric(parse(shipped_text("quang-dien-cchc-2023")))
    outline = outline_of(text)
    found = next(each for each in lint(parse(text)) if each.code == "L602")

    after = mended(outline, found)

    assert after is not None and "kịp thời% văn bản" not in print_outline(after)
    assert 'text: "Từ 80 đến dưới 100% văn bản được xử lý kịp thời"' in print_outline(after)
