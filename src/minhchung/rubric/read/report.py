"""What a reading says of itself: every criterion with how sure it is and why, and what became of every number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from minhchung.docread.place import Place
from minhchung.docread.problem import Problem
from minhchung.rubric.errors import Reason
from minhchung.rubric.read.case import Sure
from minhchung.rubric.read.figures import Column, Use

LAYOUTS: dict[str, Reason] = {
    "table": Reason("bảng", "tables"),
    "guessed": Reason("bảng, cột nhận theo ô bên dưới", "tables, columns told by their cells"),
    "tabs": Reason("chữ, cột cách nhau bằng tab", "text with tabs"),
    "cells": Reason("chữ, mỗi ô một dòng", "text, one cell a line"),
    "rows": Reason("chữ, mỗi hàng một dòng", "text, one row a line"),
}
USES: dict[Use, Reason] = {
    "max": Reason("điểm tối đa", "max points"),
    "option": Reason("điểm của phương án", "points of an option"),
    "start": Reason("điểm khởi đầu, trừ dần", "start of deductions"),
    "repeats_max": Reason("nhắc lại điểm tối đa", "repeats the max"),
    "total": Reason("tổng điểm", "total"),
    "self": Reason(
        "điểm tự chấm hoặc thẩm định, không thuộc bộ tiêu chí", "a stated score, no part of the rubric"
    ),
    "left": Reason("chưa dùng vào đâu", "left over"),
}


@dataclass(frozen=True, slots=True)
class NodeReading:
    """One criterion. kind: its rule's kind, "" for a parent."""

    code: str
    title: str
    kind: str
    sure: Sure
    reasons: tuple[Reason, ...]
    place: Place

    @property
    def name_and_kind(self) -> tuple[str, str]:
        """What a line of the report begins with."""
        return self.code, self.kind


@dataclass(frozen=True, slots=True)
class HeadReading:
    """One thing read for the whole rubric: title, decision, year, total, numbering, step, not-applicable rule."""

    what: str
    value: str
    sure: Sure
    reasons: tuple[Reason, ...]
    place: Place | None

    @property
    def name_and_kind(self) -> tuple[str, str]:
        """What a line of the report begins with."""
        return self.what, self.value


@dataclass(frozen=True, slots=True)
class PointUse:
    """A number of the points columns. node: the code of the criterion that took it, "" for none."""

    text: str
    value: Fraction | None
    place: Place
    column: Column
    use: Use
    node: str


@dataclass(frozen=True, slots=True)
class Report:
    """faults: why nothing, or not all, could be read. loose: words beside the table that no criterion took."""

    source: str
    layout: str = ""
    head: tuple[HeadReading, ...] = ()
    nodes: tuple[NodeReading, ...] = ()
    points: tuple[PointUse, ...] = ()
    loose: tuple[str, ...] = ()
    faults: tuple[Reason, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def left(self) -> tuple[PointUse, ...]:
        """Numbers that nothing took, in the order of the text."""
        return tuple(point for point in self.points if point.use == "left")

    @property
    def to_decide(self) -> tuple[NodeReading | HeadReading, ...]:
        """Readings that a person must confirm."""
        head: tuple[NodeReading | HeadReading, ...] = tuple(
            item for item in self.head if item.sure == "unsure"
        )
        return head + tuple(item for item in self.nodes if item.sure == "unsure")

    @property
    def leaves(self) -> tuple[NodeReading, ...]:
        """The criteria that have a rule."""
        return tuple(node for node in self.nodes if node.kind)

    @property
    def sureness(self) -> dict[Sure, int]:
        """How many rules were read how surely."""
        counted = Counter(node.sure for node in self.leaves)
        return {"certain": counted["certain"], "likely": counted["likely"], "unsure": counted["unsure"]}

    @property
    def uses(self) -> dict[Use, int]:
        """How many numbers went where; their sum is all the numbers of the points columns."""
        counted = Counter(point.use for point in self.points)
        return {use: counted[use] for use in USES if counted[use]}
