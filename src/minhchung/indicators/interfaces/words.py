"""How figures, periods and indicators are written for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from minhchung.indicators.domain.contract import Found, NoData
from minhchung.rubric.errors import Reason
from minhchung.ui.language import in_language
from minhchung.viet.dates import format_date
from minhchung.viet.numbers import format_number, format_percent


def figure_words(numerator: Fraction | int, denominator: Fraction | int | None) -> str:
    """`264/319 = 82,76 %`; a count stands alone; 0/0 has no percentage."""
    if denominator is None:
        return format_number(numerator)
    parts = f"{format_number(numerator)}/{format_number(denominator)}"
    return f"{parts} = {format_percent(numerator, denominator)}" if denominator else parts


def figures_words(figures: Iterable[Mapping[str, Any]]) -> str:
    """The frozen figures of one leaf in words: `264/319 = 82,76 %`, several parted by semicolons."""
    return "; ".join(_frozen_words(figure) for figure in figures)


def _frozen_words(figure: Mapping[str, Any]) -> str:
    if "why" in figure:
        return in_language(Reason(figure["why"], figure["why_en"]))
    of = figure["denominator"]
    return figure_words(Fraction(figure["numerator"]), None if of is None else Fraction(of))


def found_words(found: Found) -> str:
    """A value in words, or why there is none."""
    if isinstance(found, NoData):
        return in_language(Reason(found.why, found.why_en))
    return figure_words(found.numerator, found.denominator)


def period_words(start: date, end: date) -> str:
    """`01/01/2023 – 15/10/2023`."""
    return f"{format_date(start)} – {format_date(end)}"
