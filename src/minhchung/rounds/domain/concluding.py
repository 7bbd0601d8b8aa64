"""The council concludes at once many leaves that nobody appraised: one document, one reason, all of them or none.

What counts for each is chosen by kind, never by silence: a leaf of a kind for which nothing was chosen stays as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.models import Post
from minhchung.merkle import canonical_json
from minhchung.rounds.domain.acts import Decision, hold
from minhchung.rounds.domain.acts import decide as decide_round
from minhchung.rounds.domain.council import BATCH, deciding_posts
from minhchung.rounds.domain.engine import answer_of, context_of, rubric_of
from minhchung.rounds.domain.entries import NotNow
from minhchung.rounds.domain.merging import first_revision
from minhchung.rounds.domain.overview import declared_in
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.domain.said import REASON, Unsaid, accepted
from minhchung.rounds.domain.values import Key, NewValue, scored_fields
from minhchung.rounds.enums import DecisionKind, EntryState, LeafState, RoundState, Stage, Verdict
from minhchung.rounds.models import Entry, LeafRevision, LeafValue, Round, RoundDecision, Ruling
from minhchung.rubric import NONE_DONE, Node


class Kind(StrEnum):
    """What is there of a leaf that nobody appraised."""

    ANSWERED = "da-tu-cham"
    """The agency's own value, or one from data."""
    UNANSWERED = "chua-tra-loi"
    """The agency was asked and said nothing."""
    NOT_ENTERED = "chua-nhap"
    """Another body, a survey or data were to say it, and did not."""


class Way(StrEnum):
    """What becomes of all chosen leaves of one kind."""

    TAKE = "tu-cham"
    """The agency's value counts as it stands."""
    NONE = "khong-co"
    """Nothing was done: the lowest the rule gives."""
    LEAVE = "giu-nguyen"
    """It stays as it is, and the agency is not ranked."""


WAYS: Mapping[Kind, tuple[Way, ...]] = {
    Kind.ANSWERED: (Way.TAKE, Way.NONE, Way.LEAVE),
    Kind.UNANSWERED: (Way.NONE, Way.LEAVE),
    Kind.NOT_ENTERED: (Way.NONE, Way.LEAVE),
}


class Hindrance(StrEnum):
    """Why the value that is there cannot be taken together with others."""

    NOT_SENT = "chua-nop"
    UNDECIDED = "cho-quyet-nghi"


class Own(NamedTuple):
    """The value at a leaf before anybody appraised it."""

    version: int
    answer: Any
    points: Fraction | None
    state: str
    verdict: str


@dataclass(frozen=True, slots=True)
class OpenLeaf:
    """A leaf in force for an agency at which no stage after the agency's own has said anything. own: None when absent."""

    entry: Entry
    leaf: Node
    section: str
    kind: Kind
    own: Own | None

    @property
    def key(self) -> Key:
        return self.entry.pk, self.leaf.id

    @property
    def hindrance(self) -> Hindrance | None:
        if self.own is None:
            return None
        if self.own.state == LeafState.UNDECIDED:
            return Hindrance.UNDECIDED
        if self.own.verdict != Verdict.DATA and self.entry.state != EntryState.SUBMITTED:
            return Hindrance.NOT_SENT
        return None


