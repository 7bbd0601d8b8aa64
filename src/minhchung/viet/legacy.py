"""Text typed before Unicode: TCVN3 (the .Vn fonts) and VNI (the VNI- fonts), told apart and converted.

Such text arrives as Latin-1 letters, drawn by its font as Vietnamese: "Hµ Néi" and "Haø Noäi" are Hà Nội.

- TCVN3: one byte a letter. Capitals with a tone exist only in fonts whose name ends in H (.VnTimeH), which
  draw every letter as a capital; that is the encoding "tcvn3-capitals".
- VNI: a letter, then a second byte that carries its hat and tone; a few letters have a byte of their own.

Tables: TCVN 5712:1993 (VN3) and the VNI Windows code page, written as rules below and held by tests against
every one of the 134 letters.
"""

from __future__ import annotations

import re
from typing import Literal

from minhchung.viet.folding import nfc
from minhchung.viet.problem import Problem
from minhchung.viet.syllables import is_syllable

Encoding = Literal["ascii", "nfc", "nfd", "tcvn3", "tcvn3-capitals", "vni", "mixed", "unknown"]
LegacyEncoding = Literal["tcvn3", "tcvn3-capitals", "vni"]

# TCVN 5712:1993, VN3: first byte of each run, and the letters that follow it.
_VN3_RUNS = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
_FROM_TCVN3 = {chr(first + step): letter for first, run in _VN3_RUNS for step, letter in enumerate(run)}
_TO_TCVN3 = {letter: char for char, letter in _FROM_TCVN3.items()}

# VNI: tones in the order sắc huyền hỏi ngã nặng, as the second byte of a plain, a hatted, a breved letter.
_TONES = "\u0301\u0300\u0309\u0303\u0323"
_HAT, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    **dict(zip("ùøûõï", _TONES, strict=True)),
    "â": _HAT,
    **{char: _HAT + tone for char, tone in zip("áàåãä", _TONES, strict=True)},
    "ê": _BREVE,
    **{char: _BREVE + tone for char, tone in zip("éèúüë", _TONES, strict=True)},
}
_VNI_SINGLES = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    """List every one- and two-byte sequence with its letter; the second byte may be in either case."""
    table: dict[str, str] = {}
    for char, letter in _VNI_SINGLES.items():
        table[char], table[char.upper()] = letter, letter.upper()
    for base in "aeouyôö":
        for mark, combining in _VNI_MARKS.items():
            letter = nfc(_VNI_SINGLES.get(base, base) + combining)
            if len(letter) == 1 and letter != "ỵ":
                for first, drawn in ((base, letter), (base.upper(), letter.upper())):
                    table[first + mark] = table[first + mark.upper()] = drawn
    return table


_FROM_VNI = _vni_table()
_TO_VNI = {
    letter: sequence
    for sequence, letter in _FROM_VNI.items()
    if sequence == sequence.lower() or sequence.isupper()
}
_VNI_SEQUENCE = re.compile("|".join(sorted(_FROM_VNI, key=len, reverse=True)))

_BEYOND_LATIN_1 = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
_VIETNAMESE = frozenset(_TO_VNI)
_WORD = re.compile(r"[^\s\x00-\x40\x5b-\x60\x7b-\x7f\u2010-\u205e]+")


def is_windows_1258(data: bytes) -> bool:
    """Whether bytes that are no UTF-8 are Vietnamese text of Windows-1258 rather than of a TCVN3 or VNI font.

    Each marked word is read both ways; the code page must spell more Vietnamese syllables than the fonts do, and most of
    what there is. Looks at the first 64 KB. Source: Microsoft's table of code page 1258 (tones as combining marks).
    """
    start = data[:_LOOKED_AT]
    try:
        text = start.decode("cp1258")
    except UnicodeDecodeError:
        return False
    by_page = [is_syllable(word) for word in _marked_words(text)]
    by_font = [bool(_spelled(word) & {"tcvn3", "vni"}) for word in _marked_words(start.decode("latin-1"))]
    return sum(by_page) > sum(by_font) and 2 * sum(by_page) > len(by_page)


_LOOKED_AT = 65_536


def legacy_font(font: str | None) -> LegacyEncoding | None:
    """Say which encoding a font draws: `.VnTime` TCVN3, `.VnTimeH` its capitals, `VNI-Times` VNI."""
    name = (font or "").strip()
    if name.casefold().startswith("vni-"):
        return "vni"
    if name.casefold().startswith(".vn"):
        return "tcvn3-capitals" if name.split()[0].endswith("H") else "tcvn3"
    return None


def detect_encoding(text: str, font: str | None = None) -> Encoding:
    """Say how a text is encoded, from the font that draws it and from its own spelling.

    A legacy font decides wherever the text can be drawn with it; real Unicode letters in such a font are
    Unicode. Without a font, each marked word is tried in every encoding and must spell Vietnamese syllables.
    "ascii": nothing to convert (in a capitals font even ASCII is). "mixed": words of two encodings.
    "unknown": marked words that no single encoding explains; ask a person.
    """
    hinted = legacy_font(font)
    if hinted == "tcvn3-capitals" and text.isascii():
        return hinted
    if text.isascii():
        return "ascii"
    if hinted is not None and not _BEYOND_LATIN_1.search(nfc(text)):
        return hinted if _fits_font(text, hinted) else _by_spelling(text)
    return _by_spelling(text)


