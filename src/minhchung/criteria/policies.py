"""Who may ask for the URLs of this room (composed by config/policy.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minhchung.agencies.access import PUBLIC, Access

POLICY: Final[Mapping[str, Access]] = {
    "criteria:list": PUBLIC,
    "criteria:show": PUBLIC,
    "criteria:download": PUBLIC,
    "criteria:lint": PUBLIC,
    "criteria:lint_json": PUBLIC,
}
