"""The secretary's answers: one leaf at a time, kept as answer or as draft; several declared *không có* by name at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from minhchung.agencies.models import Post, User
from minhchung.ledger.domain.versions import StaleRow, save_version
from minhchung.rounds.domain.acts import told_on_entry
from minhchung.rounds.domain.data_answers import data_answer, kept_data_answer
from minhchung.rounds.domain.engine import node_of, rubric_of
from minhchung.rounds.domain.entries import NotNow, appraised_refusal, filling_refusal, require, self_phase
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.domain.values import NewValue, save_value
from minhchung.rounds.enums import LeafState, Stage, Verdict
from minhchung.rounds.models import Entry, LeafValue
from minhchung.rubric import NONE_DONE, Answer, Node, answer_to_data


class NeedsReason(NotNow):
    """The answer overrules what data say, and no reason was given."""

    def __init__(self) -> None:
        super().__init__(_("Trả lời khác số liệu của hệ thống: ghi lý do ở trang tiêu chí."))


def leaf_for(entry: Entry, code: str) -> Node:
    """The leaf with this code, if it is in force for the agency. Raises Http404."""
    rubric = rubric_of(entry.round.rubric)
    leaf = node_of(rubric, code)
    if leaf is None or leaf.id not in own_leaves(rubric, entry.traits).section_codes:
        raise Http404
    return leaf


def save_answer(
    *,
    entry: Entry,
    leaf: Node,
    answer: Answer | None,
    note: str,
    expected: int,
    actor: User,
    post: Post,
    now: datetime,
    reason: str = "",
) -> LeafValue:
    """Keep the agency's answer to one of its own leaves, scored; a draft standing there is gone with it.

    reason: why the answer differs from what data say, where they say something.
    The caller holds the transaction and the lock on the entry. Raises NotNow, NeedsReason, StaleRow.
    """
    _require_fillable(entry, leaf, now)
    return save_value(
        entry=entry,
        node_id=leaf.id,
        stage=Stage.SELF,
        new=_held_against_data(entry, leaf, answer, note, reason),
        actor=actor,
        post=post,
        at=now,
        expected=expected,
    )


def keep_draft(
    *,
    entry: Entry,
    leaf: Node,
    fields: Mapping[str, list[str]],
    expected: int,
    actor: User,
    post: Post,
    now: datetime,
) -> LeafValue:
    """Keep what was typed though it cannot be read yet; the answer that stood stays and is still the one scored.

    Counts the version up, so that two people's drafts meet as a conflict too. Raises NotNow, StaleRow.
    """
    _require_fillable(entry, leaf, now)
    draft = {"fields": dict(fields), "by": actor.pk, "at": now.isoformat()}
    if expected:
        value = LeafValue.objects.get(entry=entry, node_id=leaf.id, stage=Stage.SELF)
        return save_version(value, expected=expected, draft=draft)
    try:
        with transaction.atomic():
            return LeafValue.objects.create(
                entry=entry, node_id=leaf.id, stage=Stage.SELF, draft=draft, by=actor, post=post, at=now
            )
    except IntegrityError:
        raise StaleRow(LeafValue.objects.get(entry=entry, node_id=leaf.id, stage=Stage.SELF)) from None


def declare_none(
    *, entry: Entry, versions: Mapping[str, int], actor: User, post: Post, now: datetime
) -> tuple[str, ...]:
    """Declare *không có* on several absent leaves, each named by its code with the version seen (0: no row yet).

    All or nothing. Returns the codes. Raises NotNow (also for a leaf that has an answer by now), StaleRow, Http404.
    """
    with transaction.atomic():
        for code, expected in versions.items():
            leaf = leaf_for(entry, code)
            _require_absent(entry, leaf)
            save_answer(
                entry=entry,
                leaf=leaf,
                answer=NONE_DONE,
                note="",
                expected=expected,
                actor=actor,
                post=post,
                now=now,
            )
        told_on_entry(entry, "entry.declared_none", actor, post, now, {"codes": sorted(versions)})
    return tuple(versions)


def _held_against_data(entry: Entry, leaf: Node, answer: Answer | None, note: str, reason: str) -> NewValue:
    """An answer equal to what data say follows them again; another one overrules them, with its reason."""
    said = data_answer(entry, leaf)
    if said is None or not said.is_known:
        return NewValue(answer=answer, note=note)
    if answer is None or answer_to_data(answer) == said.answer:
        return NewValue(answer=kept_data_answer(entry, leaf, said), verdict=Verdict.DATA, note=note)
    if not reason.strip():
        raise NeedsReason
    return NewValue(answer=answer, verdict=Verdict.CHANGED, reason=reason, note=note)


def _require_fillable(entry: Entry, leaf: Node, now: datetime) -> None:
    require(filling_refusal(entry, self_phase(entry), now))
    if leaf.answered_by != "agency":
        raise NotNow(_("Tiêu chí này không do cơ quan tự chấm."))
    require(appraised_refusal(entry, leaf))


def _require_absent(entry: Entry, leaf: Node) -> None:
    standing = LeafValue.objects.filter(entry=entry, node_id=leaf.id, stage=Stage.SELF)
    if standing.exclude(state=LeafState.ABSENT).exists():
        raise NotNow(_("%(code)s đã có trả lời; hãy mở lại trang kiểm tra.") % {"code": leaf.code})


def self_values(entry: Entry) -> dict[str, LeafValue]:
    """Node id → what the agency has said; one query."""
    rows: Iterable[LeafValue] = LeafValue.objects.filter(entry=entry, stage=Stage.SELF).select_related("by")
    return {value.node_id: value for value in rows}


def last_year_value(entry: Entry, node_id: str) -> LeafValue | None:
    """What stood for the same agency and node a year earlier, under the same rubric code; the latest stage of it."""
    rows = LeafValue.objects.filter(
        entry__agency_id=entry.agency_id,
        entry__round__rubric__code=entry.round.rubric.code,
        entry__round__year=entry.round.year - 1,
        node_id=node_id,
    ).exclude(state=LeafState.ABSENT)
    order = [Stage.FINAL, Stage.EXPLAINED, Stage.APPRAISED, Stage.SELF]
    found: dict[Any, LeafValue] = {row.stage: row for row in rows.select_related("entry__round__rubric")}
    return next((found[stage] for stage in order if stage in found), None)
