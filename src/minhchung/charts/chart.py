"""What every figure gives back: a drawing, its words, and the same numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure. svg: a complete `<svg role="img">`, safe under a strict CSP. rows: one text for each column.

    Every number that the drawing shows stands in `rows` too, written the same way.
    """

    svg: str
    title: str
    desc: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
