"""The appraiser's desk: every leaf of every submitted entry of a round that one person appraises; fixed queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Count
from django.http import Http404

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Post
from minhchung.rounds.domain.access import COUNCIL_BODY, EntryAccess, bodies_of
from minhchung.rounds.domain.appraisal import appraised_value, is_appraised, must_rescore
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.overview import claims_without_file
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.enums import EntryState, LeafState, PhaseKind, Side, Stage, Verdict
from minhchung.rounds.models import Entry, EvidenceUse, Explanation, LeafValue, Phase, Round, Substitute
from minhchung.rubric import Node, Rubric


@dataclass(frozen=True)
class Desk:
    """Entries in the official order, each with the bodies this person appraises for there, and the round's phases."""

    round: Round
    rubric: Rubric
    phases: Mapping[str, Phase]
    accesses: tuple[EntryAccess, ...]

    @property
    def phase(self) -> Phase | None:
        return self.phases.get(PhaseKind.APPRAISAL)

    def access_to(self, entry_id: int) -> EntryAccess:
        """Raises Http404 for an entry that is not on this desk."""
        for access in self.accesses:
            if access.entry.pk == entry_id:
                return access
        raise Http404

    def leaves_in(self, access: EntryAccess) -> tuple[Node, ...]:
        """The leaves in force for the agency that this person appraises, in the order of the text."""
        every = own_leaves(self.rubric, access.entry.traits).every
        return tuple(leaf for leaf in every if leaf.appraised_by in access.bodies)

    def leaf_for(self, code: str) -> Node:
        """A leaf that this person appraises for some agency. Raises Http404."""
        for access in self.accesses:
            for leaf in self.leaves_in(access):
                if code in (leaf.code, leaf.id):
                    return leaf
        raise Http404


def desk_for(acting: Acting, round: Round) -> Desk:
    """What this person appraises in the round; four queries. Never an entry of an agency in which they hold a post."""
    assigned = bodies_of(acting, round)
    replaced: dict[int, dict[str, int]] = defaultdict(dict)
    for row in Substitute.objects.filter(round=round):
        replaced[row.agency_id][row.body] = row.substitute_id
    mine = acting.agency_ids(Role.APPRAISER)
    entries = (
        Entry.objects.filter(
            round=round, state=EntryState.SUBMITTED, merged_into__isnull=True, withdrawn_by__isnull=True
        )
        .exclude(agency_id__in=acting.agency_ids())
        .select_related("agency", "round__rubric", "round__owner")
    )
    accesses = []
    for entry in entries:
        appraising = _appraising(acting, assigned, replaced[entry.agency_id], mine)
        if appraising:
            accesses.append(EntryAccess(entry, None, frozenset(appraising), None, appraising))
    phases = {phase.kind: phase for phase in Phase.objects.filter(round=round)}
    return Desk(round, rubric_of(round.rubric), phases, tuple(accesses))


def _appraising(
    acting: Acting, assigned: Mapping[str, int], replaced: Mapping[str, int], mine: frozenset[int]
) -> dict[str, Post]:
    agencies = {body: agency for body, agency in assigned.items() if replaced.get(body, agency) == agency}
    agencies |= {body: agency for body, agency in replaced.items() if agency in mine and body != COUNCIL_BODY}
    posts = {body: acting.post_for(agency, Role.APPRAISER) for body, agency in agencies.items()}
    return {body: post for body, post in posts.items() if post is not None}


@dataclass(frozen=True)
class LeftOut:
    """Agencies of the round that are not in the grid of one criterion, counted by cause."""

    unsubmitted: int
    own: int
    elsewhere: int
    exempt: int

    @property
    def total(self) -> int:
        return self.unsubmitted + self.own + self.elsewhere + self.exempt


def left_out(acting: Acting, desk: Desk, leaf: Node, shown: Collection[int]) -> LeftOut:
    """Why every entry of the round but those shown is missing from this person's grid of the leaf; one query.

    The first cause counts: the criterion is not asked of the agency, its entry is not submitted, it is the person's
    own, another body appraises it there.
    """
    causes: Counter[str] = Counter()
    entries = Entry.objects.filter(round=desk.round, merged_into__isnull=True, withdrawn_by__isnull=True)
    for entry in entries.exclude(pk__in=shown).only("agency_id", "state", "traits"):
        if leaf.id not in own_leaves(desk.rubric, entry.traits).section_codes:
            causes["exempt"] += 1
        elif entry.state != EntryState.SUBMITTED:
            causes["unsubmitted"] += 1
        else:
            causes["own" if entry.agency_id in acting.agency_ids() else "elsewhere"] += 1
    return LeftOut(causes["unsubmitted"], causes["own"], causes["elsewhere"], causes["exempt"])


