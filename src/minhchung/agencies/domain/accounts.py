"""Accounts: made, closed and opened by the administrator; passwords and preferences by their owner."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from minhchung.agencies.domain.admins import keep_an_admin
from minhchung.agencies.domain.refusal import Refused
from minhchung.agencies.models import Post, User
from minhchung.ledger.domain.record import record
from minhchung.ledger.domain.versions import save_version
from minhchung.viet.folding import nfc

# Without letters and digits that look alike on paper: a one-time password is often read out or written down.
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """Four groups of four, 79 bits: abcd-2345-efgh-6789."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def create_account(
    *, username: str, full_name: str, email: str, actor: User, post: Post | None, now: datetime
) -> tuple[User, str]:
    """Make an account that must choose its own password. Returns it with the one-time password, shown once.

    Raises Refused when the user name is taken.
    """
    password = one_time_password()
    user = User(username=username, full_name=full_name, email=email, must_change_password=True)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
            _record("account.created", user, actor, post, now)
    except IntegrityError:
        raise Refused("username", _("Tên đăng nhập này đã có người dùng.")) from None
    return user, password


def reset_password(*, user: User, expected: int, actor: User, post: Post | None, now: datetime) -> str:
    """Give an account a new one-time password and open it if it was closed. Its open sessions end."""
    password = one_time_password()
    user.set_password(password)
    with transaction.atomic():
        save_version(
            user, expected=expected, password=user.password, must_change_password=True, is_active=True
        )
        _record("account.password_reset", user, actor, post, now)
    return password


def deactivate_account(
    *, user: User, expected: int, actor: User, post: Post | None, today: date, now: datetime
) -> None:
    """Close an account. Its sessions end at once and stay dead: the password they were signed with is gone.

    Posts stay as they are until handed over or ended. Raises Refused for the last administrator.
    """
    with transaction.atomic():
        keep_an_admin(today, without_user=user)
        user.set_unusable_password()
        save_version(user, expected=expected, password=user.password, is_active=False)
        _record("account.deactivated", user, actor, post, now)


def change_password(*, user: User, password: str, now: datetime) -> None:
    """Set the password its owner chose."""
    user.set_password(password)
    user.must_change_password = False
    with transaction.atomic():
        user.save(update_fields=["password", "must_change_password"])
        _record("account.password_changed", user, user, None, now)


def save_preferences(*, user: User, expected: int, email: str, language: str, shortcuts_on: bool) -> None:
    """Keep what a person chose for themself. Raises StaleRow when another window was faster."""
    save_version(user, expected=expected, email=nfc(email), language=language, shortcuts_on=shortcuts_on)


def _record(verb: str, user: User, actor: User, post: Post | None, now: datetime) -> None:
    record(
        verb=verb,
        subject=f"agencies.user:{user.pk}",
        at=now,
        actor_id=actor.pk,
        agency_id=post.agency_id if post else None,
        post_id=post.pk if post else None,
    )
