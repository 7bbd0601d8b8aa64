"""The language the command line speaks: MINHCHUNG_LANG, else the locale, else Vietnamese."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minhchung.ui.language import InBoth


def chosen() -> str:
    """ "vi" or "en": --lang on the line, then MINHCHUNG_LANG, then an English LANG, else Vietnamese."""
    words = sys.argv
    for place, word in enumerate(words):
        if word == "--lang" and place + 1 < len(words):
            return "en" if words[place + 1] == "en" else "vi"
        if word.startswith("--lang="):
            return "en" if word == "--lang=en" else "vi"
    asked = os.environ.get("MINHCHUNG_LANG", "")
    if asked:
        return "en" if asked.lower().startswith("en") else "vi"
    return "en" if os.environ.get("LANG", "").startswith("en") else "vi"


def say(vi: str, en: str) -> str:
    """The text in the chosen language."""
    return en if chosen() == "en" else vi


def spoken(text: InBoth) -> str:
    """The same of a text that is kept in both languages."""
    return say(text.vi, text.en)
