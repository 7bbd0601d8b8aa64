"""Posts, who holds them from when to when, and their handover from one person to another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from minhchung.agencies.domain.admins import keep_an_admin
from minhchung.agencies.domain.by import By
from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency, Handover, Holding, Post, User
from minhchung.ledger.domain.record import record


def create_post(
    *, agency: Agency, role: Role, title: str, from_on: date, holder: User | None, by: By
) -> Post:
    """Add a post to an agency, held by somebody from its first day, or vacant.

    Raises Refused when the agency is not there on that day, or the holder's account is closed.
    """
    if not agency.is_valid_on(from_on):
        raise Refused("from_on", _("Vào ngày này cơ quan chưa thành lập hoặc đã kết thúc."))
    with transaction.atomic():
        post = Post.objects.create(agency=agency, role=role, title=title, valid_from=from_on)
        _record("post.created", post, by, {"role": role.value})
        if holder is not None:
            give_post(post=post, holder=holder, from_on=from_on, by=by)
    return post


def give_post(*, post: Post, holder: User, from_on: date, by: By) -> Holding:
    """Put a person in a vacant post from a day. Raises Refused when it is not vacant or not there on that day."""
    _check_receiver(holder)
    if from_on < post.valid_from or (post.valid_to is not None and from_on >= post.valid_to):
        raise Refused("from_on", _("Vào ngày này vị trí chưa có hoặc đã hết."))
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=post.pk)
        if post.holdings.filter(Q(to_on__isnull=True) | Q(to_on__gt=from_on)).exists():
            raise Refused("holder", _("Vị trí này có người giữ vào ngày đó. Hãy dùng Bàn giao."))
        holding = Holding.objects.create(post=post, user=holder, from_on=from_on)
        _record("post.given", post, by, {"holder": holder.pk, "from_on": from_on.isoformat()})
    return holding


def end_holding(*, holding: Holding, to_on: date, by: By) -> None:
    """Let a person's time in a post end on a day; the post stays, vacant.

    Raises Refused when it has ended by then, when the day lies before its first, or for the last administrator.
    """
    with transaction.atomic():
        holding = Holding.objects.select_for_update().select_related("post").get(pk=holding.pk)
        if holding.to_on is not None and holding.to_on <= to_on:
            raise Refused("to_on", _("Người này đã thôi giữ vị trí trước ngày đó."))
        if to_on < holding.from_on:
            raise Refused("to_on", _("Ngày thôi giữ phải từ ngày bắt đầu giữ trở đi."))
        if holding.post.role == Role.ADMIN:
            keep_an_admin(to_on, without_holding=holding)
        holding.to_on = to_on
        holding.save(update_fields=["to_on"])
        _record(
            "post.holding_ended", holding.post, by, {"holder": holding.user_id, "to_on": to_on.isoformat()}
        )


def hand_over(
    *, holding: Holding, receiver: User, on: date, note: str, summary: dict[str, Any], by: By, today: date
) -> Handover:
    """Pass a post, with everything open in it, from its holder to another person on a day, today or later.

    summary: what was open at this moment, as the page showed it. Raises Refused for a day that has passed, a holder
    whose time is over by then, a receiver who is the holder or whose account is closed.
    """
    _check_receiver(receiver)
    with transaction.atomic():
        holding = Holding.objects.select_for_update().select_related("post").get(pk=holding.pk)
        _check_handover(holding, receiver, on, today)
        holding.to_on = on
        holding.save(update_fields=["to_on"])
        Holding.objects.create(post=holding.post, user=receiver, from_on=on)
        handover = Handover.objects.create(
            post=holding.post,
            from_user_id=holding.user_id,
            to_user=receiver,
            by=by.actor,
            at=by.now,
            note=note,
            summary={**summary, "on": on.isoformat()},
        )
        detail = {"from": holding.user_id, "to": receiver.pk, "on": on.isoformat(), "handover": handover.pk}
        _record("post.handed_over", holding.post, by, detail)
    return handover


def _check_handover(holding: Holding, receiver: User, on: date, today: date) -> None:
    if on < today:
        raise Refused("on", _("Ngày bàn giao phải từ hôm nay trở đi."))
    if holding.user_id == receiver.pk:
        raise Refused("receiver", _("Người nhận phải là người khác với người giao."))
    if on < holding.from_on or (holding.to_on is not None and holding.to_on <= on):
        raise Refused("on", _("Vào ngày này người giao không giữ vị trí."))
    if holding.post.valid_to is not None and holding.post.valid_to <= on:
        raise Refused("on", _("Vào ngày này vị trí chưa có hoặc đã hết."))
    if holding.post.holdings.exclude(pk=holding.pk).filter(Q(to_on__isnull=True) | Q(to_on__gt=on)).exists():
        raise Refused("", _("Vị trí này đã được bàn giao cho người khác từ một ngày sắp tới."))


def _check_receiver(user: User) -> None:
    if not user.is_active:
        raise Refused("receiver", _("Tài khoản này đã ngừng hoạt động."))


def _record(verb: str, post: Post, by: By, detail: dict[str, Any]) -> None:
    record(
        verb=verb,
        subject=f"agencies.post:{post.pk}",
        at=by.now,
        actor_id=by.actor.pk,
        agency_id=post.agency_id,
        post_id=by.post.pk if by.post else None,
        detail=detail,
    )
