"""Tables of a stranger's file, read in a process of its own with hard limits: none is parsed beside sessions and keys.

    python -m minhchung.docread.tables_apart JOB IN OUT

JOB is JSON (limits, the sheets wanted, what the header holds); writes OUT, the tables as JSON. `read_table_apart` and
`read_tables_apart` start it, wait, and answer as `read_table` does, whatever the file does to the worker.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from minhchung.docread.limits import TYPED, Limits
from minhchung.docread.place import Place
from minhchung.docread.problem import Problem, problem
from minhchung.docread.read_table import read_table
from minhchung.docread.table import Row, Table
from minhchung.docread.worker import Bounds, bind, run_worker

_CPU_SECONDS = 20
_BOUNDS = Bounds(cpu_seconds=_CPU_SECONDS, address_space=1 << 30, file_size=64 << 20)
_MODULE = "minhchung.docread.tables_apart"
_SECONDS = 60.0
_OUT_OF_MEMORY = (-signal.SIGKILL, -signal.SIGABRT)


def read_table_apart(
    data: bytes,
    name: str = "",
    limits: Limits = TYPED,
    *,
    sheet: str | None = None,
    header_holds: str = "",
) -> Table:
    """What `read_table` says of these bytes, read in a worker: 20 s of processor, 1 GB of addresses, no network.

    Arguments as for `read_table`. Never raises for what the file does: a reading that did not come to an end is a
    table with that problem.
    """
    return read_tables_apart(data, name, limits, sheets=(sheet,), header_holds=header_holds)[0]


def read_tables_apart(
    data: bytes,
    name: str = "",
    limits: Limits = TYPED,
    *,
    sheets: Sequence[str | None],
    header_holds: str = "",
) -> tuple[Table, ...]:
    """Several sheets of one file in one worker; a table for each, in their order."""
    if not data or len(data) > limits.most_bytes:
        return tuple(read_table(data, name, limits) for _ in sheets)  # refused by its size, unread
    job = {"limits": asdict(limits), "sheets": list(sheets), "header_holds": header_holds}
    with tempfile.TemporaryDirectory(prefix="minhchung-table-") as folder:
        source, out = Path(folder, "in"), Path(folder, "out")
        source.write_bytes(data)
        code = run_worker(_MODULE, [json.dumps(job), str(source), str(out)], folder, _SECONDS)
        stopped = _stopped(code)
        tables = _read(out, len(sheets)) if stopped is None else stopped
    if isinstance(tables, Problem):
        tables = tuple(Table("", sheet, (), (), (tables,)) for sheet in sheets)
    return tuple(_in_file(table, name) for table in tables)


def _stopped(code: int | None) -> Problem | None:
    """Why the worker did not come to an end; None when it did."""
    if code == 0:
        return None
    if code is None:
        return problem("table.timeout", seconds=f"{_SECONDS:g}")
    if code == -signal.SIGXCPU:
        return problem("table.timeout", seconds=_CPU_SECONDS)
    return problem("table.memory" if code in _OUT_OF_MEMORY else "table.failed")


def _in_file(table: Table, name: str) -> Table:
    return replace(table, name=name, problems=tuple(each.in_file(name) for each in table.problems))


def _read(out: Path, count: int) -> tuple[Table, ...] | Problem:
    """The worker's tables; the worker is not believed: what is no table of the right shape is a failure."""
    try:
        written: Any = json.loads(out.read_text("utf-8"))
        if "fault" in written:
            return problem("table.memory" if written["fault"] == "memory" else "table.failed")
        tables = tuple(_table(each) for each in written["tables"])
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError, RecursionError):
        return problem("table.failed")
    return tables if len(tables) == count else problem("table.failed")


def _table(written: dict[str, Any]) -> Table:
    columns = _texts(written["columns"])
    return Table(
        "",
        None if written["sheet"] is None else str(written["sheet"]),
        columns,
        tuple(_row(each, len(columns)) for each in written["rows"]),
        tuple(Problem(**each | {"place": Place(**each["place"])}) for each in written["problems"]),
        int(written["header_row"]),
    )


def _row(written: Sequence[Any], width: int) -> Row:
    number, cells, numbers = written
    row = Row(int(number), _texts(cells), tuple(_number(each) for each in numbers))
    if not len(row.cells) == len(row.numbers) == width:
        raise ValueError("a row of another width")
    return row


def _texts(written: Sequence[Any]) -> tuple[str, ...]:
    if not all(isinstance(each, str) for each in written):
        raise TypeError("no text")
    return tuple(written)


def _number(written: str | None) -> Fraction | None:
    """`5/3` or `5`; no exponents, which a few bytes could make endless."""
    if written is None:
        return None
    top, _, bottom = written.partition("/")
    return Fraction(int(top), int(bottom or 1))


# What follows runs in the worker.


def main(arguments: list[str]) -> int:
    """Read JOB IN OUT; 0 when OUT was written, 2 for wrong arguments."""
    if len(arguments) != 3:
        print("usage: tables_apart JOB IN OUT", file=sys.stderr)
        return 2
    bind(_BOUNDS)
    job, source, out = json.loads(arguments[0]), Path(arguments[1]), Path(arguments[2])
    try:
        out.write_text(json.dumps({"tables": _tables(job, source.read_bytes())}, ensure_ascii=True), "utf-8")
    except MemoryError:
        out.write_text('{"fault": "memory"}', "utf-8")
    return 0


def _tables(job: dict[str, Any], data: bytes) -> list[dict[str, Any]]:
    limits = Limits(**job["limits"])
    return [
        _written(read_table(data, "", limits, sheet=sheet, header_holds=job["header_holds"]))
        for sheet in job["sheets"]
    ]


def _written(table: Table) -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "columns": table.columns,
        "rows": [
            (row.number, row.cells, [None if each is None else str(each) for each in row.numbers])
            for row in table.rows
        ],
        "problems": [asdict(each) for each in table.problems],
        "header_row": table.header_row,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
