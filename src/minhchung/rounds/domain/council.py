"""The council decides: differences first, absent leaves by name, then everything that stands becomes final.

What nobody decides stays as it is: absent stays absent, undecided stays undecided, and nothing of it is ranked.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Post, User
from minhchung.ledger.domain.record import record
from minhchung.merkle import canonical_json
from minhchung.rounds.domain.access import COUNCIL_BODY, DECIDING_ROLES, EntryAccess
from minhchung.rounds.domain.acts import hold, taking_part, told_on_entry
from minhchung.rounds.domain.appraisal import (
    Values,
    is_appraised,
    must_rescore,
    out_refusal,
    told_of,
    values_of,
)
from minhchung.rounds.domain.engine import context_of, rubric_of
from minhchung.rounds.domain.entries import NotNow, require
from minhchung.rounds.domain.explanation import state as put_on_record
from minhchung.rounds.domain.merging import first_revision
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.domain.said import REASON, Said, Unsaid, settled
from minhchung.rounds.domain.values import ORDER, Key, kept_answer, save_value
from minhchung.rounds.domain.waiting import awaits_ruling, standing_state
from minhchung.rounds.enums import EntryState, LeafState, RoundState, Side, Stage, Verdict
from minhchung.rounds.models import Entry, Explanation, LeafRevision, LeafValue, Round, Substitute
from minhchung.rubric import ABSENT, NONE_DONE, Node, Rubric

DONE_STATES = frozenset({LeafState.SCORED, LeafState.NOT_APPLICABLE, LeafState.PENDING})
BEFORE_FINAL = tuple(stage for stage in ORDER if stage not in (Stage.FINAL, Stage.SELF))
BATCH = 500
Deciding = Mapping[int, tuple[Entry, Post]]
"""Entry id → the entry and the post that decides there."""


# ── who ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def deciding_posts(acting: Acting, round: Round) -> dict[int, tuple[Entry, Post]]:
    """Entry id → the entry and the post through which this person decides there; two queries.

    The owner's posts decide every entry but that of an agency in which the person holds a post; there the body named
    "Hội đồng" for it decides. Raises Http404 for a person who decides nothing here.
    """
    own = acting.agency_ids()
    post = acting.post_for(round.owner_id, *DECIDING_ROLES)
    replaced = dict(
        Substitute.objects.filter(round=round, body=COUNCIL_BODY).values_list("agency_id", "substitute_id")
    )
    found: dict[int, tuple[Entry, Post]] = {}
    for entry in taking_part(round).select_related("agency", "round__rubric", "round__owner"):
        here = post
        if here is None and entry.agency_id in replaced:
            here = acting.post_for(replaced[entry.agency_id], Role.APPRAISER)
        if here is not None and entry.agency_id not in own:
            found[entry.pk] = (entry, here)
    if post is None and not found:
        raise Http404
    return found


def council_refusal(entry: Entry) -> str:
    """Why nothing is decided on the entry now; empty while the round is in the council's hands."""
    if entry.round.state != RoundState.COUNCIL:
        return _("Đợt chưa chuyển hội đồng, hoặc đã công bố.")
    return out_refusal(entry)


# ── what waits ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Board:
    """What the council still has before it, by (entry id, node id), entry by entry in the order of the text.

    undecided: node id → entry ids, also where the agency's own sent value waits and the appraiser has not come yet
    (those are in unappraised too). disputed: changed by the appraiser or explained by the agency. absent: nobody has
    said anything. unappraised: the agency answered, the appraiser did not (or of two, one; or both must score again).
    ready: stands and may become final. final: decided. total: leaves in force.
    """

    undecided: Mapping[str, tuple[int, ...]]
    disputed: tuple[Key, ...]
    absent: tuple[Key, ...]
    unappraised: tuple[Key, ...]
    ready: tuple[Key, ...]
    final: int
    total: int


