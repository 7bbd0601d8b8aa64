"""L605: a number in the points column that belongs to nothing (S1:1667: "0,5" after "8,0")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.published import Published
from minhchung.rubric.lint.subject import Subject
from minhchung.rubric.model import Node
from minhchung.viet.folding import nfc

# "Công tác lưu trữ 0,5"; "mức 0,2" and "tỷ lệ 1,5" belong to the words before them.
_AT_THE_END = re.compile(
    r"(?<!mức)(?<!lệ)(?<!số)(?<!bản)(?<!điều)(?<!khoản)(?<!\d)\s(\d{1,2},\d{1,2})$", re.IGNORECASE
)
_HINT = Reason("Bỏ số thừa, hoặc cho biết nó thuộc phương án nào.", "Drop it, or say whose points it is.")


def check(subject: Subject) -> Iterator[Spot]:
    """A decimal at the end of a title; in the published text, one cell a line, a second number that is nobody's label."""
    for node in subject.rubric.walk():
        at_end = _AT_THE_END.search(nfc(node.title))
        if at_end is not None:
            yield Spot(
                Reason(
                    f"Mục {node.code}: số “{at_end[1]}” thừa ở cuối tên mục.",
                    f"{node.code}: a stray “{at_end[1]}” at the end of the title.",
                ),
                _HINT,
                node.code,
                node.line,
                sample=at_end[1],
                place=node.place,
            )
    if subject.published is None:
        return
    labels = {node.line: node for node in subject.rubric.walk() if node.line is not None}
    for node in subject.rubric.walk():
        stray = _second_number(subject.published, node)
        if stray is None:
            continue
        after = subject.published.next_filled(stray)
        below = labels.get(after) if after is not None else None
        said = subject.published.line(stray)
        if below is None or below.label != said:
            yield Spot(
                Reason(
                    f"Mục {node.code}: số “{said}” thừa sau điểm “{_points(subject.published, node)}”.",
                    f"{node.code}: a stray “{said}” after the points “{_points(subject.published, node)}”.",
                ),
                _HINT,
                node.code,
                stray,
                sample=said,
                place=node.place,
            )


def _second_number(published: Published, node: Node) -> int | None:
    if node.line is None or published.points_line(node) == node.line:
        return None
    after = published.next_filled(published.points_line(node) or node.line)
    return after if after is not None and published.is_number_cell(after) else None


def _points(published: Published, node: Node) -> str:
    return published.line(published.points_line(node) or 0)


RULE = LintRule("L605", "warning", Reason("Số lạc", "Stray number"), check)
