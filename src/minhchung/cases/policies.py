"""Who may ask for the URLs of this room (composed by config/policy.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minhchung.agencies.access import Access, roles
from minhchung.cases.domain.access import IMPORTERS, READERS

POLICY: Final[Mapping[str, Access]] = {
    "cases:imports": roles(*READERS),
    "cases:receipt": roles(*READERS),
    **{
        f"cases:{name}": roles(*IMPORTERS)
        for name in (
            "system_add",
            "upload",
            "columns",
            "preview",
            "faults",
            "confirm",
            "give_up",
            "keys",
            "key_add",
            "key_revoke",
        )
    },
}
