"""A kept table goes public on two people's word, and is withdrawn by decision; the table and both acts stay."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from minhchung.agencies.models import Post, User
from minhchung.ledger.domain.record import record
from minhchung.rounds.domain.acts import Decision, RoundRefused
from minhchung.rounds.domain.stated import stated_tables
from minhchung.rounds.models import StatedAct, StatedTable

CONFIRMED, WITHDRAWN = StatedAct.Kind.CONFIRMED, StatedAct.Kind.WITHDRAWN


def _done(kind: str) -> Exists:
    return Exists(StatedAct.objects.filter(table=OuterRef("pk"), kind=kind))


def with_acts() -> QuerySet[StatedTable]:
    """Kept tables, each with `confirmed` and `withdrawn`; one query."""
    return stated_tables().annotate(confirmed=_done(CONFIRMED), withdrawn=_done(WITHDRAWN))


def public_tables() -> QuerySet[StatedTable]:
    """Tables that two people made public and nobody withdrew."""
    return stated_tables().filter(_done(CONFIRMED), ~_done(WITHDRAWN), is_public=True)


def public_stated_table(pk: int) -> StatedTable:
    """The table, if the public reads it now. Raises Http404."""
    found = public_tables().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def withdrawal_of(pk: int) -> StatedAct | None:
    """The withdrawal of a table that was public; None for any other. What the public page says in its place."""
    was_public = StatedAct.objects.filter(table=OuterRef("table"), kind=CONFIRMED)
    acts = StatedAct.objects.filter(Exists(was_public), table=pk, kind=WITHDRAWN)
    return acts.select_related("table__owner", "table__rubric").first()


def acts_of(table: StatedTable) -> dict[str, StatedAct]:
    """Kind → the act; one query."""
    return {act.kind: act for act in table.acts.select_related("by")}  # type: ignore[attr-defined]


def confirm_refusal(table: StatedTable, acts: dict[str, StatedAct], actor: User) -> str:
    """Why this person cannot make the table public; "" when they can."""
    if not table.is_public:
        return _("Bảng này được lưu để dùng trong hệ thống, không đề nghị công khai.")
    if WITHDRAWN in acts:
        return _("Bảng này đã được rút.")
    if CONFIRMED in acts:
        return _("Bảng này đã công khai.")
    if table.uploaded_by.pk == actor.pk:
        return _("Người đưa bảng lên không được tự xác nhận công khai. Cần người thứ hai.")
    return ""


def confirm_public(*, table: StatedTable, actor: User, post: Post | None, now: datetime) -> StatedAct:
    """The second person makes the table public. Raises RoundRefused."""
    with transaction.atomic():
        if refusal := confirm_refusal(table, _held(table), actor):
            raise RoundRefused(refusal)
        act = StatedAct.objects.create(table=table, kind=CONFIRMED, by=actor, at=now)
        _record("stated.confirmed", table, actor, post, now, {})
    return act


def withdraw_stated(
    *, table: StatedTable, decision: Decision, actor: User, post: Post | None, now: datetime
) -> StatedAct:
    """Take a table back by decision: the row stays, its public page says that it was withdrawn, when and why.

    decision.text: the reason, told to the public. Raises RoundRefused.
    """
    with transaction.atomic():
        if WITHDRAWN in _held(table):
            raise RoundRefused(_("Bảng này đã được rút."))
        if not decision.text.strip():
            raise RoundRefused(_("Nêu lý do rút."))
        act = StatedAct.objects.create(
            table=table,
            kind=WITHDRAWN,
            decision_number=decision.number,
            decided_on=decision.decided_on,
            reason=decision.text.strip(),
            by=actor,
            at=now,
        )
        told = {"number": decision.number, "on": decision.decided_on.isoformat()}
        _record("stated.withdrawn", table, actor, post, now, told)
    return act


def _held(table: StatedTable) -> dict[str, StatedAct]:
    """The acts so far, the table's row locked: two people never confirm or withdraw past each other."""
    StatedTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    return acts_of(table)


def _record(
    verb: str, table: StatedTable, actor: User, post: Post | None, now: datetime, detail: dict[str, str]
) -> None:
    record(
        verb=verb,
        subject=f"rounds.stated:{table.pk}",
        at=now,
        actor_id=actor.pk,
        agency_id=table.owner.pk,
        post_id=post.pk if post else None,
        detail=dict(detail),
    )
