"""Published documents read into rubrics: `read_rubric(reading | bytes, name) -> ReadRubric(rubric, report)`.

A document comes in as tables and lines (`docread`); one of four layouts makes rows of it (`from_*.py`), labels make a
tree of the rows (`tree.py`), recognisers make a rule of each leaf's words (`recognise.py`, `rule_*.py`), and the
report says of each reading how sure it is, and of each number of the points columns what became of it.
"""

from minhchung.rubric.read.case import Sure
from minhchung.rubric.read.read_rubric import ReadRubric, read_rubric
from minhchung.rubric.read.report import HeadReading, NodeReading, PointUse, Report

__all__ = ["HeadReading", "NodeReading", "PointUse", "ReadRubric", "Report", "Sure", "read_rubric"]
