"""Who may ask for the URLs of this room (composed by config/policy.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minhchung.agencies.access import PUBLIC, Access, roles
from minhchung.agencies.enums import Role

AUTHORS = roles(Role.AUTHOR)

POLICY: Final[Mapping[str, Access]] = {
    "criteria:list": PUBLIC,
    "criteria:show": PUBLIC,
    "criteria:download": PUBLIC,
    "criteria:lint": PUBLIC,
    "criteria:lint_json": PUBLIC,
    "criteria:drafts": AUTHORS,
    "criteria:start_draft": AUTHORS,
    "criteria:draft": AUTHORS,
    "criteria:draft_act": AUTHORS,
    "criteria:draft_proposal": AUTHORS,
    "criteria:draft_node": AUTHORS,
    "criteria:draft_head": AUTHORS,
    "criteria:draft_text": AUTHORS,
    "criteria:draft_download": AUTHORS,
    "criteria:draft_history": AUTHORS,
    "criteria:drop_draft": AUTHORS,
}
