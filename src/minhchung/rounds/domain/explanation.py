"""The agency explains where the appraisal differs; the appraiser replies. Dated statements that never change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Post, User
from minhchung.evidence.models import EvidenceFile
from minhchung.merkle import canonical_json
from minhchung.rounds.domain.access import EntryAccess
from minhchung.rounds.domain.acts import hold, told_on_entry
from minhchung.rounds.domain.appraisal import (
    Values,
    appraised_value,
    is_appraised,
    out_refusal,
    phase_of,
    told_of,
    values_of,
)
from minhchung.rounds.domain.engine import context_of, rubric_of
from minhchung.rounds.domain.entries import NotNow, require
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.domain.said import Said, Unsaid, settled
from minhchung.rounds.domain.values import kept_answer, save_value, score_leaf
from minhchung.rounds.enums import EntryState, PhaseKind, RoundState, Side, Stage, Verdict
from minhchung.rounds.models import Entry, EvidenceUse, Explanation, LeafValue, Phase
from minhchung.rubric import ABSENT, Answer, Node, answer_to_data

TEXT = "noi_dung"
TEXT_MOST = 5000


# ── when, and on what ─────────────────────────────────────────────────────────────────────────────────────────────


def shows_appraisal(entry: Entry, phase: Phase | None, now: datetime) -> bool:
    """Whether the agency may see what the appraisers said: from the opening of the explanations on."""
    if entry.round.state in (RoundState.COUNCIL, RoundState.PUBLISHED, RoundState.REVOKED):
        return True
    return entry.round.state == RoundState.OPEN and phase is not None and now >= phase.opens_at


def explanation_refusal(entry: Entry, phase: Phase | None, received_at: datetime) -> str:
    """Why no explanation or reply is taken at this moment; empty when it is (opens_at ≤ moment < locks_at)."""
    if entry.state != EntryState.SUBMITTED:
        return _("Hồ sơ chưa nộp.")
    if entry.round.state != RoundState.OPEN:
        return _("Đợt chấm điểm không còn ở bước giải trình.")
    if phase is None:
        return _("Đợt này chưa có thời hạn giải trình.")
    if received_at < phase.opens_at:
        return _("Chưa đến thời gian giải trình.")
    if received_at >= phase.locks_at:
        return _("Đã khóa: hết thời gian giải trình.")
    return out_refusal(entry)


def differs(leaf: Node, values: Values) -> bool:
    """Whether the finished appraisal of a leaf the agency answers says something else than the agency."""
    found = appraised_value(values)
    if leaf.answered_by != "agency" or found is None or not is_appraised(leaf, values):
        return False
    own = values.get(Stage.SELF)
    return found.verdict == Verdict.CHANGED or own is None or own.points != found.points


def may_be_explained(leaf: Node, values: Values) -> bool:
    """A difference, or what a body entered on its own: the agency may speak of both."""
    entered = leaf.answered_by != "agency" and appraised_value(values) is not None
    return differs(leaf, values) or (entered and is_appraised(leaf, values))


@dataclass(frozen=True)
class Difference:
    """A leaf the agency may speak of. is_entered: the body answered it, the agency did not. said: sides so far."""

    leaf: Node
    values: Values
    said: tuple[str, ...]

    @property
    def is_entered(self) -> bool:
        return self.leaf.answered_by != "agency"

    @property
    def is_waiting(self) -> bool:
        """The agency has spoken last."""
        return bool(self.said) and self.said[-1] == Side.AGENCY


def differences_in(entry: Entry) -> tuple[Difference, ...]:
    """In the order of the text; two queries."""
    by_node: dict[str, dict[str, LeafValue]] = {}
    for row in LeafValue.objects.filter(entry=entry).select_related("by"):
        by_node.setdefault(row.node_id, {})[row.stage] = row
    said: dict[str, tuple[str, ...]] = {}
    for node_id, side in entry.explanations.order_by("at", "pk").values_list("node_id", "side"):
        said[node_id] = (*said.get(node_id, ()), side)
    every = own_leaves(rubric_of(entry.round.rubric), entry.traits).every
    return tuple(
        Difference(leaf, by_node[leaf.id], said.get(leaf.id, ()))
        for leaf in every
        if leaf.id in by_node and may_be_explained(leaf, by_node[leaf.id])
    )


def thread_of(entry: Entry, leaf: Node) -> list[Explanation]:
    """Every statement on a leaf, oldest first, files and people preloaded; two queries."""
    return list(
        Explanation.objects.filter(entry=entry, node_id=leaf.id)
        .select_related("by", "post__agency")
        .prefetch_related("files")
        .order_by("at", "pk")
    )


def speaking_post(access: EntryAccess) -> Post | None:
    """The post through which this person explains for the agency; None where they do not."""
    own = access.own
    return own if own is not None and own.role in (Role.SECRETARY, Role.HEAD) else None


# ── verbs ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def explain(
    *,
    access: EntryAccess,
    leaf: Node,
    text: str,
    requested: Answer | None,
    files: Iterable[EvidenceFile],
    actor: User,
    now: datetime,
) -> Explanation:
    """The agency states why, what it asks for, and adds evidence; the secretary or the head. It stays as filed.

    Raises Http404 (another agency, or a file of one), NotNow, Unsaid.
    """
    chosen = list(files)
    post = speaking_post(access)
    if post is None:
        raise Http404
    if any(file.agency_id != access.entry.agency_id for file in chosen):
        raise Http404
    with transaction.atomic():
        hold(access.entry.round, access.entry)
        require(explanation_refusal(access.entry, phase_of(access.entry, PhaseKind.EXPLANATION), now))
        values = values_of(access.entry, leaf.id)
        _require_explainable(leaf, values)
        _require_text(text)
        asked = None if requested in (None, ABSENT) else requested
        made = Explanation.objects.create(
            entry=access.entry,
            node_id=leaf.id,
            side=Side.AGENCY,
            text=text.strip(),
            requested_answer=None if asked is None else answer_to_data(asked),
            requested_points=_points(access.entry, leaf, asked),
            by=actor,
            post=post,
            at=now,
        )
        made.files.set(chosen)
        for file in chosen:
            _use(access.entry, leaf, file, actor, now)
        detail = {"files": sorted(file.sha256 for file in chosen), **_words(made)}
        told_on_entry(access.entry, "explanation.filed", actor, post, now, detail)
    return made


def _require_explainable(leaf: Node, values: Values) -> None:
    if Stage.FINAL in values:
        raise NotNow(_("Hội đồng đã kết luận tiêu chí này."))
    if not may_be_explained(leaf, values):
        raise NotNow(_("Kết quả thẩm định không khác điểm tự chấm; không có gì để giải trình."))


def _require_text(text: str) -> None:
    if not text.strip():
        raise Unsaid(TEXT, _("Ghi nội dung."))
    if len(text) > TEXT_MOST:
        words = _("Nội dung dài %(n)d ký tự; nhiều nhất %(most)d.")
        raise Unsaid(TEXT, words % {"n": len(text), "most": TEXT_MOST})


def _points(entry: Entry, leaf: Node, answer: Answer | None) -> Any:
    if answer is None:
        return None
    context = context_of(entry, entry.round.rulings.filter(node_id=leaf.id))
    return score_leaf(rubric_of(entry.round.rubric), leaf.id, answer, context).points


def _use(entry: Entry, leaf: Node, file: EvidenceFile, actor: User, now: datetime) -> None:
    """New evidence stands behind the leaf, so that whoever decides may read it."""
    EvidenceUse.objects.get_or_create(
        entry=entry,
        node_id=leaf.id,
        stage=Stage.EXPLAINED,
        file=file,
        removed_at=None,
        defaults={"by": actor, "at": now},
    )


def reply(
    *,
    access: EntryAccess,
    leaf: Node,
    text: str,
    said: Said,
    expected: int,
    actor: User,
    now: datetime,
) -> LeafValue:
    """The appraiser answers an explanation: keeps the appraised value, or changes it; the words are the reason.

    expected: version of the value after explanation as shown, 0 for none. Raises Http404, NotNow, Unsaid, StaleRow.
    """
    if not access.may_appraise(leaf.appraised_by):
        raise Http404
    post = access.appraising[str(leaf.appraised_by)]
    entry = access.entry
    with transaction.atomic():
        hold(entry.round, entry)
        require(explanation_refusal(entry, phase_of(entry, PhaseKind.EXPLANATION), now))
        values = values_of(entry, leaf.id)
        _require_answerable(entry, leaf, values)
        _require_text(text)
        rubric = rubric_of(entry.round.rubric)
        base = kept_answer(rubric, appraised_value(values), context_of(entry, ()))
        new = settled(Said(said.verdict, said.answer, text), base)
        value = save_value(
            entry=entry,
            node_id=leaf.id,
            stage=Stage.EXPLAINED,
            new=new,
            actor=actor,
            post=post,
            at=now,
            expected=expected,
        )
        made = state(entry, leaf, Side.APPRAISER, text, value, actor, post, now)
        told_on_entry(entry, "explanation.answered", actor, post, now, {**told_of(value), **_words(made)})
    return value


def _require_answerable(entry: Entry, leaf: Node, values: Values) -> None:
    if Stage.FINAL in values:
        raise NotNow(_("Hội đồng đã kết luận tiêu chí này."))
    if not is_appraised(leaf, values):
        raise NotNow(_("Tiêu chí này chưa thẩm định xong; chấm xong rồi trả lời giải trình."))
    if not entry.explanations.filter(node_id=leaf.id, side=Side.AGENCY).exists():
        raise NotNow(_("Cơ quan chưa giải trình tiêu chí này."))


def state(
    entry: Entry,
    leaf: Node,
    side: Side,
    text: str,
    value: LeafValue,
    actor: User,
    post: Post | None,
    now: datetime,
) -> Explanation:
    """A statement that says which answer it led to."""
    return Explanation.objects.create(
        entry=entry,
        node_id=leaf.id,
        side=side,
        text=text.strip(),
        requested_answer=value.answer,
        requested_points=value.points,
        by=actor,
        post=post,
        at=now,
    )


# ── the ledger ────────────────────────────────────────────────────────────────────────────────────────────────────


def _words(made: Explanation) -> dict[str, Any]:
    words = canonical_json({"text": made.text, "answer": made.requested_answer})
    return {"leaf": made.node_id, "statement": made.pk, "words": hashlib.sha256(words).hexdigest()}
