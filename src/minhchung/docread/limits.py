"""How much of a stranger's file we are willing to open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings for one file; sizes in bytes. Defaults are those of the upload pipeline."""

    most_bytes: int = 50_000_000
    most_entries: int = 2_000
    most_unpacked: int = 200_000_000
    most_ratio: int = 100
    most_pages: int = 2_000
    most_pixels: int = 60_000_000
    most_rows: int = 250_000
    most_columns: int = 5_000
    most_cells: int = 5_000_000


TYPED = Limits(
    most_bytes=5_000_000,
    most_entries=200,
    most_unpacked=60_000_000,
    most_rows=20_000,
    most_columns=2_000,
    most_cells=1_000_000,
)
"""A table that a person fills in and sends back, read while others wait: 3,321 agencies by some 200 columns fit."""

DEFAULT = Limits()
