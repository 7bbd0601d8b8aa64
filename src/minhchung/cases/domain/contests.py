"""Contest a late flag with evidence; the standing body decides. The store carries the contest, so both counts come out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.models import Agency, Post, User
from minhchung.cases.domain.manifests import Change, change_store
from minhchung.cases.models import CaseSystem, Contest
from minhchung.cases.models.contest import ContestState
from minhchung.evidence.models import EvidenceFile
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.versions import save_version
from minhchung.stats.store import set_contests


def contest(
    *,
    system: CaseSystem,
    code: str,
    agency: Agency,
    evidence: EvidenceFile,
    reason: str,
    actor: User,
    post: Post,
    now: datetime,
) -> Contest:
    """Say with evidence that a case was not late. From then on both counts stand side by side.

    Raises Refused when the case is contested already; KeyError when the store has no such case.
    """
    reference = f"evidence.file:{evidence.pk}"

    def keep(change: Change) -> Contest:
        row = Contest.objects.create(
            system=system,
            code=code,
            agency=agency,
            evidence=evidence,
            reason=reason,
            by=actor,
            post=post,
            at=now,
        )
        _record("contest.filed", row, actor, post, now, {"evidence": evidence.sha256})
        return row

    try:
        return change_store(
            write=lambda root, manifest: set_contests(root, manifest, [(system.key, code, reference)]),
            keep=keep,
            why="contest",
            now=now,
        )
    except IntegrityError:
        raise Refused("", _("Hồ sơ này đang có một phản đối.")) from None


def decide(
    *, row: Contest, upheld: bool, words: str, expected: int, actor: User, post: Post, now: datetime
) -> Contest:
    """The standing body accepts a contest (both counts stay) or rejects it (the late flag alone counts again).

    Raises Refused when it was decided before, StaleRow when somebody was faster.
    """
    if row.state != ContestState.OPEN:
        raise Refused("", _("Phản đối này đã được quyết định."))
    if post.agency_id == row.agency_id:
        raise Refused("", _("Không ai quyết định phản đối của chính cơ quan mình."))
    state = ContestState.UPHELD if upheld else ContestState.REJECTED

    def keep(change: Change | None) -> Contest:
        saved = save_version(
            row, expected=expected, state=state, decision=words, decided_by=actor, decided_at=now
        )
        _record("contest.decided", saved, actor, post, now, {"state": state.value})
        return saved

    if upheld:
        with transaction.atomic():
            return keep(None)
    return _let_go(row, keep, now)


def withdraw(*, row: Contest, words: str, expected: int, actor: User, post: Post, now: datetime) -> Contest:
    """The agency takes its contest back while nobody has decided it: the late flag alone counts again.

    The row stays, with who withdrew it and why; the case may be contested anew.
    Raises Refused when it was decided or withdrawn before, StaleRow when somebody was faster.
    """
    if row.state != ContestState.OPEN:
        raise Refused("", _("Phản đối này không còn chờ quyết định."))

    def keep(change: Change) -> Contest:
        saved = save_version(
            row,
            expected=expected,
            state=ContestState.WITHDRAWN,
            decision=words,
            decided_by=actor,
            decided_at=now,
        )
        _record("contest.withdrawn", saved, actor, post, now, {})
        return saved

    return _let_go(row, keep, now)


def _let_go(row: Contest, keep: Callable[[Change], Contest], now: datetime) -> Contest:
    """The store forgets the contest in the transaction that says so."""
    return change_store(
        write=lambda root, manifest: set_contests(root, manifest, [(row.system.key, row.code, None)]),
        keep=keep,
        why="contest",
        now=now,
    )


def _record(verb: str, row: Contest, actor: User, post: Post, now: datetime, detail: dict[str, str]) -> None:
    record(
        verb=verb,
        subject=f"cases.contest:{row.pk}",
        at=now,
        actor_id=actor.pk,
        agency_id=row.agency_id,
        post_id=post.pk,
        detail={"system": row.system_id, "code": row.code, **detail},
    )
