"""Who may ask for the URLs of this room (composed by config/policy.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minhchung.agencies.access import SIGNED_IN, Access, roles
from minhchung.evidence.domain.access import OWN_ROLES

POLICY: Final[Mapping[str, Access]] = {
    "evidence:library": roles(*OWN_ROLES),
    "evidence:upload": roles(*OWN_ROLES),
    "evidence:file": SIGNED_IN,
    "evidence:original": SIGNED_IN,
    "evidence:preview": SIGNED_IN,
    "evidence:preview_again": SIGNED_IN,
    "evidence:preview_page": SIGNED_IN,
}
