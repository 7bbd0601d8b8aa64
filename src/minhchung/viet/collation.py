"""Vietnamese order as a stored string key.

A database sorts the key by its bytes (SQLite BINARY, PostgreSQL "C") and gets the order of ICU's `vi`
collation, whatever the server was built with. A key has three levels, the way ICU compares:

    letters ! tones ! case        "Mà" -> "ma!001!1"

The letters of the whole text are compared first, then its tones, then its case. Inside a level:

- letters: space, punctuation, digits, then a ă â b c d đ e ê ... ; a letter with a hat, a horn, a breve or a
  stroke is its own letter and is written base + "|" or "}", which sort after any next letter;
- tones: "0" for each letter, followed by its tone (1 huyền, 2 hỏi, 3 ngã, 4 sắc, 5 nặng); trailing
  zeros are dropped;
- case: "0" lower, "1" upper; trailing zeros are dropped.

Only printable ASCII appears, so the key survives dumps, JSON and XML. It is at most about four times as long
as an ordinary Vietnamese text: store it in a text column without a length.

Source: CLDR root collation and its `vi` tailoring (alphabet and tone order of QĐ 1989/QĐ-BGDĐT, 2018).
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

_BREVE, _HAT, _HORN = "\u0306", "\u0302", "\u031b"
_SHAPED_LETTERS = {
    ("a", _BREVE): "a|",
    ("a", _HAT): "a}",
    ("e", _HAT): "e|",
    ("o", _HAT): "o|",
    ("o", _HORN): "o}",
    ("u", _HORN): "u|",
}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_PUNCTUATION = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"

_LEVEL_END = "!"  # below every weight, so that a text sorts before its own continuations
_NAME_PART_END = " "  # below even the end of a level: the given name is settled first, tones and all
_SPACE = "-"
_ASCII_PUNCTUATION = {char: "." + chr(ord("A") + rank) for rank, char in enumerate(_PUNCTUATION)}
_OTHER_SYMBOL = "/"
_OTHER_LETTER = "{"


class _Weights(NamedTuple):
    letter: str
    tone: str
    case: str


def sort_key(text: str) -> str:
    """Give the string whose byte order is Vietnamese order; runs of spaces count as one.

    Texts that differ only in invisible characters share a key. Letters outside the Vietnamese and
    basic Latin alphabets come after z, by code point.

    >>> sorted("má mạ ma mả mà mã".split(), key=sort_key)
    ['ma', 'mà', 'mả', 'mã', 'má', 'mạ']
    """
    weights = [_weigh(cluster) for cluster in _clusters(" ".join(text.split()))]
    letters = "".join(weight.letter for weight in weights)
    tones = "".join(weight.tone for weight in weights).rstrip("0")
    cases = "".join(weight.case for weight in weights).rstrip("0")
    return _LEVEL_END.join((letters, tones, cases)).rstrip(_LEVEL_END)


def name_sort_key(full_name: str) -> str:
    """Order a person's name as Vietnamese lists do: given name (the last word) first, then family and middle.

    >>> sorted(["Lê Văn Bình", "Trần An", "Lê An"], key=name_sort_key)
    ['Lê An', 'Trần An', 'Lê Văn Bình']
    """
    family_and_middle, _, given = " ".join(full_name.split()).rpartition(" ")
    return (sort_key(given) + _NAME_PART_END + sort_key(family_and_middle)).rstrip(_NAME_PART_END)


def _clusters(text: str) -> list[str]:
    """Split text into a base character and the marks that follow it; invisible characters are dropped."""
    clusters: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        category = unicodedata.category(char)
        if category in ("Cc", "Cf"):
            continue
        if category == "Mn" and clusters:
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _weigh(cluster: str) -> _Weights:
    base, marks = cluster[0], cluster[1:]
    lower = base.lower()
    letter = _letter_weight(lower)
    for mark in marks:
        if (shaped := _SHAPED_LETTERS.get((lower, mark))) is not None:
            letter = shaped
            marks = marks.replace(mark, "", 1)
            break
    tone = "0" + "".join(_TONES.get(mark) or _mark_weight(mark) for mark in marks)
    return _Weights(letter, tone, "1" if base != lower else "0")


def _letter_weight(lower: str) -> str:
    if "a" <= lower <= "z":
        return lower
    if lower == "đ":
        return "d|"
    if lower == " ":
        return _SPACE
    if unicodedata.category(lower[0]) == "Nd":
        return str(unicodedata.digit(lower[0]))
    if lower in _ASCII_PUNCTUATION:
        return _ASCII_PUNCTUATION[lower]
    prefix = _OTHER_SYMBOL if unicodedata.category(lower[0])[0] in "PSZ" else _OTHER_LETTER
    return f"{prefix}{ord(lower[0]):06x}"


def _mark_weight(mark: str) -> str:
    """Place a mark Vietnamese does not use after its five tones."""
    return f"6{ord(mark):06x}"
