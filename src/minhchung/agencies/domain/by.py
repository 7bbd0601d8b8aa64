"""Who does an act of this room, and the decision behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from minhchung.agencies.models import Post, User


@dataclass(frozen=True)
class Decision:
    """The decision behind a change: its number, and the day it takes effect."""

    number: str
    effective_on: date


@dataclass(frozen=True)
class By:
    """Who does it, through which post, when the server received it."""

    actor: User
    post: Post | None
    now: datetime