@dataclass(frozen=True)
class Pick:
    """Which of the open leaves, and what becomes of each kind. Nothing named: all agencies, bodies, sections."""

    entry: int | None = None
    body: str = ""
    section: str = ""
    ways: Mapping[Kind, Way] = field(default_factory=dict)

    def holds(self, each: OpenLeaf) -> bool:
        return (
            (self.entry is None or each.entry.pk == self.entry)
            and (not self.body or each.leaf.appraised_by == self.body)
            and (not self.section or each.section == self.section)
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would stand at a leaf. way: None while nothing was chosen for its kind.

    points, state: what counts then; for a leaf that stays as it is, None and ABSENT.
    """

    open: OpenLeaf
    way: Way | None
    points: Fraction | None
    state: str

    @property
    def is_written(self) -> bool:
        return self.way in (Way.TAKE, Way.NONE)


class PilesChanged(Exception):
    """What was shown is no longer what would be written; nothing was."""


# ── what is open ──────────────────────────────────────────────────────────────────────────────────────────────────


def open_leaves(round: Round, entries: Iterable[Entry]) -> tuple[OpenLeaf, ...]:
    """Entry by entry, in the order of the text; two queries, whatever the numbers."""
    rubric = rubric_of(round.rubric)
    rows = LeafValue.objects.filter(entry__round=round).order_by()
    touched = set(rows.exclude(stage=Stage.SELF).values_list("entry_id", "node_id"))
    own = _own_values(rows)
    found = []
    for entry in entries:
        leaves = own_leaves(rubric, entry.traits)
        for leaf in leaves.every:
            if (entry.pk, leaf.id) in touched:
                continue
            value = own.get((entry.pk, leaf.id))
            kind = _kind(leaf, value)
            found.append(OpenLeaf(entry, leaf, leaves.section_codes[leaf.id], kind, value))
    return tuple(found)


def _own_values(rows: Any) -> dict[Key, Own]:
    """The agencies' values that say something and that nobody has appraised."""
    later = LeafValue.objects.filter(entry=OuterRef("entry"), node_id=OuterRef("node_id")).exclude(
        stage=Stage.SELF
    )
    said = rows.filter(~Exists(later), stage=Stage.SELF).exclude(state=LeafState.ABSENT)
    columns = said.values_list("entry_id", "node_id", "row_version", "answer", "points", "state", "verdict")
    return {(entry, node): Own(*value) for entry, node, *value in columns}


def _kind(leaf: Node, own: Own | None) -> Kind:
    if own is not None:
        return Kind.ANSWERED
    return Kind.UNANSWERED if leaf.answered_by == "agency" else Kind.NOT_ENTERED


# ── what would count ──────────────────────────────────────────────────────────────────────────────────────────────


def outcomes_of(round: Round, leaves: Iterable[OpenLeaf], pick: Pick) -> tuple[Outcome, ...]:
    """What each of the leaves that the pick holds would be; one query."""
    scorer = _Scorer(round)
    return tuple(_outcome(scorer, each, pick.ways.get(each.kind)) for each in leaves if pick.holds(each))


def _outcome(scorer: _Scorer, each: OpenLeaf, way: Way | None) -> Outcome:
    if way == Way.TAKE and each.own is not None and each.hindrance is None:
        fields = scorer.taken(each)
        return Outcome(each, way, fields["points"], fields["state"])
    if way == Way.NONE:
        fields = scorer.none(each)
        return Outcome(each, way, fields["points"], fields["state"])
    left = None if way is None else Way.LEAVE
    return Outcome(each, left, None, LeafState.ABSENT)


class _Scorer:
    """Points of a leaf as the council would write it, each rule asked once for agencies alike; rulings read once."""

    def __init__(self, round: Round) -> None:
        self.rubric = rubric_of(round.rubric)
        self.rulings: dict[str, list[Ruling]] = {}
        for row in round.rulings.all():
            self.rulings.setdefault(row.node_id, []).append(row)
        self._none: dict[tuple[str, tuple[tuple[str, Any], ...]], dict[str, Any]] = {}

    def none(self, each: OpenLeaf) -> dict[str, Any]:
        """Columns of *không có* at this leaf."""
        key = (each.leaf.id, tuple(sorted(each.entry.traits.items())))
        if key not in self._none:
            self._none[key] = self._scored(each, NewValue(NONE_DONE, Verdict.CHANGED))
        same = each.own is not None and declared_in(each.own.answer) == "none"
        return self._none[key] | {"verdict": Verdict.ACCEPTED if same else Verdict.CHANGED}

    def taken(self, each: OpenLeaf) -> dict[str, Any]:
        """Columns of the value that is there, accepted; a claim of "not applicable" counts once it is. No reasons for a
        value whose points stay: those are its own."""
        own = each.own
        assert own is not None
        if declared_in(own.answer) == "not_applicable":
            answer = answer_of(self.rubric, each.leaf.id, own.answer, self._context(each))
            return self._scored(each, NewValue(accepted(answer), Verdict.ACCEPTED))
        return {
            "answer": own.answer,
            "points": own.points,
            "state": own.state,
            "verdict": Verdict.ACCEPTED,
        }

    def _scored(self, each: OpenLeaf, new: NewValue) -> dict[str, Any]:
        return scored_fields(self.rubric, each.leaf.id, new, self._context(each))

    def _context(self, each: OpenLeaf) -> Any:
        return context_of(each.entry, self.rulings.get(each.leaf.id, ()))


def outcomes_digest(outcomes: Iterable[Outcome]) -> str:
    """What was shown, as one word: the confirmation sends it back."""
    told = [
        [
            *each.open.key,
            each.open.own.version if each.open.own else 0,
            str(each.way or ""),
            "" if each.points is None else str(each.points),
            str(each.state),
        ]
        for each in outcomes
    ]
    return hashlib.sha256(canonical_json(told)).hexdigest()


# ── the verb ──────────────────────────────────────────────────────────────────────────────────────────────────────


def conclude_many(
    *,
    round: Round,
    acting: Acting,
    pick: Pick,
    seen: str,
    reason: str,
    decision: Decision,
    now: datetime,
) -> tuple[Outcome, ...]:
    """Write the final value of every picked leaf for which something was chosen; one decision, one ledger entry.

    seen: digest of the outcomes that were shown. The document stands in each value's reason, which is published.
    Returns what was written. Raises Http404 (decides nothing here), NotNow, Unsaid, PilesChanged.
    """
    if not reason.strip():
        raise Unsaid(REASON, _("Ghi lý do; lý do được công bố cùng kết quả."))
    with transaction.atomic():
        hold(round)
        if round.state != RoundState.COUNCIL:
            raise NotNow(_("Đợt chưa chuyển hội đồng, hoặc đã công bố."))
        posts = deciding_posts(acting, round)
        outcomes = outcomes_of(round, open_leaves(round, (entry for entry, _post in posts.values())), pick)
        if outcomes_digest(outcomes) != seen:
            raise PilesChanged
        written = tuple(each for each in outcomes if each.is_written)
        if not written:
            raise NotNow(_("Với lựa chọn này không tiêu chí nào được kết luận. Chọn lại cách kết luận."))
        words = f"{reason.strip()} ({decision.number}, {decision.decided_on:%d/%m/%Y})"
        values = _values(round, written, posts, words, acting, now)
        LeafValue.objects.bulk_create(values, batch_size=BATCH)
        LeafRevision.objects.bulk_create((first_revision(value) for value in values), batch_size=BATCH)
        post = next(iter(posts.values()))[1]
        said = Decision(decision.number, decision.decided_on, reason.strip())
        _record(round, outcomes, values, said, acting, post, now)
    return written


def _values(
    round: Round,
    written: Iterable[Outcome],
    posts: Mapping[int, tuple[Entry, Post]],
    words: str,
    acting: Acting,
    now: datetime,
) -> list[LeafValue]:
    chosen = tuple(written)
    scorer = _Scorer(round)
    reasons = _reasons_of(round, chosen)
    values = []
    for each in chosen:
        columns = scorer.none(each.open) if each.way == Way.NONE else scorer.taken(each.open)
        columns.setdefault("reasons", reasons.get(each.open.key, []))
        columns |= {"reason": words, "note": "", "draft": None}
        values.append(
            LeafValue(
                entry=each.open.entry,
                node_id=each.open.leaf.id,
                stage=Stage.FINAL,
                by=acting.user,
                post=posts[each.open.entry.pk][1],
                at=now,
                **columns,
            )
        )
    return values


def _reasons_of(round: Round, written: tuple[Outcome, ...]) -> dict[Key, Any]:
    """Why the values that are taken have their points; no query where none is."""
    nodes = {each.open.leaf.id for each in written if each.way == Way.TAKE}
    if not nodes:
        return {}
    rows = LeafValue.objects.filter(entry__round=round, stage=Stage.SELF, node_id__in=nodes).order_by()
    return {(entry, node): said for entry, node, said in rows.values_list("entry_id", "node_id", "reasons")}


def _record(
    round: Round,
    outcomes: tuple[Outcome, ...],
    values: list[LeafValue],
    decision: Decision,
    acting: Acting,
    post: Post,
    now: datetime,
) -> RoundDecision:
    told = sorted([value.entry_id, value.node_id, value.answer, str(value.points)] for value in values)
    payload = {
        "taken": sum(each.way == Way.TAKE for each in outcomes),
        "none": sum(each.way == Way.NONE for each in outcomes),
        "left": sum(not each.is_written for each in outcomes),
        "entries": sorted({value.entry_id for value in values}),
        "digest": hashlib.sha256(canonical_json(told)).hexdigest(),
    }
    return decide_round(round, DecisionKind.CONCLUDE, decision, acting.user, post, now, payload)