def board_of(round: Round, entries: Iterable[Entry]) -> Board:
    """Three queries, whatever the numbers."""
    rubric = rubric_of(round.rubric)
    chosen = list(entries)
    marks = _marks(round)
    spoken = set(
        Explanation.objects.filter(entry__round=round, side=Side.AGENCY).values_list("entry_id", "node_id")
    )
    again = _unfinished_pairs(round, rubric)
    undecided: dict[str, list[int]] = defaultdict(list)
    piles: dict[str, list[Key]] = {"disputed": [], "absent": [], "unappraised": [], "ready": []}
    final = total = 0
    for entry in chosen:
        for leaf in own_leaves(rubric, entry.traits).every:
            key = (entry.pk, leaf.id)
            stages = marks.get(key, {})
            total += 1
            state, own = _standing_state(stages), _state_of(stages, Stage.SELF)
            if awaits_ruling(standing=state, own=own, is_sent=entry.state == EntryState.SUBMITTED):
                undecided[leaf.id].append(entry.pk)
            if state == LeafState.UNDECIDED:
                continue
            if Stage.FINAL in stages and state != LeafState.ABSENT:
                final += 1
            elif state in DONE_STATES and key not in again:
                pile = "disputed" if key in spoken or _is_changed(stages) else "ready"
                piles[pile].append(key)
            elif own not in (None, LeafState.ABSENT) or key in again:
                piles["unappraised"].append(key)
            else:
                piles["absent"].append(key)
    order = {leaf.id: place for place, leaf in enumerate(rubric.leaves())}
    return Board(
        undecided={node: tuple(undecided[node]) for node in sorted(undecided, key=order.__getitem__)},
        disputed=tuple(piles["disputed"]),
        absent=tuple(piles["absent"]),
        unappraised=tuple(piles["unappraised"]),
        ready=tuple(piles["ready"]),
        final=final,
        total=total,
    )


Marks = Mapping[str, tuple[str, str]]
"""Stage → (state, verdict)."""


def _marks(round: Round) -> dict[Key, dict[str, tuple[str, str]]]:
    marks: dict[Key, dict[str, tuple[str, str]]] = defaultdict(dict)
    rows = LeafValue.objects.filter(entry__round=round)
    for entry_id, node_id, stage, state, verdict in rows.values_list(
        "entry_id", "node_id", "stage", "state", "verdict"
    ):
        marks[entry_id, node_id][stage] = (state, verdict)
    return marks


def _state_of(stages: Marks, stage: Stage) -> str | None:
    found = stages.get(stage)
    return found[0] if found else None


def _standing_state(stages: Marks) -> str | None:
    return standing_state({stage: state for stage, (state, _verdict) in stages.items()})


def _is_changed(stages: Marks) -> bool:
    return any(stages[stage][1] == Verdict.CHANGED for stage in BEFORE_FINAL if stage in stages)


def _unfinished_pairs(round: Round, rubric: Rubric) -> set[Key]:
    """Leaves for two appraisers where one is missing or both must score again; no query where the rubric asks none."""
    double = {leaf.id: leaf for leaf in rubric.leaves() if leaf.appraisers >= 2}
    if not double:
        return set()
    by_key: dict[Key, dict[str, LeafValue]] = defaultdict(dict)
    for row in LeafValue.objects.filter(entry__round=round, node_id__in=double):
        by_key[row.entry_id, row.node_id][row.stage] = row
    return {
        key
        for key, values in by_key.items()
        if not (Stage.FINAL in values or Stage.EXPLAINED in values or is_appraised(double[key[1]], values))
    }


def blocked_pairs(round: Round) -> tuple[Key, ...]:
    """Leaves that two people appraise and that are not finished: for whoever ranks, since the values alone do not say."""
    return tuple(sorted(_unfinished_pairs(round, rubric_of(round.rubric))))


# ── verbs ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def decide(
    *, access: EntryAccess, leaf: Node, said: Said, expected: int, actor: User, now: datetime
) -> LeafValue:
    """The final value of one leaf of one entry, with its reason.

    expected: version of the final value as shown, 0 for none. Raises Http404 (own agency's entry too), NotNow, Unsaid,
    StaleRow.
    """
    if access.deciding is None:
        raise Http404
    entry, post = access.entry, access.deciding
    with transaction.atomic():
        hold(entry.round, entry)
        require(council_refusal(entry))
        value = _decide_one(entry, leaf, said, expected, actor, post, now)
        told_on_entry(entry, "leaf.decided", actor, post, now, told_of(value))
    return value


def _decide_one(
    entry: Entry, leaf: Node, said: Said, expected: int, actor: User, post: Post, now: datetime
) -> LeafValue:
    values = values_of(entry, leaf.id)
    base = standing_before_final(values)
    given = kept_answer(rubric_of(entry.round.rubric), base, context_of(entry, ())) if base else ABSENT
    new = settled(said, given)
    if not said.reason.strip() and _needs_reason(leaf, values):
        raise Unsaid(REASON, _("Ghi lý do: tiêu chí này chưa thẩm định xong."))
    value = save_value(
        entry=entry,
        node_id=leaf.id,
        stage=Stage.FINAL,
        new=new,
        actor=actor,
        post=post,
        at=now,
        expected=expected,
    )
    if said.reason.strip() and entry.explanations.filter(node_id=leaf.id).exists():
        put_on_record(entry, leaf, Side.COUNCIL, said.reason, value, actor, post, now)
    return value


