"""Who may ask for the URLs of this room (composed by config/policy.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minhchung.agencies.access import PUBLIC, SIGNED_IN, Access, roles
from minhchung.agencies.enums import Role

READS_ENTRIES: Final = roles(
    Role.SECRETARY, Role.HEAD, Role.AUDITOR, Role.APPRAISER, Role.STANDING, Role.COUNCIL
)
FILLS_IN: Final = roles(Role.SECRETARY)
APPROVES: Final = roles(Role.HEAD)

POLICY: Final[Mapping[str, Access]] = {
    # the agency's own entry: filled in, checked, approved, received
    "rounds:list": SIGNED_IN,
    "rounds:entry": READS_ENTRIES,
    "rounds:criterion": READS_ENTRIES,
    "rounds:attach_evidence": FILLS_IN,
    "rounds:pick_evidence": FILLS_IN,
    "rounds:detach_evidence": FILLS_IN,
    "rounds:sheet": READS_ENTRIES,
    "rounds:sheet_workbook": READS_ENTRIES,
    "rounds:sheet_import": FILLS_IN,
    "rounds:sheet_import_confirm": FILLS_IN,
    "rounds:check": READS_ENTRIES,
    "rounds:declare_none": FILLS_IN,
    "rounds:send_to_head": FILLS_IN,
    "rounds:withdraw_from_head": FILLS_IN,
    "rounds:approve": APPROVES,
    "rounds:return_entry": APPROVES,
    "rounds:receipt": READS_ENTRIES,
    "rounds:official_form": READS_ENTRIES,
    # published rankings: open to all, read from the frozen snapshot
    "rounds:public_list": PUBLIC,
    "rounds:public_ledger": PUBLIC,
    "rounds:public_ranking": PUBLIC,
    "rounds:public_heat": PUBLIC,
    "rounds:public_compare": PUBLIC,
    "rounds:public_rulings": PUBLIC,
    "rounds:public_verify": PUBLIC,
    "rounds:public_csv": PUBLIC,
    "rounds:public_xlsx": PUBLIC,
    "rounds:public_json": PUBLIC,
    "rounds:public_entry": PUBLIC,
    "rounds:public_leaf": PUBLIC,
}
