"""A draft of the standing body, begun by its author."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from minhchung.criteria.domain.drafts import start_draft
from minhchung.criteria.models import RubricDraft

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def start(world: Any, text: str) -> RubricDraft:
    return start_draft(
        owner=world.standing,
        actor=world.people["soan_thao"],
        post=world.post_of("soan_thao"),
        now=NOW,
        text=text,
    )
