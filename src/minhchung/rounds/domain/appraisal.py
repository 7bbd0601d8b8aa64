"""The body that owns a field scores its leaves: one by one, several accepted at once, or a whole workbook.

Every verb is decisive: it holds its own transaction and writes one ledger entry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from minhchung.agencies.models import Post, User
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.versions import StaleRow
from minhchung.merkle import canonical_json
from minhchung.rounds.domain.access import EntryAccess
from minhchung.rounds.domain.acts import hold, told_on_entry
from minhchung.rounds.domain.engine import context_of, rubric_of
from minhchung.rounds.domain.entries import NotNow, require
from minhchung.rounds.domain.said import Said, settled
from minhchung.rounds.domain.values import kept_answer, save_value
from minhchung.rounds.enums import EntryState, LeafState, PhaseKind, RoundState, Stage, Verdict
from minhchung.rounds.models import Entry, LeafValue, Phase
from minhchung.rubric import ABSENT, Node

Values = Mapping[str, LeafValue]
"""Stage → value, of one leaf of one entry."""


class StaleItems(Exception):
    """Rows that changed after they were shown, as (entry id, node id); nothing was written."""

    def __init__(self, items: tuple[tuple[int, str], ...]) -> None:
        super().__init__(f"{len(items)} changed")
        self.items = items


# ── when ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def phase_of(entry: Entry, kind: PhaseKind) -> Phase | None:
    """The phase of the entry's round; one query."""
    return Phase.objects.filter(round_id=entry.round_id, kind=kind).first()


def out_refusal(entry: Entry) -> str:
    """Why nobody scores this entry: a decision took it out of the round."""
    if entry.merged_into_id is not None:
        return _("Hồ sơ này đã nhập vào hồ sơ khác theo quyết định.")
    if entry.withdrawn_by_id is not None:
        return _("Cơ quan đã rút khỏi đợt chấm điểm theo quyết định.")
    return ""


def appraisal_refusal(entry: Entry, phase: Phase | None, received_at: datetime) -> str:
    """Why the entry is not appraised at this moment; empty when it is (opens_at ≤ moment < locks_at)."""
    if entry.round.state != RoundState.OPEN:
        return _("Đợt chấm điểm không còn ở bước thẩm định.")
    if phase is None:
        return _("Đợt này chưa có thời hạn thẩm định.")
    if received_at < phase.opens_at:
        return _("Chưa đến thời gian thẩm định.")
    if received_at >= phase.locks_at:
        return _("Đã khóa: hết thời gian thẩm định.")
    if entry.state != EntryState.SUBMITTED:
        return _("Hồ sơ đã trả về cơ quan, chưa nộp lại.")
    return out_refusal(entry)


# ── two appraisers ────────────────────────────────────────────────────────────────────────────────────────────────


def stage_for(leaf: Node, values: Values, actor: User) -> Stage:
    """Where this person's score of the leaf goes: the first, or where the rubric asks for two, the second.

    Raises NotNow when two other people have scored it.
    """
    if leaf.appraisers < 2:
        return Stage.APPRAISED
    first, second = values.get(Stage.APPRAISED), values.get(Stage.SECOND)
    if first is None or first.by_id == actor.pk:
        return Stage.APPRAISED
    if second is None or second.by_id == actor.pk:
        return Stage.SECOND
    raise NotNow(_("Hai người khác đã thẩm định tiêu chí này."))


def must_rescore(leaf: Node, values: Values) -> bool:
    """Whether the two appraisers differ by more than the rubric allows, so that both score again."""
    first, second = values.get(Stage.APPRAISED), values.get(Stage.SECOND)
    if leaf.appraisers < 2 or leaf.re_score_over is None or first is None or second is None:
        return False
    if Stage.EXPLAINED in values or Stage.FINAL in values:
        return False
    if first.points is None or second.points is None:
        return bool(first.state != second.state)
    return bool(abs(first.points - second.points) > leaf.re_score_over)