# ── what stands at each leaf ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Line:
    """One leaf of one entry, as it stands. said: sides of the thread, oldest first. files: in the self-assessment."""

    access: EntryAccess
    leaf: Node
    values: Mapping[str, LeafValue]
    files: int
    said: tuple[str, ...]
    asks_file: bool

    @property
    def entry(self) -> Entry:
        return self.access.entry

    @property
    def own(self) -> LeafValue | None:
        """What the agency says."""
        return self.values.get(Stage.SELF)

    @property
    def appraised(self) -> LeafValue | None:
        return appraised_value(self.values)

    @property
    def is_open(self) -> bool:
        return not is_appraised(self.leaf, self.values)

    @property
    def is_changed(self) -> bool:
        value = self.appraised
        return value is not None and value.verdict == Verdict.CHANGED

    @property
    def lacks_file(self) -> bool:
        """Something claimed (`claims_without_file`) where evidence is asked for and none is there."""
        own = self.own
        if own is None or not self.asks_file or self.files:
            return False
        return claims_without_file(self.leaf, own.state, own.points, own.answer, own.verdict)

    @property
    def awaits_reply(self) -> bool:
        return bool(self.said) and self.said[-1] == Side.AGENCY

    @property
    def is_rescored(self) -> bool:
        """Two appraisers differ by more than the rubric allows."""
        return must_rescore(self.leaf, self.values)

    @property
    def is_acceptable(self) -> bool:
        """Whether it may be accepted together with others."""
        own = self.own
        return own is not None and own.state == LeafState.SCORED and self.appraised is None


FILTERS: Final[Mapping[str, Callable[[Line], bool]]] = {
    "chua-tham-dinh": lambda line: line.is_open,
    "co-thay-doi": lambda line: line.is_changed,
    "thieu-minh-chung": lambda line: line.lacks_file,
    "cho-giai-trinh": lambda line: line.awaits_reply,
    "cham-lai": lambda line: line.is_rescored,
}


@dataclass(frozen=True)
class Facts:
    """Rows of a round by (entry id, node id)."""

    values: Mapping[tuple[int, str], dict[str, LeafValue]] = field(default_factory=dict)
    files: Mapping[tuple[int, str], int] = field(default_factory=dict)
    said: Mapping[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)


def facts_of(round: Round, node_ids: Iterable[str], entry: Entry | None = None) -> Facts:
    """Values, numbers of files and threads on these nodes, of one entry or of all; three queries."""
    nodes = list(node_ids)
    where = {"entry": entry} if entry is not None else {"entry__round": round}
    values: dict[tuple[int, str], dict[str, LeafValue]] = defaultdict(dict)
    for row in LeafValue.objects.filter(node_id__in=nodes, **where):
        values[row.entry_id, row.node_id][row.stage] = row
    uses = EvidenceUse.objects.filter(node_id__in=nodes, removed_at__isnull=True, stage=Stage.SELF, **where)
    files = {
        (entry_id, node_id): count
        for entry_id, node_id, count in uses.order_by()
        .values_list("entry_id", "node_id")
        .annotate(n=Count("pk"))
    }
    said: dict[tuple[int, str], tuple[str, ...]] = defaultdict(tuple)
    for entry_id, node_id, side in (
        Explanation.objects.filter(node_id__in=nodes, **where)
        .order_by("at", "pk")
        .values_list("entry_id", "node_id", "side")
    ):
        said[entry_id, node_id] += (side,)
    return Facts(values, files, said)


def lines_of(desk: Desk) -> tuple[Line, ...]:
    """Every leaf of every entry on the desk, entry by entry, in the order of the text; three queries."""
    pairs = [(access, leaf) for access in desk.accesses for leaf in desk.leaves_in(access)]
    facts = facts_of(desk.round, {leaf.id for _access, leaf in pairs})
    return lines_from(desk.rubric, pairs, facts)


def lines_from(rubric: Rubric, pairs: Iterable[tuple[EntryAccess, Node]], facts: Facts) -> tuple[Line, ...]:
    asks: dict[str, bool] = {}
    lines = []
    for access, leaf in pairs:
        if leaf.code not in asks:
            asks[leaf.code] = bool(rubric.evidence_for(leaf.code))
        key = (access.entry.pk, leaf.id)
        lines.append(
            Line(
                access,
                leaf,
                facts.values.get(key, {}),
                facts.files.get(key, 0),
                facts.said.get(key, ()),
                asks[leaf.code],
            )
        )
    return tuple(lines)


@dataclass(frozen=True)
class Tally:
    """Counts over some lines."""

    total: int
    done: int
    changed: int
    no_file: int
    waiting: int
    rescored: int

    @property
    def left(self) -> int:
        return self.total - self.done


def tally(lines: Iterable[Line]) -> Tally:
    chosen = list(lines)
    return Tally(
        total=len(chosen),
        done=sum(1 for line in chosen if not line.is_open),
        changed=sum(1 for line in chosen if line.is_changed),
        no_file=sum(1 for line in chosen if line.lacks_file),
        waiting=sum(1 for line in chosen if line.awaits_reply),
        rescored=sum(1 for line in chosen if line.is_rescored),
    )
