"""The figures behind the bound leaves of a rubric, asked for many agencies at once: one call per indicator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from minhchung.indicators.domain.contract import Asked, Found, NoData, Value, frozen
from minhchung.indicators.domain.registry import values_of
from minhchung.rubric import Answer, Node, Rubric
from minhchung.rubric.binding import answer_from_figures
from minhchung.rubric.indicators import catalogue
from minhchung.rubric.model import Binding


@dataclass(frozen=True)
class Period:
    """The days of a round: N for windows that are relative to the year, and what holds where a leaf says no window.

    tree_on: the day the agency tree is read on.
    """

    year: int
    start: date
    end: date
    tree_on: date


@dataclass(frozen=True)
class Filled:
    """What data say of one leaf of one agency: the figures, frozen, and the answer they make (absent: some is missing)."""

    figures: tuple[dict[str, Any], ...]
    answer: Answer


def days_of(rubric: Rubric, leaf: Node, binding: Binding, period: Period) -> tuple[date, date]:
    """The first and the last day a binding asks for: its own window, the leaf's, else the period."""
    window = binding.window or rubric.window_for(leaf.code)
    if window is None:
        return period.start, period.end
    return window.start.on(period.year), window.end.on(period.year)


def figures_of(
    rubric: Rubric, leaves: Mapping[int, Iterable[Node]], period: Period
) -> dict[tuple[int, str], Filled]:
    """(agency id, node id) → what data say, for each agency's bound leaves; every indicator is asked once per period.

    leaves: agency id → the leaves asked about.
    """
    wanted: dict[tuple[str, Binding], list[int]] = defaultdict(list)
    for agency_id, nodes in leaves.items():
        for leaf in nodes:
            for binding in leaf.bind:
                wanted[leaf.id, binding].append(agency_id)
    found: dict[tuple[str, Binding], tuple[Asked, dict[int, Found]]] = {}
    for (node_id, binding), agency_ids in wanted.items():
        start, end = days_of(rubric, rubric.node(node_id), binding, period)
        found[node_id, binding] = values_of(
            binding.indicator, agency_ids, start, end, dict(binding.parameters), period.tree_on
        )
    return {
        (agency_id, leaf.id): _filled(leaf, agency_id, [found[leaf.id, one] for one in leaf.bind])
        for agency_id, nodes in leaves.items()
        for leaf in nodes
    }


def _filled(leaf: Node, agency_id: int, found: list[tuple[Asked, dict[int, Found]]]) -> Filled:
    figures = tuple(
        _figure(one.indicator, asked, agency_id, values[agency_id])
        for one, (asked, values) in zip(leaf.bind, found, strict=True)
    )
    given = [
        each.given if isinstance(each, Value) else None for each in (values[agency_id] for _, values in found)
    ]
    return Filled(figures, answer_from_figures(leaf, given))


def _figure(code: str, asked: Asked, agency_id: int, value: Found) -> dict[str, Any]:
    if isinstance(value, NoData):
        return {
            "indicator": code,
            "start": asked.start.isoformat(),
            "end": asked.end.isoformat(),
            "why": value.why,
            "why_en": value.why_en,
        }
    return frozen(catalogue()[code], asked, agency_id, value)
