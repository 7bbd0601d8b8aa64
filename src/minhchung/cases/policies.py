"""Who may ask for the URLs of this room (composed by config/policy.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minhchung.agencies.access import Access, roles
from minhchung.agencies.enums import Role
from minhchung.cases.domain.access import IMPORTERS, READERS

POLICY: Final[Mapping[str, Access]] = {
    "cases:contest_add": roles(Role.SECRETARY),
    "cases:contest_withdraw": roles(Role.SECRETARY),
    "cases:procedures_import": roles(*IMPORTERS),
    "cases:calendar": roles(*READERS, Role.ADMIN),
    **{
        f"cases:{name}": roles(*READERS)
        for name in (
            "home",
            "dashboard",
            "cases",
            "cases_csv",
            "freeze",
            "figures",
            "figure",
            "contests",
            "procedures",
            "contest",
            "imports",
            "receipt",
        )
    },
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
