"""Publish a ranking: one person proposes, another confirms; the snapshot is frozen; revoked only by decision.

What is published never changes. A correction is a new round row (`corrects`, revision + 1) that starts from the same
answers in the council's hands, and is published in its turn.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minhchung.agencies.models import Post, User
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.versions import save_version
from minhchung.rounds.domain.acts import Decision, RoundRefused, decide, hold, move, must_be, touch
from minhchung.rounds.domain.council import blocked_pairs
from minhchung.rounds.domain.merging import copied, copy_data, keep_copies
from minhchung.rounds.domain.ranking import input_digest, latest_ranking
from minhchung.rounds.domain.snapshot import snapshot_of
from minhchung.rounds.enums import DecisionKind, PhaseKind, PublicationState, RoundState
from minhchung.rounds.models import (
    BodyAssignment,
    Entry,
    EvidenceUse,
    LeafValue,
    Phase,
    Publication,
    Round,
    Ruling,
    Substitute,
)

MOST_NAMED = 20


def obstacles_to_publish(round: Round) -> list[str]:
    """Why the round's ranking cannot be put forward; a line each, with what to do."""
    ranking = latest_ranking(round)
    if ranking is None:
        return [_("Chưa tính bảng xếp hạng. Bấm “Tính xếp hạng”.")]
    lines = []
    if ranking.input_digest != input_digest(round):
        lines.append(_("Kết quả đã đổi sau lần tính gần nhất. Tính lại bảng xếp hạng."))
    unranked = list(ranking.rows.filter(rank__isnull=True).select_related("entry__agency"))
    for row in unranked[:MOST_NAMED]:
        lines.append(
            _("%(agency)s còn %(n)d tiêu chí chưa có kết quả, chưa xếp hạng được: %(codes)s.")
            % {"agency": row.entry.agency.name, "n": len(row.missing), "codes": ", ".join(row.missing[:5])}
        )
    if unfinished := blocked_pairs(round):
        lines.append(
            _(
                "%(n)d tiêu chí cần hai người thẩm định mà chưa xong hoặc hai điểm còn lệch quá mức. Chấm lại trước."
            )
            % {"n": len(unfinished)}
        )
    if len(unranked) > MOST_NAMED:
        lines.append(_("Và %(n)d cơ quan khác cũng chưa xếp hạng được.") % {"n": len(unranked) - MOST_NAMED})
    if not ranking.rows.exists():
        lines.append(_("Không còn cơ quan nào tham gia; không có gì để công bố."))
    return lines


def propose(*, round: Round, decision: Decision, actor: User, post: Post, now: datetime) -> Publication:
    """The first of two people puts the latest ranking forward. Raises RoundRefused with every obstacle."""
    must_be(round, RoundState.COUNCIL)
    if lines := obstacles_to_publish(round):
        raise RoundRefused(*lines)
    if round.publications.filter(state=PublicationState.PROPOSED).exists():
        raise RoundRefused(_("Đã có một đề nghị công bố đang chờ người thứ hai xác nhận."))
    ranking = latest_ranking(round)
    assert ranking is not None
    with transaction.atomic():
        touch(round)
        publication = Publication.objects.create(
            round=round,
            ranking=ranking,
            decision_number=decision.number,
            decided_on=decision.decided_on,
            proposed_by=actor,
            proposed_at=now,
        )
        _told(publication, "publication.proposed", actor, post, now, {"ranking": ranking.pk})
    return publication


def withdraw_proposal(*, publication: Publication, actor: User, post: Post, now: datetime) -> None:
    """Take a proposal back before it is confirmed; either person may."""
    _must_be_proposed(publication)
    with transaction.atomic():
        save_version(publication, expected=publication.row_version, state=PublicationState.WITHDRAWN)
        _told(publication, "publication.withdrawn", actor, post, now, {})


def obstacles_to_confirm(publication: Publication, actor: User) -> list[str]:
    """Why this person cannot confirm this proposal; a line each, with what to do."""
    lines = []
    if publication.proposed_by_id == actor.pk:
        lines.append(_("Người đề nghị không được tự xác nhận. Cần người thứ hai."))
    if publication.ranking.input_digest != input_digest(publication.round):
        lines.append(_("Kết quả đã đổi sau khi đề nghị. Rút đề nghị, tính lại rồi đề nghị lại."))
    return lines


