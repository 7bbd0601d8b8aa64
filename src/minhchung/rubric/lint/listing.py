"""Lists of words written as plain text, as people read them."""

from __future__ import annotations


def words_in(text: str) -> frozenset[str]:
    """The words between spaces."""
    return frozenset(text.split())


def phrases_in(text: str) -> frozenset[str]:
    """The phrases between semicolons."""
    return frozenset(" ".join(each.split()) for each in text.split(";"))
