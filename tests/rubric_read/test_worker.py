"""A stranger's document read in a process of its own: what comes back, and what is refused in words."""

from __future__ import annotations

import pytest

from minhchung.rubric.parse import parse
from minhchung.rubric.read import read_rubric
from minhchung.rubric.read.told import Told, tell, told_data, told_from
from minhchung.rubric.read.worker import read_apart
from minhchung.rubric.shipped import load_shipped
from minhchung.rubric.xlsx import to_workbook
from tests.docread.samples import CONTENT_TYPES, docx_bytes, with_parts, xlsx
from tests.rubric_read.documents import DOCUMENTS
from tests.rubric_read.test_seeds import DATA, SEEDS

S1 = SEEDS["quang-dien-cchc-2023"]


def test_the_worker_says_what_the_reader_says() -> None:
    data = (DATA / S1).read_bytes()

    told, read = read_apart(data, S1), read_rubric(data, S1)

    assert read.rubric is not None
    assert parse(told.text) == read.rubric
    assert [(node.code, node.sure) for node in told.nodes] == [
        (node.code, node.sure) for node in read.report.nodes
    ]
    assert sum(count for _, count in told.uses) == len(read.report.points)
    assert "L101" in {finding.code for finding in told.findings}
    assert told.nodes[0].place.vi == "dòng 45"


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if not name.endswith(".pdf")])
def test_a_reading_crosses_as_plain_data(name: str) -> None:
    told = tell(DOCUMENTS[name](), name)

    assert told_from(told_data(told)) == told
    assert told.text and not told.faults


def test_a_workbook_of_ours_is_taken_as_it_stands() -> None:
    rubric = load_shipped("qd766-2022")

    told = read_apart(to_workbook(rubric), "qd766.xlsx")

    assert parse(told.text) == rubric
    assert {node.sure for node in told.nodes} == {"certain"}


def test_faults_of_a_workbook_stand_with_their_cells() -> None:
    told = tell(
        with_parts(
            to_workbook(load_shipped("qd766-2022")),
            {
                "xl/sharedStrings.xml": b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
            },
        ),
        "a.xlsx",
    )

    assert told.text == "" and told.faults


MACRO = with_parts(docx_bytes("x"), {"word/vbaProject.bin": b"x"})
BOMB = with_parts(
    xlsx([["a"]]), {"xl/worksheets/sheet9.xml": b" " * 150_000_000, "[Content_Types].xml": CONTENT_TYPES}
)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", MACRO, "macro"),
        ("a.xlsx", BOMB, ""),
        ("a.docm", MACRO, "Không nhận loại tệp này."),
        ("a.doc", b"\xd0\xcf\x11\xe0", "Không nhận loại tệp này."),
        ("a", b"x", "Không nhận loại tệp này."),
        ("a.docx", b"khong phai", "Tệp hỏng hoặc không đúng định dạng DOCX."),
        ("a.txt", b"PK\x03\x04", "Nội dung tệp không phải là chữ."),
        ("a.txt", b"", "Tệp trống."),
        ("a.html", b"<p>Xin chao</p>", "Không thấy bảng tiêu chí"),
    ],
)
def test_what_is_refused_says_why_and_what_to_do(name: str, data: bytes, said: str) -> None:
    told = tell(data, name)

    assert told.text == ""
    assert said in told.faults[0].rule.vi
    assert told.faults[0].rule.en and told.faults[0].fix.vi and told.faults[0].fix.en


def test_what_takes_too_long_is_stopped() -> None:
    told = read_apart((DATA / S1).read_bytes(), S1, seconds=0.05)

    assert told.faults[0].rule.vi == "Tệp mất quá nhiều thời gian để đọc nên đã dừng."


def test_a_name_tells_no_path() -> None:
    told = read_apart(b"x", "../../etc/" + "a" * 400 + ".txt")

    assert isinstance(told, Told)
    assert len(told.name) == 150
