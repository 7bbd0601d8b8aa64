"""An agency's entry on its way: filled by the secretary, sent to the head, approved and received, or returned.

Every verb here is decisive: it holds its own transaction, locks the entry, and writes one ledger entry.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minhchung.agencies.models import Post, User
from minhchung.ledger.domain.versions import save_version
from minhchung.merkle import canonical_json
from minhchung.rounds.domain.acts import told_on_entry
from minhchung.rounds.domain.data_overruled import without_reason
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.own_leaves import own_leaves
from minhchung.rounds.domain.submitted import facts_standing, submitted_digest
from minhchung.rounds.enums import EntryState, LeafState, PhaseKind, RoundState, Stage
from minhchung.rounds.models import Entry, LeafValue, Phase, Receipt
from minhchung.rubric import Node

FILLING = frozenset({EntryState.DRAFT, EntryState.RETURNED})


class NotNow(Exception):
    """The act is refused because of the time or the state; `words` says why, to the person."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Unconfirmed(Exception):
    """Leaves are without answer and the person has not confirmed just these; `codes` names them."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


class Overtaken(Exception):
    """Leaves hold an answer that was typed over by something faulty: neither may go in unseen; `codes` names them."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


# ── when ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def self_phase(entry: Entry) -> Phase | None:
    """The self-assessment phase of the entry's round; one query."""
    return Phase.objects.filter(round_id=entry.round_id, kind=PhaseKind.SELF).first()


def phase_refusal(phase: Phase | None, received_at: datetime) -> str:
    """Why the self-assessment takes nothing at this moment; empty when it does (opens_at ≤ moment < locks_at)."""
    if phase is None:
        return _("Đợt này chưa có thời hạn tự chấm điểm.")
    if received_at < phase.opens_at:
        return _("Chưa đến thời gian tự chấm điểm.")
    if received_at >= phase.locks_at:
        return _("Đã khóa: hết thời gian nhận tự chấm điểm.")
    return ""


def entry_refusal(entry: Entry) -> str:
    """Why the entry cannot move at all: the round is not open, or a decision took the entry out of it."""
    if entry.merged_into_id is not None:
        return _("Hồ sơ này đã nhập vào hồ sơ khác theo quyết định.")
    if entry.withdrawn_by_id is not None:
        return _("Cơ quan đã rút khỏi đợt chấm điểm theo quyết định.")
    if entry.round.state != RoundState.OPEN:
        return _("Đợt chấm điểm không còn nhận tự chấm.")
    return ""


def filling_refusal(entry: Entry, phase: Phase | None, received_at: datetime) -> str:
    """Why the secretary cannot change answers now; empty when it is possible."""
    if entry.state == EntryState.WITH_HEAD:
        return _("Hồ sơ đang chờ lãnh đạo duyệt. Rút lại trước khi sửa.")
    if entry.state == EntryState.SUBMITTED:
        return _("Hồ sơ đã nộp, không sửa được nữa.")
    return entry_refusal(entry) or phase_refusal(phase, received_at)


def appraised_refusal(entry: Entry, leaf: Node) -> str:
    """Why a leaf stays as the agency said it though the entry came back after an amendment: it has been appraised.

    No query for an entry that was never received.
    """
    if entry.received_at is None:
        return ""
    later = LeafValue.objects.filter(entry=entry, node_id=leaf.id).exclude(stage=Stage.SELF)
    if later.exclude(state=LeafState.ABSENT).exists():
        return _("Tiêu chí này đã được thẩm định; chỉ trả lời lại những tiêu chí đã đổi.")
    return ""


def require(refusal: str) -> None:
    """Raise NotNow with these words, unless they are empty."""
    if refusal:
        raise NotNow(refusal)


def late_seconds(phase: Phase, received_at: datetime) -> int:
    """How late a submission is, in whole seconds begun; 0 up to and at the due time itself."""
    return max(0, math.ceil((received_at - phase.due_at).total_seconds()))


# ── what is absent ────────────────────────────────────────────────────────────────────────────────────────────────


def absent_codes(entry: Entry) -> tuple[str, ...]:
    """Codes of the agency's own leaves without an answer, in the order of the text; one query."""
    answered = set(
        LeafValue.objects.filter(entry=entry, stage=Stage.SELF)
        .exclude(state=LeafState.ABSENT)
        .values_list("node_id", flat=True)
    )
    asked = own_leaves(rubric_of(entry.round.rubric), entry.traits).asked
    return tuple(leaf.code for leaf in asked if leaf.id not in answered)


def _require_confirmed(entry: Entry, confirmed: Iterable[str] | None) -> tuple[str, ...]:
    absent = absent_codes(entry)
    if absent and (confirmed is None or set(confirmed) != set(absent)):
        raise Unconfirmed(absent)
    return absent


def _refuse_without_reason(entry: Entry) -> None:
    """Figures may come in after an answer was given: an answer that says otherwise is not sent without its reason."""
    unlike = without_reason(entry)
    if unlike:
        rubric = rubric_of(entry.round.rubric)
        codes = ", ".join(leaf.code for leaf in rubric.leaves() if leaf.id in unlike)
        raise NotNow(
            _("Câu trả lời khác số liệu của hệ thống mà chưa ghi lý do: %(codes)s.") % {"codes": codes}
        )


