"""Decimals in running text, told from thousands, dates, labels and versions."""

from __future__ import annotations

import re

from minhchung.viet.folding import nfc

# With a unit that only a measured figure has, or a comma, which nothing else writes between digits.
_DECIMAL = re.compile(r"(?<![\w.,/])(\d{1,3}\.\d{1,2}|\d{1,6},\d{1,2})(?=\s*(?:%|điểm\b|đ\b))")


def decimals_in(text: str) -> list[str]:
    """`99.5` of "99.5%", `0,75` of "0,75 điểm"; thousands (20.290), dates and versions are left alone."""
    return _DECIMAL.findall(nfc(text))