def is_appraised(leaf: Node, values: Values) -> bool:
    """Whether everyone who must score the leaf has, and they need not score again."""
    needed = (Stage.APPRAISED, Stage.SECOND) if leaf.appraisers >= 2 else (Stage.APPRAISED,)
    return all(stage in values for stage in needed) and not must_rescore(leaf, values)


def appraised_value(values: Values) -> LeafValue | None:
    """What the appraising body says so far: the second appraiser's, else the first's."""
    return values.get(Stage.SECOND) or values.get(Stage.APPRAISED)


# ── verbs ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def values_of(entry: Entry, node_id: str) -> dict[str, LeafValue]:
    """Stage → value of one leaf; one query."""
    rows = LeafValue.objects.filter(entry=entry, node_id=node_id).select_related("by", "post__agency")
    return {row.stage: row for row in rows}


def appraise(
    *,
    access: EntryAccess,
    leaf: Node,
    said: Said,
    expected: int,
    seen: int | None,
    actor: User,
    now: datetime,
) -> LeafValue:
    """Keep what the appraiser says of one leaf, as the first or the second appraiser.

    expected: version of the appraiser's own row as shown, 0 for none. seen: version of the agency's row as shown (0 for
    none, None when it does not matter). A leaf the agency does not answer is entered; else it is accepted or changed.
    access: read with its rows locked (`appraised_entry_for(…, lock=True)`), so that no decision on the round passes it.
    Raises Http404 (not this person's leaf), NotNow, Unsaid, StaleRow.
    """
    with transaction.atomic():
        post = _appraising_post(access, leaf)
        require(appraisal_refusal(access.entry, phase_of(access.entry, PhaseKind.APPRAISAL), now))
        value = _appraise_one(access.entry, leaf, said, expected, seen, actor, post, now)
        told_on_entry(access.entry, "leaf.appraised", actor, post, now, told_of(value))
    return value


def _appraise_one(
    entry: Entry,
    leaf: Node,
    said: Said,
    expected: int,
    seen: int | None,
    actor: User,
    post: Post,
    now: datetime,
) -> LeafValue:
    values = values_of(entry, leaf.id)
    if Stage.EXPLAINED in values or Stage.FINAL in values:
        raise NotNow(_("Tiêu chí này đã qua giải trình hoặc hội đồng, không thẩm định lại được."))
    given = values.get(Stage.SELF)
    if seen is not None and seen != (given.row_version if given else 0) and given is not None:
        raise StaleRow(given)
    base = kept_answer(rubric_of(entry.round.rubric), given, context_of(entry, ())) if given else ABSENT
    stage = stage_for(leaf, values, actor)
    return save_value(
        entry=entry,
        node_id=leaf.id,
        stage=stage,
        new=settled(said, base, entered=leaf.answered_by != "agency"),
        actor=actor,
        post=post,
        at=now,
        expected=expected,
        row=values.get(stage),
    )


def _appraising_post(access: EntryAccess, leaf: Node) -> Post:
    if not access.may_appraise(leaf.appraised_by):
        raise Http404
    return access.appraising[str(leaf.appraised_by)]


@dataclass(frozen=True)
class Shown:
    """A leaf as the appraiser saw it before accepting. seen: version of the agency's row; expected: of one's own (0: none)."""

    access: EntryAccess
    leaf: Node
    seen: int
    expected: int


