"""Keys of one-stop systems: made, shown once, checked, revoked."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from minhchung.agencies.models import Post, User
from minhchung.cases.models import ApiKey, CaseSystem
from minhchung.ledger.domain.record import record

_MARK: Final = "mc_"
_USED_EVERY: Final = timedelta(minutes=1)


def make_key(*, system: CaseSystem, name: str, actor: User, post: Post, now: datetime) -> tuple[ApiKey, str]:
    """Make a key of a system; the second value is the secret, said this once and kept nowhere."""
    secret = _MARK + secrets.token_urlsafe(32)
    with transaction.atomic():
        key = ApiKey.objects.create(
            system=system,
            name=name,
            prefix=secret[:11],
            digest=_digest(secret),
            created_by=actor,
            created_at=now,
        )
        _record("api_key.made", key, actor, post, now)
    return key, secret


def revoke_key(*, key: ApiKey, actor: User, post: Post, now: datetime) -> None:
    """End a key; a second time changes nothing."""
    with transaction.atomic():
        if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now, revoked_by=actor):
            _record("api_key.revoked", key, actor, post, now)


def key_of(secret: str, now: datetime) -> ApiKey | None:
    """The open key with this secret, its last use noted (to the minute); None for any other text."""
    if not secret.startswith(_MARK):
        return None
    key = (
        ApiKey.objects.filter(digest=_digest(secret), revoked_at=None)
        .select_related("system__agency", "created_by")
        .first()
    )
    if key is not None and (key.last_used_at is None or now - key.last_used_at >= _USED_EVERY):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return key


def _digest(secret: str) -> str:
    """SHA-256 of 32 random bytes: nothing to guess, so nothing that must be slow."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _record(verb: str, key: ApiKey, actor: User, post: Post, now: datetime) -> None:
    record(
        verb=verb,
        subject=f"cases.api_key:{key.pk}",
        at=now,
        actor_id=actor.pk,
        agency_id=key.system.agency_id,
        post_id=post.pk,
        detail={"system": key.system_id, "prefix": key.prefix},
    )
