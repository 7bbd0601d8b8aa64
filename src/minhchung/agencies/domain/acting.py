"""What a person may do today: the posts they hold, and through them roles and agencies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Holding, Post, User
from minhchung.ledger.domain.prepared import Prepared


@dataclass(frozen=True)
class Acting:
    """A signed-in person with the posts they hold on one day (agency preloaded on each post)."""

    user: User
    posts: tuple[Post, ...]

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(post.role) for post in self.posts)

    def agency_ids(self, *wanted: Role) -> frozenset[int]:
        """Ids of the agencies where one of these roles is held (any role when none is named)."""
        return frozenset(post.agency_id for post in self.posts if not wanted or post.role in wanted)

    def post_for(self, agency_id: int, *wanted: Role) -> Post | None:
        """The post through which the person acts for this agency in one of these roles, if any."""
        for post in self.posts:
            if post.agency_id == agency_id and (not wanted or post.role in wanted):
                return post
        return None


def acting(user: User, today: date) -> Acting:
    """The person with every post whose holding, post and agency are open today; one query."""
    if not user.is_active:
        return Acting(user=user, posts=())
    return Acting(user=user, posts=tuple(holding.post for holding in _OPEN.rows(user.pk, today)))


def held_at(agency_ids: Iterable[int], role: Role, today: date) -> frozenset[int]:
    """Those of these agencies in which somebody with an open account holds a post of this role today; one query."""
    held = (
        Holding.objects.filter(post__agency_id__in=set(agency_ids), post__role=role, user__is_active=True)
        .filter(Q(to_on__isnull=True) | Q(to_on__gt=today), from_on__lte=today)
        .filter(Q(post__valid_to__isnull=True) | Q(post__valid_to__gt=today), post__valid_from__lte=today)
    )
    return frozenset(held.values_list("post__agency_id", flat=True))


def _open_holdings(user_id: int, today: date) -> QuerySet[Holding]:
    return (
        Holding.objects.filter(user_id=user_id, from_on__lte=today)
        .filter(Q(to_on__isnull=True) | Q(to_on__gt=today))
        .filter(Q(post__valid_to__isnull=True) | Q(post__valid_to__gt=today), post__valid_from__lte=today)
        .filter(Q(post__agency__valid_to__isnull=True) | Q(post__agency__valid_to__gt=today))
        .select_related("post__agency__kind")
        .order_by("from_on", "pk")
    )


_OPEN = Prepared(_open_holdings, int, date)
