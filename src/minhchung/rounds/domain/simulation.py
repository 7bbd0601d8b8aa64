"""A draft or another version held against the answers of a round that is over, and how sure its ranking is.

Nothing is kept: a simulation is read, and made again from the same answers gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q, QuerySet
from django.http import Http404

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.criteria.models import DraftState, RubricDraft, RubricVersion
from minhchung.rounds.domain.acts import taking_part
from minhchung.rounds.domain.engine import rubric_of, ruling_of, shared_context
from minhchung.rounds.domain.standing_columns import StandingAnswers
from minhchung.rounds.enums import RoundState
from minhchung.rounds.models import Entry, Round
from minhchung.rubric import Absent, Context, Rubric, RubricFailure, parse
from minhchung.rubric.batch import Batch, compile_rubric
from minhchung.rubric.period import period_context
from minhchung.rubric.ranking import Entrant
from minhchung.rubric.simulate import (
    Effect,
    NewLeaves,
    RankInterval,
    Uncertainty,
    VarianceShare,
    apply_draft,
    rank_intervals,
    table_of,
    variance_shares,
)

SIMULATES = (Role.AUTHOR, Role.STANDING, Role.COUNCIL)
OVER = (RoundState.COUNCIL, RoundState.PUBLISHED)
DRAWS = 10_000
MOST_CELLS = 10_000 * 200 * 130
"""Draws × agencies × leaves of one page; larger rounds get fewer draws, said on the page."""


@dataclass(frozen=True)
class Candidate:
    """What can be held against the answers. key: `ban-thao-12` or `phien-ban-3`."""

    key: str
    title: str
    rubric: Rubric


@dataclass(frozen=True)
class Group:
    """The agencies ranked together. name: empty where the round has one group. names: agency of each entry id."""

    name: str
    names: Mapping[str, str]
    entrants: Mapping[str, Entrant]


@dataclass(frozen=True)
class Certainty:
    """How sure a group's ranking is. draws: fewer than wanted in very large rounds."""

    intervals: tuple[RankInterval, ...]
    shares: tuple[VarianceShare, ...]
    unranked: tuple[str, ...]
    draws: int


def simulated_rounds(acting: Acting) -> QuerySet[Round]:
    """Rounds with answers that stand, of the bodies one writes rubrics or decides for; newest first."""
    return (
        Round.objects.filter(owner_id__in=acting.agency_ids(*SIMULATES), state__in=OVER)
        .select_related("rubric", "owner")
        .order_by("-year", "-pk")
    )


def simulated_round(acting: Acting, pk: int) -> Round:
    """Raises Http404, missing and foreign alike."""
    found = simulated_rounds(acting).filter(pk=pk).prefetch_related("rulings").first()
    if found is None:
        raise Http404
    return found


def candidates(acting: Acting, round: Round) -> tuple[Candidate, ...]:
    """Drafts of the round's body and issued versions of the same code that share leaves with its rubric.

    A draft that does not read is left out: its editor says why.
    """
    own = {leaf.id for leaf in rubric_of(round.rubric).leaves()}
    drafts = RubricDraft.objects.filter(owner_id=round.owner_id).exclude(
        state__in=(DraftState.DROPPED, DraftState.ISSUED)
    )
    found = [
        _candidate(f"ban-thao-{draft.pk}", f"{draft.title} ({draft.version})", draft.text) for draft in drafts
    ]
    versions = RubricVersion.objects.filter(code=round.rubric.code).exclude(pk=round.rubric_id)
    versions = versions.filter(
        Q(owner__isnull=True) | Q(owner_id=round.owner_id) | Q(issued_on__isnull=False)
    )
    found += [Candidate(f"phien-ban-{each.pk}", str(each), rubric_of(each)) for each in versions]
    return tuple(
        each for each in found if each is not None and own & {leaf.id for leaf in each.rubric.leaves()}
    )


def _candidate(key: str, title: str, text: str) -> Candidate | None:
    try:
        return Candidate(key, title, parse(text, key))
    except RubricFailure:
        return None


def groups_of(round: Round) -> tuple[Group, ...]:
    """The answers that count, group by group; two queries however many agencies there are."""
    rubric, context = rubric_of(round.rubric), shared_context(round)
    entries = list(taking_part(round).select_related("agency").order_by("pk"))
    answers = StandingAnswers(rubric, entries, context, taking_part(round))
    codes = [leaf.code for leaf in rubric.leaves()]
    groups: dict[str, list[int]] = {}
    for place, entry in enumerate(entries):
        groups.setdefault(entry.group, []).append(place)
    return tuple(_group(name, entries, places, answers, codes) for name, places in groups.items())


def _group(
    name: str, entries: Sequence[Entry], places: Sequence[int], answers: StandingAnswers, codes: Sequence[str]
) -> Group:
    entrants = {}
    for place in places:
        given = {
            code: answer for code in codes if not isinstance(answer := answers.answer(place, code), Absent)
        }
        entrants[str(entries[place].pk)] = Entrant(given, traits=dict(entries[place].traits))
    return Group(name, {str(entries[place].pk): entries[place].agency.name for place in places}, entrants)


def effect_of(round: Round, group: Group, draft: Rubric, new_leaves: NewLeaves) -> Effect:
    """The draft on the group's answers. Rulings go with the leaves that the draft still has."""
    context = shared_context(round)
    return apply_draft(
        rubric_of(round.rubric),
        draft,
        group.entrants,
        context,
        draft_context=_context_for(draft, round),
        new_leaves=new_leaves,
    )


def _context_for(draft: Rubric, round: Round) -> Context:
    rulings = [ruling_of(row) for row in round.rulings.all() if draft.has_node(row.node_id)]
    known = {each.name for each in draft.parameters}
    parameters = {name: value for name, value in round.parameters.items() if name in known}
    return period_context(round.year, parameters, rulings)


def certainty_of(
    round: Round,
    group: Group,
    uncertainty: Uncertainty,
    spread: Fraction,
    tried: tuple[Rubric, Effect] | None = None,
) -> Certainty:
    """The group's published ranking under stated uncertainty; or the ranking that a draft gives the same answers.

    tried: the draft and its effect. spread: how far a leaf without listed steps moves each way, as a share of its max. Raises ValueError where the points
    need a finer grid than a table holds.
    """
    table = table_of(_scored(round, group, tried), spread)
    cells = max(table.points.size, 1)
    draws = max(100, min(DRAWS, MOST_CELLS // cells))
    return Certainty(
        intervals=rank_intervals(table, uncertainty, draws, seed=round.pk),
        shares=variance_shares(table) if len(table.agencies) > 1 else (),
        unranked=table.unranked,
        draws=draws,
    )


def _scored(round: Round, group: Group, tried: tuple[Rubric, Effect] | None) -> Batch:
    if tried is None:
        compiled = compile_rubric(rubric_of(round.rubric), shared_context(round))
        return compiled.score(compiled.columns(group.entrants))
    draft, effect = tried
    compiled = compile_rubric(draft, _context_for(draft, round))
    return compiled.score(compiled.columns(effect.carried))
