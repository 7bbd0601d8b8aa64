"""Row errors in the reader's language, on the page and as a table to take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minhchung.cases.interfaces.case_file.job import Fault
from minhchung.cases.interfaces.case_file.rules import RULES
from minhchung.docgen.csv import to_csv

ENCODING_WORDS: Final[Mapping[str, str]] = {
    "ascii": "ASCII",
    "nfc": "Unicode dựng sẵn (NFC)",
    "nfd": "Unicode tổ hợp (NFD)",
    "windows-1258": "Windows-1258",
    "tcvn3": "TCVN3",
    "tcvn3-capitals": "TCVN3 (chữ hoa)",
    "vni": "VNI",
}
"""Encoding → what it is called, in either language."""


@dataclass(frozen=True)
class FaultLine:
    """Where, what stands there, what is wrong, how to mend it."""

    sheet: str
    row: int
    column: str
    heading: str
    value: str
    rule: str
    wrong: str
    mend: str


def line_of(fault: Fault) -> FaultLine:
    wrong, mend = words_of(fault.rule, fault.facts)
    return FaultLine(
        fault.sheet, fault.row, fault.column, fault.heading, fault.value, fault.rule, wrong, mend
    )


def words_of(rule: str, facts: dict[str, str] | None = None, language: str | None = None) -> tuple[str, str]:
    """What is wrong and how to mend it, in one language."""
    english = (language or get_language() or "vi").startswith("en")
    vi, en, mend_vi, mend_en = RULES[rule]
    return (en if english else vi).format(**facts or {}), (mend_en if english else mend_vi)


def faults_csv(faults: Iterable[Fault]) -> bytes:
    """Every row error, one a line."""

    def rows() -> Iterator[tuple[str | int, ...]]:
        yield (
            _("Trang tính"),
            _("Dòng"),
            _("Cột"),
            _("Tiêu đề cột"),
            _("Giá trị"),
            _("Quy tắc"),
            _("Lỗi"),
            _("Cách sửa"),
        )
        for each in map(line_of, faults):
            yield (
                each.sheet,
                each.row,
                each.column,
                each.heading,
                each.value,
                each.rule,
                each.wrong,
                each.mend,
            )

    return to_csv(rows())