def standing_before_final(values: Values) -> LeafValue | None:
    """The latest value before the council's own."""
    return next((values[stage] for stage in ORDER if stage != Stage.FINAL and stage in values), None)


def _needs_reason(leaf: Node, values: Values) -> bool:
    if Stage.EXPLAINED in values:
        return False
    return not is_appraised(leaf, values) or must_rescore(leaf, values)


def declare_none(
    *, access: EntryAccess, leaves: Iterable[Node], reason: str, actor: User, now: datetime
) -> int:
    """Rule on absent leaves of one entry by name: nothing was done, for this reason. All or nothing; one ledger entry.

    Raises Http404, NotNow (also for a leaf on which somebody has said something), Unsaid, StaleRow.
    """
    if access.deciding is None:
        raise Http404
    entry, post = access.entry, access.deciding
    chosen = list(leaves)
    if not chosen:
        raise NotNow(_("Chưa chọn tiêu chí nào."))
    with transaction.atomic():
        hold(entry.round, entry)
        require(council_refusal(entry))
        kept = []
        for leaf in chosen:
            values = values_of(entry, leaf.id)
            if any(value.state != LeafState.ABSENT for value in values.values()):
                raise NotNow(_("%(code)s đã có trả lời; mở riêng để kết luận.") % {"code": leaf.code})
            final = values.get(Stage.FINAL)
            said = Said(Verdict.CHANGED, NONE_DONE, reason)
            expected = final.row_version if final else 0
            kept.append(_decide_one(entry, leaf, said, expected, actor, post, now))
        told = {
            "reason": hashlib.sha256(reason.strip().encode()).hexdigest(),
            "values": [told_of(v) for v in kept],
        }
        told_on_entry(entry, "leaves.declared_none", actor, post, now, told)
    return len(kept)


def finalise(*, round: Round, posts: Mapping[int, tuple[Entry, Post]], actor: User, now: datetime) -> int:
    """Make final, in bulk, every value that stands, is decided and not in dispute; returns how many.

    posts: as `deciding_posts` gives them, so never the entry of the person's own agency. Raises NotNow.
    """
    with transaction.atomic():
        hold(round)
        if round.state != RoundState.COUNCIL:
            raise NotNow(_("Đợt chưa chuyển hội đồng, hoặc đã công bố."))
        entries = [entry for entry, _post in posts.values()]
        ready = set(board_of(round, entries).ready)
        values = [
            _final_of(value, posts[value.entry_id][1], actor, now) for value in _standing_rows(round, ready)
        ]
        LeafValue.objects.bulk_create(values, batch_size=BATCH)
        LeafRevision.objects.bulk_create((first_revision(value) for value in values), batch_size=BATCH)
        if not values:
            raise NotNow(_("Không có giá trị nào chờ chốt."))
        told = sorted([value.entry_id, value.node_id, told_of(value)["digest"]] for value in values)
        record(
            verb="round.finalised",
            subject=f"rounds.round:{round.pk}",
            at=now,
            actor_id=actor.pk,
            agency_id=round.owner_id,
            post_id=next(iter(posts.values()))[1].pk,
            detail={"values": len(values), "digest": hashlib.sha256(canonical_json(told)).hexdigest()},
        )
    return len(values)


def _standing_rows(round: Round, keys: set[Key]) -> Iterable[LeafValue]:
    """The rows that stand at these leaves; one query."""
    found: dict[Key, LeafValue] = {}
    for row in LeafValue.objects.filter(entry__round=round, stage__in=BEFORE_FINAL):
        key = (row.entry_id, row.node_id)
        if key in keys and (
            key not in found or ORDER.index(Stage(row.stage)) < ORDER.index(Stage(found[key].stage))
        ):
            found[key] = row
    return found.values()


def _final_of(value: LeafValue, post: Post, actor: User, now: datetime) -> LeafValue:
    return LeafValue(
        entry_id=value.entry_id,
        node_id=value.node_id,
        stage=Stage.FINAL,
        verdict=Verdict.ACCEPTED,
        answer=value.answer,
        points=value.points,
        state=value.state,
        reasons=value.reasons,
        by=actor,
        post=post,
        at=now,
    )