def accept_many(*, items: Iterable[Shown], actor: User, now: datetime) -> int:
    """Accept what the agencies say on several leaves at once, all or nothing; returns how many.

    Only leaves that the agency answered, whose value has points or is a claim to accept, unchanged since shown.
    Raises Http404, NotNow, StaleItems (every one that changed).
    """
    chosen = list(items)
    if not chosen:
        raise NotNow(_("Chưa chọn tiêu chí nào để đồng ý."))
    with transaction.atomic():
        hold(chosen[0].access.entry.round, *(item.access.entry for item in chosen))
        phase = phase_of(chosen[0].access.entry, PhaseKind.APPRAISAL)
        posts = [_appraising_post(item.access, item.leaf) for item in chosen]
        for item in chosen:
            require(appraisal_refusal(item.access.entry, phase, now))
        _require_acceptable(chosen)
        kept, stale = [], []
        for item, post in zip(chosen, posts, strict=True):
            said = Said(Verdict.ACCEPTED)
            try:
                entry, leaf = item.access.entry, item.leaf
                kept.append(_appraise_one(entry, leaf, said, item.expected, item.seen, actor, post, now))
            except StaleRow:
                stale.append((item.access.entry.pk, item.leaf.id))
        if stale:
            raise StaleItems(tuple(stale))
        _tell_many("leaves.accepted", chosen[0].access.entry, actor, posts[0], now, kept)
    return len(kept)


def _require_acceptable(items: list[Shown]) -> None:
    """Every leaf has an answer of the agency itself, with points."""
    given = LeafValue.objects.filter(
        entry__in={item.access.entry.pk for item in items},
        node_id__in={item.leaf.id for item in items},
        stage=Stage.SELF,
        state=LeafState.SCORED,
    )
    scored = set(given.values_list("entry_id", "node_id"))
    for item in items:
        if (item.access.entry.pk, item.leaf.id) not in scored:
            words = _("%(agency)s, %(code)s: chưa có điểm tự chấm để đồng ý cùng lúc; mở riêng để xem.")
            raise NotNow(words % {"agency": item.access.entry.agency, "code": item.leaf.code})


@dataclass(frozen=True)
class RowSaid:
    """One row of a grid or workbook: what it says, and the versions it was made from."""

    access: EntryAccess
    leaf: Node
    said: Said
    expected: int


def appraise_rows(*, rows: Iterable[RowSaid], verb: str, actor: User, now: datetime) -> int:
    """Keep every row of a grid or workbook, or none; one ledger entry. Returns how many.

    Raises Http404, NotNow, Unsaid, StaleItems (every stale row).
    """
    chosen = list(rows)
    if not chosen:
        return 0
    with transaction.atomic():
        hold(chosen[0].access.entry.round, *(row.access.entry for row in chosen))
        phase = phase_of(chosen[0].access.entry, PhaseKind.APPRAISAL)
        kept, stale = [], []
        for row in chosen:
            post = _appraising_post(row.access, row.leaf)
            require(appraisal_refusal(row.access.entry, phase, now))
            try:
                kept.append(
                    _appraise_one(row.access.entry, row.leaf, row.said, row.expected, None, actor, post, now)
                )
            except StaleRow:
                stale.append((row.access.entry.pk, row.leaf.id))
        if stale:
            raise StaleItems(tuple(stale))
        first = chosen[0].access
        _tell_many(verb, first.entry, actor, _appraising_post(first, chosen[0].leaf), now, kept)
    return len(kept)


# ── the ledger ────────────────────────────────────────────────────────────────────────────────────────────────────


def told_of(value: LeafValue) -> dict[str, Any]:
    """A value as the ledger keeps it: where, version, points, and a digest of the answer and the words."""
    words = canonical_json({"answer": value.answer, "reason": value.reason})
    return {
        "leaf": value.node_id,
        "stage": str(value.stage),
        "verdict": str(value.verdict),
        "version": value.row_version,
        "points": "" if value.points is None else str(value.points),
        "state": str(value.state),
        "digest": hashlib.sha256(words).hexdigest(),
    }


def _tell_many(
    verb: str, entry: Entry, actor: User, post: Post, now: datetime, values: Iterable[LeafValue]
) -> None:
    record(
        verb=verb,
        subject=f"rounds.round:{entry.round_id}",
        at=now,
        actor_id=actor.pk,
        agency_id=post.agency_id,
        post_id=post.pk,
        detail={"values": [{"entry": value.entry_id, **told_of(value)} for value in values]},
    )
