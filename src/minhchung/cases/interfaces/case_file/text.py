"""Legacy text in columns of words: found by the cell's font, then by spelling, then by what the rest of the file is written in."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from minhchung.cases.interfaces.case_file.values import Broken
from minhchung.viet.folding import nfc
from minhchung.viet.legacy import Encoding, LegacyEncoding, detect_encoding, to_unicode

Page = Literal["unicode", "windows-1258", "fonts"]
"""What the bytes of a text file were; "fonts": each letter stands for its byte, as a TCVN3 or VNI font draws it."""
_SAMPLES: Final = 3
_SHOWN: Final = 60
_SURVEYED: Final = 300
_LATIN_1: Final = 0xFF
_FONT_OF: Final[dict[LegacyEncoding, str]] = {
    "tcvn3": ".VnTime",
    "tcvn3-capitals": ".VnTimeH",
    "vni": "VNI-Times",
}


@dataclass(slots=True)
class Encodings:
    """What was found so far. cells: encoding → cells. samples: encoding → (as it stands, as it reads). page: of the file.

    legacy, unicode: texts surveyed that are surely in a legacy encoding, surely in Unicode (a letter beyond Latin-1).
    """

    page: Page = "unicode"
    cells: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    legacy: Counter[Encoding] = field(default_factory=Counter)
    unicode: int = 0

    def survey(self, texts: Iterable[tuple[str, str | None]]) -> None:
        """Look over (text, font) pairs before reading them, so that a text which could be two things is read as its file is."""
        for text, font in itertools.islice((each for each in texts if not each[0].isascii()), _SURVEYED):
            if font is None and any(ord(char) > _LATIN_1 for char in nfc(text)):
                self.unicode += 1
            elif (encoding := detect_encoding(text, font)) in _FONT_OF:
                self.legacy[encoding] += 1

    @property
    def ruling(self) -> LegacyEncoding | None:
        """The legacy encoding that the file is written in, as far as was surveyed."""
        found = self.legacy.most_common(1)
        return cast(LegacyEncoding, found[0][0]) if found else None

    def _detected(self, text: str, font: str | None) -> Encoding:
        encoding, ruling = detect_encoding(text, font), self.ruling
        if ruling is None or font is not None:
            return encoding
        is_open = encoding == "unknown" or (encoding == "nfc" and not self.unicode)
        return detect_encoding(text, _FONT_OF[ruling]) if is_open else encoding

    def read(self, text: str, font: str | None, count: int) -> str | Broken:
        """One distinct text of `count` cells, in Unicode NFC; Broken where no one encoding explains it."""
        if text.isascii() and font is None:
            self.cells["ascii"] += count
            return text
        encoding = self._detected(text, font)
        if self.page == "windows-1258" and encoding in ("nfc", "nfd"):
            return self._of_windows_1258(text, count)
        self.cells[encoding] += count
        if encoding in ("mixed", "unknown"):
            return Broken(f"text.{encoding}")
        try:
            read = to_unicode(text, encoding)
        except ValueError:
            return Broken("text.mixed")
        if encoding not in ("ascii", "nfc"):
            self._sample(encoding, text, read)
        return read

    def _of_windows_1258(self, text: str, count: int) -> str:
        """The file's code page was undone when it was opened; the sample shows its bytes as other programs show them."""
        self.cells["windows-1258"] += count
        read = nfc(text)
        self._sample("windows-1258", text.encode("cp1258", "replace").decode("cp1252", "replace"), read)
        return read

    def _sample(self, encoding: str, before: str, after: str) -> None:
        kept = self.samples.setdefault(encoding, [])
        if len(kept) < _SAMPLES:
            kept.append((before[:_SHOWN], after[:_SHOWN]))

    def as_json(self) -> dict[str, Any]:
        return {
            "cells": {name: count for name, count in sorted(self.cells.items()) if count},
            "samples": {name: [list(pair) for pair in pairs] for name, pairs in sorted(self.samples.items())},
        }
