"""The first page: what a signed-in person has to do; for everybody else, what is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import NoReverseMatch, reverse

from minhchung.agencies.requests import acting_of, received_at_of
from minhchung.home.domain.tasks import NextStep, Task, next_step, tasks_for
from minhchung.rounds.domain.stated_public import public_tables
from minhchung.rounds.enums import RoundState
from minhchung.rounds.models import Round
from minhchung.ui.present import SOON_DAYS, in_vietnam


@dataclass(frozen=True)
class TaskRow:
    """A task with how near its deadline is: late, soon, later, or none."""

    task: Task
    nearness: str


@dataclass(frozen=True)
class TasksPage:
    rows: tuple[TaskRow, ...]
    late: int
    soon: int
    next: NextStep | None
    now: datetime


def tasks(request: HttpRequest) -> HttpResponse:
    """One list across rounds, the nearest deadline first."""
    if not request.user.is_authenticated:
        return _public_home(request)
    if request.user.must_change_password:
        return HttpResponseRedirect(resolve_url("agencies:change_password"))
    now = received_at_of(request)
    rows = tuple(TaskRow(task, nearness(task.due_at, now)) for task in tasks_for(acting_of(request), now))
    page = TasksPage(
        rows=rows,
        late=sum(row.nearness == "late" for row in rows),
        soon=sum(row.nearness == "soon" for row in rows),
        next=None if rows else next_step(acting_of(request), now),
        now=now,
    )
    return render(request, "home/tasks.html", {"page": page})


def nearness(due_at: datetime | None, now: datetime) -> str:
    """Late once the moment has passed; soon within SOON_DAYS calendar days in Vietnam."""
    if due_at is None:
        return "none"
    if now > due_at:
        return "late"
    return (
        "soon" if in_vietnam(due_at).date() - in_vietnam(now).date() <= timedelta(days=SOON_DAYS) else "later"
    )


@dataclass(frozen=True)
class PublishedRow:
    round: Round
    href: str


@dataclass(frozen=True)
class PublicHomePage:
    rows: tuple[PublishedRow, ...]
    all_href: str


def _public_home(request: HttpRequest) -> HttpResponse:
    published = (
        Round.objects.filter(state=RoundState.PUBLISHED).select_related("owner").order_by("-year", "-pk")
    )
    rows = [PublishedRow(round, _page_of("rounds:public_ranking", round.pk)) for round in published[:20]]
    stated = public_tables().filter(round__isnull=False).defer("rows", "findings")
    rows += [
        PublishedRow(table.round, _page_of("rounds:public_stated", table.pk))
        for table in stated.order_by("-round__year", "-pk")[:20]
        if table.round is not None
    ]
    rows.sort(key=lambda row: -row.round.year)
    page = PublicHomePage(tuple(rows), _page_of("rounds:public_list"))
    return render(request, "home/public_home.html", {"page": page})


def _page_of(name: str, *args: object) -> str:
    """The address of a public page; empty while the installation has none of that name."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def help(request: HttpRequest) -> HttpResponse:
    """Who does what, the keys, whom to ask. The same link stands at the foot of every page."""
    return render(request, "home/help.html")
