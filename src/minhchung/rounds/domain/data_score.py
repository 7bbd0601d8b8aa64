"""A rubric computed from data alone, for many agencies and any days: what `qd766-2022` is, month by month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from minhchung.agencies.models import Agency
from minhchung.rounds.domain.data_figures import Filled, Period, figures_of
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rubric import ABSENT, Node, Rubric, Score, evaluate
from minhchung.rubric.period import period_context


@dataclass(frozen=True)
class DataScore:
    """One agency's score from data; filled: node id → the figures of each bound leaf."""

    agency: Agency
    score: Score
    filled: dict[str, Filled]


def is_wholly_data(rubric: Rubric) -> bool:
    """Whether nobody need answer or appraise anything: every leaf is answered by data and bound to an indicator."""
    return all(leaf.answered_by == "data" and leaf.bind for leaf in rubric.leaves())


def score_from_data(
    rubric: Rubric, agencies: Iterable[Agency], start: date, end: date, tree_on: date | None = None
) -> list[DataScore]:
    """The score of each agency from its figures of these days; a leaf without figures is absent, never zero.

    N of the rubric's windows is the year of the last day; a rubric without windows takes the days themselves. Every
    indicator is asked once, for all agencies together.
    """
    chosen = list(agencies)
    asked: dict[int, list[Node]] = {
        agency.pk: [leaf for leaf in own_leaves(rubric, agency.traits).every if leaf.bind]
        for agency in chosen
    }
    period = Period(end.year, start, end, tree_on or end)
    found = figures_of(rubric, asked, period)
    return [_scored(rubric, agency, asked[agency.pk], found, end.year) for agency in chosen]


def _scored(
    rubric: Rubric, agency: Agency, leaves: list[Node], found: dict[tuple[int, str], Filled], year: int
) -> DataScore:
    filled = {leaf.id: found[agency.pk, leaf.id] for leaf in leaves}
    answers = {leaf.code: filled[leaf.id].answer for leaf in leaves if filled[leaf.id].answer != ABSENT}
    context = period_context(year, {}, (), dict(agency.traits))
    return DataScore(agency, evaluate(rubric, answers, context), filled)