def confirm(*, publication: Publication, actor: User, post: Post, now: datetime) -> Publication:
    """The second person confirms: the snapshot is made and frozen, the round is published.

    Raises RoundRefused when the same person proposed it, or when anything changed since; StaleRow when another act
    came first.
    """
    _must_be_proposed(publication)
    round = publication.round
    must_be(round, RoundState.COUNCIL)
    with transaction.atomic():
        # First the lock, then the look: what is compared now is what is frozen below.
        hold(round)
        must_be(round, RoundState.COUNCIL)
        if lines := obstacles_to_confirm(publication, actor):
            raise RoundRefused(*lines)
        move(round, RoundState.PUBLISHED)
        decision = Decision(publication.decision_number, publication.decided_on)
        decide(round, DecisionKind.PUBLISH, decision, actor, post, now, {"publication": publication.pk})
        text = snapshot_of(publication, confirmed_by=actor, at=now)
        digest = hashlib.sha256(text.encode()).hexdigest()
        recorded = _told(publication, "publication.confirmed", actor, post, now, {"sha256": digest})
        save_version(
            publication,
            expected=publication.row_version,
            state=PublicationState.PUBLISHED,
            snapshot=text,
            sha256=digest,
            checkpoint_size=recorded.size,
            confirmed_by=actor,
            confirmed_at=now,
        )
    return publication


def revoke(*, publication: Publication, decision: Decision, actor: User, post: Post, now: datetime) -> None:
    """Take back a published ranking by decision; the snapshot stays, marked as revoked."""
    if publication.state != PublicationState.PUBLISHED:
        raise RoundRefused(_("Chỉ thu hồi được kết quả đang công bố."))
    round = publication.round
    must_be(round, RoundState.PUBLISHED)
    with transaction.atomic():
        move(round, RoundState.REVOKED)
        decide(round, DecisionKind.REVOKE, decision, actor, post, now, {"publication": publication.pk})
        save_version(
            publication,
            expected=publication.row_version,
            state=PublicationState.REVOKED,
            revoked_by=actor,
            revoked_at=now,
            revoke_reason=decision.text,
        )


def correct(*, round: Round, decision: Decision, actor: User, post: Post, now: datetime) -> Round:
    """Begin a corrected revision of a revoked round: a new round in the council's hands, with the same answers.

    Entries, values, evidence, rulings, phases and bodies are carried over; the revoked round is left as it is. The
    council's own time is not, where it has passed: a correction is not late for a day that was another round's.
    """
    must_be(round, RoundState.REVOKED)
    if round.corrections.exists():
        raise RoundRefused(_("Đợt này đã có bản đính chính."))
    with transaction.atomic():
        touch(round)
        fresh = Round.objects.create(
            title=round.title,
            rubric=round.rubric,
            owner=round.owner,
            year=round.year,
            period_from=round.period_from,
            period_to=round.period_to,
            reference_on=round.reference_on,
            parameters=round.parameters,
            state=RoundState.COUNCIL,
            revision=round.revision + 1,
            corrects=round,
            is_sample=round.is_sample,
            created_by=actor,
            created_at=now,
        )
        _copy_frame(round, fresh)
        fresh.phases.filter(kind=PhaseKind.COUNCIL, due_at__lte=now).delete()
        _copy_entries(round, fresh, actor, now)
        decide(fresh, DecisionKind.CORRECT, decision, actor, post, now, {"corrects": round.pk})
    return fresh


def _copy_frame(old: Round, fresh: Round) -> None:
    for model in (Phase, BodyAssignment, Substitute, Ruling):
        copies = []
        for row in model.objects.filter(round=old):  # type: ignore[attr-defined]
            row.pk, row.round = None, fresh
            copies.append(row)
        model.objects.bulk_create(copies)  # type: ignore[attr-defined]


def _copy_entries(old: Round, fresh: Round, actor: User, now: datetime) -> None:
    pairs: dict[int, Entry] = {}
    for entry in Entry.objects.filter(round=old, merged_into__isnull=True, withdrawn_by__isnull=True):
        was = entry.pk
        entry.pk, entry.round, entry.row_version = None, fresh, 1
        entry.save(force_insert=True)
        pairs[was] = entry
    rows = LeafValue.objects.filter(entry_id__in=pairs).order_by("pk")
    keep_copies([copied(value, pairs[value.entry_id]) for value in rows])
    copy_data(pairs)
    uses = []
    for use in EvidenceUse.objects.filter(entry_id__in=pairs, removed_at__isnull=True):
        use.pk, use.entry = None, pairs[use.entry_id]
        uses.append(use)
    EvidenceUse.objects.bulk_create(uses, batch_size=500)


def _must_be_proposed(publication: Publication) -> None:
    if publication.state != PublicationState.PROPOSED:
        raise RoundRefused(_("Đề nghị này không còn chờ xác nhận."))


def _told(
    publication: Publication, verb: str, actor: User, post: Post, now: datetime, detail: dict[str, Any]
) -> Any:
    return record(
        verb=verb,
        subject=f"rounds.publication:{publication.pk}",
        at=now,
        actor_id=actor.pk,
        agency_id=publication.round.owner_id,
        post_id=post.pk,
        detail={
            "round": publication.round_id,
            "number": publication.decision_number,
            "on": _iso(publication.decided_on),
            **detail,
        },
    )


def _iso(day: date) -> str:
    return day.isoformat()
