"""A table that a stranger filled in is parsed in a bound process; what does not come to an end is a fault of the file."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from minhchung.docread import tables_apart
from minhchung.docread.limits import TYPED
from minhchung.docread.read_table import read_table
from minhchung.docread.tables_apart import read_table_apart, read_tables_apart

SOURCE = Path(__file__).parents[2] / "src/minhchung"
IN_PROCESS = "from minhchung.docread.read_table import read_table"


def workbook() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for sheet, rows in (("Điểm", [("agency", "1.1"), ("Sở Y tế", 0.1)]), ("Khác", [("a",), ("3,5",)])):
            page = book.add_worksheet(sheet)
            for index, row in enumerate(rows):
                page.write_row(index, 0, row)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "header_holds"),
    [
        (workbook(), "điểm.xlsx", ""),
        ("tiêu đề\nagency;1.1\nSở Y tế;0,5\n".encode(), "điểm.csv", "agency"),
        (b"a,b\n1,2,3\n", "lệch.csv", ""),
        (b"%PDF-1.4", "x.xlsx", ""),
        (b"", "rỗng.csv", ""),
    ],
)
def test_the_table_is_that_of_the_reader_itself(data: bytes, name: str, header_holds: str) -> None:
    here = read_table(data, name, TYPED, header_holds=header_holds)

    assert read_table_apart(data, name, header_holds=header_holds) == here


def test_several_sheets_are_read_in_one_process_each_with_its_faults() -> None:
    tables = read_tables_apart(workbook(), "điểm.xlsx", sheets=("Khác", "Thiếu"))

    assert tables == tuple(
        read_table(workbook(), "điểm.xlsx", TYPED, sheet=each) for each in ("Khác", "Thiếu")
    )
    assert [table.ok for table in tables] == [True, False]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (None, "table.timeout"),
        (-24, "table.timeout"),
        (-9, "table.memory"),
        (-6, "table.memory"),
        (1, "table.failed"),
    ],
)
def test_a_worker_that_was_stopped_is_a_fault_of_the_file(
    monkeypatch: pytest.MonkeyPatch, code: int | None, expected: str
) -> None:
    monkeypatch.setattr(tables_apart, "run_worker", lambda *_args: code)

    table = read_table_apart(b"a,b\n1,2\n", "bảng.csv")

    assert [each.code for each in table.errors] == [expected]
    assert table.problems[0].message.startswith("bảng.csv: ")


def _answer(**changed: Any) -> dict[str, Any]:
    table = {
        "sheet": None,
        "columns": ["a"],
        "rows": [[2, ["1"], [None]]],
        "problems": [],
        "header_row": 1,
    }
    return {"tables": [table | changed]}


@pytest.mark.parametrize(
    "written",
    [
        [],
        {"tables": []},
        {"tables": 1},
        {"fault": "?"},
        _answer(rows=[[2, ["1", "2"], [None, None]]]),
        _answer(rows=[[2, ["1"], ["1e999999999"]]]),
        _answer(rows=[[2, ["1"], ["1/0"]]]),
        _answer(rows=[[2, [1], [None]]]),
        _answer(problems=[{"code": 1}]),
    ],
)
def test_a_worker_that_writes_nothing_sensible_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, written: Any
) -> None:
    def lies(_module: str, arguments: list[str], *_rest: Any) -> int:
        Path(arguments[2]).write_text(json.dumps(written))
        return 0

    monkeypatch.setattr(tables_apart, "run_worker", lies)

    assert [each.code for each in read_table_apart(b"a\n1\n", "x.csv").errors] == ["table.failed"]


def test_the_worker_is_bound_before_it_reads(tmp_path: Path) -> None:
    """200 million characters fit no 1 GB of addresses: the worker ends, the caller does not."""
    job = json.dumps({"limits": {"most_bytes": 1 << 31}, "sheets": [None], "header_holds": ""})
    source, out = tmp_path / "in", tmp_path / "out"
    with source.open("wb") as file:
        file.write(b"a\n")
        file.truncate(2 << 30)

    code = tables_apart.run_worker(
        "minhchung.docread.tables_apart", [job, str(source), str(out)], str(tmp_path), 30
    )

    assert code != 0 or json.loads(out.read_text()) == {"fault": "memory"}


def test_no_web_room_parses_a_table_itself() -> None:
    """Pages and forms have only the bound reader; the command line reads its own user's files."""
    rooms = ("agencies", "api", "cases", "criteria", "evidence", "indicators", "ledger", "rounds", "ui")
    found = [
        str(path.relative_to(SOURCE))
        for room in rooms
        for path in sorted((SOURCE / room).rglob("*.py"))
        if IN_PROCESS in path.read_text("utf-8")
        or "results_table import read_results" in path.read_text("utf-8")
    ]

    assert found == []
