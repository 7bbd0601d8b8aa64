"""Who may ask for the URLs of this room (composed by config/policy.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minhchung.agencies.access import PUBLIC, SIGNED_IN, Access, roles
from minhchung.agencies.enums import Role

ADMIN: Final = roles(Role.ADMIN)

POLICY: Final[Mapping[str, Access]] = {
    "agencies:sign_in": PUBLIC,
    # Open to all, so that a session that has run out is not asked to sign in before it may sign out.
    "agencies:sign_out": PUBLIC,
    "agencies:change_password": SIGNED_IN,
    "agencies:settings": SIGNED_IN,
    "agencies:tree": SIGNED_IN,
    "agencies:agency": SIGNED_IN,
    "agencies:agency_new": ADMIN,
    "agencies:agency_rename": ADMIN,
    "agencies:agency_merge": ADMIN,
    "agencies:agency_split": ADMIN,
    "agencies:agency_close": ADMIN,
    "agencies:identifier_add": ADMIN,
    "agencies:identifier_remove": ADMIN,
    "agencies:post_new": ADMIN,
    "agencies:post_give": ADMIN,
    "agencies:holding_end": ADMIN,
    "agencies:accounts": ADMIN,
    "agencies:account_new": ADMIN,
    "agencies:account": ADMIN,
    "agencies:account_password": ADMIN,
    "agencies:account_deactivate": ADMIN,
}
