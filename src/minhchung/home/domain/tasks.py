"""What a person has to do now, across rounds, ordered by deadline. A fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.cases.domain.waiting import waiting_for as contests_waiting_for
from minhchung.criteria.domain.waiting import waiting_for
from minhchung.home.domain.appraisals import Appraising, appraising_for
from minhchung.home.domain.leaves import leaves_of
from minhchung.home.domain.running_rounds import RunningRounds
from minhchung.rounds.domain.access import rounds_for
from minhchung.rounds.domain.waiting import waiting_in
from minhchung.rounds.enums import (
    EntryState,
    LeafState,
    PhaseKind,
    PublicationState,
    RoundState,
    Side,
    Stage,
    Verdict,
)
from minhchung.rounds.models import Entry, Explanation, LeafValue, Phase, Publication, Round

FILLING: Final = (EntryState.DRAFT, EntryState.RETURNED)
NO_DUE: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Task:
    """One thing to do: what, where and how much, its page (empty when there is none), when it is due.

    kind: fill, approve, explain, appraise, reply, chase, follow, propose, publish, rule, decide,
    opinion, answer, issue, contest, contested. count: how many things it stands for.
    """

    title: str
    detail: str
    href: str
    due_at: datetime | None
    kind: str
    count: int = 1


@dataclass(frozen=True)
class NextStep:
    """The next thing that will open, for a person with nothing to do now."""

    title: str
    at: datetime


def tasks_for(acting: Acting, now: datetime) -> list[Task]:
    """Everything this person has to do, the nearest deadline first, what has none last.

    What a person does not hold a role for costs no query.
    """
    rounds = RunningRounds(acting)
    tasks: list[Task] = []
    if acting.roles & {Role.SECRETARY, Role.HEAD}:
        tasks += _own_tasks(acting, rounds, now)
    if Role.APPRAISER in acting.roles:
        appraising = appraising_for(acting, list(rounds.rounds.values()))
        tasks += _appraisals(appraising, rounds, now) + _replies(appraising, rounds, now)
    if Role.STANDING in acting.roles:
        tasks += _standing_tasks(acting, rounds, now)
    if Role.COUNCIL in acting.roles:
        tasks += _council_tasks(acting, rounds)
    tasks += [
        Task(each.title, each.detail, reverse(each.page, args=(each.pk,)), each.due_at, each.kind, each.count)
        for each in waiting_for(acting, now)
    ]
    tasks += [
        Task(each.title, each.detail, each.href, None, each.kind, each.count)
        for each in contests_waiting_for(acting, now)
    ]
    return sorted(tasks, key=lambda task: (task.due_at or NO_DUE, task.title, task.detail))


def next_step(acting: Acting, now: datetime) -> NextStep | None:
    """The first phase still to open in a round this person takes part in; one query."""
    rounds = (
        rounds_for(acting).filter(state__in=(RoundState.OPEN, RoundState.COUNCIL)).order_by().values("pk")
    )
    phase = (
        Phase.objects.filter(round__in=rounds, opens_at__gt=now)
        .select_related("round")
        .order_by("opens_at")
        .first()
    )
    if phase is None:
        return None
    return NextStep(f"{phase.get_kind_display()} – {phase.round.title}", phase.opens_at)


# ── the agency's own ──────────────────────────────────────────────────────────────────────────────────────────────


def _own_tasks(acting: Acting, rounds: RunningRounds, now: datetime) -> list[Task]:
    entries = list(
        Entry.objects.filter(
            round__in=rounds.rounds, agency__in=acting.agency_ids(Role.SECRETARY, Role.HEAD), merged_into=None
        )
        .filter(withdrawn_by=None)
        .select_related("agency")
        .order_by("pk")
    )
    return [
        *_filling(acting, rounds, entries, now),
        *_approving(acting, rounds, entries, now),
        *_explaining(acting, rounds, entries, now),
    ]


def _filling(acting: Acting, rounds: RunningRounds, entries: list[Entry], now: datetime) -> list[Task]:
    mine = [
        entry
        for entry in entries
        if entry.state in FILLING
        and acting.post_for(entry.agency_id, Role.SECRETARY)
        and rounds.is_running(entry.round_id, PhaseKind.SELF, now)
    ]
    answered = defaultdict(set)
    for entry_id, node_id in (
        LeafValue.objects.filter(entry__in=mine, stage=Stage.SELF)
        .exclude(state=LeafState.ABSENT)
        .values_list("entry_id", "node_id")
    ):
        answered[entry_id].add(node_id)
    tasks = []
    for entry in mine:
        round = rounds.rounds[entry.round_id]
        asked = {leaf.id for leaf in leaves_of(round, entry.traits).asked}
        returned = entry.state == EntryState.RETURNED
        title = _("Sửa bài tự chấm lãnh đạo trả lại") if returned else _("Tự chấm điểm")
        numbers = _("đã trả lời %(n)d/%(all)d") % {"n": len(asked & answered[entry.pk]), "all": len(asked)}
        detail = f"{round.title} – {entry.agency.name}: {numbers}"
        tasks.append(
            Task(title, detail, _href("entry", entry.pk), rounds.due(round.pk, PhaseKind.SELF), "fill")
        )
    return tasks


def _approving(acting: Acting, rounds: RunningRounds, entries: list[Entry], now: datetime) -> list[Task]:
    return [
        Task(
            _("Duyệt và nộp bài tự chấm"),
            f"{rounds.rounds[entry.round_id].title} – {entry.agency.name}",
            _href("review", entry.pk),
            rounds.due(entry.round_id, PhaseKind.SELF),
            "approve",
        )
        for entry in entries
        if entry.state == EntryState.WITH_HEAD
        and acting.post_for(entry.agency_id, Role.HEAD)
        and rounds.is_running(entry.round_id, PhaseKind.SELF, now)
    ]


def _explaining(acting: Acting, rounds: RunningRounds, entries: list[Entry], now: datetime) -> list[Task]:
    """Leaves the appraiser changed that the agency has not yet spoken of, while explanations are heard."""
    mine = {
        entry.pk: entry
        for entry in entries
        if entry.state == EntryState.SUBMITTED
        and rounds.is_running(entry.round_id, PhaseKind.EXPLANATION, now)
    }
    spoken = Explanation.objects.filter(
        entry=OuterRef("entry"), node_id=OuterRef("node_id"), side=Side.AGENCY
    )
    counts = (
        LeafValue.objects.filter(entry__in=mine, stage=Stage.APPRAISED, verdict=Verdict.CHANGED)
        .exclude(Exists(spoken))
        .values_list("entry_id")
        .annotate(n=Count("pk"))
        .order_by("entry_id")
    )
    tasks = []
    for entry_id, count in counts:
        entry = mine[entry_id]
        round = rounds.rounds[entry.round_id]
        detail = _("%(where)s: %(n)d tiêu chí thẩm định khác tự chấm") % {
            "where": f"{round.title} – {entry.agency.name}",
            "n": count,
        }
        due = rounds.due(round.pk, PhaseKind.EXPLANATION)
        tasks.append(Task(_("Giải trình"), detail, _href("explanations", entry.pk), due, "explain", count))
    return tasks


# ── those who appraise, run and decide ────────────────────────────────────────────────────────────────────────────


def _appraisals(appraising: Iterable[Appraising], rounds: RunningRounds, now: datetime) -> list[Task]:
    return [
        Task(
            _("Thẩm định"),
            _("%(round)s – %(body)s: còn %(n)d/%(all)d mục ở %(agencies)d cơ quan đã nộp")
            % {
                "round": rounds.rounds[row.round_id].title,
                "body": row.body,
                "n": row.left,
                "all": row.total,
                "agencies": row.agencies,
            },
            _href("appraisal", row.round_id),
            rounds.due(row.round_id, PhaseKind.APPRAISAL),
            "appraise",
            row.left,
        )
        for row in appraising
        if row.left and rounds.is_running(row.round_id, PhaseKind.APPRAISAL, now)
    ]


def _replies(appraising: Iterable[Appraising], rounds: RunningRounds, now: datetime) -> list[Task]:
    """Explanations that nobody has answered, a line for each round, while explanations are heard."""
    waiting: dict[int, int] = defaultdict(int)
    for row in appraising:
        waiting[row.round_id] += row.unanswered
    return [
        Task(
            _("Trả lời giải trình"),
            _("%(round)s: %(n)d giải trình chờ trả lời")
            % {"round": rounds.rounds[round_id].title, "n": count},
            _href("appraisal", round_id) + "?loc=cho-giai-trinh",
            rounds.due(round_id, PhaseKind.EXPLANATION),
            "reply",
            count,
        )
        for round_id, count in waiting.items()
        if count and rounds.is_running(round_id, PhaseKind.EXPLANATION, now)
    ]


def _standing_tasks(acting: Acting, rounds: RunningRounds, now: datetime) -> list[Task]:
    owned = rounds.owned_by(acting.agency_ids(Role.STANDING))
    return [
        *_chasing(owned, rounds, now),
        *_following(owned, rounds, now),
        *_publishing(acting, owned, rounds),
    ]


def _chasing(owned: list[Round], rounds: RunningRounds, now: datetime) -> list[Task]:
    """Entries that are not in yet, in rounds whose self-assessment has begun."""
    counts = (
        Entry.objects.filter(round__in=owned, merged_into=None, withdrawn_by=None)
        .values("round_id")
        .annotate(every=Count("pk"), waiting=Count("pk", filter=~Q(state=EntryState.SUBMITTED)))
        .order_by("round_id")
    )
    return [
        Task(
            _("Theo dõi nộp bài tự chấm"),
            _("%(round)s: còn %(n)d/%(all)d cơ quan chưa nộp")
            % {"round": rounds.rounds[row["round_id"]].title, "n": row["waiting"], "all": row["every"]},
            _href("round", row["round_id"]),
            rounds.due(row["round_id"], PhaseKind.SELF),
            "chase",
            row["waiting"],
        )
        for row in counts
        if row["waiting"] and rounds.is_running(row["round_id"], PhaseKind.SELF, now)
    ]


def _following(owned: list[Round], rounds: RunningRounds, now: datetime) -> list[Task]:
    """Appraisal and explanation under way, each with its deadline."""
    titles = {PhaseKind.APPRAISAL: _("Theo dõi thẩm định"), PhaseKind.EXPLANATION: _("Theo dõi giải trình")}
    return [
        Task(title, round.title, _href("round", round.pk), rounds.due(round.pk, kind), "follow")
        for round in owned
        for kind, title in titles.items()
        if rounds.is_running(round.pk, kind, now)
    ]


def _publishing(acting: Acting, owned: list[Round], rounds: RunningRounds) -> list[Task]:
    """At the council: rank and propose; what another person proposed, the second person confirms or withdraws."""
    proposed = {
        row.round_id: row
        for row in Publication.objects.filter(round__in=owned, state=PublicationState.PROPOSED).order_by("pk")
    }
    tasks = []
    for round in owned:
        due = rounds.due(round.pk, PhaseKind.COUNCIL)
        row = proposed.get(round.pk)
        if row is None and round.state == RoundState.COUNCIL:
            tasks.append(
                Task(_("Xếp hạng, đề nghị công bố"), round.title, _href("round", round.pk), due, "propose")
            )
        elif row is not None and row.proposed_by_id != acting.user.pk:
            words = _("%(round)s, theo %(number)s") % {
                "round": round.title,
                "number": row.decision_number or "–",
            }
            tasks.append(
                Task(
                    _("Xác nhận công bố (người thứ hai)"),
                    words,
                    _href("publication", round.pk, row.pk),
                    due,
                    "publish",
                )
            )
    return tasks


def _council_tasks(acting: Acting, rounds: RunningRounds) -> list[Task]:
    owned = rounds.owned_by(acting.agency_ids(Role.COUNCIL))
    final = LeafValue.objects.filter(entry=OuterRef("entry"), node_id=OuterRef("node_id"), stage=Stage.FINAL)
    disputed = (
        Explanation.objects.filter(entry__round__in=owned, side=Side.AGENCY)
        .exclude(Exists(final))
        .order_by()
        .values_list("entry__round_id", "entry_id", "node_id")
        .distinct()
    )
    undecided = {
        (round_id, node_id)
        for round_id, keys in waiting_in(round.pk for round in owned).items()
        for _entry_id, node_id in keys
    }
    return [
        *_counted(
            disputed, rounds, _("Kết luận giải trình"), _("%(round)s: %(n)d mục chờ kết luận"), "decide"
        ),
        *_counted(
            undecided,
            rounds,
            _("Quyết nghị cách chấm"),
            _("%(round)s: %(n)d tiêu chí bộ tiêu chí chưa nói rõ"),
            "rule",
        ),
    ]


def _counted(
    rows: Iterable[tuple[object, ...]], rounds: RunningRounds, title: str, words: str, kind: str
) -> list[Task]:
    counts: dict[int, int] = defaultdict(int)
    for row in rows:
        counts[int(str(row[0]))] += 1
    return [
        Task(
            title,
            words % {"round": rounds.rounds[round_id].title, "n": count},
            _href("council", round_id),
            rounds.due(round_id, PhaseKind.COUNCIL),
            kind,
            count,
        )
        for round_id, count in sorted(counts.items())
    ]


PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "entry": ("rounds:entry",),
    "review": ("rounds:approve",),
    "explanations": ("rounds:differences", "rounds:entry"),
    "appraisal": ("rounds:appraisal", "rounds:list"),
    "round": ("rounds:manage", "rounds:list"),
    "publication": ("rounds:confirm_publication", "rounds:list"),
    "council": ("rounds:council", "rounds:list"),
}
"""Where each kind of thing is worked on: the first of these URL names that the rounds room has; a list takes no id, a
publication its round's and its own."""


def _href(page: str, *pks: int) -> str:
    for name in PAGES[page]:
        try:
            return reverse(name, args=() if name == "rounds:list" else pks)
        except NoReverseMatch:
            continue
    raise LookupError(f"no page for {page}: none of {PAGES[page]}")
