"""Who may ask for the URLs of this room (composed by config/policy.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minhchung.agencies.access import PUBLIC, Access, roles
from minhchung.agencies.enums import Role

AUTHORS = roles(Role.AUTHOR)
ASKING = roles(Role.AUTHOR, Role.STANDING, Role.COUNCIL)
"""The body that writes, asks and issues."""
ASKED = roles(Role.SECRETARY, Role.HEAD)
EITHER_SIDE = roles(Role.AUTHOR, Role.STANDING, Role.COUNCIL, Role.SECRETARY, Role.HEAD)

POLICY: Final[Mapping[str, Access]] = {
    "criteria:list": PUBLIC,
    "criteria:show": PUBLIC,
    "criteria:download": PUBLIC,
    "criteria:download_workbook": PUBLIC,
    "criteria:lint": PUBLIC,
    "criteria:lint_json": PUBLIC,
    "criteria:settled": PUBLIC,
    "criteria:changes": PUBLIC,
    "criteria:consultations": EITHER_SIDE,
    "criteria:opinion_table": EITHER_SIDE,
    "criteria:consult": AUTHORS,
    "criteria:consultation": ASKING,
    "criteria:extend_consultation": AUTHORS,
    "criteria:end_consultation": AUTHORS,
    "criteria:publish_consultation": AUTHORS,
    "criteria:answer_comment": AUTHORS,
    "criteria:asked": ASKED,
    "criteria:comment": ASKED,
    "criteria:withdraw_comment": ASKED,
    "criteria:reply": roles(Role.HEAD),
    "criteria:issue": ASKING,
    "criteria:waive": AUTHORS,
    "criteria:take_back_waiver": AUTHORS,
    "criteria:confirm_issue": roles(Role.STANDING, Role.COUNCIL),
    "criteria:withdraw_issue": ASKING,
    "criteria:read": AUTHORS,
    "criteria:read_start": AUTHORS,
    "criteria:drafts": AUTHORS,
    "criteria:start_draft": AUTHORS,
    "criteria:draft": AUTHORS,
    "criteria:draft_act": AUTHORS,
    "criteria:draft_proposal": AUTHORS,
    "criteria:draft_proposals": AUTHORS,
    "criteria:draft_node": AUTHORS,
    "criteria:draft_head": AUTHORS,
    "criteria:draft_example": AUTHORS,
    "criteria:draft_indicator": AUTHORS,
    "criteria:draft_text": AUTHORS,
    "criteria:draft_download": AUTHORS,
    "criteria:draft_workbook": AUTHORS,
    "criteria:draft_workbook_download": AUTHORS,
    "criteria:draft_workbook_apply": AUTHORS,
    "criteria:draft_history": AUTHORS,
    "criteria:draft_compare": AUTHORS,
    "criteria:drop_draft": AUTHORS,
}
