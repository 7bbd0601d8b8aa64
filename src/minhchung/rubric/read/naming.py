"""Words that a text itself numbers its parts with: `Mức 1:`, `Mức 2:` … make `Mức` a label's name, though no list has it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from minhchung.rubric.read.labels import ordinal, parse_label, split_label

_NAMED = re.compile(
    r"(?P<name>[^\W\d_a-zà-ỹđ][^\W\d_]*(?:\s[^\W\d_]+){0,2})\s+(?:số\s+)?"
    r"(?P<label>(?:[IVX]{1,6}|[A-ZĐ])(?:\.\d{1,3})*|\d{1,3}(?:\.\d{1,3}){0,4})\s*(?:[.:)/]|[-–](?=\s))\s*(?P<rest>\S.*)"
)
_LONGEST = 600


def learned_names(texts: Iterable[str]) -> frozenset[str]:
    """The names, in lower case, whose numbers begin with one and count on at least once."""
    numbers: dict[str, list[int]] = {}
    for text in texts:
        match = _NAMED.fullmatch(text[:_LONGEST])
        label = parse_label(match["label"]) if match is not None else None
        number = ordinal(label.path[-1]) if label is not None else None
        if match is not None and number is not None:
            numbers.setdefault(match["name"].lower(), []).append(number)
    return frozenset(name for name, found in numbers.items() if counts_on(found))


def counts_on(numbers: list[int]) -> bool:
    """1, 2, 3, 1, 2 … : begins with one, and most others are one more than some before, or one again."""
    follow = sum(1 for index, number in enumerate(numbers) if number == 1 or number - 1 in numbers[:index])
    return numbers[0] == 1 and 2 in numbers and 4 * follow >= 3 * len(numbers)


def split_named(text: str, names: frozenset[str], *, strict: bool) -> tuple[str, str]:
    """`split_label`, with the names that this text uses besides."""
    match = _NAMED.fullmatch(text) if names and len(text) < _LONGEST else None
    if match is not None and match["name"].lower() in names:
        label = match["label"]
        return (f"{match['name'].lower()} số {label}" if label[0].isdigit() else label), match["rest"]
    return split_label(text, strict=strict)
