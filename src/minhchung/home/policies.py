"""Who may ask for the URLs of this room (composed by config/policy.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minhchung.agencies.access import PUBLIC, SIGNED_IN, Access, roles
from minhchung.agencies.enums import Role

LEDGER_READERS: Final = roles(Role.STANDING, Role.COUNCIL, Role.ADMIN, Role.INSPECTOR)

POLICY: Final[Mapping[str, Access]] = {
    "home:tasks": PUBLIC,
    "home:help": PUBLIC,
    "home:handover": SIGNED_IN,
    "home:handover_record": SIGNED_IN,
    "home:handover_pdf": SIGNED_IN,
    "home:ledger": LEDGER_READERS,
    "home:ledger_entry": LEDGER_READERS,
    "home:ledger_download": LEDGER_READERS,
    # Signed notes say nothing of any entry; the more people keep them, the less can be rewritten unseen.
    "home:checkpoint": PUBLIC,
    "home:checkpoints_download": PUBLIC,
}
