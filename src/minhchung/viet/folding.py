"""Text as it is stored (NFC) and as it is searched (folded)."""

from __future__ import annotations

import unicodedata

# Đ has no decomposition, so stripping marks leaves it; Ð (eth) is what some converters print in its place.
_D_WITH_STROKE = str.maketrans({"đ": "d", "ð": "d"})

_INVISIBLE = (
    "Mn",
    "Cf",
)  # combining marks; soft hyphens, zero-width joiners and the like


def nfc(text: str) -> str:
    """Compose text, as every boundary must: Vietnamese from a Mac or Windows-1258 arrives decomposed."""
    return unicodedata.normalize("NFC", text)


def search_key(text: str) -> str:
    """Fold text so that what people type finds it: no case, no marks, đ as d, single spaces.

    Punctuation and digits stay. Folding twice changes nothing.

    >>> search_key("  Quyết định  Đắk Nông ")
    'quyet dinh dak nong'
    """
    folded = unicodedata.normalize("NFD", nfc(text).casefold()).translate(_D_WITH_STROKE)
    bare = "".join(char for char in folded if unicodedata.category(char) not in _INVISIBLE)
    return " ".join(nfc(bare).split())
