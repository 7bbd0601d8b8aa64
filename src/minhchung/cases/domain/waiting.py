"""What waits for a person in this room: late flags to decide on; decisions on the agency's own to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from minhchung.agencies.domain.acting import Acting
from minhchung.agencies.enums import Role
from minhchung.cases.domain.access import decidable_for
from minhchung.cases.models import Contest
from minhchung.cases.models.contest import ContestState

NEWS_FOR: Final = timedelta(days=14)
"""How long a decision stays among what its agency has to do."""
CONTEST_READERS: Final = (Role.SECRETARY, Role.HEAD)


@dataclass(frozen=True)
class Waiting:
    """One thing to do and its page. kind: contest (to decide) or contested (decided, to read)."""

    title: str
    detail: str
    href: str
    kind: str
    count: int


def waiting_for(acting: Acting, now: datetime) -> list[Waiting]:
    """Everything of this room that waits for the person; one query a role, none for other roles."""
    found: list[Waiting] = []
    if Role.STANDING in acting.roles:
        found += _to_decide(acting)
    if acting.roles & set(CONTEST_READERS):
        found += _decided(acting, now)
    return found


def _to_decide(acting: Acting) -> Iterator[Waiting]:
    rows = list(decidable_for(acting).order_by("at", "pk").values_list("pk", "code", "agency__name"))
    if not rows:
        return
    pk, code, agency = rows[0]
    one = len(rows) == 1
    yield Waiting(
        _("Quyết định về hồ sơ trễ hạn bị phản đối"),
        f"{code} – {agency}"
        if one
        else _("%(n)d hồ sơ của %(agencies)d cơ quan chờ quyết định")
        % {"n": len(rows), "agencies": len({name for _pk, _code, name in rows})},
        reverse("cases:contest", args=[pk]) if one else reverse("cases:contests"),
        "contest",
        len(rows),
    )


def _decided(acting: Acting, now: datetime) -> Iterator[Waiting]:
    rows = Contest.objects.filter(
        agency_id__in=acting.agency_ids(*CONTEST_READERS),
        state__in=(ContestState.UPHELD, ContestState.REJECTED),
        decided_at__gt=now - NEWS_FOR,
    ).select_related("agency")
    for row in rows.order_by("decided_at", "pk"):
        yield Waiting(
            _("Xem quyết định về phản đối cờ trễ hạn"),
            f"{row.code} – {row.agency.name}: {row.get_state_display()}",
            reverse("cases:contest", args=[row.pk]),
            "contested",
            1,
        )
