"""The reader's language, where a text is kept in both."""

from __future__ import annotations

from typing import Literal, Protocol

from django.utils.translation import get_language


class InBoth(Protocol):
    """A text in Vietnamese and English, as the library's reasons are."""

    @property
    def vi(self) -> str: ...

    @property
    def en(self) -> str: ...


def language() -> Literal["vi", "en"]:
    """Vietnamese unless English is asked for."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def in_language(text: InBoth) -> str:
    """The text in the reader's language."""
    return text.en if language() == "en" else text.vi
