"""A file of cases is read whole: every value, every rule, every encoding, and nothing of citizens comes out."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from typing import Any, Literal

import pytest

from minhchung.cases.interfaces.case_file.headings import CITIZEN as OF_CITIZENS
from minhchung.cases.interfaces.case_file.headings import guess
from minhchung.cases.interfaces.case_file.reading import Outcome, read_cases
from minhchung.cases.interfaces.case_file.rules import RULES
from minhchung.cases.interfaces.case_file.values import Broken, Moment, days_of, read_moment, read_money
from minhchung.stats.model import SCHEMA, contradictions, from_table
from minhchung.viet.legacy import from_unicode
from tests.cases.files import CITIZEN, HEADINGS, PHONE, job, row, xlsx


def faults_of(outcome: Outcome) -> list[tuple[int, str, str]]:
    return [(each.row, each.heading, each.rule) for each in outcome.faults]


def test_a_sound_file_becomes_the_stores_columns_and_nothing_else() -> None:
    outcome = read_cases(
        xlsx([row(1), row(2, **{"Trạng thái": "Đang xử lý", "Ngày hoàn thành": None})]), job()
    )

    assert outcome.report.missing == [] and outcome.report.fault_count == 0
    assert outcome.table is not None and outcome.table.schema == SCHEMA
    first, second = from_table(outcome.table)
    assert (first.code, first.agency, first.procedure, first.field) == (
        "000.00.07.H57-260105-0001",
        7,
        "1.000603",
        "Đất đai",
    )
    assert (first.received_on, first.promised_on, first.finished_on) == (
        date(2026, 1, 5),
        date(2026, 1, 15),
        date(2026, 1, 12),
    )
    assert (first.channel, first.fee_due, first.system, first.batch) == ("online", 15000, "s1", "b1")
    assert second.finished_on is None and contradictions(first) == ()


def test_nothing_of_citizens_leaves_the_reader() -> None:
    rows = [row(1), row(2, **{"Lĩnh vực": f"Đất đai, liên hệ {PHONE}"}), row(3, **{"Hình thức nộp": PHONE})]

    outcome = read_cases(xlsx(rows), job())
    told = json.dumps([repr(outcome.report), repr(outcome.faults)], ensure_ascii=False)

    assert CITIZEN not in told and PHONE not in told
    assert outcome.report.personal_columns == ["Họ tên người nộp", "Số điện thoại"]
    assert outcome.report.personal_values == 1
    assert [each.value for each in outcome.faults] == ["•••"]


@pytest.mark.parametrize(
    ("change", "heading", "rule"),
    [
        ({"Mã hồ sơ": "12345"}, "Mã hồ sơ", "code.shape"),
        ({"Mã hồ sơ": "046099001234"}, "Mã hồ sơ", "code.personal"),
        ({"Mã hồ sơ": None}, "Mã hồ sơ", "required"),
        ({"Mã TTHC": "603"}, "Mã TTHC", "procedure.shape"),
        ({"Đơn vị giải quyết": "Sở ở nơi khác"}, "Đơn vị giải quyết", "agency.unknown"),
        ({"Đơn vị giải quyết": "Phòng Trùng Tên"}, "Đơn vị giải quyết", "agency.ambiguous"),
        ({"Hình thức nộp": "chim bồ câu"}, "Hình thức nộp", "channel.unknown"),
        ({"Ngày tiếp nhận": "31/02/2026"}, "Ngày tiếp nhận", "date.day"),
        ({"Ngày tiếp nhận": "hôm qua"}, "Ngày tiếp nhận", "date.unreadable"),
        ({"Ngày tiếp nhận": "=ERR"}, "Ngày tiếp nhận", "cell.error"),
        ({"Ngày hoàn thành": date(2026, 12, 1)}, "Ngày hoàn thành", "date.future"),
        ({"Ngày hẹn trả": date(2026, 1, 4)}, "Ngày hẹn trả", "order.promised"),
        ({"Ngày hoàn thành": date(2026, 1, 4)}, "Ngày hoàn thành", "order.closed"),
        ({"Trạng thái": "Đang xử lý"}, "Trạng thái", "status.contradicts"),
        ({"Ngày hoàn thành": None}, "Trạng thái", "status.no_date"),
        ({"Trạng thái": "bay mất"}, "Trạng thái", "status.unknown"),
        ({"Lệ phí": -1}, "Lệ phí", "money.unreadable"),
        ({"Lệ phí": "một ít"}, "Lệ phí", "money.unreadable"),
    ],
)
def test_a_broken_rule_names_sheet_row_column_and_value_and_stops_everything(
    change: dict[str, Any], heading: str, rule: str
) -> None:
    outcome = read_cases(xlsx([row(1), row(2, **change), row(3)]), job())

    assert faults_of(outcome) == [(3, heading, rule)]
    assert outcome.faults[0].sheet == "Hồ sơ" and outcome.table is None
    assert rule in RULES


def test_the_same_case_twice_is_counted_once_and_with_other_words_refused() -> None:
    same = read_cases(xlsx([row(1), row(2), row(1)]), job())
    other = read_cases(xlsx([row(1), row(2), row(1, **{"Lệ phí": 1})]), job())

    assert same.table is not None and (same.table.num_rows, same.report.identical) == (2, 1)
    assert faults_of(other) == [(4, "Mã hồ sơ", "code.repeated")]
    assert other.faults[0].facts == {"first": "2"}


def test_a_returned_case_with_its_day_in_the_common_column() -> None:
    outcome = read_cases(
        xlsx([row(1, **{"Trạng thái": "Từ chối"}), row(2, **{"Trạng thái": "Công dân rút"})]), job()
    )

    assert outcome.table is not None
    returned, withdrawn = from_table(outcome.table)
    assert (returned.finished_on, returned.returned_on) == (None, date(2026, 1, 12))
    assert (withdrawn.finished_on, withdrawn.withdrawn_on) == (None, date(2026, 1, 12))


@pytest.mark.parametrize(
    ("encoding", "font"), [("tcvn3", ".VnTime"), ("vni", "VNI-Times"), ("tcvn3", ""), ("vni", "")]
)
def test_legacy_text_is_found_by_font_or_by_letters_and_converted(encoding: Any, font: str) -> None:
    def old(cell: Any) -> Any:
        return from_unicode(cell, encoding) if isinstance(cell, str) else cell

    rows = [[old(cell) for cell in row(number)] for number in (1, 2)]
    outcome = read_cases(xlsx(rows, [old(each) for each in HEADINGS], font=font), job())

    assert outcome.report.fault_count == 0 and outcome.table is not None
    assert {case.field for case in from_table(outcome.table)} == {"Đất đai"}
    assert outcome.report.encodings["cells"][encoding] > 0
    assert [from_unicode("Đất đai", encoding), "Đất đai"] in outcome.report.encodings["samples"][encoding]
    shown = [each.heading for each in outcome.report.columns]
    assert [each.upper() for each in shown] == [each.upper() for each in HEADINGS]


@pytest.mark.parametrize("composed", ["NFC", "NFD"])
def test_a_csv_of_windows_1258_is_known_by_its_spelling(composed: Literal["NFC", "NFD"]) -> None:
    """Programs write its tones as marks of their own, and letters that have a byte as that byte."""
    field, cells = (
        "Hộ tịch, chứng thực",
        [str(c) if not isinstance(c, date) else f"{c:%d/%m/%Y}" for c in row(1)],
    )
    cells[HEADINGS.index("Lĩnh vực")] = field
    text = "\r\n".join([";".join(HEADINGS), ";".join(cells)])

    outcome = read_cases(in_windows_1258(text, composed), job(name="ho-so.csv"))

    assert outcome.table is not None, outcome.faults or outcome.report.missing
    assert [case.field for case in from_table(outcome.table)] == [field]
    assert outcome.report.encodings["cells"]["windows-1258"] > 0
    assert any(after == field for _, after in outcome.report.encodings["samples"]["windows-1258"])
    assert not {"tcvn3", "vni", "unknown"} & set(outcome.report.encodings["cells"])


def in_windows_1258(text: str, composed: Literal["NFC", "NFD"]) -> bytes:
    """Each letter by its own byte where it has one (NFC only), its hat kept with the letter, its tone as a mark."""
    marks, out = "\u0300\u0301\u0303\u0309\u0323", b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            if composed == "NFC":
                out += letter.encode("cp1258")
                continue
        except UnicodeEncodeError:
            pass
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in marks))
        out += (base + "".join(part for part in parts if part in marks)).encode("cp1258")
    return out


def test_a_cell_of_two_encodings_is_refused() -> None:
    mixed = f"{from_unicode('Đất đai', 'tcvn3')} và nhà ở"

    outcome = read_cases(xlsx([row(1, **{"Lĩnh vực": mixed})]), job())

    assert faults_of(outcome) == [(2, "Lĩnh vực", "text.mixed")]


def test_headings_are_found_below_a_title_and_in_any_order() -> None:
    order = list(reversed(range(len(HEADINGS))))
    rows = [[row(1)[place] for place in order]]

    outcome = read_cases(
        xlsx(rows, [HEADINGS[place] for place in order], above=("BÁO CÁO HỒ SƠ", "", "Năm 2026")), job()
    )

    assert outcome.table is not None and outcome.table.num_rows == 1


def test_a_csv_of_an_old_font_a_json_and_json_lines_read_alike() -> None:
    cells = [str(cell) if not isinstance(cell, date) else f"{cell:%d/%m/%Y}" for cell in row(1)]
    text = "\r\n".join([";".join(HEADINGS), ";".join(cells)])
    record = {
        "code": "000.00.07.H57-260105-0001",
        "agency": "H57.31.05",
        "received_on": "2026-01-05T08:30:00+07:00",
    }
    sources = {
        "utf-8": text.encode(),
        "tcvn3": from_unicode(text, "tcvn3").encode("latin-1"),
        "json": json.dumps([record]).encode(),
        "lines": json.dumps(record).encode() + b"\n\n",
    }

    for name, data in sources.items():
        outcome = read_cases(data, job(name=name))
        assert outcome.table is not None, (name, outcome.report.missing, outcome.faults)
        case = next(iter(from_table(outcome.table)))
        assert (case.code, case.agency, case.received_on) == (record["code"], 7, date(2026, 1, 5)), name


def test_a_time_in_the_cell_is_kept_as_minutes() -> None:
    assert read_moment("05/01/2026 14:05") == Moment(days_of(date(2026, 1, 5)), 845)
    assert read_moment("14:05 05/01/2026") == Moment(days_of(date(2026, 1, 5)), 845)
    assert read_moment("2026-01-04T23:30:00Z") == Moment(days_of(date(2026, 1, 5)), 390)
    assert read_moment(46027) == Moment(days_of(date(2026, 1, 5)))
    assert read_money("150.000 đồng") == 150000 and read_money("1,5") == Broken("money.unreadable")


def test_a_profile_goes_before_any_guess() -> None:
    headings = ("ma ho so", "ngay nhan", "cot la", "dien thoai")

    assert guess(headings) == {0: "code", 1: "received_on", 3: OF_CITIZENS}
    assert guess(headings, {"cot la": "field", "ma ho so": ""}) == {
        1: "received_on",
        2: "field",
        3: OF_CITIZENS,
    }


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old", b"%PDF-1.4", b'{"a": ', b"\x00\x01"]
)
def test_a_file_that_is_no_table_is_refused_in_words(data: bytes) -> None:
    outcome = read_cases(data, job())

    assert outcome.table is None
    assert outcome.report.refused or outcome.report.missing
