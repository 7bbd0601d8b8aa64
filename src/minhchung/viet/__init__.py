"""Vietnamese text, numbers, dates and codes: the ground every other room stands on.

Plain Python without Django, settings or a clock. What people typed comes back as a typed value or as a
`Problem` with its message in Vietnamese and English; nothing is guessed in silence and no float is made.

- `folding`: text as stored (NFC) and as searched;
- `collation`: stored sort keys in Vietnamese order, and the order of personal names;
- `numbers`: 1.234.567,5 and 82,76 %, exact, in and out;
- `dates`: 05/01/2026 in and out, and dates relative to the year scored (15/10/N);
"""

from minhchung.viet.collation import name_sort_key, sort_key
from minhchung.viet.dates import (
    DateSpan,
    RelativeDate,
    Window,
    format_date,
    format_date_long,
    parse_date,
    parse_relative,
    parse_window,
    resolve_relative,
)
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
    "DateSpan",
    "Number",
    "Parsed",
    "Problem",
    "RelativeDate",
    "Window",
    "format_date",
    "format_date_long",
    "format_number",
    "format_percent",
    "format_points",
    "name_sort_key",
    "nfc",
    "parse_date",
    "parse_number",
    "parse_relative",
    "parse_window",
    "resolve_relative",
    "search_key",
    "sort_key",
]
