"""The engine's reasons as a page shows them. What is stored and published keeps the engine's own text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from minhchung.viet.numbers import with_minus

SAME: Final = re.compile(r"^(\S+) → \1 (điểm|points?)")


def shown_reasons(reasons: Iterable[str]) -> tuple[str, ...]:
    """Each with true minus signs; a mark that is its own points ("3 → 3 điểm") is said once."""
    return tuple(SAME.sub(r"\1 \2", with_minus(text)) for text in reasons)
