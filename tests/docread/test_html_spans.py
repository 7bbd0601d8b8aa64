"""A page made of spans over spans is read in time."""

from __future__ import annotations

import pytest

from minhchung.docread.read import read


def test_spans_over_spans_stay_within_the_widest_table() -> None:
    row = "<tr>" + '<td colspan="200" rowspan="200">x</td>' * 4 + "</tr>"
    page = f"<table>{row * 400}</table>".encode()

    reading = read(page, "bang.html")

    assert (
        max(cell.place.column or 0 for table in reading.tables for line in table.rows for cell in line) <= 300
    )


@pytest.mark.parametrize("page", [b"<p>a<script>x</script>\x01b</p>", b"<p>a<!-- c -->&#1;b</p>"])
def test_text_after_a_dropped_element_may_hold_what_no_element_can(page: bytes) -> None:
    (paragraph,) = read(page, "trang.html").paragraphs

    assert paragraph.text == "a b"
