"""L604: the words of a band name other figures than its limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from minhchung.rubric.errors import Reason
from minhchung.rubric.lint.figures import Figure, figures
from minhchung.rubric.lint.finding import LintRule, Spot
from minhchung.rubric.lint.rewording import recounted, reworded
from minhchung.rubric.lint.subject import Subject, part_line
from minhchung.rubric.lint.sweep import sweep
from minhchung.rubric.lint.text_limits import share_limits
from minhchung.rubric.model import Limit, Row
from minhchung.viet.folding import nfc
from minhchung.viet.numbers import Number, parse_number

_NUMBER = re.compile(r"(?<![\w/.,])\d+(?:[.,]\d+)*")
_BEYOND = re.compile(
    r"\b(?:dưới|trên|quá|hơn|vượt|chưa đến|sau|trước)\s+(?:mức\s+)?(\d+(?:[.,]\d+)*)", re.IGNORECASE
)


def check(subject: Subject) -> Iterator[Spot]:
    """Every limit must stand in the words, where the words name figures at all; of shares, open and closed ends too."""
    for figure in figures(subject):
        for row in figure.banded:
            said = _figures_in(row.text)
            missing = [
                limit for limit in _limits_to_say(figure, row) if not _is_said(figure, limit, row.text)
            ]
            if (said and missing) or _read_otherwise(figure, row):
                yield _spot(figure, row)


def _read_otherwise(figure: Figure, row: Row) -> bool:
    """Whether the words say another stretch, ends included ("trên 95%" is not ≥ 95 %)."""
    read = share_limits(row.text) if figure.share else None
    if read is None or row.limits == (Limit(">", Fraction(0)), *read):  # none at all is an option of its own
        return False
    pieces = sweep([read, row.limits], figure.domain)
    return any(len(piece.rows) == 1 for piece in pieces)


def _limits_to_say(figure: Figure, row: Row) -> list[Limit]:
    ends = {Fraction(0), Fraction(1)}
    return [limit for limit in row.limits if limit.value not in ends]


def _is_said(figure: Figure, limit: Limit, text: str) -> bool:
    said = limit.value * (100 if figure.share else 1)
    return said in _figures_in(text) or _said_otherwise(figure, limit, text)


def _said_otherwise(figure: Figure, limit: Limit, text: str) -> bool:
    """Whether the words name the figure beside it: on a grid "under 12" is "up to 11", "over 6.000" is "6.001 or more"."""
    step = figure.domain.step
    if step is None or figure.share or limit.op == "=":
        return False
    other = limit.value + (step if limit.op in ("<=", ">") else -step)
    without = _without_itself(text)
    if limit.op in ("<=", ">="):
        return other in without
    return other in _figures_in(text) - without


def _without_itself(text: str) -> frozenset[Fraction]:
    """Figures that the words leave out of the stretch themselves: "dưới 5", "trên 6.000"."""
    return frozenset().union(*(_figures_in(said) for said in _BEYOND.findall(nfc(text))))


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


def _words_for(figure: Figure, row: Row) -> tuple[str, str] | None:
    if figure.share:
        return reworded(row.text, row.limits)
    return recounted(row.text, row.limits, figure.unit)


def _spot(figure: Figure, row: Row) -> Spot:
    limits = figure.in_words(row.limits)
    words = _words_for(figure, row) if ":" not in row.text else None
    return Spot(
        Reason(
            f"Mục {figure.node.code}: chữ ghi “{row.text}” nhưng quy tắc là {limits.vi}.",
            f"{figure.node.code}: the words say “{row.text}”, the rule is {limits.en}.",
        ),
        Reason("Sửa chữ hoặc sửa ngưỡng.", "Mend the words or the limits."),
        figure.node.code,
        part_line(figure.node, row),
        sample=row.text if words is not None else limits.vi,
        proposal=nfc(row.text).replace(*words, 1) if words is not None else None,
        place=row.place,
    )


RULE = LintRule("L604", "error", Reason("Chữ khác ngưỡng", "Words differ from limits"), check)
