"""One invented document: how it is made, what it must read as, and the faults planted in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Unseen:
    """planted: lines of `class codes node`; any of the codes at the node will do. also: `codes node`, true besides.

    first: (right, all) of the tree, points, kinds, options and planted faults, and the false alarms, at the first try.
    """

    name: str
    make: Callable[[], bytes]
    wanted: str
    planted: str
    also: str = ""
