"""L606: decimals with a comma and with a point in one rubric."""

from __future__ import annotations

from collections.abc import Iterator

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.decimals import decimals_in
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.subject import Subject, Words


def check(subject: Subject) -> Iterator[Spot]:
    """One finding, at the first of the rarer kind."""
    comma: list[tuple[str, Words]] = []
    point: list[tuple[str, Words]] = []
    for words in subject.words:
        for said in decimals_in(words.text):
            (comma if "," in said else point).append((said, words))
    if not comma or not point:
        return
    rare, usual = (point, comma) if len(point) <= len(comma) else (comma, point)
    said, words = rare[0]
    yield Spot(
        Reason(
            f"“{said}” và “{usual[0][0]}”: dấu thập phân không thống nhất.",
            f"“{said}” and “{usual[0][0]}”: two decimal marks in one text.",
        ),
        Reason("Dùng dấu phẩy cho số thập phân.", "Use the comma for decimals."),
        words.node.code if words.node is not None else None,
        words.line,
        sample=said,
        proposal=said.replace(".", ","),
        place=words.place,
    )


RULE = LintRule("L606", "warning", Reason("Dấu thập phân lẫn lộn", "Decimal marks mixed"), check)