# ── verbs ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def send_to_head(
    *,
    entry: Entry,
    expected: int,
    confirmed_absent: Iterable[str] | None,
    actor: User,
    post: Post,
    now: datetime,
) -> Entry:
    """The secretary puts the entry before the head. What is absent must be confirmed by name, and stays absent.

    Raises NotNow, Unconfirmed, Overtaken, StaleRow.
    """
    with transaction.atomic():
        require(filling_refusal(entry, self_phase(entry), now))
        _refuse_overtaken(entry)
        _refuse_without_reason(entry)
        absent = _require_confirmed(entry, confirmed_absent)
        save_version(entry, expected=expected, state=EntryState.WITH_HEAD, sent_at=now)
        _record("entry.sent_to_head", entry, actor, post, now, {"absent": list(absent)})
    return entry


def withdraw_from_head(*, entry: Entry, expected: int, actor: User, post: Post, now: datetime) -> Entry:
    """The secretary takes the entry back before the head has decided. Raises NotNow, StaleRow."""
    with transaction.atomic():
        _require_with_head(entry)
        require(phase_refusal(self_phase(entry), now))
        save_version(entry, expected=expected, state=EntryState.DRAFT, sent_at=None)
        _record("entry.withdrawn_from_head", entry, actor, post, now, {})
    return entry


def return_entry(
    *,
    entry: Entry,
    expected: int,
    reason: str,
    remarks: Mapping[str, str],
    actor: User,
    post: Post,
    now: datetime,
) -> Entry:
    """The head gives the entry back with a reason, and remarks on single leaves (node id → text).

    Raises NotNow, StaleRow; ValueError when the reason is empty (the form has checked).
    """
    if not reason.strip():
        raise ValueError("a return states its reason")
    with transaction.atomic():
        _require_with_head(entry)
        rubric = rubric_of(entry.round.rubric)
        kept = {
            node_id: text.strip()
            for node_id, text in remarks.items()
            if text.strip() and rubric.has_node(node_id)
        }
        save_version(
            entry,
            expected=expected,
            state=EntryState.RETURNED,
            sent_at=None,
            return_reason=reason.strip(),
            return_remarks=kept,
            returned_at=now,
        )
        digest = hashlib.sha256(canonical_json({"reason": reason.strip(), "remarks": kept})).hexdigest()
        _record("entry.returned", entry, actor, post, now, {"leaves": sorted(kept), "words": digest})
    return entry


def approve_entry(
    *,
    entry: Entry,
    expected: int,
    confirmed_absent: Iterable[str] | None,
    actor: User,
    post: Post,
    received_at: datetime,
) -> Receipt:
    """The head approves and the entry is received: frozen, its time kept, a receipt given.

    received_at: when the server received the request, however late it is handled. Raises NotNow, Unconfirmed, StaleRow.
    """
    with transaction.atomic():
        _require_with_head(entry)
        phase = self_phase(entry)
        require(phase_refusal(phase, received_at))
        assert phase is not None
        absent = _require_confirmed(entry, confirmed_absent)
        pins = facts_standing(entry)
        digest = submitted_digest(entry, received_at, pins=pins)
        late = late_seconds(phase, received_at)
        save_version(
            entry, expected=expected, state=EntryState.SUBMITTED, received_at=received_at, late_seconds=late
        )
        detail = {"digest": digest, "facts": pins, "late_seconds": late, "absent": list(absent)}
        recorded = _record("entry.submitted", entry, actor, post, received_at, detail)
        return Receipt.objects.create(
            entry=entry,
            number=_next_number(entry.round.year),
            received_at=received_at,
            digest=digest,
            ledger_seq=recorded.seq,
            checkpoint_size=recorded.size,
            by=actor,
        )


def _refuse_overtaken(entry: Entry) -> None:
    """A leaf with an answer and, over it, a draft with faults: what counts is not what was typed last."""
    held = LeafValue.objects.filter(entry=entry, stage=Stage.SELF, draft__isnull=False)
    overtaken = {node_id for node_id, answer in held.values_list("node_id", "answer") if answer is not None}
    if overtaken:
        leaves = rubric_of(entry.round.rubric).leaves()
        raise Overtaken(tuple(leaf.code for leaf in leaves if leaf.id in overtaken))


def _require_with_head(entry: Entry) -> None:
    if entry.state == EntryState.SUBMITTED:
        raise NotNow(_("Hồ sơ đã nộp."))
    if entry.state != EntryState.WITH_HEAD:
        raise NotNow(_("Hồ sơ không ở chỗ lãnh đạo: thư ký đang sửa."))
    require(entry_refusal(entry))


def _next_number(year: int) -> str:
    """TC-2023-0007. Called after record(): the ledger's head row is locked, so two receipts cannot count alike."""
    prefix = f"TC-{year}-"
    numbers = Receipt.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    last = max((int(number.removeprefix(prefix)) for number in numbers), default=0)
    return f"{prefix}{last + 1:04d}"


def _record(verb: str, entry: Entry, actor: User, post: Post, now: datetime, detail: dict[str, Any]) -> Any:
    return told_on_entry(entry, verb, actor, post, now, {"rubric": entry.round.rubric.sha256, **detail})
