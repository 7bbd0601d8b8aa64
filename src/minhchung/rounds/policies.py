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
APPRAISES: Final = roles(Role.APPRAISER)
DECIDES: Final = roles(Role.STANDING, Role.COUNCIL, Role.APPRAISER)
"""An appraiser decides only where the body is named to stand in for the council."""
RUNS: Final = roles(Role.STANDING)
PUBLISHES: Final = roles(Role.STANDING, Role.COUNCIL)
SIMULATES: Final = roles(Role.AUTHOR, Role.STANDING, Role.COUNCIL)

POLICY: Final[Mapping[str, Access]] = {
    # the agency's own entry: filled in, checked, approved, received
    "rounds:list": SIGNED_IN,
    "rounds:entry": READS_ENTRIES,
    "rounds:criterion": READS_ENTRIES,
    "rounds:leaf_source": READS_ENTRIES,
    "rounds:refresh_data": FILLS_IN,
    "rounds:take_data": FILLS_IN,
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
    # a draft on the answers of a round that is over
    "rounds:simulations": SIMULATES,
    "rounds:simulation": SIMULATES,
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
    # the standing body: a round prepared, decided on, ranked, published; results published elsewhere
    "rounds:new": RUNS,
    "rounds:edit_frame": RUNS,
    "rounds:edit_agencies": RUNS,
    "rounds:edit_groups": RUNS,
    "rounds:edit_bodies": RUNS,
    "rounds:edit_substitutes": RUNS,
    "rounds:edit_parameters": RUNS,
    "rounds:edit_phases": RUNS,
    "rounds:open": RUNS,
    "rounds:compute_data": RUNS,
    "rounds:extend": RUNS,
    "rounds:admit": RUNS,
    "rounds:merge": RUNS,
    "rounds:divide_entry": RUNS,
    "rounds:withdraw_entry": RUNS,
    "rounds:to_council": RUNS,
    "rounds:amend": RUNS,
    "rounds:propose": RUNS,
    "rounds:revoke": RUNS,
    "rounds:correct": RUNS,
    "rounds:manage": PUBLISHES,
    "rounds:progress_file": PUBLISHES,
    "rounds:rank": PUBLISHES,
    "rounds:published_words": PUBLISHES,
    "rounds:confirm_publication": PUBLISHES,
    "rounds:withdraw_proposal": PUBLISHES,
    "rounds:publication_snapshot": SIGNED_IN,
    "rounds:stated": SIGNED_IN,
    "rounds:stated_upload": roles(Role.STANDING, Role.AUTHOR, Role.INSPECTOR),
    "rounds:stated_confirm": roles(Role.STANDING, Role.AUTHOR, Role.INSPECTOR),
    "rounds:stated_withdraw": roles(Role.STANDING, Role.AUTHOR, Role.INSPECTOR),
    "rounds:stated_table": SIGNED_IN,
    "rounds:stated_agency": SIGNED_IN,
    "rounds:stated_file": SIGNED_IN,
    "rounds:public_stated": PUBLIC,
    "rounds:public_stated_agency": PUBLIC,
    "rounds:public_stated_file": PUBLIC,
    # appraisal, explanation, council
    "rounds:appraisal": APPRAISES,
    "rounds:accept_leaves": APPRAISES,
    "rounds:appraisal_grid": APPRAISES,
    "rounds:appraisal_workbook": APPRAISES,
    "rounds:appraisal_workbook_in": APPRAISES,
    "rounds:appraise_entry": APPRAISES,
    "rounds:appraise_leaf": APPRAISES,
    "rounds:differences": READS_ENTRIES,
    "rounds:explanation": READS_ENTRIES,
    "rounds:reply_explanation": APPRAISES,
    "rounds:council": DECIDES,
    "rounds:absent_leaves": DECIDES,
    "rounds:conclude_leaves": DECIDES,
    "rounds:finalise": DECIDES,
    "rounds:decide_leaf": DECIDES,
    "rounds:rulings": SIGNED_IN,
    "rounds:new_ruling": roles(Role.STANDING, Role.COUNCIL),
}
