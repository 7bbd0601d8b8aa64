"""Lint reads any rubric and any page in peace, and says the same twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from minhchung.proofread import proofread
from minhchung.rubric.lint import lint
from minhchung.rubric.model import Rubric
from minhchung.rubric.parse import parse
from minhchung.rubric.printing import print_rubric
from tests.lint.seeds import text_of
from tests.rubric.generated import rubrics

PAGES = st.text("a1 2,5\n%/đủ\t…", max_size=80)


@settings(max_examples=12, deadline=None)
@given(rubrics(), st.none() | PAGES)
def test_any_rubric_can_be_linted(rubric: Rubric, page: str | None) -> None:
    for finding in lint(rubric, published=page):
        assert finding.message.vi and finding.message.en


@settings(max_examples=12, deadline=None)
@given(rubrics())
def test_a_rubric_printed_and_read_again_has_the_same_findings(rubric: Rubric) -> None:
    again = parse(print_rubric(rubric))

    assert sorted(_shown(each) for each in lint(again)) == sorted(_shown(each) for each in lint(rubric))


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(["S0", "S2", "S3", "S4"]), st.data())
def test_a_cut_report_is_read_in_peace(seed: str, data: st.DataObject) -> None:
    text = text_of(seed)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(len(text), start + 3000)))
    lines = text[start:end].count("\n") + 1

    assert all(1 <= (each.line or 0) <= lines for each in proofread(text[start:end]))


def _shown(finding: object) -> str:
    """Without the place in the YAML, which a rubric made by code has none of."""
    return repr(
        [getattr(finding, name) for name in ("code", "node", "line", "message", "sample", "proposal")]
    )
