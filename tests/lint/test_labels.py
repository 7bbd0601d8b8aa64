"""Labels that follow each other, and labels that do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from minhchung.rubric.lint import lint
from minhchung.rubric.lint.labels import follows
from minhchung.rubric.parse import parse
from tests.lint.sound import SOUND


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("I", "II", True),
        ("III", "IV", True),
        ("I", "III", False),
        ("1", "2", True),
        ("1.9", "1.10", True),
        ("1.2", "1.4", False),
        ("2", "1", False),
        ("d", "đ", True),
        ("d", "e", True),
        ("đ", "e", True),
        ("a", "c", False),
        ("1", "a", None),
        ("-", "-", None),
    ],
)
def test_one_label_after_another(before: str, after: str, expected: bool | None) -> None:
    assert follows(before, after) is expected


def test_a_label_twice_under_one_heading() -> None:
    rubric = parse(SOUND)
    first, second = rubric.nodes
    again = replace(second, label="I")

    found = [each for each in lint(replace(rubric, nodes=(first, again))) if each.code == "L505"]

    assert [(each.line, each.sample) for each in found] == [(40, "I")]


def test_criteria_that_run_on_are_numbered_through_all_sections() -> None:
    text = """
rubric: mau
title: Mẫu
numbering: runs_on
nodes:
  - { label: I, title: A, children: [ { label: "1", title: X, max: 1, rule: graded }, { label: "2", title: Y, max: 1, rule: graded } ] }
  - { label: II, title: B, children: [ { label: "NEXT", title: Z, max: 1, rule: graded } ] }
"""

    assert "L506" not in [each.code for each in lint(parse(text.replace("NEXT", "3")))]
    assert "L506" in [each.code for each in lint(parse(text.replace("NEXT", "4")))]
