"""docs/lint.md names every code, with its severity and an example."""

from __future__ import annotations

from pathlib import Path

import pytest

from minhchung.proofread import RULES as REPORT_RULES
from minhchung.rubric.lint import RULES

DOCS = Path(__file__).parents[2] / "docs/lint.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in DOCS.read_text(encoding="utf-8").splitlines()
    if line.startswith(("| L", "| P"))
]


@pytest.mark.parametrize("rule", [*RULES, *REPORT_RULES], ids=lambda rule: rule.code)
def test_a_code_is_documented_with_an_example(rule: object) -> None:
    code, severity, title = rule.code, rule.severity, rule.title  # type: ignore[attr-defined]
    (row,) = [cells for cells in ROWS if cells[0] == code]

    assert row[1:3] == [severity, f"{title.en} ({title.vi})"]
    assert len(row) == 5 and row[3] and row[4]


def test_no_code_is_documented_that_is_gone() -> None:
    assert {row[0] for row in ROWS} == {rule.code for rule in (*RULES, *REPORT_RULES)}