def to_unicode(text: str, encoding: Encoding) -> str:
    """Convert to Unicode NFC. Characters the encoding does not use (dashes, quotes) pass through.

    Raises ValueError for "mixed" and "unknown", and for Unicode Vietnamese letters in a legacy text.
    """
    match encoding:
        case "ascii" | "nfc" | "nfd":
            return nfc(text)
        case "mixed" | "unknown":
            raise ValueError(f"a text of {encoding} encoding cannot be converted")
        case legacy:
            return _from_legacy(text, legacy)


def from_unicode(text: str, encoding: LegacyEncoding) -> str:
    """Convert to a legacy encoding, for the systems that still ask for it.

    Raises ValueError for a Vietnamese letter the encoding lacks (a toned capital in TCVN3).
    """
    composed = nfc(text)
    if encoding == "vni":
        return "".join(_TO_VNI.get(char, char) for char in composed)
    if encoding == "tcvn3-capitals":
        composed = composed.lower()
    missing = sorted({char for char in composed if char in _VIETNAMESE and char not in _TO_TCVN3})
    if missing:
        raise ValueError(f"{encoding} has no {' '.join(missing)}")
    return "".join(_TO_TCVN3.get(char, char) for char in composed)


def read_legacy(text: str, font: str | None = None) -> str | Problem:
    """Detect and convert in one step; a text of mixed or unknown encoding is a Problem, never a guess."""
    encoding = detect_encoding(text, font)
    if encoding == "mixed":
        return Problem(
            "legacy.mixed",
            "Ô này lẫn nhiều bảng mã (Unicode, TCVN3, VNI). Hãy gõ lại bằng Unicode.",
            "This text mixes encodings (Unicode, TCVN3, VNI). Type it again in Unicode.",
        )
    if encoding == "unknown":
        return Problem(
            "legacy.unknown",
            "Không nhận ra bảng mã của ô này. Hãy chọn bảng mã hoặc gõ lại bằng Unicode.",
            "The encoding of this text is not recognised. Choose one, or type it again in Unicode.",
        )
    return to_unicode(text, encoding)


def _from_legacy(text: str, encoding: LegacyEncoding) -> str:
    if _BEYOND_LATIN_1.search(nfc(text)):
        raise ValueError(f"the text is not all {encoding}: it holds Unicode letters")
    return _decode(text, encoding)


def _decode(text: str, encoding: LegacyEncoding) -> str:
    if encoding == "vni":
        return nfc(_VNI_SEQUENCE.sub(lambda match: _FROM_VNI[match[0]], text))
    decoded = nfc("".join(_FROM_TCVN3.get(char, char) for char in text))
    return decoded.upper() if encoding == "tcvn3-capitals" else decoded


def _fits_font(text: str, encoding: LegacyEncoding) -> bool:
    """Say whether every marked word leaves nothing undrawn; one such word shows the font is not in use."""
    return all(_leaves_nothing(word, encoding) for word in _marked_words(text))


def _leaves_nothing(word: str, encoding: LegacyEncoding) -> bool:
    if encoding == "vni":
        return _VNI_SEQUENCE.sub("", word).isascii()
    return all(char.isascii() or char in _FROM_TCVN3 for char in word)


def _by_spelling(text: str) -> Encoding:
    unicode_form: Encoding = "nfc" if text == nfc(text) else "nfd"
    readings = [_spelled(word) for word in _marked_words(text)]
    certain = {encoding for word in readings if len(word) == 1 for encoding in word}
    if len(certain) > 1:
        return "mixed"
    if certain:
        (encoding,) = certain
        return unicode_form if encoding == "nfc" else encoding
    spelled = [reading for reading in readings if reading]
    if not readings or (spelled and all("nfc" in reading for reading in spelled)):
        return unicode_form
    return "unknown"


def _marked_words(text: str) -> list[str]:
    """List the words with a letter or sign beyond ASCII; a lone sign (§, ½, °) is no word."""
    words = _WORD.findall(nfc(text))
    return [word for word in words if not word.isascii() and any(char.isalpha() for char in word)]


def _spelled(word: str) -> set[Encoding]:
    """List encodings in which a marked word spells a syllable; a letter beyond Latin-1 settles it."""
    if _BEYOND_LATIN_1.search(word):
        return {"nfc"}
    fits: set[Encoding] = {"nfc"} if is_syllable(word) else set()
    if _leaves_nothing(word, "tcvn3") and is_syllable(_decode(word, "tcvn3")):
        fits.add("tcvn3")
    if _leaves_nothing(word, "vni") and is_syllable(_decode(word, "vni")):
        fits.add("vni")
    return fits
