"""L604: the words of a band name other figures than its limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.figures import Figure, figures
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.rewording import reworded
from minhchung.rubric.lint.subject import Subject, part_line
from minhchung.rubric.lint.sweep import sweep
from minhchung.rubric.lint.text_limits import share_limits
from minhchung.rubric.model import Limit, Row
from minhchung.rubric.wording import plain_limits
from minhchung.viet.folding import nfc
from minhchung.viet.numbers import Number, parse_number

_NUMBER = re.compile(r"(?<![\w/.,])\d+(?:[.,]\d+)*")


def check(subject: Subject) -> Iterator[Spot]:
    """Every limit must stand in the words, where the words name figures at all; of shares, open and closed ends too."""
    for figure in figures(subject):
        for row in figure.banded:
            said = _figures_in(row.text)
            missing = [value for value in _values(figure, row) if value not in said]
            if (said and missing) or _read_otherwise(figure, row):
                yield _spot(figure, row)


def _read_otherwise(figure: Figure, row: Row) -> bool:
    """Whether the words say another stretch, ends included ("trên 95%" is not ≥ 95 %)."""
    read = share_limits(row.text) if figure.share else None
    if read is None or row.limits == (Limit(">", Fraction(0)), *read):  # none at all is an option of its own
        return False
    pieces = sweep([read, row.limits], figure.domain)
    return any(len(piece.rows) == 1 for piece in pieces)


def _values(figure: Figure, row: Row) -> list[Fraction]:
    scale = 100 if figure.share else 1
    values = [limit.value * scale for limit in row.limits]
    unsaid = {Fraction(0), Fraction(100)} if figure.share else {Fraction(0), Fraction(1)}
    return [value for value in values if value not in unsaid]


@lru_cache(maxsize=8192)
def _figures_in(text: str) -> frozenset[Fraction]:
    found: set[Fraction] = set()
    for match in _NUMBER.findall(nfc(text)):
        read = parse_number(match)
        if isinstance(read, Number):
            found.add(read.value)
        elif hasattr(read, "readings"):
            found.update(read.readings)
    return frozenset(found)


def _spot(figure: Figure, row: Row) -> Spot:
    limits = plain_limits(row.limits, share=figure.share)
    words = reworded(row.text, row.limits) if figure.share and ":" not in row.text else None
    return Spot(
        Reason(
            f"Mục {figure.node.code}: chữ ghi “{row.text}” nhưng quy tắc là {limits}.",
            f"{figure.node.code}: the words say “{row.text}”, the rule is {limits}.",
        ),
        Reason("Sửa chữ hoặc sửa ngưỡng.", "Mend the words or the limits."),
        figure.node.code,
        part_line(figure.node, row),
        sample=row.text if words is not None else limits,
        proposal=nfc(row.text).replace(*words, 1) if words is not None else None,
        place=row.place,
    )


RULE = LintRule("L604", "error", Reason("Chữ khác ngưỡng", "Words differ from limits"), check)
