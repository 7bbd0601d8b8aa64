"""Rubrics in layouts and words the reader was not made from. `golden/` holds what each must read as.

To write the golden files anew and review the difference: python -m tests.rubric_read.test_documents
"""

from __future__ import annotations

from pathlib import Path

import pytest

from minhchung.rubric.printing import print_rubric
from minhchung.rubric.read import ReadRubric, read_rubric
from tests.rubric_read.documents import DOCUMENTS

GOLDEN = Path(__file__).parent / "golden"


def golden_text(read: ReadRubric) -> str:
    """The rubric, and under it, as comments, what the report says."""
    assert read.rubric is not None
    report = read.report
    lines = [f"# numbers: {dict(report.uses)}", f"# readings: {report.sureness}"]
    lines += [
        f"# {node.sure} {node.code}: {' '.join(r.vi for r in node.reasons)}"
        for node in report.nodes
        if node.sure != "certain"
    ]
    lines += [f"# left over: {point.text} at {point.place.in_english()}" for point in report.left]
    lines += [f"# belongs to no node: {text}" for text in report.loose]
    return print_rubric(read.rubric) + "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_rubric_never_seen_reads_as_written(name: str) -> None:
    read = read_rubric(DOCUMENTS[name](), name)

    assert golden_text(read) == (GOLDEN / f"{name}.yaml").read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for each, make in DOCUMENTS.items():
        (GOLDEN / f"{each}.yaml").write_text(golden_text(read_rubric(make(), each)), encoding="utf-8")
