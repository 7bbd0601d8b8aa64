from __future__ import annotations

import io
import re

import pytest
import segno
from PIL import Image

from minhchung.docgen.pdf import svg_to_png
from minhchung.docgen.qr import qr_svg

ADDRESS = "https://cchc.example.vn/cong-bo/2026?moc=7f3a"


def test_a_code_has_the_dark_squares_of_its_text_inside_a_quiet_zone() -> None:
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1", qr_svg(ADDRESS, "Trang công bố"))}
    matrix = segno.make_qr(ADDRESS, error="m").matrix

    assert drawn == {(x + 4, y + 4) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}


def test_a_code_says_where_it_leads_and_can_be_drawn_for_print() -> None:
    svg = qr_svg(ADDRESS, 'Trang "công bố"')

    assert 'aria-label="Trang &quot;công bố&quot;"' in svg
    with Image.open(io.BytesIO(svg_to_png(svg.encode(), 30))) as picture:
        assert picture.convert("L").getextrema() == (0, 255)


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        qr_svg("x" * 5_000, "a")
