"""The one policy table: every URL name of the product, and who may ask for it.

A URL name that is missing here fails the build (tests/access) and is refused at run time.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from minhchung.agencies.access import PUBLIC, SIGNED_IN, Access

ROOMS: Final = ("agencies", "evidence", "indicators", "criteria", "rounds", "cases", "api", "home")
OF_THE_FRAME: Final[Mapping[str, Access]] = {
    "set_language": PUBLIC,
    "session_extend": SIGNED_IN,
    "jsi18n": PUBLIC,
}


def policy_table() -> dict[str, Access]:
    """URL name → access, from the policies.py of every room. Raises ValueError when two rooms claim one name."""
    table: dict[str, Access] = dict(OF_THE_FRAME)
    for room in ROOMS:
        part: Mapping[str, Access] = import_module(f"minhchung.{room}.policies").POLICY
        if twice := table.keys() & part.keys():
            raise ValueError(f"minhchung.{room}.policies states again: {sorted(twice)}")
        table |= part
    return table


POLICY: Final = policy_table()
