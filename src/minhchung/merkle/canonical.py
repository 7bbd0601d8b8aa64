"""One sequence of bytes for one value, so that a hash can be recomputed by anyone."""

from __future__ import annotations

import json


class NotCanonical(ValueError):
    """The value has no canonical form; the message names the place."""


def canonical_json(value: object) -> bytes:
    """Write JSON as UTF-8 with sorted keys and no spaces.

    Takes dicts with text keys, lists, tuples, text, int, bool and None. A float raises NotCanonical
    (write exact figures as text), and so does any other type, a key that is not text, or half of a
    surrogate pair. Keys are sorted by code point. Text is kept as given: compose it (NFC) at the boundary.

    >>> canonical_json({"b": [1, None], "a": "điểm"}).decode()
    '{"a":"điểm","b":[1,null]}'
    """
    _check(value, "$")
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def _check(value: object, place: str) -> None:
    match value:
        case None | bool() | int():
            return
        case str():
            _check_text(value, place)
        case dict():
            for key, inner in value.items():
                if not isinstance(key, str):
                    raise NotCanonical(f"{place}: the key {key!r} is not text")
                _check_text(key, place)
                _check(inner, f"{place}.{key}")
        case list() | tuple():
            for index, inner in enumerate(value):
                _check(inner, f"{place}[{index}]")
        case float():
            raise NotCanonical(f"{place}: a float is not exact; write the figure as text")
        case _:
            raise NotCanonical(f"{place}: {type(value).__name__} has no canonical form")


def _check_text(text: str, place: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical(f"{place}: the text holds half of a surrogate pair") from error
