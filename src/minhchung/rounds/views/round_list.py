"""The rounds a person can reach, each with the work that is theirs in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.agencies.requests import acting_of
from minhchung.rounds.domain.access import DECIDING_ROLES, OWN_ROLES, rounds_for
from minhchung.rounds.domain.stated import stated_tables
from minhchung.rounds.enums import EntryState, PhaseKind, RoundState
from minhchung.rounds.models import BodyAssignment, Entry, Phase, Round, Substitute
from minhchung.rounds.views.entry_words import ENTRY_TONES, ROUND_TONES


@dataclass(frozen=True)
class Link:
    href: str
    label: str


@dataclass(frozen=True)
class EntryLine:
    """An entry of the person's own agency."""

    href: str
    agency: str
    state: str
    tone: str


@dataclass(frozen=True)
class RoundLine:
    title: str
    state: str
    tone: str
    owner: str
    rubric: str
    year: int
    due_at: datetime | None
    locks_at: datetime | None
    entries: tuple[EntryLine, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True)
class StatedLine:
    """A round published elsewhere: kept as stated, nothing to do in it. own: the person's agencies that it names."""

    title: str
    href: str
    owner: str
    rubric: str
    year: int
    is_sample: bool
    own: tuple[Link, ...]


@dataclass(frozen=True)
class RoundsPage:
    rounds: tuple[RoundLine, ...]
    stated: tuple[StatedLine, ...]
    new_href: str


@require_GET
def round_list(request: HttpRequest) -> HttpResponse:
    """/dot/"""
    return render(request, "rounds/entry/rounds.html", {"page": rounds_page(acting_of(request))})


def rounds_page(acting: Acting) -> RoundsPage:
    """Rounds the person may reach, each with the entries of their own agencies; six queries, however many rounds."""
    rounds = list(rounds_for(acting))
    mine = _own_entries(acting, rounds)
    phases = {phase.round_id: phase for phase in Phase.objects.filter(round__in=rounds, kind=PhaseKind.SELF)}
    appraised = _appraised(acting, rounds)
    return RoundsPage(
        rounds=tuple(
            _line(acting, round, mine.get(round.pk, []), phases.get(round.pk), round.pk in appraised)
            for round in rounds
        ),
        stated=tuple(_stated_lines(acting)),
        new_href=_address("rounds:new") if Role.STANDING in acting.roles else "",
    )


def _stated_lines(acting: Acting) -> Iterable[StatedLine]:
    """Every round that was published elsewhere, the newest first: all who are signed in read them. One query."""
    names = {post.agency.name for post in acting.posts}
    for table in (
        stated_tables().filter(round__isnull=False).order_by("-round__year", "-pk").defer("findings")
    ):
        assert table.round is not None
        yield StatedLine(
            title=table.title,
            href=reverse("rounds:stated_table", args=[table.pk]),
            owner=str(table.owner),
            rubric=table.rubric.title,
            year=table.round.year,
            is_sample=table.is_sample,
            own=tuple(
                Link(reverse("rounds:stated_agency", args=[table.pk, number]), row["agency"])
                for number, row in enumerate(table.rows, start=1)
                if row["agency"] in names
            ),
        )


def _own_entries(acting: Acting, rounds: list[Round]) -> dict[int, list[Entry]]:
    own = Entry.objects.filter(round__in=rounds, agency_id__in=acting.agency_ids(*OWN_ROLES))
    mine: dict[int, list[Entry]] = {}
    for each in own.exclude(round__state=RoundState.DRAFT).select_related("agency"):
        mine.setdefault(each.round_id, []).append(each)
    return mine


def _appraised(acting: Acting, rounds: list[Round]) -> set[int]:
    """Ids of the rounds in which the person appraises for a body, or stands in for one."""
    agencies = acting.agency_ids(Role.APPRAISER)
    if not agencies:
        return set()
    assigned = BodyAssignment.objects.filter(round__in=rounds, agency_id__in=agencies)
    standing_in = Substitute.objects.filter(round__in=rounds, substitute_id__in=agencies)
    return {*assigned.values_list("round_id", flat=True), *standing_in.values_list("round_id", flat=True)}


def _line(acting: Acting, round: Round, mine: list[Entry], phase: Phase | None, appraises: bool) -> RoundLine:
    state = RoundState(round.state)
    return RoundLine(
        title=round.title,
        state=str(state.label),
        tone=ROUND_TONES[state],
        owner=str(round.owner),
        rubric=round.rubric.title,
        year=round.year,
        due_at=phase.due_at if phase and state == RoundState.OPEN else None,
        locks_at=phase.locks_at if phase else None,
        entries=tuple(_entry_line(each) for each in mine),
        links=tuple(_links(acting, round, appraises)),
    )


def _entry_line(each: Entry) -> EntryLine:
    state = EntryState(each.state)
    href = reverse("rounds:entry", args=[each.pk])
    return EntryLine(href, str(each.agency), str(state.label), ENTRY_TONES[state])


def _links(acting: Acting, round: Round, appraises: bool) -> Iterable[Link]:
    decides = acting.post_for(round.owner_id, *DECIDING_ROLES) is not None
    offered = (
        (decides, "rounds:manage", _("Điều hành đợt")),
        (appraises and round.state != RoundState.DRAFT, "rounds:appraisal", _("Bàn thẩm định")),
        (decides and round.state == RoundState.COUNCIL, "rounds:council", _("Hội đồng")),
        (round.state == RoundState.PUBLISHED, "rounds:public_ranking", _("Kết quả công bố")),
    )
    for is_theirs, name, label in offered:
        href = _address(name, round.pk) if is_theirs else ""
        if href:
            yield Link(href, label)


def _address(name: str, *args: int) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
