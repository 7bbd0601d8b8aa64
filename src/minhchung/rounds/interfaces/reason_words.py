"""The engine's reasons as a page shows them. What is stored and published keeps the engine's own text."""

from __future__ import annotations

from collections.abc import Iterable

from minhchung.rubric.wording import said_once
from minhchung.viet.numbers import with_minus


def shown_reasons(reasons: Iterable[str]) -> tuple[str, ...]:
    """Each with true minus signs; a mark that is its own points ("3 → 3 điểm") is said once."""
    return tuple(said_once(with_minus(text)) for text in reasons)
