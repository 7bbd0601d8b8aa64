"""Codes: typed parts, kept as given; what is not a code says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from minhchung.viet import (
    AgencyId,
    CaseCode,
    DocumentNumber,
    Problem,
    ProcedureCode,
    parse_agency_id,
    parse_case_code,
    parse_document_number,
    parse_procedure_code,
)


@pytest.mark.parametrize(
    ("text", "canonical", "order"),
    [
        ("H44", "H44", "new"),
        ("H44.07", "H44.07", "new"),
        ("H44.100", "H44.100", "new"),
        ("G01.899.108.000", "G01.899.108.000", "new"),
        ("000.00.07.H44", "H44.07", "old"),
        ("000.05.07.H44", "H44.07.05", "old"),
        ("000.00.00.H48", "H48", "old"),
        ("07.H44", "H44.07", "old"),
        ("h44.07", "H44.07", "new"),
    ],
)
def test_an_agency_is_read_in_either_order_and_kept_as_given(text: str, canonical: str, order: str) -> None:
    agency = parse_agency_id(f" {text} ")

    assert isinstance(agency, AgencyId)
    assert (agency.text, agency.canonical, agency.order) == (text, canonical, order)


@pytest.mark.parametrize("text", ["000.00.07.H44-261121-0001", "H44.07-261121-0001"])
def test_a_case_code_tells_who_when_and_which(text: str) -> None:
    case = parse_case_code(text)

    assert isinstance(case, CaseCode)
    assert case.text == text
    assert case.agency.canonical == "H44.07"
    assert case.received_on == date(2026, 11, 21)
    assert case.number == "0001"


@pytest.mark.parametrize(
    ("text", "number", "agency"),
    [
        ("1.000603", "1.000603", None),
        ("1.000603.H42", "1.000603", "H42"),
        ("1.000555.000.00.00.H48", "1.000555", "H48"),
    ],
)
def test_a_procedure_code_is_read_in_three_shapes(text: str, number: str, agency: str | None) -> None:
    procedure = parse_procedure_code(text)

    assert isinstance(procedure, ProcedureCode)
    assert (procedure.text, procedure.number) == (text, number)
    assert (procedure.agency.canonical if procedure.agency else None) == agency


@pytest.mark.parametrize(
    ("text", "number", "year", "kind", "issuer"),
    [
        ("2804/QĐ-UBND", 2804, None, "QĐ", "UBND"),
        ("Số: 2804/QĐ-UBND", 2804, None, "QĐ", "UBND"),
        ("2804 / QĐ – UBND", 2804, None, "QĐ", "UBND"),
        ("19/2014/QĐ-TTg", 19, 2014, "QĐ", "TTg"),
        ("26/2014/TT-BKHCN", 26, 2014, "TT", "BKHCN"),
        ("30/2020/NĐ-CP", 30, 2020, "NĐ", "CP"),
        ("91/2025/QH15", 91, 2025, None, "QH15"),
        ("12/KH-UBND", 12, None, "KH", "UBND"),
        ("45/TTr-SKHCN", 45, None, "TTr", "SKHCN"),
        ("6519/VPCP-KGVX", 6519, None, None, "VPCP-KGVX"),
        ("07a/BC-SCT", 7, None, "BC", "SCT"),
        ("80-NQ/TW", 80, None, "NQ", "TW"),
        ("123/BTNMT-TCMT", 123, None, None, "BTNMT-TCMT"),
        ("15/2021/TTLT-BNV-BTC", 15, 2021, "TTLT", "BNV-BTC"),
        ("2804/qđ-ubnd", 2804, None, "QĐ", "ubnd"),
    ],
)
def test_a_document_number_is_read_into_its_parts(
    text: str, number: int, year: int | None, kind: str | None, issuer: str
) -> None:
    document = parse_document_number(text)

    assert isinstance(document, DocumentNumber)
    assert document.text == text
    assert (document.number, document.year, document.kind, document.issuer) == (number, year, kind, issuer)


@pytest.mark.parametrize(
    ("parse", "bad", "code", "message"),
    [
        (parse_agency_id, "44.H", "code.agency", "“44.H” không phải là mã định danh cơ quan. Ví dụ: H44.07."),
        (parse_agency_id, "", "code.agency", "“” không phải là mã định danh cơ quan. Ví dụ: H44.07."),
        (parse_agency_id, "H44.7", "code.agency", "“H44.7” không phải là mã định danh cơ quan. Ví dụ: H44.07."),
        (parse_case_code, "H44.07-261321-0001", "code.case",
         "“H44.07-261321-0001” không phải là mã hồ sơ. Ví dụ: 000.00.07.H44-261121-0001."),
        (parse_case_code, "44.07-261121-0001", "code.case",
         "“44.07-261121-0001” không phải là mã hồ sơ. Ví dụ: 000.00.07.H44-261121-0001."),
        (parse_case_code, "H44.07-261121-1", "code.case",
         "“H44.07-261121-1” không phải là mã hồ sơ. Ví dụ: 000.00.07.H44-261121-0001."),
        (parse_procedure_code, "1.603", "code.procedure",
         "“1.603” không phải là mã thủ tục hành chính. Ví dụ: 1.000603.H42."),
        (parse_procedure_code, "1.000603.X", "code.procedure",
         "“1.000603.X” không phải là mã thủ tục hành chính. Ví dụ: 1.000603.H42."),
        (parse_document_number, "QĐ-UBND", "code.document",
         "“QĐ-UBND” không phải là số, ký hiệu văn bản. Ví dụ: 2804/QĐ-UBND."),
        (parse_document_number, "2804/", "code.document",
         "“2804/” không phải là số, ký hiệu văn bản. Ví dụ: 2804/QĐ-UBND."),
        (parse_document_number, "15/10/2026", "code.document",
         "“15/10/2026” không phải là số, ký hiệu văn bản. Ví dụ: 2804/QĐ-UBND."),
    ],
)  # fmt: skip
def test_what_is_not_a_code_says_so(
    parse: Callable[[str], object], bad: str, code: str, message: str
) -> None:
    parsed = parse(bad)

    assert isinstance(parsed, Problem)
    assert (parsed.code, parsed.vi) == (code, message)


def test_a_long_wrong_number_is_refused_quickly() -> None:
    assert isinstance(parse_document_number("1/" + "a" * 5000 + "!"), Problem)
