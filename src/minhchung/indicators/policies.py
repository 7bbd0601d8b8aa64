"""Who may ask for the URLs of this room (composed by config/policy.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from minhchung.agencies.access import SIGNED_IN, Access, roles
from minhchung.agencies.enums import Role

HOLDS: Final = roles(Role.SECRETARY, Role.APPRAISER, Role.STANDING)
READS: Final = roles(
    Role.SECRETARY,
    Role.HEAD,
    Role.AUDITOR,
    Role.APPRAISER,
    Role.STANDING,
    Role.COUNCIL,
    Role.INSPECTOR,
)

POLICY: Final[Mapping[str, Access]] = {
    "indicators:list": SIGNED_IN,
    "indicators:show": SIGNED_IN,
    "indicators:register": READS,
    "indicators:period": READS,
    "indicators:figure": READS,
    "indicators:new": HOLDS,
    "indicators:withdraw": HOLDS,
    "indicators:import": HOLDS,
    "indicators:import_confirm": HOLDS,
    "indicators:template": HOLDS,
    "indicators:holders": roles(Role.STANDING),
    "indicators:holder": roles(Role.STANDING),
}
