"""A rubric as a workbook for people who live in Excel, and back without loss.

    data = to_workbook(rubric)
    from_workbook(data) == rubric

One row a node, one row an option; what fits no column stands in a cell as YAML. Every fault says sheet, row and column.
"""

from __future__ import annotations

from minhchung.rubric.xlsx.cells import place_in_words
from minhchung.rubric.xlsx.reading import from_workbook
from minhchung.rubric.xlsx.sheets import is_rubric_workbook, origin_of
from minhchung.rubric.xlsx.writing import to_workbook

__all__ = ["from_workbook", "is_rubric_workbook", "origin_of", "place_in_words", "to_workbook"]
