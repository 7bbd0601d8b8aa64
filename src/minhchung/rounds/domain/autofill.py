"""Leaves that answer themselves: figures computed while the round is open, filled in, never over what a person said.

What data say is kept apart (DataAnswer), row by row; the leaf's value is written with the verdict "data" where nobody
has answered. A leaf answered by data alone is the appraising side's value at once; one the agency answers is its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from minhchung.agencies.models import User
from minhchung.indicators.domain.contract import digest
from minhchung.ledger.domain.versions import StaleRow, save_version
from minhchung.rounds.domain.data_answers import latest_answers
from minhchung.rounds.domain.data_figures import Filled, Period, figures_of
from minhchung.rounds.domain.engine import context_of, rubric_of
from minhchung.rounds.domain.entries import FILLING, entry_refusal, phase_refusal
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.domain.values import Key, NewValue, keep_revision, scored_fields
from minhchung.rounds.enums import EntryState, LeafState, PhaseKind, RoundState, Stage, Verdict
from minhchung.rounds.models import DataAnswer, Entry, LeafRevision, LeafValue, Phase, Round
from minhchung.rubric import ABSENT, Node, answer_to_data

BATCH = 500
ATTEMPTS = 3
"""How often figures are computed without holding the entries, before they are held throughout."""
FILLED_BY: Mapping[str, Stage] = {"agency": Stage.SELF, "data": Stage.APPRAISED}
"""Who answers a leaf → the stage its data are filled in at; for any other body data stand beside only."""


@dataclass(frozen=True)
class Refreshed:
    """How many leaves data were computed for, how many of them say something new, how many values were written."""

    leaves: int = 0
    changed: int = 0
    written: int = 0


def bound_leaves(entry: Entry) -> tuple[Node, ...]:
    """The leaves in force for this entry that are bound to an indicator, in the order of the text."""
    every = own_leaves(rubric_of(entry.round.rubric), entry.traits).every
    return tuple(leaf for leaf in every if leaf.bind)


def period_of(round: Round) -> Period:
    """The days a round asks figures for."""
    return Period(round.year, round.period_from, round.period_to, round.reference_on)


# ── computing and filling in ──────────────────────────────────────────────────────────────────────────────────────


def refresh(
    *, round: Round, entries: Iterable[Entry], now: datetime, only: frozenset[str] | None = None
) -> Refreshed:
    """Compute the bound leaves of these entries and fill in where nobody has answered; all or nothing.

    only: ids of the leaves to compute (None: every bound one). An entry that was submitted, merged or withdrawn, and a
    round that is not open, are left as they are: what stood at submission is frozen. The entries come with their round.

    Inside a transaction the entries are held first, so that whoever computes them waits. Outside of one nothing is held
    while figures are computed; what was kept or submitted in between is seen then, and the figures are computed anew.
    """
    chosen = {entry.pk: entry for entry in entries if _is_open(entry)}
    for _attempt in range(0 if connection.in_atomic_block else ATTEMPTS):
        found = _computed(round, chosen, only, now)
        if not found.news:
            return Refreshed(found.leaves)
        with transaction.atomic():
            open_now = _hold(round, chosen)
            if open_now == chosen.keys() and _newest(open_now) == found.newest:
                return found.kept()
        chosen = {pk: entry for pk, entry in chosen.items() if pk in open_now}
    with transaction.atomic():
        open_now = _hold(round, chosen)
        return _computed(round, {pk: chosen[pk] for pk in sorted(open_now)}, only, now).kept()


def _hold(round: Round, entries: Iterable[int]) -> frozenset[int]:
    """Hold these entries until the transaction ends, always in the same order; which of them may still be filled in."""
    wanted = Entry.objects.filter(pk__in=list(entries)).order_by("pk")
    held = list(wanted.select_for_update(of=("self",), no_key=True))
    if not held or Round.objects.values_list("state", flat=True).get(pk=round.pk) != RoundState.OPEN:
        return frozenset()
    return frozenset(
        entry.pk
        for entry in held
        if entry.state in FILLING and entry.merged_into_id is None and entry.withdrawn_by_id is None
    )


def _newest(entries: Iterable[int]) -> int:
    """The last row of data of any of these entries; 0 when there is none. Rows are only ever added."""
    last = DataAnswer.objects.filter(entry_id__in=list(entries)).order_by().aggregate(last=Max("pk"))
    return last["last"] or 0


@dataclass(frozen=True)
class Computed:
    """What a computation found: how many leaves it was for, and on top of which row of data it stands."""

    leaves: int
    news: News
    newest: int

    def kept(self) -> Refreshed:
        """Keep what is new; the caller holds the entries."""
        return Refreshed(self.leaves, len(self.news.answers), _write(self.news) if self.news else 0)


def _computed(
    round: Round, entries: Mapping[int, Entry], only: frozenset[str] | None, now: datetime
) -> Computed:
    asked = {
        entry.pk: [leaf for leaf in bound_leaves(entry) if only is None or leaf.id in only]
        for entry in entries.values()
    }
    if not any(asked.values()):
        return Computed(0, News([], []), 0)
    latest = latest_answers(entries)
    by_agency = {entries[pk].agency_id: leaves for pk, leaves in asked.items()}
    found = figures_of(rubric_of(round.rubric), by_agency, period_of(round))
    news = _news(round, entries, asked, found, latest, now)
    newest = max((row.pk for row in latest.values()), default=0)
    return Computed(sum(len(leaves) for leaves in asked.values()), news, newest)


def refresh_entry(entry: Entry, now: datetime, only: frozenset[str] | None = None) -> Refreshed:
    """As refresh, for one entry."""
    return refresh(round=entry.round, entries=[entry], now=now, only=only)


def _is_open(entry: Entry) -> bool:
    return entry.state in FILLING and not entry_refusal(entry)


@dataclass(frozen=True)
class News:
    """What a computation found that is not kept yet: rows of data, and values with what they are to say."""

    answers: list[DataAnswer]
    values: list[tuple[LeafValue, dict[str, Any]]]

    def __bool__(self) -> bool:
        return bool(self.answers or self.values)


def _news(
    round: Round,
    entries: Mapping[int, Entry],
    asked: Mapping[int, list[Node]],
    found: Mapping[tuple[int, str], Filled],
    latest: Mapping[Key, DataAnswer],
    now: datetime,
) -> News:
    """Hold what was computed against what stands; three queries for any number of entries, nothing written."""
    rubric, values = rubric_of(round.rubric), _values(entries)
    rulings = list(round.rulings.all())  # type: ignore[attr-defined]  # reverse relation
    in_phase = not phase_refusal(Phase.objects.filter(round=round, kind=PhaseKind.SELF).first(), now)
    news = News([], [])
    for pk, leaves in asked.items():
        entry = entries[pk]
        context = context_of(entry, rulings)
        for leaf in leaves:
            filled = found[entry.agency_id, leaf.id]
            said = scored_fields(rubric, leaf.id, NewValue(filled.answer, Verdict.DATA), context)
            standing, answer = latest.get((pk, leaf.id)), _answer_of(entry, leaf, filled, said, now)
            if standing is None or (standing.sha256, standing.points) != (answer.sha256, answer.points):
                news.answers.append(answer)
            value = _to_fill(entry, leaf, values.get((pk, leaf.id), {}), in_phase=in_phase)
            if value is not None and _differs(value, said):
                news.values.append((value, {**said, "note": value.note, "by": None, "post": None, "at": now}))
    return news


def _to_fill(
    entry: Entry, leaf: Node, values: Mapping[str, LeafValue], *, in_phase: bool
) -> LeafValue | None:
    """The value that may follow data, a new one where there is none; None where a person has the word.

    A person has it on a leaf of another body, outside the phase of self-assessment, once the leaf was appraised, where
    somebody answered, and where a draft is being written.
    """
    stage = FILLED_BY.get(leaf.answered_by)
    if stage is None or (stage == Stage.SELF and (not in_phase or set(values) - {Stage.SELF})):
        return None
    value = values.get(stage)
    if value is None:
        return LeafValue(entry=entry, node_id=leaf.id, stage=stage, state=LeafState.ABSENT)
    follows = value.verdict == Verdict.DATA or value.state == LeafState.ABSENT
    return value if follows and value.draft is None else None


def _differs(value: LeafValue, said: Mapping[str, Any]) -> bool:
    return (value.answer, value.points, value.state) != (said["answer"], said["points"], said["state"])


def _write(news: News) -> int:
    """Keep what is new; a value that a person saved in between stays theirs. Returns how many values were written."""
    DataAnswer.objects.bulk_create(news.answers, batch_size=BATCH)
    standing = [(value, fields) for value, fields in news.values if value.pk is not None]
    fresh = [_set(value, fields) for value, fields in news.values if value.pk is None]
    LeafValue.objects.bulk_create(fresh, batch_size=BATCH)
    LeafRevision.objects.bulk_create((_first_revision(value) for value in fresh), batch_size=BATCH)
    written = len(fresh)
    for value, fields in standing:
        try:
            save_version(value, expected=value.row_version, **fields)
        except StaleRow:
            continue
        keep_revision(value)
        written += 1
    return written


def _set(value: LeafValue, fields: Mapping[str, Any]) -> LeafValue:
    for name, each in fields.items():
        setattr(value, name, each)
    return value


def _answer_of(entry: Entry, leaf: Node, filled: Filled, said: dict[str, Any], now: datetime) -> DataAnswer:
    figures = list(filled.figures)
    return DataAnswer(
        entry=entry,
        node_id=leaf.id,
        figures=figures,
        answer=None if filled.answer == ABSENT else answer_to_data(filled.answer),
        points=said["points"],
        state=said["state"],
        reasons=said["reasons"],
        sha256=digest({"figures": figures}),
        computed_at=now,
    )


def _first_revision(value: LeafValue) -> LeafRevision:
    return LeafRevision(
        value=value,
        row_version=1,
        verdict=value.verdict,
        answer=value.answer,
        points=value.points,
        state=value.state,
        at=value.at,
    )


def _values(entries: Iterable[int]) -> dict[Key, dict[str, LeafValue]]:
    """Every value of these entries by leaf and stage; one query. An empty value of a later stage counts for nothing."""
    found: dict[Key, dict[str, LeafValue]] = {}
    for value in LeafValue.objects.filter(entry_id__in=entries):
        if value.stage in FILLED_BY.values() or value.state != LeafState.ABSENT:
            found.setdefault((value.entry_id, value.node_id), {})[value.stage] = value
    return found


# ── who hears of new figures ──────────────────────────────────────────────────────────────────────────────────────


def figures_came_in(
    codes: frozenset[str],
    agency_ids: frozenset[int],
    start: date,
    end: date,
    now: datetime,
    actor: User | None,
) -> None:
    """A batch of cases or a figure came in: the open entries of these agencies are computed again, leaf by leaf.

    Registered with indicators.domain.changes; runs inside the transaction of the change.
    """
    entries = Entry.objects.filter(
        agency_id__in=agency_ids,
        round__state=RoundState.OPEN,
        state__in=(EntryState.DRAFT, EntryState.RETURNED),
    ).select_related("round__rubric")
    by_round: dict[int, list[Entry]] = {}
    for entry in entries:
        by_round.setdefault(entry.round_id, []).append(entry)
    for several in by_round.values():
        round = several[0].round
        nodes = frozenset(
            leaf.id
            for leaf in rubric_of(round.rubric).leaves()
            if any(binding.indicator in codes for binding in leaf.bind)
        )
        if nodes:
            refresh(round=round, entries=several, now=now, only=nodes)
