"""Codes of the field, read into parts and kept as given.

- agency: `H44`, `H44.07`, `H44.100` (QĐ 20/2020/QĐ-TTg), or the older reversed order `000.00.07.H44`
  (QCVN 102:2016/BTTTT);
- case: `000.00.07.H44-261121-0001`, that is V1V2V3.Z1Z2.Y1Y2.MX1X2-YYMMDD-XXXX (TT 01/2018/TT-VPCP), also
  with an agency in the newer order;
- procedure: `1.000603`, `1.000603.H42`, `1.000555.000.00.00.H48`;
- document: `2804/QĐ-UBND`, `19/2014/QĐ-TTg`, `91/2025/QH15`, `80-NQ/TW` (NĐ 30/2020/NĐ-CP).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from minhchung.viet.folding import nfc
from minhchung.viet.problem import Problem

_NEW_ORDER = r"[A-Z][0-9]{2}(?:\.[0-9]{2,3}){0,4}"
_OLD_ORDER = r"(?:[0-9]{2,3}\.){1,4}[A-Z][0-9]{2}"
_AGENCY = re.compile(rf"(?:(?P<new>{_NEW_ORDER})|(?P<old>{_OLD_ORDER}))", re.IGNORECASE)
_CASE = re.compile(r"(?P<agency>[0-9A-Z.]+)-(?P<received>[0-9]{6})-(?P<number>[0-9]{4,6})", re.IGNORECASE)
_PROCEDURE = re.compile(r"(?P<number>[1-9]\.[0-9]{6})(?:\.(?P<agency>[0-9A-Z.]+))?", re.IGNORECASE)

_LETTERS = r"[^\W\d_]"
_SYMBOL_PART = rf"{_LETTERS}[^\W_]*(?:[&.][^\W_]+)*"
_DOCUMENT = re.compile(
    rf"(?:số\s*:?\s*)?(?P<number>[0-9]{{1,6}})(?P<letter>[a-zđ]?)/(?:(?P<year>[12][0-9]{{3}})/)?"
    rf"(?P<symbol>{_SYMBOL_PART}(?:[-/]{_SYMBOL_PART})*)",
    re.IGNORECASE,
)
_PARTY_DOCUMENT = re.compile(
    rf"(?:số\s*:?\s*)?(?P<number>[0-9]{{1,6}})-(?P<symbol>{_SYMBOL_PART}/{_SYMBOL_PART}(?:-{_SYMBOL_PART})*)",
    re.IGNORECASE,
)
# NĐ 30/2020/NĐ-CP, Phụ lục III, with the laws and circulars of the Law on Promulgation of Legal Documents.
_DOCUMENT_KINDS = frozenset(
    [
        "NQ",
        "QĐ",
        "CT",
        "QC",
        "QyĐ",
        "TC",
        "TB",
        "HD",
        "CTr",
        "KH",
        "PA",
        "ĐA",
        "DA",
        "BC",
        "BB",
        "TTr",
        "HĐ",
        "CĐ",
        "BGN",
        "BTT",
        "GUQ",
        "GM",
        "GGT",
        "GNP",
        "PG",
        "PC",
        "PB",
        "TT",
        "TTLT",
        "NĐ",
        "L",
        "PL",
    ]
)


@dataclass(frozen=True, slots=True)
class AgencyId:
    """An agency's electronic identifier. `path` goes down from the root: H44.07.05 is ("07", "05")."""

    text: str
    root: str
    path: tuple[str, ...]
    order: Literal["new", "old"]

    @property
    def canonical(self) -> str:
        """The newer order, the same for both spellings of one agency ("000.00.07.H44" gives "H44.07")."""
        return ".".join((self.root, *self.path))


@dataclass(frozen=True, slots=True)
class CaseCode:
    """A one-stop case: who received it, on which day, and its number that day ("0001")."""

    text: str
    agency: AgencyId
    received_on: date
    number: str


@dataclass(frozen=True, slots=True)
class ProcedureCode:
    """An administrative procedure: its national number, and the province that publishes it, if said."""

    text: str
    number: str
    agency: AgencyId | None


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document's number and symbol. `kind` ("QĐ") is None for an official letter; `issuer` is the rest."""

    text: str
    number: int
    year: int | None
    symbol: str
    kind: str | None
    issuer: str


def parse_agency_id(text: str) -> AgencyId | Problem:
    """Read an agency identifier in either order. Trailing parts of zeros in the older order mean "none"."""
    given = text.strip()
    match = _AGENCY.fullmatch(given)
    if match is None:
        return _refuse("agency", given, "mã định danh cơ quan", "an agency identifier", "H44.07")
    parts = given.upper().split(".")
    if match["new"] is not None:
        return AgencyId(given, parts[0], tuple(parts[1:]), "new")
    path = parts[-2::-1]
    while path and not path[-1].strip("0"):
        path.pop()
    return AgencyId(given, parts[-1], tuple(path), "old")


def parse_case_code(text: str) -> CaseCode | Problem:
    """Read a case code; its date must exist (YY is 20YY)."""
    given = text.strip()
    match = _CASE.fullmatch(given)
    agency = parse_agency_id(match["agency"]) if match else None
    received_on = _short_date(match["received"]) if match else None
    if match is None or received_on is None or not isinstance(agency, AgencyId):
        return _refuse("case", given, "mã hồ sơ", "a case code", "000.00.07.H44-261121-0001")
    return CaseCode(given, agency, received_on, match["number"])


def parse_procedure_code(text: str) -> ProcedureCode | Problem:
    """Read a procedure code in any of its three shapes."""
    given = text.strip()
    match = _PROCEDURE.fullmatch(given)
    agency = parse_agency_id(match["agency"]) if match and match["agency"] else None
    if match is None or isinstance(agency, Problem):
        return _refuse("procedure", given, "mã thủ tục hành chính", "a procedure code", "1.000603.H42")
    return ProcedureCode(given, match["number"], agency)


def parse_document_number(text: str) -> DocumentNumber | Problem:
    """Read a document number, with or without "Số:" before it and spaces around its marks."""
    given = nfc(text).strip()
    tight = re.sub(r"\s*([-/\u2013])\s*", lambda mark: mark[1].replace("\u2013", "-"), given)
    if match := _DOCUMENT.fullmatch(tight):
        year = int(match["year"]) if match["year"] else None
        kind, issuer = _kind_and_issuer(match["symbol"])
        return DocumentNumber(given, int(match["number"]), year, match["symbol"], kind, issuer)
    if match := _PARTY_DOCUMENT.fullmatch(tight):
        kind_text, _, issuer = match["symbol"].partition("/")
        return DocumentNumber(given, int(match["number"]), None, match["symbol"], kind_text, issuer)
    return _refuse("document", given, "số, ký hiệu văn bản", "a document number", "2804/QĐ-UBND")


def _kind_and_issuer(symbol: str) -> tuple[str | None, str]:
    first, _, rest = symbol.partition("-")
    known = {kind.casefold(): kind for kind in _DOCUMENT_KINDS}
    if rest and (kind := known.get(first.casefold())) is not None:
        return kind, rest
    return None, symbol


def _short_date(yymmdd: str) -> date | None:
    try:
        return date(2000 + int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:]))
    except ValueError:
        return None


def _refuse(code: str, given: str, vi: str, en: str, example: str) -> Problem:
    shown = given[:60]
    return Problem(
        f"code.{code}",
        f"“{shown}” không phải là {vi}. Ví dụ: {example}.",
        f"“{shown}” is not {en}. Example: {example}.",
    )
