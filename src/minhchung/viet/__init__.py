"""Vietnamese text, numbers, dates and codes: the ground every other room stands on.

Plain Python without Django, settings or a clock. What people typed comes back as a typed value or as a
`Problem` with its message in Vietnamese and English; nothing is guessed in silence and no float is made.

- `folding`: text as stored (NFC) and as searched;
- `collation`: stored sort keys in Vietnamese order, and the order of personal names;
- `numbers`: 1.234.567,5 and 82,76 %, exact, in and out;
"""

from minhchung.viet.collation import name_sort_key, sort_key
from minhchung.viet.folding import nfc, search_key
from minhchung.viet.numbers import (
    Ambiguous,
    Number,
    Parsed,
    format_number,
    format_percent,
    format_points,
    parse_number,
)
from minhchung.viet.problem import Problem

__all__ = [
    "Ambiguous",
    "Number",
    "Parsed",
    "Problem",
    "format_number",
    "format_percent",
    "format_points",
    "name_sort_key",
    "nfc",
    "parse_number",
    "search_key",
    "sort_key",
]
