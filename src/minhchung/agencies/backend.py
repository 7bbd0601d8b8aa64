"""Who is signed in: Django's own accounts backend, the person of each request read by a query that is written once."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from minhchung.agencies.models import User
from minhchung.ledger.domain.prepared import Prepared

_BY_ID = Prepared(lambda user_id: User.objects.filter(pk=user_id).order_by(), int)


class Accounts(ModelBackend):
    """As ModelBackend: passwords by Django's hashers, no closed account gets in."""

    def get_user(self, user_id: int) -> User | None:
        user = _BY_ID.first(int(user_id))
        return user if user is not None and self.user_can_authenticate(user) else None
