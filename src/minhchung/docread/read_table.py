"""Read a filled-in table, from CSV or XLSX, by what the bytes are."""

from __future__ import annotations

from pathlib import Path

from minhchung.docread.csv_table import read_csv
from minhchung.docread.limits import DEFAULT, Limits
from minhchung.docread.place import Place
from minhchung.docread.problem import problem
from minhchung.docread.sniff import looks_binary, sniff
from minhchung.docread.table import Table
from minhchung.docread.xlsx_table import read_xlsx

_MEGABYTE = 1_000_000


def read_table(
    source: Path | str | bytes,
    name: str = "",
    limits: Limits = DEFAULT,
    *,
    sheet: str | None = None,
    header_holds: str = "",
) -> Table:
    """Read one table with a header row. Never raises: what is wrong stands in `Table.problems`.

    source: a path, or the bytes themselves. name: what messages call the file; a path's own name by default.
    sheet: for XLSX, the sheet to read; by default the first visible one that is not blank.
    header_holds: a column's title; rows above the first row that holds it are passed over. By default the
    header is the first row that is not blank.
    """
    path = None if isinstance(source, bytes) else Path(source)
    name = name or (path.name if path else "")
    data = _bytes_of(source)
    if data is None:
        return Table(name, sheet, (), (), (problem("file.missing", Place(name)),))
    if not data:
        return Table(name, sheet, (), (), (problem("file.empty", Place(name)),))
    if len(data) > limits.most_bytes:
        size, limit = -(-len(data) // _MEGABYTE), limits.most_bytes // _MEGABYTE
        return Table(name, sheet, (), (), (problem("file.too_big", Place(name), size=size, limit=limit),))
    kind = sniff(data)
    if kind == "xlsx":
        return read_xlsx(data, name, limits, sheet, header_holds)
    if kind != "unknown" or looks_binary(data):
        return Table(name, sheet, (), (), (problem("table.format", Place(name)),))
    return read_csv(data, name, limits, header_holds)


def _bytes_of(source: Path | str | bytes) -> bytes | None:
    if isinstance(source, bytes):
        return source
    try:
        return Path(source).read_bytes()
    except (OSError, ValueError):
        return None
