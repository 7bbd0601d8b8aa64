"""The installation always keeps an administrator who can sign in."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.enums import Role
from minhchung.agencies.models import Agency, Holding, User


def keep_an_admin(
    day: date,
    *,
    without_user: User | None = None,
    without_holding: Holding | None = None,
    without_agencies: list[Agency] | None = None,
) -> None:
    """Raise Refused if nobody would hold an administrator's post on this day and after it.

    Runs inside the transaction of the change, which the locked rows make the only one of its kind.
    """
    open_then = Q(to_on__isnull=True) | Q(to_on__gt=day)
    left = (
        Holding.objects.select_for_update()
        .filter(open_then, post__role=Role.ADMIN, user__is_active=True)
        .filter(Q(post__valid_to__isnull=True) | Q(post__valid_to__gt=day))
    )
    rows = list(left.values_list("pk", "user_id", "post__agency_id"))
    gone = {agency.pk for agency in without_agencies or []}
    staying = [
        pk
        for pk, user_id, agency_id in rows
        if agency_id not in gone
        and (without_user is None or user_id != without_user.pk)
        and (without_holding is None or pk != without_holding.pk)
    ]
    if rows and not staying:
        raise Refused(
            "", _("Đây là người quản trị cuối cùng. Hãy giao vị trí quản trị cho người khác trước.")
        )
