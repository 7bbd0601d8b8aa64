"""Vietnamese text, numbers, dates and codes: the ground every other room stands on.

Plain Python without Django, settings or a clock. What people typed comes back as a typed value or as a
`Problem` with its message in Vietnamese and English; nothing is guessed in silence and no float is made.

- `folding`: text as stored (NFC) and as searched;
- `collation`: stored sort keys in Vietnamese order, and the order of personal names;
- `numbers`: 1.234.567,5 and 82,76 %, exact, in and out;
- `dates`: 05/01/2026 in and out, and dates relative to the year scored (15/10/N);
- `workdays`: working days with public holidays and swapped days as data;
- `codes`: agency, case, procedure and document codes, kept as given;
- `legacy`, `syllables`: TCVN3 and VNI text told apart and converted.
"""

from minhchung.viet.codes import (
    AgencyId,
    CaseCode,
    DocumentNumber,
    ProcedureCode,
    parse_agency_id,
    parse_case_code,
    parse_document_number,
    parse_procedure_code,
)
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
from minhchung.viet.legacy import (
    Encoding,
    LegacyEncoding,
    detect_encoding,
    from_unicode,
    legacy_font,
    read_legacy,
    to_unicode,
)
from minhchung.viet.numbers import (
    Ambiguous,
    Number,
    Parsed,
    format_gain,
    format_number,
    format_percent,
    format_points,
    parse_number,
    shown_points,
    with_minus,
)
from minhchung.viet.problem import Problem
from minhchung.viet.syllables import is_syllable
from minhchung.viet.workdays import (
    Calendar,
    UnknownYear,
    YearData,
    add_working_days,
    vietnam_calendar,
    working_days_between,
)

__all__ = [
    "AgencyId",
    "Ambiguous",
    "Calendar",
    "CaseCode",
    "DateSpan",
    "DocumentNumber",
    "Encoding",
    "LegacyEncoding",
    "Number",
    "Parsed",
    "Problem",
    "ProcedureCode",
    "RelativeDate",
    "UnknownYear",
    "Window",
    "YearData",
    "add_working_days",
    "detect_encoding",
    "format_date",
    "format_date_long",
    "format_gain",
    "format_number",
    "format_percent",
    "format_points",
    "from_unicode",
    "is_syllable",
    "legacy_font",
    "name_sort_key",
    "nfc",
    "parse_agency_id",
    "parse_case_code",
    "parse_date",
    "parse_document_number",
    "parse_number",
    "parse_procedure_code",
    "parse_relative",
    "parse_window",
    "read_legacy",
    "resolve_relative",
    "search_key",
    "shown_points",
    "sort_key",
    "to_unicode",
    "vietnam_calendar",
    "with_minus",
    "working_days_between",
]
