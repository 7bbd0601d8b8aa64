"""What is wrong with something people typed, as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal in the reader's words. `code` is stable; the wording may improve."""

    code: str
    vi: str
    en: str

    def __str__(self) -> str:
        return self.vi
