"""A page made of spans over spans is read in time."""

from __future__ import annotations

from minhchung.docread.read import read


def test_spans_over_spans_stay_within_the_widest_table() -> None:
    row = "<tr>" + '<td colspan="200" rowspan="200">x</td>' * 4 + "</tr>"
    page = f"<table>{row * 400}</table>".encode()

    reading = read(page, "bang.html")

    assert (
        max(cell.place.column or 0 for table in reading.tables for line in table.rows for cell in line) <= 300
    )
