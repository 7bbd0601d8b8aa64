"""Who may ask for the URLs of this room (composed by config/policy.py).

Public to the table: no person signs in here. Batches ask for the key of a one-stop system (`keys.SystemKey`), and a key
reaches no other system's cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minhchung.agencies.access import PUBLIC, Access

POLICY: Final[Mapping[str, Access]] = {
    "api:docs": PUBLIC,
    "api:openapi": PUBLIC,
    "api:case_batch": PUBLIC,
    "api:results": PUBLIC,
    "api:figures": PUBLIC,
}
